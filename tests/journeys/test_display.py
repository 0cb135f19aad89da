"""A chosen display, in a real browser: effective without a script, and never on paper."""

import pytest
from playwright.async_api import Browser, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.display import choose
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("old_side", ["refreshed"], indirect=True),
]

EVERYTHING = {
    "texte": "double", "contraste": "renforce", "espacement": "aere", "theme": "sombre",
    "mouvement": "reduit",
}  # fmt: skip
SCREENS = ("/famille", "/facturation")
"""Every kind of control, and tables."""


async def signed_in(browser: Browser, gateway: Gateway, old_side: SchoolStand) -> Parent:
    """At a window so high that no bar beside it comes and goes in its pictures."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.page.set_viewport_size({"width": 1280, "height": 3000})
    await parent.opens("/accueil")
    await parent.signs_in(old_side.accounts[0])
    await parent.sees_heading("Accueil")
    return parent


async def test_a_display_is_chosen_without_a_script_and_kept_after_signing_in(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/connexion")
    page = parent.page
    before = await page.get_by_role("heading", level=1).bounding_box()
    await parent.follows(page.get_by_role("link", name="Affichage et accessibilité"))
    await page.get_by_label("Double").check()
    await page.get_by_label("Sombres").check()
    await parent.presses("Appliquer")
    await parent.sees("Affichage enregistré")
    await parent.follows(page.get_by_role("link", name="Revenir à la page précédente"))
    await parent.sees_heading("Connexion")
    after = await page.get_by_role("heading", level=1).bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    await parent.signs_in(old_side.accounts[0])
    await expect(page.locator("html")).to_have_attribute("data-theme", "sombre")
    menu = page.get_by_role("navigation")
    await parent.follows(menu.get_by_role("link", name="Accessibilité"))
    await parent.presses("Rétablir l’affichage habituel")
    assert await page.locator("html").get_attribute("data-theme") is None


async def test_what_is_printed_is_the_same_in_every_display(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await signed_in(browser, gateway, old_side)
    page = parent.page
    for screen in SCREENS:
        await parent.opens(screen)
        await page.emulate_media(media="print", color_scheme="light")
        usual = await page.screenshot()
        await choose(page, EVERYTHING)
        assert await page.screenshot() == usual, screen
        await page.emulate_media(media="screen")
        assert await page.screenshot() != usual


@pytest.mark.parametrize(("chosen", "device"), [("sombre", "dark"), ("clair", "light")])
async def test_a_chosen_theme_is_the_devices_own_whatever_the_device_says(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, chosen: str, device: str
) -> None:
    parent = await signed_in(browser, gateway, old_side)
    page = parent.page
    for screen in SCREENS:
        await parent.opens(screen)
        await page.emulate_media(color_scheme=device)  # type: ignore[arg-type]
        by_device = await page.screenshot()
        await choose(page, {"theme": chosen})
        other = "light" if device == "dark" else "dark"
        await page.emulate_media(color_scheme=other)  # type: ignore[arg-type]
        assert await page.screenshot() == by_device, screen


async def test_text_grows_as_much_as_its_name_says(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await signed_in(browser, gateway, old_side)

    async def size() -> float:
        found: float = await parent.page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
        )
        return found

    usual = await size()
    for texte, grows in (("grand", 1.2), ("tres-grand", 1.5), ("double", 2)):
        await choose(parent.page, {"texte": texte})
        assert await size() == pytest.approx(usual * grows)


async def test_airy_spacing_reaches_what_wcag_asks_for(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await signed_in(browser, gateway, old_side)
    await parent.opens("/accessibilite/declaration")
    await choose(parent.page, {"espacement": "aere"})
    found: dict[str, float] = await parent.page.evaluate("""() => {
      const texts = [...document.querySelectorAll("main :is(p, h1, h2, li, a)")];
      const ratios = texts.map((one) => {
        const style = getComputedStyle(one);
        const part = (name) => parseFloat(style[name]) / parseFloat(style.fontSize);
        return [part("lineHeight"), part("letterSpacing"), part("wordSpacing")];
      });
      const least = (place) => Math.min(...ratios.map((each) => each[place]));
      const second = document.querySelector("main p + p");
      const before = second.previousElementSibling.getBoundingClientRect().bottom;
      const size = parseFloat(getComputedStyle(second).fontSize);
      const between = (second.getBoundingClientRect().top - before) / size;
      return { line: least(0), letter: least(1), word: least(2), paragraph: between };
    }""")
    assert found["line"] >= 1.5
    assert found["letter"] == pytest.approx(0.12)
    assert found["word"] == pytest.approx(0.16)
    assert found["paragraph"] >= 2


@pytest.mark.parametrize("follows", [True, False])
async def test_reduced_movement_leaves_a_request_as_it_was_read(
    browser: Browser, old_side: SchoolStand, gateway: Gateway, follows: bool
) -> None:
    parent = await signed_in(browser, gateway, old_side)
    page = parent.page
    if not follows:
        await parent.opens("/accessibilite")
        await page.get_by_label("Réduit", exact=True).check()
        await parent.presses("Appliquer")
        await parent.sees("Affichage enregistré")
    await parent.opens("/famille")
    await parent.types("Téléphone portable", "06 39 98 70 07")
    old_side.control.down()
    await page.clock.install()
    await parent.presses("Modifier")
    await parent.sees("Accusé de réception")
    await expect(page.locator("[data-moves]")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.clock.run_for(5000)
    await page.evaluate("fetch('/sante')")
    assert any(each.endswith("/sante") for each in asked)
    assert (page.url in asked) is follows
