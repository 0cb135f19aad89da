"""A session's end is told a few minutes before, and nothing typed is lost by it (TRUST 2)."""

import re

import pytest
from playwright.async_api import Browser, Route, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.display import choose, lost
from tests.journeys.gateway import Gateway
from tests.journeys.parent import Parent
from tests.journeys.test_accessibility import AXE, EVERYTHING, axe
from tests.journeys.test_the_whole_way import NEW

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("old_side", ["refreshed"], indirect=True),
]

TELEPHONE = "Téléphone portable"
IDLE = "Votre session va prendre fin"
ABSOLUTE = "Votre session se termine à"
ENDED = "Votre session a pris fin"


async def at_famille(browser: Browser, gateway: Gateway, old_side: SchoolStand) -> Parent:
    """A family with its new number typed, on a page whose clock the test turns."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.page.clock.install()
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, NEW)
    return parent


async def left(parent: Parent, idle: float, absolute: float = 20_000) -> None:
    """From now on the portal says that this many seconds are left."""

    async def tell(route: Route) -> None:
        await route.fulfill(json={"idle": idle, "absolute": absolute})

    await parent.page.unroute("**/session/reste")
    await parent.page.route("**/session/reste", tell)


async def says(parent: Parent, words: str) -> None:
    await expect(parent.page.get_by_role("alert")).to_contain_text(words)


async def says_nothing(parent: Parent) -> None:
    await expect(parent.page.get_by_role("alert")).to_be_empty()


async def test_the_warning_comes_minutes_before_and_takes_no_focus(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await left(parent, 299)
    await parent.page.clock.fast_forward("24:50")
    await says_nothing(parent)
    await parent.page.clock.fast_forward("00:15")
    await says(parent, IDLE)
    await says(parent, "vous le retrouveriez")
    assert re.search(r"se termine à \d\d:\d\d", await parent.text())
    await expect(parent.field(TELEPHONE)).to_be_focused()
    await expect(parent.field(TELEPHONE)).to_have_value(NEW)


async def test_one_action_prolongs_the_session_and_leaves_the_page_as_it_is(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await left(parent, 120)
    await parent.page.clock.fast_forward("28:00")
    await says(parent, IDLE)
    await parent.page.unroute("**/session/reste")
    async with parent.page.expect_response("**/session/prolonger") as answered:
        await parent.page.get_by_role("button", name="Rester connecté").press("Enter")
    told = await (await answered.value).json()
    assert told["idle"] > 1700
    await says(parent, "Vous restez connecté.")
    await expect(parent.field(TELEPHONE)).to_be_focused()
    await expect(parent.field(TELEPHONE)).to_have_value(NEW)
    await parent.page.clock.fast_forward("00:11")
    await says_nothing(parent)
    await left(parent, 100)
    await parent.page.clock.fast_forward("28:20")
    await says(parent, IDLE)


async def test_where_another_page_prolonged_it_nothing_is_said(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await left(parent, 1500)
    await parent.page.clock.fast_forward("26:00")
    await says_nothing(parent)
    await left(parent, 200)
    await parent.page.clock.fast_forward("20:10")
    await says(parent, IDLE)
    await left(parent, 1790)
    await parent.page.clock.fast_forward("00:31")
    await says_nothing(parent)


async def test_the_absolute_end_cannot_be_prolonged_and_leads_to_the_sending_button(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await left(parent, 1800, 200)
    await parent.page.clock.fast_forward("26:00")
    await says(parent, ABSOLUTE)
    await says(parent, "Vous pouvez aussi l’envoyer maintenant")
    await expect(parent.page.get_by_role("button", name="Rester connecté")).to_have_count(0)
    await parent.touches("Aller au bouton d’envoi")
    await expect(parent.page.get_by_role("button", name="Modifier")).to_be_focused()
    assert old_side.ledger == []


async def test_where_it_cannot_be_prolonged_that_is_said_and_the_page_stays(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await left(parent, 120)
    await parent.page.clock.fast_forward("28:00")
    await parent.page.route("**/session/prolonger", lambda route: route.abort())
    await parent.touches("Rester connecté")
    await says(parent, "La session n’a pas pu être prolongée")
    await expect(parent.field(TELEPHONE)).to_have_value(NEW)


async def test_after_the_end_what_was_typed_is_sent_signed_in_for_and_found_again(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await parent.page.clock.fast_forward("24:00")
    await parent.context.clear_cookies()
    await parent.page.clock.fast_forward("06:01")
    await says(parent, ENDED)
    await parent.touches("Aller au bouton d’envoi")
    await parent.page.keyboard.press("Enter")
    await parent.sees("Ce que vous aviez saisi n’est pas perdu")
    await parent.signs_in(old_side.accounts[0])
    await parent.sees("Rien n’a encore été envoyé")
    await expect(parent.field(TELEPHONE)).to_have_value(NEW)


async def test_a_page_without_a_form_leads_to_the_sign_in_page_and_back(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    await parent.opens("/accueil")
    await left(parent, 0, 0)
    await parent.page.clock.fast_forward("29:00")
    await says(parent, ENDED)
    await expect(parent.page.get_by_role("alert")).not_to_contain_text("saisi")
    link = parent.page.get_by_role("link", name="Se connecter de nouveau")
    assert await link.get_attribute("href") == "/connexion?retour=/accueil"


async def test_without_javascript_nothing_is_said_and_nothing_typed_is_lost(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await Parent.arrives(browser, gateway.url, javascript=False)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[0])
    await parent.types(TELEPHONE, NEW)
    assert "Rester connecté" not in await parent.text()
    await parent.context.clear_cookies()
    await parent.presses("Modifier")
    await parent.sees("Ce que vous aviez saisi n’est pas perdu")
    await parent.signs_in(old_side.accounts[0])
    await expect(parent.field(TELEPHONE)).to_have_value(NEW)


async def test_the_warning_itself_has_no_accessibility_fault_and_hides_no_field(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent = await at_famille(browser, gateway, old_side)
    page = parent.page
    await left(parent, 120)
    await page.clock.fast_forward("28:00")
    await says(parent, IDLE)
    await page.clock.resume()
    await page.evaluate(AXE)
    found = await axe(page, EVERYTHING, "warning")
    for width, mode in (
        (390, {"texte": "normal"}),
        (320, {"texte": "double", "espacement": "aere", "contraste": "renforce"}),
    ):
        await page.set_viewport_size({"width": width, "height": 844})
        await choose(page, mode)
        # It lies on the page, which rolls on below it; its own words must all be there.
        found += [each for each in await lost(page) if " lies on " not in each]
        for field in await page.locator("main :is(input:not([type=hidden]), select)").all():
            await field.focus()
            hidden: bool = await field.evaluate(
                "field => field.getBoundingClientRect().top"
                " >= document.querySelector('.session-end').getBoundingClientRect().top"
            )
            found += [f"{await field.get_attribute('id')} is hidden at {width}"] if hidden else []

    assert found == []
