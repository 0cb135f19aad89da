"""axe-core, with its RGAA tags, on every screen of the desk: it finds nothing."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from gateway.pending.states import State
from gateway.views.office import Decision
from tests.journeys.office import at_work, desk_served
from tests.journeys.test_accessibility import CONTRAST, EVERYTHING, Mode, faults
from tests.unit.office.stage import ANNE

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODES: tuple[Mode, ...] = (
    (320, "light", "normal", EVERYTHING),
    (1280, "dark", "normal", CONTRAST),
)
STATES = (State.REVIEW, State.NEEDS_ATTENTION, State.BLOCKED_CONFLICT, State.VALIDATED)
"""What is known and what can be decided looks different in each."""
PAGES = (
    "/bureau", "/bureau?groupe=toutes", "/bureau/pieces", "/bureau/annonces", "/bureau/jour",
    "/bureau/touches", "/bureau/connexion", "/bureau/nulle-part",
)  # fmt: skip


async def test_no_screen_of_the_desk_has_an_accessibility_fault(
    browser: Browser, tmp_path: Path
) -> None:
    found: list[str] = []
    async with desk_served(tmp_path) as (desk, url):
        numbers = [f"2026-{place:06}" for place, _ in enumerate(STATES)]
        for number, state in zip(numbers, STATES, strict=True):
            await desk.standing(number, state, account=number)
        fence = (await desk.row(numbers[0])).fence
        await desk.office.decide(ANNE, numbers[0], fence, Decision.ASK, "Votre adresse ?")
        async with at_work(browser, url) as page:
            for path in (*PAGES, *(f"/bureau/demandes/{number}" for number in numbers)):
                await page.goto(url + path)
                found += await faults(page, MODES)

    assert found == []
