"""A conflict decided field by field over the real office: by two at once; what a family reads."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from httpx import ASGITransport, AsyncClient, Response

from gateway.pages.frame.assets import Assets
from gateway.pages.frame.front import SESSION_COOKIE
from gateway.pages.frame.templates import Templates
from gateway.pending.states import State
from gateway.views.office import Decision
from tests.unit.desk.over_the_office import Browsers, app_over, over
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.office.test_conflicts import (
    CITY,
    NEW_CITY,
    OTHER,
    REASON,
    SCHOOLS,
    effects,
    stopped,
    work_on,
)
from tests.unit.pages.reading import one, page, words
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE

KEEP_PHONE = {f"champ-{PHONE}": "garder", f"champ-{CITY}": "envoyer"}
KEEP_CITY = {f"champ-{PHONE}": "envoyer", f"champ-{CITY}": "garder"}


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
def browsers(office: Desk, assets: Assets, templates: Templates) -> Browsers:
    return over(office, assets, templates)


async def decide(browser: AsyncClient, opened: Response, typed: dict[str, str]) -> Response:
    """Press « Décider champ par champ » on a page as it was opened."""
    form = one(opened, 'form:has(input[name=decision][value="champs"])')
    sent = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    return await browser.post(str(form["action"]), data=sent | {"mots": REASON} | typed)


async def test_of_two_clerks_one_wins_and_the_other_reads_who_it_was_and_what_is_kept(
    office: Desk, browsers: Browsers
) -> None:
    _, asked, _ = await stopped(office)
    anne, bruno = browsers("anne"), browsers("bruno")
    address = f"/bureau/demandes/{asked.number}"
    pages = [await each.get(address) for each in (anne, bruno)]
    won = await decide(anne, pages[0], KEEP_PHONE)
    again = await decide(anne, pages[0], KEEP_PHONE)
    lost = await decide(bruno, pages[1], KEEP_CITY)

    assert [answer.status_code for answer in (won, again, lost)] == [303, 303, 409]
    assert f"Décidée par {ANNE.name}" in words(lost)
    assert f"L’école a gardé : {SCHOOLS}" in words(lost)
    assert "Envoyé : Ville. Gardé : Téléphone portable." in words(lost)
    assert REASON in one(lost, ".kept-words").get_text()
    await work_on(office)
    assert effects(office) == [{CITY: NEW_CITY}]


async def test_choices_on_a_value_that_is_gone_are_not_made_on_the_next_one(
    office: Desk, browsers: Browsers
) -> None:
    """Sent by one, stopped once more by the school's next change: the other saw the former."""
    _, asked, fence = await stopped(office)
    bruno = browsers("bruno")
    opened = await bruno.get(f"/bureau/demandes/{asked.number}")
    await office.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY)
    office.stage.extranet.edit(HELENE, PHONE, OTHER)
    await work_on(office)
    lost = await decide(bruno, opened, KEEP_CITY)

    assert lost.status_code == 409
    assert not page(lost).select("input[type=radio][checked]")
    assert OTHER in one(lost, ".compared").get_text()
    again = await decide(bruno, lost, {})
    assert again.status_code == 422
    assert effects(office) == []


async def test_a_field_left_out_changes_nothing_and_is_asked_for_by_its_name(
    office: Desk, browsers: Browsers
) -> None:
    _, asked, fence = await stopped(office)
    anne = browsers("anne")
    opened = await anne.get(f"/bureau/demandes/{asked.number}")
    answer = await decide(anne, opened, {f"champ-{CITY}": "envoyer"})

    assert answer.status_code == 422
    assert [link.get_text() for link in page(answer).select(".summary a")] == ["Téléphone portable"]
    assert one(answer, "#mots-champs").get_text() == REASON
    row = await office.row(asked.number)
    assert (row.state, row.fence) == (State.BLOCKED_CONFLICT, fence)


async def test_the_family_reads_what_was_kept_and_the_receipt_is_as_it_was(
    office: Desk, browsers: Browsers, assets: Assets, templates: Templates
) -> None:
    _, asked, _ = await stopped(office)
    cookie = await office.stage.cookie()
    app = app_over(office, assets, templates)
    family = AsyncClient(
        transport=ASGITransport(app),
        base_url="https://portail.tilleuls.example",
        cookies={SESSION_COOKIE: cookie},
    )
    receipt = one(await family.get(f"/demandes/{asked.number}/accuse"), "main").get_text()
    anne = browsers("anne")
    await decide(anne, await anne.get(f"/bureau/demandes/{asked.number}"), KEEP_PHONE)
    await work_on(office)

    shown = await family.get(f"/demandes/{asked.number}")
    kept = " ".join(one(shown, ".kept-by-school").get_text(" ").split())
    asked_for = f"– vous aviez demandé : {NEW_PHONE}"
    assert kept == f"L’école a gardé : Téléphone portable : {SCHOOLS} {asked_for}"
    assert one(shown, ".said q").get_text() == REASON
    assert one(await family.get(f"/demandes/{asked.number}/accuse"), "main").get_text() == receipt
    sheet = await family.get("/famille")
    waiting = [field.get_text() for field in page(sheet).select(".field-pending")]
    assert len(waiting) == 1
    assert NEW_CITY in waiting[0]
