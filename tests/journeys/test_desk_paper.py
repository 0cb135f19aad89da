"""What requests lack, printed for a meeting: words alone, and no family on two sheets."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.journeys.office import at_work, desk_served
from tests.unit.desk.lacking import lacking

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTROLS = "button, input:not([type=hidden]), summary, select, textarea, nav, footer"


async def test_nothing_to_press_is_printed_and_a_family_stays_on_its_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    async with desk_served(tmp_path) as (desk, url):
        for place in range(40):
            number, family = f"2026-1{place:05}", f"FAMILLE {place:02}"
            lacks = ("Photo d’identité", "Justificatif de domicile", "Attestation")[: place % 3 + 1]
            await lacking(desk, number, lacks, account=number, family=family)
        async with at_work(browser, url) as page:
            await page.emulate_media(media="print")
            for path in ("", "/imprimer", "/imprimer?par=piece"):
                await page.goto(f"{url}/bureau/pieces{path}")
                shown = await page.locator(CONTROLS).filter(visible=True).all_inner_texts()
                assert shown == [], path
                told = await page.inner_text("main")
                assert "FAMILLE 39" in told
            kept_whole = await page.locator(".lacks-family").evaluate_all(
                "all => all.map(each => getComputedStyle(each).breakInside)"
            )
    assert set(kept_whole) == {"avoid"}
