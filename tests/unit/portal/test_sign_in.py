"""Signing in, staying signed in, signing out (TRUST 1, 3, 4, 5)."""

import base64

import pytest

from adapters.errors import AccountClosed, BadCredentials, SessionEnded, Unreachable
from gateway.limits import TooManyAttempts
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL, Stage

ADDRESS = "198.51.100.7"


async def test_the_identifier_is_trimmed_and_the_password_is_not(stage: Stage) -> None:
    known = stage.extranet.credentials(HELENE)
    signed_in = await stage.portal.sign_in(
        SCHOOL, ADDRESS, known.site, f" {HELENE}\t", known.password
    )
    assert (await stage.visit(signed_in.cookie)).school == SCHOOL
    with pytest.raises(BadCredentials):
        await stage.portal.sign_in(SCHOOL, ADDRESS, known.site, HELENE, f"{known.password} ")


async def test_an_unknown_account_and_a_wrong_password_are_answered_alike(stage: Stage) -> None:
    answers = []
    for identifier, password in ((HELENE, "faux"), ("F-0000", "faux")):
        with pytest.raises(BadCredentials) as refusal:
            await stage.portal.sign_in(SCHOOL, ADDRESS, "1", identifier, password)
        answers.append((type(refusal.value), str(refusal.value)))
    assert answers[0] == answers[1]
    assert stage.extranet.asked["sign_in"] == 2


async def test_a_site_that_is_not_offered_is_not_asked_for(stage: Stage) -> None:
    known = stage.extranet.credentials(HELENE)
    with pytest.raises(BadCredentials):
        await stage.portal.sign_in(SCHOOL, ADDRESS, "999", HELENE, known.password)
    assert stage.extranet.asked["sign_in"] == 0


async def test_a_closed_account_is_told_in_the_old_sites_words(stage: Stage) -> None:
    known = stage.extranet.credentials("F-3001")
    with pytest.raises(AccountClosed) as refusal:
        await stage.portal.sign_in(SCHOOL, ADDRESS, known.site, "F-3001", known.password)
    assert "clôturé" in refusal.value.words


async def test_the_account_is_limited_before_the_old_site_is_asked(stage: Stage) -> None:
    for _ in range(3):
        with pytest.raises(BadCredentials):
            await stage.portal.sign_in(SCHOOL, ADDRESS, "1", HELENE, "faux")
    stage.clock.turn(minutes=2)
    asked = stage.extranet.asked.copy()
    with pytest.raises(TooManyAttempts) as refusal:
        await stage.portal.sign_in(SCHOOL, "203.0.113.9", "2", HELENE.lower(), "faux")
    assert stage.extranet.asked == asked
    assert 0 < refusal.value.seconds <= 900
    stage.clock.turn(seconds=refusal.value.seconds)
    await stage.sign_in(HELENE)


async def test_a_success_gives_back_the_accounts_attempts_and_not_the_addresss(
    stage: Stage,
) -> None:
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(BadCredentials):
                await stage.portal.sign_in(SCHOOL, ADDRESS, "1", HELENE, "faux")
        await stage.sign_in(HELENE)
    with pytest.raises(TooManyAttempts):
        await stage.sign_in(CHIDI)


async def test_every_sign_in_has_a_new_id_of_at_least_128_bits(stage: Stage) -> None:
    first, second = await stage.cookie(), await stage.cookie()
    assert first != second
    assert len(base64.urlsafe_b64decode(first + "==")) * 8 >= 128
    assert (await stage.visit(first)).csrf != (await stage.visit(second)).csrf


async def test_a_session_ends_when_idle(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.clock.turn(minutes=29)
    await stage.visit(cookie)
    stage.clock.turn(minutes=29)
    await stage.visit(cookie)
    stage.clock.turn(minutes=31)
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_a_session_ends_at_its_absolute_limit(stage: Stage) -> None:
    cookie = await stage.cookie()
    for _ in range(23):
        stage.clock.turn(minutes=20)
        await stage.visit(cookie)
    stage.clock.turn(minutes=20)
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_signing_out_ends_both_sessions_and_a_replayed_cookie_opens_nothing(
    stage: Stage,
) -> None:
    cookie = await stage.cookie()
    visit = await stage.visit(cookie)
    assert stage.extranet.live
    await stage.portal.sign_out(visit)
    assert not stage.extranet.live
    assert await stage.portal.visit(SCHOOL, cookie) is None
    with pytest.raises(SessionEnded):
        await stage.portal.family(visit)
    await stage.restart()
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_signing_out_works_while_the_old_site_is_down(stage: Stage) -> None:
    cookie = await stage.cookie()
    visit = await stage.visit(cookie)
    stage.extranet.faults.down = True
    await stage.portal.sign_out(visit)
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_the_browsers_next_request_after_a_restart_opens_its_session(
    stage: Stage,
) -> None:
    cookie = await stage.cookie()
    signed_in = stage.extranet.asked["sign_in"]
    await stage.restart()
    visit = await stage.visit(cookie)
    sheet = (await stage.portal.family(visit)).sheet
    assert sheet.named("family_name")
    assert stage.extranet.asked["sign_in"] == signed_in, "the old session goes on"


async def test_a_session_that_signed_in_again_is_kept_as_it_is_now(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.extranet.end_sessions()
    await stage.portal.family(await stage.visit(cookie))
    signed_in = stage.extranet.asked["sign_in"]
    await stage.restart()
    await stage.portal.family(await stage.visit(cookie))
    assert stage.extranet.asked["sign_in"] == signed_in


async def test_where_the_old_site_no_longer_takes_the_password_our_session_ends(
    stage: Stage,
) -> None:
    cookie = await stage.cookie()
    visit = await stage.visit(cookie)
    stage.extranet.families[HELENE].password = "un autre"
    stage.extranet.end_sessions()
    with pytest.raises(SessionEnded):
        await stage.portal.family(visit)
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_the_site_list_is_kept_for_when_the_old_site_is_down(stage: Stage) -> None:
    read = await stage.portal.sites(SCHOOL)
    stage.clock.turn(minutes=5)
    stage.extranet.faults.down = True
    await stage.restart()
    kept = await stage.portal.sites(SCHOOL)
    assert kept.sites == read.sites
    assert (kept.read_at, kept.trouble) == (read.read_at, "unreachable")


async def test_without_a_kept_list_the_trouble_is_told(stage: Stage) -> None:
    stage.extranet.faults.down = True
    never = await stage.portal.sites(SCHOOL)
    assert (never.sites, never.read_at, never.trouble) == ((), None, "unreachable")
    with pytest.raises(Unreachable):
        await stage.portal.sign_in(SCHOOL, ADDRESS, "1", HELENE, "tilleul-29")


async def test_accueil_is_kept_for_when_the_old_site_is_down(stage: Stage) -> None:
    visit = await stage.sign_in()
    read = await stage.portal.home(visit)
    assert read.trouble is None
    stage.extranet.faults.down = True
    kept = await stage.portal.home(visit)
    assert (kept.home, kept.read_at, kept.trouble) == (read.home, read.read_at, "unreachable")


async def test_accueil_opens_while_the_old_site_is_slow(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await stage.sign_in()
    await stage.portal.home(visit)
    monkeypatch.setattr(stage.portal._cache, "_patience", 0.01)
    gate = stage.extranet.faults.slow()
    assert (await stage.portal.home(visit)).trouble == "too_slow"
    gate.open()
