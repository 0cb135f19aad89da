"""axe-core, with its RGAA tags, on every screen of the desk: it finds nothing."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from gateway.pending.states import State
from gateway.views.office import Decision
from tests.journeys.office import accounts_served, at_work, desk_served
from tests.journeys.test_accessibility import CONTRAST, EVERYTHING, Mode, faults
from tests.unit.desk.lacking import lacking
from tests.unit.office.stage import ANNE, Desk
from tests.unit.office.test_conflicts import CITY, NEW_CITY, SCHOOLS
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE
from tests.unit.staff.school_office import FIRST, OWN

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODES: tuple[Mode, ...] = (
    (320, "light", "normal", EVERYTHING),
    (1280, "dark", "normal", CONTRAST),
)
STATES = (
    State.REVIEW,
    State.SENT_BACK,
    State.NEEDS_ATTENTION,
    State.BLOCKED_CONFLICT,
    State.VALIDATED,
)
"""What is known and what can be decided looks different in each."""
PAGES = (
    "/bureau", "/bureau?groupe=toutes", "/bureau/annonces", "/bureau/jour", "/bureau/touches",
    "/bureau/connexion", "/bureau/nulle-part", "/bureau/pieces/imprimer?par=piece",
)  # fmt: skip


async def test_no_screen_of_the_desk_has_an_accessibility_fault(
    browser: Browser, tmp_path: Path
) -> None:
    found: list[str] = []
    async with desk_served(tmp_path) as (desk, url):
        numbers = [f"2026-{place:06}" for place, _ in enumerate(STATES)]
        for number, state in zip(numbers, STATES, strict=True):
            await desk.standing(number, state, account=number)
        fence = (await desk.row(numbers[1])).fence
        await desk.office.decide(ANNE, numbers[1], fence, Decision.ASK, "Votre adresse ?")
        await lacking(desk, "2026-000099", ("Photo d’identité",), account="z")
        async with at_work(browser, url) as page:
            for path in (*PAGES, *(f"/bureau/demandes/{number}" for number in numbers)):
                await page.goto(url + path)
                found += await faults(page, MODES)
            await page.goto(f"{url}/bureau/demandes/{await in_conflict(desk)}")
            found += await faults(page, MODES)
            await page.get_by_role("button", name="Décider champ par champ").click()
            await page.locator(".summary").wait_for()
            found += await faults(page, MODES)
            # What is missing, the reminder of it, and what came of that.
            await page.goto(f"{url}/bureau/pieces")
            for button in ("toutes", "confirmer"):
                found += await faults(page, MODES)
                await page.click(f"button[name={button}]")
            await page.get_by_role("heading", name="Rappels écrits").wait_for()
            found += await faults(page, MODES)

    assert found == []


async def test_no_screen_of_ones_own_account_has_an_accessibility_fault(
    browser: Browser, tmp_path: Path
) -> None:
    found: list[str] = []
    async with accounts_served(tmp_path) as (people, url):
        await people.add()
        begun = await people.password(password=FIRST)
        async with at_work(browser, url, begun, "/bureau/second-facteur") as page:
            found += await faults(page, MODES)
            people.secrets["claire"] = (await page.inner_text(".secret")).replace(" ", "")
            await page.fill("#nouveau-mot-de-passe", OWN)
            await page.fill("#code", people.code())
            await page.get_by_role("button", name="Enregistrer").click()
            await page.locator(".recovery-codes").wait_for()
            found += await faults(page, MODES)
            await page.goto(f"{url}/bureau/compte")
            found += await faults(page, MODES)
            people.turn(minutes=1)
            await page.fill("#actuel-codes", OWN)
            await page.fill("#code", people.code())
            await page.get_by_role("button", name="Faire de nouveaux codes").click()
            await page.locator(".recovery-codes").wait_for()
            found += await faults(page, MODES)

    assert found == []


async def in_conflict(desk: Desk) -> str:
    """A request for two fields, of which the school has changed one; its number."""
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.APPROVE)
    desk.stage.extranet.edit(HELENE, PHONE, SCHOOLS)
    await desk.stage.work()
    return asked.number
