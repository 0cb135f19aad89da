"""axe-core, with its RGAA tags, on every screen: it finds nothing."""

from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.async_api import Browser

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "RGAAv4",
]  # fmt: skip

BEFORE = ("/connexion", "/premiere-connexion", "/accessibilite", "/aide", "/nulle-part")
AFTER = ("/accueil", "/famille", "/eleves", "/facturation", "/demandes", "/mot-de-passe",
         "/deconnexion", "/aide")  # fmt: skip
OF_STUDENT = ("identite", "cours", "semaine", "historique", "repertoire")


async def faults(parent: Parent) -> list[str]:
    """What axe says of the page that is open."""
    await parent.page.evaluate(AXE)
    found: dict[str, Any] = await parent.page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS
    )
    return [
        f"{parent.page.url} {one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def overflow(parent: Parent) -> list[str]:
    """Whether the page must be scrolled sideways."""
    wide: bool = await parent.page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return [f"{parent.page.url} is wider than the screen"] if wide else []


@pytest.mark.parametrize("old_side", ["old"], indirect=True)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
async def test_no_screen_has_an_accessibility_fault(
    browser: Browser,
    old_side: SchoolStand,
    gateway: Gateway,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    account = next(one for one in old_side.accounts if len(old_side.eleves(one.identifier)) == 3)
    parent = await Parent.arrives(browser, gateway.url, width=width)
    await parent.page.emulate_media(color_scheme=scheme)
    found: list[str] = []
    for address in BEFORE:
        await parent.opens(address)
        found += await faults(parent) + await overflow(parent)
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
        found += await faults(parent) + await overflow(parent)
    await parent.opens(screens[-3])
    detail = await parent.page.locator("a.line-link").first.get_attribute("href")
    assert detail is not None
    await parent.opens(detail)
    found += await faults(parent) + await overflow(parent)
    await parent.opens("/famille")
    await parent.types("E-mail", "pas une adresse")
    await parent.page.evaluate("document.querySelector('main form').noValidate = true")
    await parent.presses("Modifier")
    found += await faults(parent) + await overflow(parent)

    assert found == []
