"""Every screen of the portal, one after the other, as a family comes to it."""

from collections.abc import AsyncIterator

from tests.contract.stands.school import SchoolStand
from tests.journeys.parent import Parent

BEFORE = (
    "/connexion", "/premiere-connexion", "/mot-de-passe-perdu", "/accessibilite",
    "/accessibilite/declaration", "/mentions-legales", "/donnees-personnelles", "/aide",
)  # fmt: skip
NOWHERE = "/nulle-part"

AFTER = ("/accueil", "/famille", "/eleves", "/facturation", "/demandes", "/mot-de-passe",
         "/deconnexion", "/aide", "/accessibilite")  # fmt: skip

_DEPTHS = {"cours": 2, "historique": 1, "repertoire": 1}
"""Tab → how many sheets lie one behind the other below its list."""


async def every_screen(parent: Parent, old_side: SchoolStand) -> AsyncIterator[str]:
    """Open each for the family with three students, and give its address."""
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    for address in BEFORE:
        await _open(parent, address)
        yield address
    await _open(parent, NOWHERE, 404)
    yield NOWHERE
    await parent.opens("/eleves")
    await parent.signs_in(account)
    for address in AFTER:
        await _open(parent, address)
        yield address
    async for address in _dossier(parent, old_side.eleves(account.identifier)[0].label):
        yield address
    async for address in _refused(parent):
        yield address


async def _dossier(parent: Parent, label: str) -> AsyncIterator[str]:
    """A student's tabs, the week, and the sheets that lie behind the lists' first lines."""
    await _open(parent, "/eleves")
    await parent.page.get_by_role("link", name=label).first.click()
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


async def _refused(parent: Parent) -> AsyncIterator[str]:
    """Famille with something to correct."""
    await parent.opens("/famille")
    await parent.types("E-mail", "pas une adresse")
    await parent.page.evaluate("document.querySelector('main form').noValidate = true")
    await parent.presses("Modifier")
    yield "/famille, refused"


async def _open(parent: Parent, address: str, status: int = 200) -> None:
    answer = await parent.page.goto(parent.url + address)
    assert answer is not None
    assert answer.status == status, address
