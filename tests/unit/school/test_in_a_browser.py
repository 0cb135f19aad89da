"""A person can use both markups: every control does in a browser what it says."""

import pytest
from playwright.async_api import Browser, Dialog, Page

from adapters.school import School, serve
from adapters.school.markup import MarkupName
from adapters.school.screens.family import AWAITING, UPDATED

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("markup", ["old", "refreshed"])
async def test_a_person_changes_a_number_and_signs_out(
    browser: Browser, markup: MarkupName
) -> None:
    school = School(markup)
    async with serve(school) as base:
        page = await browser.new_page()
        told: list[str] = []

        async def read(dialog: Dialog) -> None:
            told.append(dialog.message)
            await dialog.accept()

        page.on("dialog", read)
        await page.goto(base + school.sign_in_path)
        await _sign_in(page, school)
        await page.get_by_role("link", name="Famille").click()
        await page.locator("[name*=tel_portable]").fill("06 39 98 00 01")
        await page.locator("[name*=civilite]").select_option(label="M. et Mme")
        await page.get_by_role("button", name="Modifier").click()
        await page.get_by_text(AWAITING).wait_for()
        if markup == "refreshed":
            told.append(await page.get_by_role("alert").locator("p").inner_text())
            await page.get_by_role("button", name="OK").click()
            assert not await page.get_by_role("alert").is_visible()
        await page.get_by_role("link", name="Déconnexion").click()
        await page.get_by_role("button", name="Se connecter").wait_for()

    assert told == [UPDATED]
    [effect] = school.control.ledger()
    assert {change.field: change.new for change in effect.changes} == {
        "civilite": "3",
        "tel_portable": "06 39 98 00 01",
    }


@pytest.mark.parametrize("markup", ["old", "refreshed"])
async def test_a_person_reads_a_dossier_by_double_clicks(
    browser: Browser, markup: MarkupName
) -> None:
    school = School(markup)
    async with serve(school) as base:
        page = await browser.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(error.message))
        await page.goto(base + school.sign_in_path)
        await _sign_in(page, school)
        await page.get_by_role("link", name="Élèves").click()
        await page.locator("select").select_option(label="Dupré Maël")
        await page.get_by_text("Dossier de Dupré Maël").wait_for()

        await page.get_by_role("link", name="Cours").click()
        course = await _open(page, "Clarinette", window=markup == "old")
        await course.get_by_text("Évaluations").click()
        detail = await _open(course, "Morceau au choix", window=markup == "old")
        await detail.get_by_text("Très musical.").wait_for()

        await _back_to_the_dossier(page)
        await page.get_by_role("link", name="Historique").click()
        await _open(page, "2021-2022", window=False)
        await page.get_by_text("9 / 9").wait_for()
        await page.get_by_role("link", name="Précédente").click()
        await page.get_by_text("8 / 9").wait_for()

        await page.get_by_role("link", name="Répertoire").click()
        event = await _open(page, "Suite bretonne « L’Hœdic »", window=markup == "old")
        await event.get_by_text("Salle des Tilleuls").wait_for()
        if markup == "refreshed":
            await page.get_by_role("button", name="Fermer").click()
            assert not await page.get_by_role("dialog").is_visible()

    assert broken == []


async def _open(page: Page, cell: str, *, window: bool) -> Page:
    """Double-click on a line; what opens is a window of its own, or the page itself."""
    line = page.get_by_role("row").get_by_text(cell, exact=True)
    if not window:
        await line.dblclick()
        return page
    async with page.expect_popup() as opened:
        await line.dblclick()
    return await opened.value


async def _back_to_the_dossier(page: Page) -> None:
    await page.get_by_role("link", name="Élèves").click()
    if await page.get_by_text("Dossier de Dupré Maël").count() == 0:
        await page.locator("select").select_option(label="Dupré Maël")
        await page.get_by_text("Dossier de Dupré Maël").wait_for()


async def _sign_in(page: Page, school: School) -> None:
    account = school.accounts[0]
    await page.locator("select").select_option(label=account.site)
    await page.locator("[name*=identifiant]").fill(account.identifier)
    await page.locator("[name*=passe]").fill(account.password)
    await page.get_by_role("button", name="Se connecter").click()
