"""A document beside the decision on it: fetched as it is opened, and written down no sooner."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from gateway.office.office import SAW_DOCUMENT
from tests.journeys.office import at_work, desk_of_re_enrolments
from tests.unit.office.stage import Desk
from tests.unit.portal.stage import HELENE
from tests.unit.portal.test_re_enrolments import choose, give, send

pytestmark = pytest.mark.asyncio(loop_scope="session")

A_MOMENT = 800  # milliseconds


async def test_what_is_opened_is_fetched_and_written_down_and_nothing_before(
    browser: Browser, tmp_path: Path
) -> None:
    async with desk_of_re_enrolments(tmp_path) as (desk, url):
        number = await sent(desk)
        async with at_work(browser, url, scripts=False) as page:
            fetched = await opened(page, f"{url}/bureau/demandes/{number}")
            assert fetched == []
            await expect(page.locator(".look:visible")).to_have_count(0)
            await expect(page.locator(".asked-document a")).to_have_count(2)
        assert await looks(desk, number) == 0
        async with at_work(browser, url) as page:
            fetched = await opened(page, f"{url}/bureau/demandes/{number}")
            assert fetched == []
            assert await looks(desk, number) == 0
            await page.keyboard.press("d")
            await expect(page.locator(".look iframe")).to_be_visible()
            await page.wait_for_timeout(A_MOMENT)
            assert {each.rpartition("/")[2] for each in fetched} == {"0"}
            assert await looks(desk, number) == 1


async def sent(desk: Desk) -> str:
    stage = desk.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    for file in ("un.pdf", "deux.pdf"):
        await give(stage, visit, zoe, file)
    return (await send(stage, visit, zoe)).number


async def opened(page: Page, address: str) -> list[str]:
    """What is fetched of documents from now on."""
    fetched: list[str] = []

    def note(url: str) -> None:
        if "/documents/" in url:
            fetched.append(url.partition("#")[0])

    page.on("request", lambda request: note(request.url))
    await page.goto(address)
    await page.wait_for_timeout(A_MOMENT)
    return fetched


async def looks(desk: Desk, number: str) -> int:
    return [act.what for act in await desk.acts(number)].count(SAW_DOCUMENT)
