"""One's own account, through the pages: password, recovery codes, sessions."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from httpx import AsyncClient, Response

from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.views.office import Role
from tests.unit.desk.people import Desk
from tests.unit.pages.reading import filled, page, words
from tests.unit.staff.school_office import ADDRESS, OWN, SCHOOL, Office

ACCOUNT = "/bureau/compte"
PASSWORD, CODES, SESSIONS = (f"{ACCOUNT}/{each}" for each in ("mot-de-passe", "codes", "sessions"))
NEW = "un autre chant le soir"


@pytest_asyncio.fixture
async def bureau(tmp_path: Path, assets: Assets, templates: Templates) -> AsyncIterator[Desk]:
    office = Office(tmp_path)
    yield Desk(office, assets, templates, tmp_path)
    office.store.close()


async def sent(browser: AsyncClient, action: str, **typed: str) -> Response:
    return await browser.post(action, data=filled(await browser.get(ACCOUNT), action) | typed)


async def test_it_is_reached_by_ones_name_on_every_page_and_says_who_one_is(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in(role=Role.READ)
    async with bureau.browser(cookie) as browser:
        link = page(await browser.get("/bureau/touches")).select_one("header .desk-who a")
        assert link is not None
        assert (link["href"], "Claire Martin" in link.get_text()) == (ACCOUNT, True)
        shown = await browser.get(ACCOUNT)

        said = words(shown)
        for each in ("Identifiant : claire", "rôle « lecture »", "Codes qui restent : 10"):
            assert each.replace("\u00a0", " ") in said.replace("\u00a0", " ")
        assert "pas d’autre session" in said
        ids = [str(tag["id"]) for tag in page(shown).select("[id]")]
        assert len(ids) == len(set(ids))
        labelled = {str(label["for"]) for label in page(shown)("label")}
        for control in page(shown).select("input:not([type=hidden], [hidden])"):
            assert control["id"] in labelled
        assert OWN not in shown.text
    for client in (bureau.browser(), bureau.browser(family=True)):
        async with client as stranger:
            asked = await stranger.get(ACCOUNT)
            assert asked.status_code == 403 or "/connexion" in asked.headers["location"]


async def test_a_new_password_goes_on_under_a_new_cookie(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in()
    async with bureau.browser(cookie) as browser:
        answer = await sent(browser, PASSWORD, actuel=OWN, nouveau=NEW)

    assert answer.headers["location"] == f"{ACCOUNT}?fait=mot-de-passe"
    header = answer.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(header.split("; "))
    renewed = header.partition("=")[2].partition(";")[0]
    assert renewed != cookie
    async with bureau.browser(renewed) as browser:
        assert "est changé" in words(await browser.get(answer.headers["location"]))
    async with bureau.browser(cookie) as browser:
        assert (await browser.get(ACCOUNT)).status_code == 303
    assert await bureau.office.password(password=NEW)


async def test_new_codes_are_shown_once(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in()
    bureau.office.turn(minutes=1)
    async with bureau.browser(cookie) as browser:
        typed = {"actuel": OWN, "code": bureau.office.code()}
        shown = await sent(browser, CODES, **typed)
        codes = [each.get_text() for each in page(shown).select(".recovery-codes code")]
        again = await sent(browser, CODES, **typed)

        assert len(codes) == 10
        # Whoever changed the language here would never see them again.
        assert not page(shown).select('form[action="/langue"]')
        assert shown.headers["cache-control"] == "no-store"
        assert again.status_code == 422
        assert "Ce code n’est pas le bon" in words(again)
        assert not page(again).select(".recovery-codes")
    begun = await bureau.office.password()
    assert (await bureau.office.staff.confirm(SCHOOL, begun, ADDRESS, codes[4])).codes_left == 9


async def test_another_session_is_closed(bureau: Desk) -> None:
    elsewhere = await bureau.office.signed_in()
    bureau.office.turn(minutes=1)
    begun = await bureau.office.password()
    confirmed = await bureau.office.staff.confirm(SCHOOL, begun, ADDRESS, bureau.office.code())
    async with bureau.browser(confirmed.cookie) as browser:
        answer = await sent(browser, SESSIONS, actuel=OWN)

        assert answer.headers["location"] == f"{ACCOUNT}?fait=sessions"
        assert "C’est fermé" in words(await browser.get(answer.headers["location"]))
    assert await bureau.office.staff.find(SCHOOL, elsewhere) is None


async def test_what_goes_wrong_is_said_beside_its_field_and_no_password_comes_back(
    bureau: Desk,
) -> None:
    cookie = await bureau.office.signed_in()
    async with bureau.browser(cookie) as browser:
        tries: list[tuple[str, dict[str, str], int, str]] = [
            (PASSWORD, {}, 422, "actuel-mot-de-passe"),
            (PASSWORD, {"actuel": "faux-faux-faux", "nouveau": NEW}, 422, "actuel-mot-de-passe"),
            (PASSWORD, {"actuel": OWN}, 422, "nouveau"),
            (PASSWORD, {"actuel": OWN, "nouveau": "court-court"}, 422, "nouveau"),
            (CODES, {"actuel": OWN}, 422, "code"),
            (CODES, {"actuel": OWN, "code": "000000"}, 422, "code"),
            (CODES, {"code": "000000"}, 422, "actuel-codes"),
        ]
        for action, typed, status, field in tries:
            answer = await sent(browser, action, **typed)
            wrong = [tag["id"] for tag in page(answer).select("[aria-invalid]")]
            assert (answer.status_code, wrong) == (status, [field])
            assert "Rien n’a été changé" in words(answer)
            for secret in ("faux-faux-faux", OWN, NEW, "court-court"):
                assert secret not in answer.text
        form = filled(await browser.get(ACCOUNT), PASSWORD)
        forged = form | {"jeton": "x", "actuel": OWN, "nouveau": NEW}
        assert (await browser.post(PASSWORD, data=forged)).status_code == 403
        faulty = form | {"actuel": "faux-faux-faux", "nouveau": NEW}
        for _ in range(12):
            last = await browser.post(PASSWORD, data=faulty)
        assert last.status_code == 429
        assert last.headers["retry-after"]
        assert "patientez" in words(last)
    assert await bureau.office.staff.find(SCHOOL, cookie) is not None
