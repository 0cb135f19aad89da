"""axe-core, with its RGAA tags, on every screen: it finds nothing."""

from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.async_api import Browser

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "RGAAv4",
]  # fmt: skip

BEFORE = ("/connexion", "/premiere-connexion", "/accessibilite", "/aide", "/nulle-part")
AFTER = ("/accueil", "/famille", "/eleves", "/facturation", "/demandes", "/mot-de-passe",
         "/deconnexion", "/aide")  # fmt: skip
OF_STUDENT = ("identite", "cours", "semaine", "historique", "repertoire")


MODES: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"),
)  # fmt: skip
"""Widths in pixels, and colours; 320 is 1280 enlarged to 400 %."""


async def faults(parent: Parent) -> list[str]:
    """What axe says of the page that is open, in every mode, and where it is wider than it."""
    page = parent.page
    await page.evaluate(AXE)
    found: list[str] = []
    for width, scheme in MODES:
        await page.set_viewport_size({"width": width, "height": 844})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        said: dict[str, Any] = await page.evaluate(
            "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            TAGS,
        )
        found += [
            f"{page.url} {width} {scheme} {one['id']}: {node['target']} {node['failureSummary']}"
            for one in said["violations"]
            for node in one["nodes"]
        ]
        wide: bool = await page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        found += [f"{page.url} is wider than {width} pixels"] if wide else []
    return found


async def test_no_screen_has_an_accessibility_fault(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    parent = await Parent.arrives(browser, gateway.url)
    found: list[str] = []
    for address in BEFORE:
        await parent.opens(address)
        found += await faults(parent)
    await parent.opens("/eleves")
    await parent.signs_in(account)
    label = old_side.eleves(account.identifier)[0].label
    await parent.page.get_by_role("link", name=label).first.click()
    student = parent.page.url.removeprefix(gateway.url).rsplit("/", 1)[0]
    screens = [*AFTER, *(f"{student}/{one}" for one in OF_STUDENT)]
    for one in ("cours", "historique", "repertoire"):
        await parent.opens(f"{student}/{one}")
        link = await parent.page.locator("a.line-link").first.get_attribute("href")
        assert link is not None
        screens.append(link)
    for address in screens:
        await parent.opens(address)
        found += await faults(parent)
    await parent.opens(screens[-3])
    detail = await parent.page.locator("a.line-link").first.get_attribute("href")
    assert detail is not None
    await parent.opens(detail)
    found += await faults(parent)
    await parent.opens("/famille")
    await parent.types("E-mail", "pas une adresse")
    await parent.page.evaluate("document.querySelector('main form').noValidate = true")
    await parent.presses("Modifier")
    found += await faults(parent)

    assert found == []
