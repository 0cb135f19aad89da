"""The staff's own way in, and the second factor (TRUST 3, 4, 5, 8, 11, 12, 23)."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest
import pytest_asyncio
from httpx import AsyncClient, Response

from gateway.desk.frame.front import DESK_COOKIE
from gateway.pages.frame.assets import Assets
from gateway.pages.frame.templates import Templates
from gateway.views.office import Role
from tests.unit.desk.people import Desk, sent
from tests.unit.pages.reading import filled, page, words
from tests.unit.staff.school_office import FIRST, OWN, Office

IN, FACTOR = "/bureau/connexion", "/bureau/second-facteur"


@pytest_asyncio.fixture
async def bureau(tmp_path: Path, assets: Assets, templates: Templates) -> AsyncIterator[Desk]:
    office = Office(tmp_path)
    yield Desk(office, assets, templates, tmp_path)
    office.store.close()


def secret_on(answer: Response) -> str:
    return "".join(code.get_text() for code in page(answer).select(".secret code"))


async def set_up(bureau: Desk, browser: AsyncClient, onward: str = "") -> Response:
    """Through the pages, from the first password to the recovery codes."""
    await sent(browser, IN + onward, identifiant="Claire", mot_de_passe=FIRST)
    shown = await browser.get(FACTOR + onward)
    bureau.office.secrets["claire"] = secret_on(shown)
    typed = filled(shown, FACTOR) | {"code": bureau.office.code(), "nouveau-mot-de-passe": OWN}
    return await browser.post(FACTOR, data=typed)


async def test_the_first_time_leads_through_the_second_factor_to_the_page_first_asked_for(
    bureau: Desk,
) -> None:
    await bureau.office.add()
    async with bureau.browser() as browser:
        asked = await browser.get("/bureau/jour")
        assert asked.headers["location"] == f"{IN}?retour=%2Fbureau%2Fjour"
        answer = await sent(
            browser, asked.headers["location"], identifiant="Claire", mot_de_passe=FIRST
        )
        assert answer.headers["location"] == f"{FACTOR}?retour=%2Fbureau%2Fjour"
        assert (await browser.get("/bureau/jour")).status_code == 303
        codes = await set_up(bureau, browser, "?retour=%2Fbureau%2Fjour")

        assert len(page(codes).select(".recovery-codes code")) == 10
        assert page(codes).select_one('a[href="/bureau/jour"]') is not None
        assert (await browser.get("/bureau/jour")).status_code == 200
        again = await browser.get(FACTOR)
        assert again.headers["location"] == IN
        assert "recovery-codes" not in again.text


async def test_the_cookie_is_the_desks_own_and_new_at_each_step(bureau: Desk) -> None:
    await bureau.office.add()
    async with bureau.browser() as browser:
        first = await sent(browser, IN, identifiant="claire", mot_de_passe=FIRST)
        begun = browser.cookies[DESK_COOKIE]
        await set_up(bureau, browser)

        header = first.headers["set-cookie"]
        assert header.startswith("__Host-bureau=")
        assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(header.split("; "))
        assert browser.cookies[DESK_COOKIE] != begun
        browser.cookies.clear()
        browser.cookies.set(DESK_COOKIE, begun)
        assert (await browser.get("/bureau")).status_code == 303


async def test_later_a_password_and_a_code_are_enough(bureau: Desk) -> None:
    await bureau.office.signed_in()
    bureau.office.turn(minutes=1)
    async with bureau.browser() as browser:
        await sent(browser, IN, identifiant="claire", mot_de_passe=OWN)
        shown = await browser.get(FACTOR)
        assert secret_on(shown) == ""
        refused = await browser.post(FACTOR, data=filled(shown, FACTOR) | {"code": "000000"})
        assert refused.status_code == 422
        typed = filled(shown, FACTOR) | {"code": bureau.office.code()}
        taken = await browser.post(FACTOR, data=typed)

        assert taken.headers["location"] == "/bureau"
        assert (await browser.get("/bureau")).status_code == 200
        assert (await browser.get(IN)).headers["location"] == "/bureau"


async def test_the_qr_code_is_a_picture_that_only_that_session_opens(bureau: Desk) -> None:
    await bureau.office.add()
    async with bureau.browser() as browser, bureau.browser() as other:
        await sent(browser, IN, identifiant="claire", mot_de_passe=FIRST)
        source = page(await browser.get(FACTOR)).select_one("img.qr")
        assert source is not None
        picture = await browser.get(str(source["src"]))

        assert picture.headers["content-type"] == "image/png"
        assert picture.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in picture.headers["content-security-policy"]
        assert picture.content.startswith(b"\x89PNG")
        assert (await other.get(str(source["src"]))).status_code == 404
        await set_up(bureau, browser)
        assert (await browser.get(str(source["src"]))).status_code == 404


async def test_unknown_and_wrong_get_the_same_page(bureau: Desk) -> None:
    await bureau.office.signed_in()
    async with bureau.browser() as browser:
        form = filled(await browser.get(IN), IN)
        unknown = await browser.post(
            IN, data=form | {"identifiant": "inconnu", "mot-de-passe": "canari-secret"}
        )
        wrong = await browser.post(
            IN, data=form | {"identifiant": "claire", "mot-de-passe": "canari-secret"}
        )

    assert (unknown.status_code, wrong.status_code) == (422, 422)
    assert words(unknown) == words(wrong)
    assert "canari-secret" not in wrong.text + unknown.text


async def test_too_many_attempts_are_told_to_wait(bureau: Desk) -> None:
    await bureau.office.signed_in()
    async with bureau.browser() as browser:
        for _ in range(5):
            await sent(browser, IN, identifiant="claire", mot_de_passe="faux-faux-faux")
        answer = await sent(browser, IN, identifiant="claire", mot_de_passe=OWN)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_a_form_without_its_token_does_nothing(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in()
    bureau.office.turn(minutes=1)
    begun = await bureau.office.password()
    data = {"jeton": "forgé", "identifiant": "claire", "mot-de-passe": OWN}
    async with bureau.browser() as nobody, bureau.browser(begun) as half:
        assert (await nobody.post(IN, data=data)).status_code == 403
        code = {"jeton": "forgé", "code": bureau.office.code()}
        assert (await half.post(FACTOR, data=code)).status_code == 403
    async with bureau.browser(cookie) as browser:
        out = await browser.post("/bureau/deconnexion", data={"jeton": "forgé"})
        assert out.status_code == 403
        assert (await browser.get("/bureau")).status_code == 200


async def test_signing_out_ends_the_session_for_a_replayed_cookie_too(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in()
    async with bureau.browser(cookie) as browser:
        form = filled(await browser.get("/bureau"), "/bureau/deconnexion")
        answer = await browser.post("/bureau/deconnexion", data=form)
        assert answer.headers["location"] == IN
    async with bureau.browser(cookie) as replayed:
        assert (await replayed.get("/bureau")).status_code == 303


@pytest.mark.parametrize(
    "address",
    ["/bureau", "/bureau/jour", "/bureau/journal", "/bureau/journal/export",
     "/bureau/demandes/2026-000042"],
)  # fmt: skip
async def test_a_familys_session_gets_403_and_nothing_of_the_desk(
    bureau: Desk, address: str
) -> None:
    async with bureau.browser(family=True) as family:
        answer = await family.get(address)

    assert answer.status_code == 403
    assert "2026-000042" not in answer.text
    assert "D’AOÛT" not in answer.text


async def test_a_clerk_of_one_school_has_nothing_at_another(bureau: Desk) -> None:
    cookie = await bureau.office.signed_in(role=Role.ADMINISTER)
    async with bureau.browser(cookie, school="autre") as elsewhere:
        for address in ("/bureau", "/bureau/journal", "/bureau/demandes/2026-000042"):
            answer = await elsewhere.get(address)
            assert answer.headers["location"].startswith(IN)
        answer = await sent(elsewhere, IN, identifiant="claire", mot_de_passe=OWN)
        assert answer.status_code == 422


@pytest.mark.parametrize("role", list(Role))
async def test_only_who_administers_reads_the_journal(bureau: Desk, role: Role) -> None:
    cookie = await bureau.office.signed_in(role=role)
    async with bureau.browser(cookie) as browser:
        answers = [await browser.get(f"/bureau/journal{end}") for end in ("", "/export")]
        menu = (await browser.get("/bureau")).text

    expected = 200 if role is Role.ADMINISTER else 403
    assert [answer.status_code for answer in answers] == [expected, expected]
    assert ('href="/bureau/journal"' in menu) is (role is Role.ADMINISTER)


async def test_no_password_or_code_is_logged_or_shown_back(
    bureau: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await bureau.office.add()
    async with bureau.browser() as browser:
        codes = await set_up(bureau, browser)
        shown = [code.get_text() for code in page(codes).select(".recovery-codes code")]
        secret = bureau.office.secrets["claire"]
        wrong = await browser.get(FACTOR)
    typed = [FIRST, OWN, secret, pyotp.TOTP(secret).at(bureau.office.now), *shown]

    assert [each for each in typed if each in caplog.text] == []
    assert [each for each in (FIRST, OWN, secret) if each in codes.text + wrong.text] == []


async def test_a_first_password_that_is_kept_is_refused_and_nothing_is_set(bureau: Desk) -> None:
    await bureau.office.add()
    async with bureau.browser() as browser:
        await sent(browser, IN, identifiant="claire", mot_de_passe=FIRST)
        shown = await browser.get(FACTOR)
        bureau.office.secrets["claire"] = secret_on(shown)
        typed = {"code": bureau.office.code(), "nouveau-mot-de-passe": FIRST}
        answer = await browser.post(FACTOR, data=filled(shown, FACTOR) | typed)

        assert answer.status_code == 422
        assert "prenez-en un à vous" in words(answer)
        assert secret_on(answer) == bureau.office.secrets["claire"]
        assert (await browser.get("/bureau")).status_code == 303


async def test_who_used_a_recovery_code_is_told_how_many_are_left(bureau: Desk) -> None:
    await bureau.office.add()
    code = (await bureau.office.set_up()).recovery_codes[0]
    async with bureau.browser(await bureau.office.password()) as browser:
        answer = await sent(browser, FACTOR, code=code)

        assert "Codes qui restent : 9" in words(answer)
        assert code not in answer.text
        assert (await browser.get("/bureau")).status_code == 200


async def test_signing_in_again_ends_the_session_that_this_browser_had(bureau: Desk) -> None:
    await bureau.office.signed_in()
    before = await bureau.office.password()
    async with bureau.browser(before) as browser:
        await sent(browser, IN, identifiant="claire", mot_de_passe=OWN)

    assert await bureau.office.staff.begun("ecole", before) is None


async def test_a_second_factor_that_is_set_up_is_never_shown_again(bureau: Desk) -> None:
    await bureau.office.signed_in()
    async with bureau.browser(await bureau.office.password()) as half:
        assert (await half.get(f"{FACTOR}/qr")).status_code == 404
        assert secret_on(await half.get(FACTOR)) == ""
