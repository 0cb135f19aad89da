"""With the keyboard alone: through sign-in and Famille, the focus in view at every step."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent
from tests.journeys.test_the_whole_way import NEW

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("old_side", ["refreshed"], indirect=True),
]

_FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
  const at = document.elementFromPoint(...middle);
  const label = one.labels?.[0]?.textContent ?? one.textContent;
  return {
    name: (one.getAttribute("aria-label") ?? label).replace(/\\s+/g, " ").trim(),
    kind: one.tagName.toLowerCase(),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3,
    shown: !!at && (one.contains(at) || at.contains(one)),
    large: box.width >= 24 && box.height >= 24,
  };
}"""


async def step(page: Page, key: str = "Tab") -> dict[str, object]:
    """Press a key; what has the focus then, which must be seen."""
    await page.keyboard.press(key)
    found: dict[str, object] = await page.evaluate(_FOCUS)
    if found["kind"] != "body":
        assert found["marked"], f"no focus is seen on {found['name']}"
        assert found["shown"], f"{found['name']} has the focus out of view"
    return found


async def reach(page: Page, name: str) -> list[str]:
    """Step on until that has the focus; the names on the way, it included."""
    passed: list[str] = []
    for _ in range(80):
        passed.append(str((await step(page))["name"]))
        if passed[-1].startswith(name):
            return passed
    raise AssertionError(f"{name} is never reached: {passed}")


async def test_a_family_signs_in_and_asks_for_a_change_with_the_keyboard_alone(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    account = old_side.accounts[0]
    parent = await Parent.arrives(browser, gateway.url, width=1280)
    page = parent.page
    await parent.opens("/famille")
    assert (await step(page))["name"] == "Aller au contenu"
    await page.keyboard.press("Enter")
    assert (await step(page))["name"] == "Site"
    for _ in range(await page.locator("#site option").count()):
        if await page.locator("#site option:checked").inner_text() != account.site:
            await page.keyboard.press("ArrowDown")
    assert (await step(page))["name"] == "Identifiant"
    await page.keyboard.type(account.identifier)
    assert (await step(page))["name"] == "Mot de passe"
    await page.keyboard.type(account.password)
    assert (await step(page))["name"] == "Afficher"
    assert (await step(page))["name"] == "Se connecter"
    await page.keyboard.press("Enter")
    await parent.sees_heading("Famille")

    assert (await step(page))["name"] == "Aller au contenu"
    words = await reach(page, "Déconnexion")
    assert words[-7:] == [
        "Accueil", "Famille", "Élèves", "Facturation", "Accessibilité", "Mot de passe",
        "Déconnexion",
    ]  # fmt: skip
    await reach(page, "Téléphone portable")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(NEW)
    passed = await reach(page, "Modifier")
    assert "E-mail (obligatoire)" in passed or "E-mail" in passed
    await page.keyboard.press("Enter")
    await parent.sees("Accusé de réception")


async def test_the_order_of_the_focus_is_that_of_the_page_and_leads_out_of_it(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, width=390)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.sees_heading("Famille")
    page = parent.page
    stops: int = await page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select,"
        " textarea, summary')].filter(one => one.checkVisibility()).length"
    )
    met = [await step(page) for _ in range(stops)]
    assert met[0]["name"] == "Aller au contenu"
    assert met[-1]["name"] == "English"
    assert all(each["large"] for each in met), [each for each in met if not each["large"]]
    for _ in range(stops - 1):
        await step(page, "Shift+Tab")
    assert (await page.evaluate(_FOCUS))["name"] == "Aller au contenu"


async def test_a_refused_form_leads_to_what_is_to_be_corrected(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, width=1280)
    page = parent.page
    await parent.opens("/connexion")
    await reach(page, "Se connecter")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_be_focused()
    assert (await step(page))["name"] == "Choisissez votre site."
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Site")).to_be_focused()


async def test_a_display_is_chosen_with_the_keyboard_and_seen_before_it_is_kept(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, width=1280)
    page = parent.page
    await parent.opens("/accessibilite")
    await reach(page, "Normale")
    assert (await step(page, "ArrowRight"))["name"] == "Grande"
    await expect(page.locator("html")).to_have_attribute("data-texte", "grand")
    await reach(page, "Appliquer")
    await page.keyboard.press("Enter")
    await parent.sees("Affichage enregistré")
    await parent.opens("/connexion")
    await expect(page.locator("html")).to_have_attribute("data-texte", "grand")
