"""A person can re-enrol a student, and ask for a password, in both markups."""

import pytest
from playwright.async_api import Browser, Dialog, FilePayload, Locator, Page

from adapters.school import School, serve
from adapters.school.markup import MarkupName
from adapters.school.screens.import_document import IMPORTED, REFUSED
from adapters.school.screens.lost_password import CHECK, SENT
from adapters.school.screens.re_enrolment import AWAITING, TAKEN
from tests.unit.school.enrolling import MAEL, PDF

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCAN: FilePayload = {"name": "domicile.pdf", "mimeType": "application/pdf", "buffer": PDF}
LETTER: FilePayload = {"name": "lettre.doc", "mimeType": "application/msword", "buffer": b"x"}


@pytest.mark.parametrize("markup", ["old", "refreshed"])
async def test_a_person_ticks_imports_a_document_and_validates(
    browser: Browser, markup: MarkupName
) -> None:
    school = School(markup)
    async with serve(school) as base:
        page = await browser.new_page()
        told, broken = _listened(page)
        await page.goto(base + school.sign_in_path)
        await _opens_the_tab(page, school)

        await _row_or_label(page, "Formation musicale", markup).check()
        await page.locator("textarea").fill("Plutôt le mercredi")
        await _imports(page, LETTER, markup)
        await _imports(page, SCAN, markup)
        await page.get_by_role("cell", name="domicile.pdf", exact=True).wait_for()
        assert await page.get_by_text("Aucun document importé.").count() == 0
        if markup == "refreshed":
            told.append(await page.get_by_role("alert").locator("p").inner_text())
        # What was ticked and typed before the import is still there.
        await page.get_by_role("button", name="Valider").click()
        await page.get_by_text(AWAITING).wait_for()
        if markup == "refreshed":
            told.append(await page.get_by_role("alert").locator("p").inner_text())

    assert told[-2:] == [IMPORTED, TAKEN]
    if markup == "old":
        assert REFUSED in told[0]
    assert broken == []
    [request] = school.control.re_enrolments()
    assert (request.student, request.note) == (MAEL, "Plutôt le mercredi")
    assert request.ticked == ("Cursus diplômant, cycle 2", "Clarinette", "Formation musicale")
    [document] = request.documents
    assert (document.name, document.file_name) == ("Justificatif de domicile", "domicile.pdf")
    assert document.body == PDF


@pytest.mark.parametrize("markup", ["old", "refreshed"])
async def test_a_person_who_left_a_field_empty_is_told_and_then_gets_a_password(
    browser: Browser, markup: MarkupName
) -> None:
    school = School(markup)
    async with serve(school) as base:
        page = await browser.new_page()
        told, broken = _listened(page)
        await page.goto(base + school.sign_in_path)
        await page.get_by_role("link", name="Mot de passe perdu").click()
        await page.locator("[name*=identifiant]").fill("dupre.anne")
        await page.get_by_role("button", name="Valider").click()
        if markup == "refreshed":
            told.append(await page.get_by_role("alert").locator("p").inner_text())
            await page.get_by_role("button", name="OK").click()
        await page.locator("[name*=identifiant]").fill("dupre.anne")
        await page.locator("[name*=mail]").fill("anne.dupre@example.org")
        await page.get_by_role("button", name="Valider").click()
        await page.get_by_role("button", name="Se connecter").wait_for()
        if markup == "refreshed":
            told.append(await page.get_by_role("alert").locator("p").inner_text())

    assert told == [CHECK, SENT]
    assert broken == []
    assert len(school.control.mailed()) == 1


def _listened(page: Page) -> tuple[list[str], list[str]]:
    """What every window of that browser says by `alert`, and what breaks in them."""
    told: list[str] = []
    broken: list[str] = []

    async def read(dialog: Dialog) -> None:
        told.append(dialog.message)
        await dialog.accept()

    page.context.on("dialog", read)
    page.context.on("weberror", lambda error: broken.append(error.error.message))
    return told, broken


async def _opens_the_tab(page: Page, school: School) -> None:
    account = school.accounts[0]
    await page.locator("select").select_option(label=account.site)
    await page.locator("[name*=identifiant]").fill(account.identifier)
    await page.locator("[name*=passe]").fill(account.password)
    await page.get_by_role("button", name="Se connecter").click()
    await page.get_by_role("link", name="Élèves").click()
    await page.locator("select").select_option(label="Dupré Maël")
    await page.get_by_role("link", name="Réinscription").click()
    await page.get_by_role("button", name="Valider").wait_for()


def _row_or_label(page: Page, caption: str, markup: MarkupName) -> Locator:
    if markup == "refreshed":
        return page.get_by_label(caption, exact=True)
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name=caption, exact=True))
    return row.last.get_by_role("checkbox")


async def _imports(page: Page, file: FilePayload, markup: MarkupName) -> None:
    """One document, in the window or in the dialog; comes back to the tab."""
    if markup == "refreshed":
        await page.get_by_role("button", name="Importer").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Parcourir").set_input_files([file])
        await dialog.get_by_text(file["name"]).wait_for()
        await dialog.get_by_label("Nom du document").select_option("Justificatif de domicile")
        async with page.expect_navigation():
            await dialog.get_by_role("button", name="Importer").click()
        return
    async with page.expect_popup() as opened:
        await page.get_by_role("button", name="Importer").click()
    window = await opened.value
    await window.locator("input[type=file]").set_input_files([file])
    await window.locator("select").select_option(label="Justificatif de domicile")
    if file is SCAN:
        async with window.expect_event("close"):
            await window.get_by_role("button", name="Importer").click()
    else:
        async with window.expect_navigation():
            await window.get_by_role("button", name="Importer").click()
        await window.close()
