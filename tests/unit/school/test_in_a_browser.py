"""A person can use both markups: every control does in a browser what it says."""

import pytest
from playwright.async_api import Browser, Dialog, Page

from adapters.school import School, serve
from adapters.school.markup import MarkupName
from adapters.school.screens.family import AWAITING, UPDATED


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


async def _sign_in(page: Page, school: School) -> None:
    account = school.accounts[0]
    await page.locator("select").select_option(label=account.site)
    await page.locator("[name*=identifiant]").fill(account.identifier)
    await page.locator("[name*=passe]").fill(account.password)
    await page.get_by_role("button", name="Se connecter").click()
