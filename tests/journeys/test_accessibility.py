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
from tests.journeys.screens import HALVES, Half, screens_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "RGAAv4",
]  # fmt: skip
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {"color-contrast": {"enabled": False}}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ENHANCED = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
"""7:1 for text (WCAG 1.4.6)."""

ALIKE = "tbody tr:nth-child(n + 9)"
"""The lines of a long list are alike: the first ones are looked at."""

Mode = tuple[int, Literal["light", "dark"], str, dict[str, Any]]
MODES: tuple[Mode, ...] = (
    (320, "light", "normal", EVERYTHING),
    (320, "dark", "normal", CONTRAST),
    (1280, "light", "normal", ALL_BUT_COLOURS),
    (1280, "light", "renforce", ENHANCED),
    (1280, "dark", "renforce", ENHANCED),
)
"""Widths in pixels, the device's colours, the contrast chosen, what is looked at.

320 is 1280 at 400 %. No width changes a colour.
"""

LARGE = [mode for mode in modes("texte", "espacement") if mode["texte"] in ("grand", "double")]
"""The largest, and one between it and the usual, with and without more air; the largest last."""

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


async def axe(page: Page, options: dict[str, Any], where: str) -> list[str]:
    """What it says of the page that is open."""
    said: dict[str, Any] = await page.evaluate(
        """([exclude, options]) =>
        axe.run({exclude: [[exclude]]}, {...options, resultTypes: ['violations']})""",
        [ALIKE, options],
    )
    return [
        f"{page.url} {where} {one['id']}: {node['target']} {node['failureSummary']}"
        for one in said["violations"]
        for node in one["nodes"]
    ]


async def faults(page: Page, modes: tuple[Mode, ...] = MODES) -> list[str]:
    """What axe says of the page in these widths and colours, and where it is wider than it."""
    await page.evaluate(AXE)
    found: list[str] = []
    for width, scheme, contrast, options in modes:
        await page.set_viewport_size({"width": width, "height": 844})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await choose(page, {"contraste": contrast})
        found += await axe(page, options, f"{width} {scheme} {contrast}")
        wide: bool = await page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found += [f"{page.url} is wider than {width} pixels"] if wide else []
    return found


@REFRESHED
@HALVES
async def test_no_screen_has_an_accessibility_fault(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, half: Half
) -> None:
    parent = await Parent.arrives(browser, gateway.url)
    found: list[str] = []
    parent.page.on("pageerror", lambda error: found.append(f"{parent.page.url}: {error}"))
    async for _ in screens_of(half, parent, old_side):
        found += await faults(parent.page)

    assert found == []


@REFRESHED
@HALVES
async def test_no_size_and_no_spacing_loses_text_of_any_screen(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, half: Half
) -> None:
    """Where there is least room, and the largest where there is most; a reader's spacing too."""
    parent = await Parent.arrives(browser, gateway.url)
    found: list[str] = []
    async for address in screens_of(half, parent, old_side):
        for width, tried in ((320, LARGE), (1280, LARGE[-1:])):
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
