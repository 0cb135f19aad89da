"""The secretariat's side for real: requests held for review, decided on with the keyboard alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from gateway import config
from gateway.commands import staffing
from gateway.views.office import Role
from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.keys import hears, leads
from tests.journeys.parent import Parent
from tests.journeys.post import PostOffice
from tests.journeys.test_the_whole_way import NEW

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("old_side", ["refreshed"], indirect=True),
]

OWN = "le canari chante à midi"
REASON = "Ce numéro est déjà celui d’une autre famille."


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(
    old_side: SchoolStand, post: PostOffice, tmp_path: Path
) -> AsyncIterator[Gateway]:
    async with looks_first(Gateway(tmp_path, old_side.sign_in_url, post.port)) as started:
        yield started


@asynccontextmanager
async def looks_first(built: Gateway) -> AsyncIterator[Gateway]:
    """One whose school looks at requests first."""
    settings = built.settings.read_text(encoding="utf-8")
    held = settings.replace("[schools.tilleuls]\n", "[schools.tilleuls]\nreview = true\n")
    built.settings.write_text(held, encoding="utf-8")
    await built.start()
    yield built
    await built.stop()


async def test_a_clerk_decides_on_requests_with_the_keyboard_alone(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    (_, first), (family, second), page = await asyncio.gather(
        _asks(browser, gateway, old_side, 0),
        _asks(browser, gateway, old_side, 1),
        signed_in(browser, gateway),
    )
    await leads(page, "u")
    await expect(page.locator("[data-line]")).to_have_count(2)
    await leads(page, "?")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Touches")
    await page.go_back()

    # In a field, a key is a letter.
    await hears(page)
    await page.keyboard.press("/")
    await page.keyboard.type(second)
    await leads(page, "Enter")
    await expect(page.locator("[data-line]")).to_have_count(1)
    assert second not in page.url
    await hears(page)
    await page.keyboard.press("j")
    await leads(page, "Enter")
    await expect(page.locator(".case-about")).to_contain_text(second)
    await hears(page)
    await page.keyboard.press("r")
    await page.keyboard.type(REASON)
    await page.keyboard.press("Tab")
    await leads(page, "Enter")
    await expect(page.get_by_role("status")).to_contain_text("refusée")

    await page.goto(f"{gateway.url}/bureau")
    await hears(page)
    await page.keyboard.press("j")
    await leads(page, "Enter")
    await expect(page.locator(".case-about")).to_contain_text(first)
    await leads(page, "a")
    await expect(page.get_by_role("status")).to_contain_text("approuvée")

    await stands(page, gateway, first, "À valider dans iMuse")
    await stands(page, gateway, second, "Refusée")
    assert [effect.changes for effect in old_side.ledger] == [{"Téléphone portable": NEW}]
    await family.opens(f"/demandes/{second}")
    await family.sees(REASON)


async def _asks(
    browser: Browser, gateway: Gateway, old_side: SchoolStand, number: int
) -> tuple[Parent, str]:
    """A family asks for another telephone number: its browser, and its receipt's number."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[number])
    await parent.types("Téléphone portable", NEW)
    await parent.presses("Modifier")
    await parent.sees("relecture")
    return parent, await parent.number()


async def signed_in(
    browser: Browser, gateway: Gateway, identifier: str = "claire", name: str = "Claire Martin"
) -> Page:
    """Somebody of the school, on the desk's list for the first time."""
    settings = config.load(gateway.settings)
    account = ("tilleuls", identifier, name, Role.DECIDE)
    said = await asyncio.to_thread(staffing.add, settings, *account, typed=False)
    context = await browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = await context.new_page()
    await page.goto(f"{gateway.url}/bureau")
    await page.get_by_label("Identifiant").fill(identifier)
    await page.get_by_label("Mot de passe", exact=True).fill(said[1].rpartition(" : ")[2])
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Code à six chiffres")).to_be_visible()
    secret = "".join(await page.locator(".secret code").all_inner_texts())
    await page.get_by_label("Nouveau mot de passe").fill(OWN)
    await page.get_by_label("Code à six chiffres").fill(pyotp.TOTP(secret).now())
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="C’est fait, continuer").press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Demandes")
    await hears(page)
    return page


async def stands(page: Page, gateway: Gateway, number: str, state: str) -> None:
    """Look at a request until it stands so."""
    badge = page.locator(".case-title .badge")
    for _ in range(60):
        await page.goto(f"{gateway.url}/bureau/demandes/{number}")
        if (await badge.inner_text()).strip() == state:
            return
        await page.wait_for_timeout(150)
    await expect(badge).to_have_text(state)
