"""Two clerks at once at the desk, then a conflict settled with the family on the telephone."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import pytest_asyncio
from bs4 import BeautifulSoup
from playwright.async_api import Browser, Page, expect

from tests.contract.stands.school import SchoolStand
from tests.journeys.gateway import Gateway
from tests.journeys.keys import hears, leads
from tests.journeys.parent import Parent
from tests.journeys.post import PostOffice
from tests.journeys.test_desk import looks_first, signed_in

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("old_side", ["refreshed"], indirect=True),
]

TELEPHONE, TOWN = "Téléphone portable", "Ville"
ASKED = {TELEPHONE: "06 39 98 00 51", TOWN: "Pont-Aubry"}
SCHOOLS = "06 39 98 77 77"
REASON = "Vu au téléphone : gardez le numéro de l’école."


@pytest_asyncio.fixture(loop_scope="session")
async def gateway(
    old_side: SchoolStand, post: PostOffice, tmp_path: Path
) -> AsyncIterator[Gateway]:
    async with looks_first(Gateway(tmp_path, old_side.sign_in_url, post.port)) as started:
        yield started


async def arrives(browser: Browser, gateway: Gateway, old_side: SchoolStand, number: int) -> Parent:
    """A family on its sheet."""
    parent = await Parent.arrives(browser, gateway.url)
    await parent.opens("/famille")
    await parent.signs_in(old_side.accounts[number])
    await expect(parent.field(TELEPHONE)).to_be_visible()
    return parent


async def asks(parent: Parent, changes: Mapping[str, str]) -> str:
    """For these values by caption, by the form as the page has it; returns the receipt's number."""
    shown = await parent.context.request.get(f"{parent.url}/famille")
    page = BeautifulSoup(await shown.text(), "html.parser")
    names = {each: await parent.field(each).get_attribute("name") for each in changes}
    form = page.select_one(f'form:has([name="{names[TELEPHONE]}"])')
    assert form is not None
    sent = {
        str(field["name"]): str(field.get("value", ""))
        for field in form.select("input[name]")
        if field.get("type") not in ("checkbox", "radio", "submit") or field.has_attr("checked")
    }
    for choice in form.select("select[name]"):
        option = choice.select_one("option[selected]") or choice.select_one("option")
        sent[str(choice["name"])] = str(option["value"]) if option else ""
    for area in form.select("textarea[name]"):
        sent[str(area["name"])] = area.get_text()
    answer = await parent.context.request.post(
        f"{parent.url}{form['action']}",
        form={**sent, **{str(names[each]): value for each, value in changes.items()}},
        headers={"Origin": parent.url},
        max_redirects=0,
    )
    assert answer.status == 303, await answer.text()
    return answer.headers["location"].partition("?")[0].rpartition("/")[2]


async def until(old_side: SchoolStand, effects: int) -> list[dict[str, str]]:
    """What the old site was asked for, once it was as often."""
    for _ in range(200):
        if len(old_side.ledger) >= effects:
            break
        await asyncio.sleep(0.05)
    return [effect.changes for effect in old_side.ledger]


async def badge(page: Page, gateway: Gateway, number: str, state: str) -> None:
    """Open a request at the desk until it stands so."""
    for _ in range(60):
        await page.goto(f"{gateway.url}/bureau/demandes/{number}")
        if (await page.locator(".case-title .badge").inner_text()).strip() == state:
            return
        await page.wait_for_timeout(100)
    await expect(page.locator(".case-title .badge")).to_have_text(state)


async def test_two_clerks_at_once_then_a_conflict_decided_on_the_telephone(
    browser: Browser, old_side: SchoolStand, gateway: Gateway
) -> None:
    parent, claire, denis = await asyncio.gather(
        arrives(browser, gateway, old_side, 0),
        signed_in(browser, gateway),
        signed_in(browser, gateway, "denis", "Denis Riou"),
    )
    number = await asks(parent, ASKED)
    for page in (claire, denis):
        await page.goto(f"{gateway.url}/bureau/demandes/{number}")
        await hears(page)
    old_side.edit(old_side.accounts[0].identifier, TELEPHONE, SCHOOLS)
    await leads(claire, "a")
    await denis.keyboard.press("r")
    await denis.keyboard.type("Non.")
    await denis.keyboard.press("Tab")
    await leads(denis, "Enter")
    told = denis.get_by_role("alert")
    await expect(told).to_contain_text("Rien n’a été fait")
    await expect(told).to_contain_text("Décidée par Claire Martin")

    await badge(denis, gateway, number, "Conflit")
    row = denis.locator(".compared tbody tr", has_text=TELEPHONE)
    await expect(row.locator("td").nth(1)).to_have_text(SCHOOLS)
    await leads(denis, "a")
    # What iMuse has changed is decided by nobody who has not said so.
    await expect(denis.locator(".summary")).to_contain_text(TELEPHONE)
    kept, sent = denis.get_by_role("group", name=TELEPHONE), denis.get_by_role("group", name=TOWN)
    await expect(sent.get_by_label("Envoyer la valeur demandée")).to_be_checked()
    await kept.get_by_label("Garder celle d’iMuse").check()
    await hears(denis)
    await denis.keyboard.press("r")
    await denis.keyboard.type(REASON)
    await denis.keyboard.press("Tab")
    await leads(denis, "Enter")

    await badge(denis, gateway, number, "À valider dans iMuse")
    history = denis.locator(".case-history")
    await expect(history).to_contain_text("Denis Riou a décidé champ par champ")
    await expect(history).to_contain_text(f"Envoyé : {TOWN}. Gardé : {TELEPHONE}.")
    assert await until(old_side, 1) == [{TOWN: ASKED[TOWN]}]
    await parent.opens(f"/demandes/{number}")
    await parent.sees(REASON)
    await expect(parent.page.locator(".kept-by-school")).to_contain_text(f"{TELEPHONE} : {SCHOOLS}")

    family = old_side.accounts[0].identifier
    old_side.validate(family)
    now = {shown.caption: shown.value for shown in old_side.famille(family)}
    assert (now[TELEPHONE], now[TOWN]) == (SCHOOLS, ASKED[TOWN])
    assert len(old_side.ledger) == 1
