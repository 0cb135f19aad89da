"""A morning at the desk: forty requests, decided by the keyboard alone."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, Page, expect

from gateway import resources, server
from gateway.clock import now
from gateway.desk.front import DESK_COOKIE
from gateway.pages.assets import Assets
from gateway.pages.templates import Templates
from gateway.pending.states import State
from tests.unit.desk.over_the_office import app_over
from tests.unit.office.stage import Desk, at_the_desk

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORNING = 40
WRONG = 20
"""The one that is refused, with a reason."""
REASON = "Ce numéro est déjà celui d’une autre famille."


async def test_forty_requests_take_a_key_each_and_none_is_lost(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listening = server.bound("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with at_the_desk(tmp_path, review=True, public_url=url) as desk:
        numbers = [f"2026-{number:06}" for number in range(MORNING)]
        for number in numbers:
            await desk.standing(number, State.REVIEW, account=number)
        async with served(desk, listening), at_work(browser, url) as page:
            keys = await decides(page, numbers)
        stands = {number: (await desk.row(number)).state for number in numbers}

    refused = [number for number, state in stands.items() if state == State.REFUSED]
    assert refused == [numbers[WRONG]]
    assert sum(state == State.RECEIVED for state in stands.values()) == MORNING - 1
    with capsys.disabled():
        sys.stdout.write(f"\n{MORNING} requests, one refused with a reason: {keys} keys\n")
    assert keys <= MORNING + 6


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
        await expect(page.locator("body[data-keys=decide]")).to_be_visible()
        if place != WRONG:
            await press("a")
            continue
        await press("r")
        await page.keyboard.type(REASON)
        await press("Tab")
        await press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(numbers[-1])
    return pressed


@asynccontextmanager
async def served(desk: Desk, listening: socket.socket) -> AsyncIterator[None]:
    """The desk over that office, on loopback."""
    assets = Assets(resources.static())
    app = app_over(desk, assets, Templates(resources.templates(), assets, now))
    serving = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
    task = asyncio.create_task(serving.serve(sockets=[listening]))
    yield
    serving.should_exit = True
    await task


@asynccontextmanager
async def at_work(browser: Browser, url: str) -> AsyncIterator[Page]:
    """Anne's page, on the list."""
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    place = url.replace("http://", "https://")
    await context.add_cookies([{"name": DESK_COOKIE, "value": "anne", "url": place}])
    page = await context.new_page()
    await page.goto(f"{url}/bureau")
    yield page
    await context.close()
