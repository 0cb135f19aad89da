"""Every screen of the portal, one after the other, as a family comes to it."""

import re
from collections.abc import AsyncIterator
from enum import StrEnum
from urllib.parse import urlsplit

import pytest
from playwright.async_api import FilePayload

from tests.contract.stands.school import SchoolStand
from tests.journeys.parent import Parent
from tests.unit.documents.samples import pdf

BEFORE = (
    "/connexion", "/premiere-connexion", "/mot-de-passe-perdu", "/accessibilite",
    "/accessibilite/declaration", "/mentions-legales", "/donnees-personnelles", "/aide",
)  # fmt: skip
NOWHERE = "/nulle-part"

AFTER = ("/accueil", "/famille", "/eleves", "/facturation", "/demandes", "/mot-de-passe",
         "/mes-donnees", "/mes-donnees/effacer", "/deconnexion", "/aide",
         "/accessibilite")  # fmt: skip

_DEPTHS = {"cours": 2, "historique": 1, "repertoire": 1}
"""Tab → how many sheets lie one behind the other below its list."""


class Half(StrEnum):
    """The screens are walked in halves, which two processes may take."""

    MENU = "menu"
    """What anybody may open, and what the menus lead to."""
    STUDENT = "student"
    """A student's dossier, and what is asked for in it and on Famille."""


HALVES = pytest.mark.parametrize("half", Half)


async def screens_of(half: Half, parent: Parent, old_side: SchoolStand) -> AsyncIterator[str]:
    """Open each screen of that half for the family with three students, and give its address."""
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    if half is Half.MENU:
        for address in BEFORE:
            await _open(parent, address)
            yield address
        await _open(parent, NOWHERE, 404)
        yield NOWHERE
    await parent.opens("/eleves")
    await parent.signs_in(account)
    await parent.sees_heading("Élèves")
    if half is Half.MENU:
        for address in AFTER:
            await _open(parent, address)
            yield address
        return
    async for address in _dossier(parent, old_side.eleves(account.identifier)[0].label):
        yield address
    async for address in _re_enrolment(parent):
        yield address
    async for address in _refused(parent):
        yield address


async def _dossier(parent: Parent, label: str) -> AsyncIterator[str]:
    """A student's tabs, the week, and the sheets that lie behind the lists' first lines."""
    await _open(parent, "/eleves")
    await parent.follows(parent.page.get_by_role("link", name=label).first)
    await parent.page.locator(".tabs").wait_for()
    tabs = await parent.page.locator(".tabs a").all()
    addresses = [str(await tab.get_attribute("href")) for tab in tabs]
    assert len(addresses) >= len(_DEPTHS) + 1
    week = addresses[0].replace("/identite", "/semaine")
    for address in (*addresses, week):
        await _open(parent, address)
        yield address
        for _ in range(_DEPTHS.get(address.rsplit("/", 1)[1], 0)):
            line = await parent.page.locator("a.line-link").first.get_attribute("href")
            assert line is not None
            await _open(parent, line)
            yield line


async def _re_enrolment(parent: Parent) -> AsyncIterator[str]:
    """Its four steps for the student whose dossier is open, then the receipt and the request."""
    first = re.sub(
        r"/eleves/([^/]+)/.*", r"/eleves/\1/reinscription", urlsplit(parent.page.url).path
    )
    await _open(parent, first)
    yield first
    await _goes_on(parent)
    # The browser itself asks for the name and the file: the page stays.
    await parent.touches("Importer")
    yield f"{first}, nothing chosen"
    choice = parent.page.get_by_label("Nom du document")
    await choice.select_option(index=1)
    paper: FilePayload = {
        "name": "justificatif.pdf", "mimeType": "application/pdf", "buffer": pdf(2_000)
    }  # fmt: skip
    await parent.page.get_by_label("Fichier").set_input_files([paper])
    await parent.presses("Importer")
    await parent.sees("est ajouté")
    yield f"{first}, a document given"
    await _goes_on(parent)
    yield f"{first}, the text"
    await _goes_on(parent)
    await parent.sees("Étape 4 sur 4")
    yield f"{first}, the summary"
    await parent.presses("Valider")
    await parent.sees("Accusé de réception")
    yield f"{first}, the receipt"


async def _goes_on(parent: Parent) -> None:
    await parent.follows(parent.page.locator(".step-actions").get_by_text("Continuer", exact=True))


async def _refused(parent: Parent) -> AsyncIterator[str]:
    """Famille with something to correct, then the receipt of what was asked, among the others."""
    await parent.opens("/famille")
    await parent.types("E-mail", "pas une adresse")
    await parent.page.evaluate("document.querySelector('main form').noValidate = true")
    await parent.presses("Modifier")
    yield "/famille, refused"
    await parent.types("E-mail", "nouvelle.adresse@example.org")
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    yield "/famille, the receipt"
    await _open(parent, "/demandes")
    yield "/demandes, with two"


async def _open(parent: Parent, address: str, status: int = 200) -> None:
    answer = await parent.page.goto(parent.url + address)
    assert answer is not None
    assert answer.status == status, address
