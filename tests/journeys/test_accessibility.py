"""axe-core, with its RGAA tags, on every screen: it finds nothing."""

from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page

from tests.contract.stands.school import SchoolStand
from tests.journeys.display import choose, lost, modes
from tests.journeys.gateway import Gateway
from tests.journeys.markups import REFRESHED
from tests.journeys.parent import Parent
from tests.journeys.screens import every_screen

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "RGAAv4",
]  # fmt: skip
ONLY_TAGS = {"type": "tag", "values": TAGS}
ENHANCED = {"type": "rule", "values": ["color-contrast-enhanced"]}
"""7:1 for text (WCAG 1.4.6)."""

CONTRAST = {"type": "rule", "values": ["color-contrast"]}
MODES: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = (
    (320, "light", ONLY_TAGS), (320, "dark", CONTRAST), (1280, "light", ONLY_TAGS),
)  # fmt: skip
"""Widths in pixels, colours, rules; 320 is 1280 at 400 %. The dark changes colours only."""

SPACED = """
* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }
"""
"""What a reader's own style may set without any loss (WCAG 1.4.12)."""

STYLE = """css => {
  const own = new CSSStyleSheet();
  own.replaceSync(css);
  document.adoptedStyleSheets = [own];
}"""


async def axe(page: Page, only: dict[str, Any], where: str) -> list[str]:
    """What it says of the page that is open."""
    said: dict[str, Any] = await page.evaluate(
        "only => axe.run({runOnly: only, resultTypes: ['violations']})", only
    )
    return [
        f"{page.url} {where} {one['id']}: {node['target']} {node['failureSummary']}"
        for one in said["violations"]
        for node in one["nodes"]
    ]


async def faults(page: Page) -> list[str]:
    """What axe says of the page in every width and scheme, and where it is wider than it."""
    await page.evaluate(AXE)
    found: list[str] = []
    for width, scheme, rules in MODES:
        await page.set_viewport_size({"width": width, "height": 844})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += await axe(page, rules, f"{width} {scheme}")
        wide: bool = await page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found += [f"{page.url} is wider than {width} pixels"] if wide else []
    return found


@REFRESHED
async def test_no_screen_has_an_accessibility_fault(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url)
    found: list[str] = []
    parent.page.on("pageerror", lambda error: found.append(f"{parent.page.url}: {error}"))
    async for _ in every_screen(parent, old_side):
        found += await faults(parent.page)

    assert found == []


@REFRESHED
async def test_no_size_and_no_spacing_loses_text_of_any_screen(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    """Where there is least room, and the largest where there is most; a reader's spacing too."""
    parent = await Parent.arrives(browser, gateway.url)
    found: list[str] = []
    async for address in every_screen(parent, old_side):
        every = list(modes("texte", "espacement"))
        for width, tried in ((320, every), (1280, every[-1:])):
            await parent.page.set_viewport_size({"width": width, "height": 844})
            for mode in tried:
                await choose(parent.page, mode)
                found += [f"{address} {width} {mode}: {each}" for each in await lost(parent.page)]
        await choose(parent.page, {"texte": "normal", "espacement": "normal"})
        await parent.page.evaluate(STYLE, SPACED)
        for width in (320, 1280):
            await parent.page.set_viewport_size({"width": width, "height": 844})
            found += [f"{address} {width} spaced: {each}" for each in await lost(parent.page)]

    assert found == []


@REFRESHED
async def test_the_higher_contrast_is_7_to_1_on_every_screen(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, width=1280)
    found: list[str] = []
    async for _ in every_screen(parent, old_side):
        await parent.page.evaluate(AXE)
        for theme in ("clair", "sombre"):
            await choose(parent.page, {"contraste": "renforce", "theme": theme})
            found += await axe(parent.page, ENHANCED, theme)

    assert found == []
