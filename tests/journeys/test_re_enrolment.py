"""A parent re-enrols two children with a telephone, for real, and in little time."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload

from tests.contract.stands.requests import REQUEST_STANDS, RequestStand
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent
from tests.journeys.post import PostOffice
from tests.strangers.requests.stage import Import

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOTE = "Plutôt le mercredi, si possible."
WAITS = "Réinscription en attente de validation"
_PDF = b"%%PDF-1.4\n1 0 obj\n<</T (%d)>>\nendobj\ntrailer\n<<>>\n%%%%EOF\n"


def paper(number: int) -> FilePayload:
    """A small PDF, told from every other."""
    return {
        "name": f"justificatif {number}.pdf",
        "mimeType": "application/pdf",
        "buffer": _PDF % number,
    }


def photo() -> FilePayload:
    """What a telephone takes: more than the old site does."""
    picture = io.BytesIO()
    Image.effect_noise((2400, 1800), 70).convert("RGB").save(picture, "JPEG", quality=95)
    assert len(picture.getvalue()) > 2_000_000
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


async def imports(parent: Parent, name: str, file: FilePayload) -> None:
    """One document, on step 2."""
    choice = parent.page.get_by_label("Nom du document")
    if await choice.count():
        option = choice.locator("option", has_text=re.compile(rf"^{re.escape(name)}"))
        await choice.select_option(await option.first.get_attribute("value"))
    await parent.page.get_by_label("Fichier").set_input_files([file])
    await parent.presses("Importer")
    await parent.sees(f"« {file['name']} » est ajouté")


async def goes_on(parent: Parent) -> None:
    """To the next step, by link or by button."""
    await parent.follows(parent.page.locator(".step-actions").get_by_text("Continuer", exact=True))


async def ticks_every_box(parent: Parent) -> tuple[str, ...]:
    """On step 1; returns the captions as they are shown."""
    boxes = parent.page.locator("input[type=checkbox][name=cours]")
    for box in await boxes.all():
        await box.check()
    labels = parent.page.locator(".choice .check label")
    return tuple(await labels.all_inner_texts())


async def opens_the_tab(parent: Parent) -> None:
    """Réinscription is found out about beside the page, and shows on the next one."""
    tabs = parent.page.get_by_role("navigation", name="Dossier de l’élève")
    tab = tabs.get_by_text("Réinscription", exact=True)
    for _ in range(50):
        if await tab.count():
            break
        await parent.page.wait_for_timeout(200)
        await parent.page.reload()
    await parent.follows(tab)


def of_child(old_side: RequestStand, label: str) -> list[Import]:
    """What the old site has taken for that student, in order."""
    return [document for _, student, document in old_side.imports if student == label]


@pytest.mark.parametrize("name", ["school-refreshed", "php2004"])
async def test_a_parent_re_enrols_two_children_with_their_documents(
    browser: Browser, post: PostOffice, tmp_path: Path, name: str
) -> None:
    with REQUEST_STANDS[name]() as old_side:
        gateway = Gateway(tmp_path, old_side.sign_in_url, post.port)
        await gateway.start()
        try:
            await re_enrols_two(browser, gateway, old_side)
        finally:
            await gateway.stop()


async def re_enrols_two(browser: Browser, gateway: Gateway, old_side: RequestStand) -> None:
    """The first by the tab, the second by the receipt's link, with the first one's papers."""
    account = old_side.accounts[0]
    one, two, *_ = old_side.labels(account.identifier)
    tab = old_side.tab(account.identifier, one)
    first, second, *_ = [*tab.names, *tab.names]
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/eleves")
    await parent.signs_in(account)
    await parent.sees_heading("Élèves")
    await parent.follows(parent.page.locator(".child h3 a").first)
    await opens_the_tab(parent)

    await parent.sees("Étape 1 sur 4")
    offered = {box.caption for box in tab.boxes if box.tickable}
    assert set(await ticks_every_box(parent)) == offered
    await goes_on(parent)
    await parent.sees("Étape 2 sur 4")
    await imports(parent, first, paper(1))
    await imports(parent, second, photo())
    await goes_on(parent)
    await parent.page.locator("#demande").fill(NOTE)
    await goes_on(parent)
    await parent.sees("Étape 4 sur 4")
    await parent.sees(NOTE)
    await parent.presses("Valider")
    await parent.sees("Accusé de réception")
    await parent.waits_until_it_stands(WAITS)

    await parent.follows(parent.page.locator(".next-child a").first)
    await ticks_every_box(parent)
    await goes_on(parent)
    await parent.follows(
        parent.page.get_by_role("button", name=re.compile("^Reprendre les documents"))
    )
    await goes_on(parent)
    await parent.follows(parent.page.get_by_role("button", name=re.compile("^Reprendre le texte")))
    await goes_on(parent)
    await parent.presses("Valider")
    await parent.waits_until_it_stands(WAITS)

    assert [(taken.label, taken.note) for taken in old_side.enrolled] == [
        (one, NOTE), (two, NOTE)
    ]  # fmt: skip
    assert set(old_side.enrolled[0].ticked) == offered
    for child in (one, two):
        paper_there, photo_there = of_child(old_side, child)
        assert (paper_there.name, paper_there.body) == (first, paper(1)["buffer"])
        assert photo_there.name == second
        assert len(photo_there.body) <= 2_000_000
        assert Image.open(io.BytesIO(photo_there.body)).format == "JPEG"
    assert [each.body for each in of_child(old_side, one)] == [
        each.body for each in of_child(old_side, two)
    ]
    assert old_side.tab(account.identifier, one).waiting

    old_side.validate(account.identifier, one)
    await parent.opens("/demandes")
    await parent.looks_again_until("Réinscription validée")
