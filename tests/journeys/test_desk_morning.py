"""A morning at the desk: forty requests, decided by the keyboard alone."""

import sys
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from gateway.config import SchoolDesk
from gateway.pending.states import State
from tests.journeys.keys import hears, leads
from tests.journeys.office import at_work, desk_served

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORNING = 40
WRONG = 20
"""The one that is refused, with a reason."""
LOCKED = """document.dispatchEvent(
  new KeyboardEvent("keydown", {key: "M", modifierCapsLock: true, bubbles: true})
)"""
"""The key m, pressed while capitals are locked."""
REASON = "Ce numéro est déjà celui d’une autre famille."


async def test_forty_requests_take_a_key_each_and_none_is_lost(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = [f"2026-{number:06}" for number in range(MORNING)]
    async with desk_served(tmp_path) as (desk, url):
        for number in numbers:
            await desk.standing(number, State.REVIEW, account=number)
        async with at_work(browser, url) as page:
            keys = await decides(page, numbers)
        stands = {number: (await desk.row(number)).state for number in numbers}

    refused = [number for number, state in stands.items() if state == State.REFUSED]
    assert refused == [numbers[WRONG]]
    assert sum(state == State.RECEIVED for state in stands.values()) == MORNING - 1
    with capsys.disabled():
        sys.stdout.write(f"\n{MORNING} requests, one refused with a reason: {keys} keys\n")
    assert keys <= MORNING + 6


async def test_what_is_typed_is_the_reason_where_the_school_has_sentences_of_its_own(
    browser: Browser, tmp_path: Path
) -> None:
    """Not the first of them that begins with its letter: in a list, typing chooses."""
    typed = "Le relevé d’identité bancaire est faux."
    sentences = SchoolDesk(refusals=("La pièce n’est pas lisible.",), missing=("Il manque",))
    async with desk_served(tmp_path, desk=sentences) as (desk, url):
        for number in ("2026-000001", "2026-000002"):
            await desk.standing(number, State.REVIEW, account=number)
        async with at_work(browser, url, at="/bureau/demandes/2026-000001") as page:
            await hears(page)
            await page.keyboard.press("r")
            await page.keyboard.type(typed)
            await page.keyboard.press("Tab")
            await leads(page, "Enter")
            await hears(page)
            await page.evaluate(LOCKED)
            await expect(page.get_by_label("Message à la famille")).to_be_focused()
        (act,) = [each for each in await desk.acts("2026-000001") if each.what == "refuser"]
        said = desk.records.said(await desk.row("2026-000001"))
    assert act.name == "Anne Le Gall"
    assert said[-1].words == typed


async def decides(page: Page, numbers: list[str]) -> int:
    """Each request as it comes up; returns how many keys were pressed, words not counted."""
    pressed = 0

    async def press(key: str) -> None:
        nonlocal pressed
        pressed += 1
        await page.keyboard.press(key)

    await press("j")
    await press("Enter")
    for place, number in enumerate(numbers):
        await expect(page.locator(".case-about")).to_contain_text(number)
        await hears(page)
        if place != WRONG:
            await press("a")
            continue
        await press("r")
        await page.keyboard.type(REASON)
        await press("Tab")
        await press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(numbers[-1])
    return pressed
