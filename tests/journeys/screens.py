"""Every screen of the portal, one after the other, as a family comes to it."""

from collections.abc import AsyncIterator

from tests.contract.stands.school import SchoolStand
from tests.journeys.parent import Parent

BEFORE = (
    "/connexion", "/premiere-connexion", "/mot-de-passe-perdu", "/accessibilite",
    "/accessibilite/declaration", "/mentions-legales", "/donnees-personnelles", "/aide",
    "/nulle-part",
)  # fmt: skip
"""Before sign-in; the last is nowhere."""

AFTER = ("/accueil", "/famille", "/eleves", "/facturation", "/demandes", "/mot-de-passe",
         "/deconnexion", "/aide", "/accessibilite")  # fmt: skip

_LISTS = ("cours", "historique", "repertoire")


async def every_screen(parent: Parent, old_side: SchoolStand) -> AsyncIterator[str]:
    """Open each for the family with three students, and give its address."""
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    for address in BEFORE:
        await parent.opens(address)
        yield address
    await parent.opens("/eleves")
    await parent.signs_in(account)
    for address in AFTER:
        await parent.opens(address)
        yield address
    async for address in _dossier(parent, old_side.eleves(account.identifier)[0].label):
        yield address
    async for address in _refused(parent):
        yield address


async def _dossier(parent: Parent, label: str) -> AsyncIterator[str]:
    """A student's tabs, a line of each list, and what lies behind a line of a line."""
    await parent.opens("/eleves")
    await parent.page.get_by_role("link", name=label).first.click()
    tabs = [await _address(parent, f".tabs li:nth-child({place}) a") for place in
            range(1, await parent.page.locator(".tabs a").count() + 1)]  # fmt: skip
    assert len(tabs) >= 5
    for address in tabs:
        await parent.opens(address)
        yield address
        if address.rsplit("/", 1)[1] in _LISTS:
            line = await _address(parent, "a.line-link")
            await parent.opens(line)
            yield line
            if address.endswith("/cours"):
                line = await _address(parent, "a.line-link")
                await parent.opens(line)
                yield line


async def _refused(parent: Parent) -> AsyncIterator[str]:
    """Famille with something to correct."""
    await parent.opens("/famille")
    await parent.types("E-mail", "pas une adresse")
    await parent.page.evaluate("document.querySelector('main form').noValidate = true")
    await parent.presses("Modifier")
    yield "/famille, refused"


async def _address(parent: Parent, selector: str) -> str:
    found = await parent.page.locator(selector).first.get_attribute("href")
    assert found is not None, selector
    return found
