"""Passwords where answers are lost, buttons pressed again, and people go back to correct."""

import asyncio

import pytest

from adapters.errors import Maintenance, Unreachable
from adapters.memory import NextWrite, passwords
from adapters.memory.record import Record
from adapters.model import Outcome
from adapters.passwords import PasswordRequest
from adapters.port import BeforeSending
from gateway.limits import TooManyAttempts
from gateway.vault import DoesNotOpen
from gateway.views import Fate, PasswordAsked, PasswordChanged, Visit
from tests.unit.portal.stage import HELENE, SCHOOL, Stage

NEW = "bonne-saison-7"
HERE = "198.51.100.7"
MAIL = "helene.lemarchand@example.org"


async def change(stage: Stage, visit: Visit, new: str = NEW, press: str = "") -> PasswordChanged:
    press = press or (await stage.portal.password_terms(visit)).press
    former = stage.extranet.families[HELENE].password
    return await stage.portal.change_password(visit, HERE, press, former, new)


async def ask(stage: Stage, press: str = "", email: str = MAIL) -> PasswordAsked:
    press = press or stage.portal.lost_password_press(SCHOOL)
    return await stage.portal.ask_password(SCHOOL, HERE, press, "1", (HELENE, email))


@pytest.fixture
async def visit(stage: Stage) -> Visit:
    return await stage.sign_in()


async def test_twenty_presses_at_once_change_it_once_and_each_answer_keeps_the_session(
    stage: Stage, visit: Visit
) -> None:
    press = (await stage.portal.password_terms(visit)).press

    every = await asyncio.gather(*(change(stage, visit, press=press) for _ in range(20)))

    assert stage.extranet.asked["write"] == 1
    (cookie,) = {one.cookie for one in every}
    assert {one.fate for one in every} == {Fate.DONE}
    assert (await stage.portal.family(await stage.visit(cookie))).sheet.fields()


async def test_twenty_presses_at_once_send_one_password_and_count_as_one(stage: Stage) -> None:
    press = stage.portal.lost_password_press(SCHOOL)

    every = await asyncio.gather(*(ask(stage, press) for _ in range(20)))

    assert {one.fate for one in every} == {Fate.DONE}
    assert len(stage.extranet.mailed) == 1
    assert (await ask(stage)).fate is Fate.DONE
    with pytest.raises(TooManyAttempts):
        await ask(stage)


async def test_an_address_corrected_after_going_back_is_asked_for_too(stage: Stage) -> None:
    stage.extranet.neutral = True
    press = stage.portal.lost_password_press(SCHOOL)
    await ask(stage, press, email="helene.lemarchant@example.org")
    assert stage.extranet.mailed == []

    await ask(stage, press)

    assert [one.email for one in stage.extranet.mailed] == [MAIL]


async def test_what_was_refused_or_never_left_uses_up_nothing_of_the_accounts_limit(
    stage: Stage,
) -> None:
    assert (await ask(stage, email="autre@example.org")).fate is Fate.REFUSED
    stage.extranet.faults.failing["request_password"] = Unreachable()
    with pytest.raises(Unreachable):
        await ask(stage)
    stage.extranet.faults.failing.clear()

    for _ in range(2):
        assert (await ask(stage)).fate is Fate.DONE

    with pytest.raises(TooManyAttempts):
        await ask(stage)
    stage.clock.turn(hours=23)
    with pytest.raises(TooManyAttempts):
        await ask(stage)


async def test_what_left_counts_whatever_fails_afterwards(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = stage.extranet.request_password

    async def failing(asking: PasswordRequest, before_sending: BeforeSending) -> Outcome:
        await sending(asking, before_sending)
        raise RuntimeError

    monkeypatch.setattr(stage.extranet, "request_password", failing)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await ask(stage)

    with pytest.raises(TooManyAttempts):
        await ask(stage)
    assert len(stage.extranet.mailed) == 2


async def test_on_a_site_that_says_nothing_every_request_counts(stage: Stage) -> None:
    stage.extranet.neutral = True
    for _ in range(2):
        await ask(stage, email="autre@example.org")

    with pytest.raises(TooManyAttempts):
        await ask(stage)


async def test_who_stops_waiting_stops_nothing_and_a_reload_tells(stage: Stage) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    gate = stage.extranet.faults.slow("write")
    waiting = asyncio.create_task(ask(stage, press))
    await gate.reached.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    again = asyncio.create_task(ask(stage, press))
    await asyncio.sleep(0)

    gate.open()

    assert (await again).fate is Fate.DONE
    assert len(stage.extranet.mailed) == 1


async def test_an_old_site_that_ends_its_sessions_with_a_change_loses_nobody(
    stage: Stage, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing = passwords.change

    def and_end(family: Record, former: str, new: str) -> str | None:
        stage.extranet.end_sessions()
        return changing(family, former, new)

    monkeypatch.setattr(passwords, "change", and_end)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST

    changed = await change(stage, visit)

    assert changed.fate is Fate.DONE
    now = await stage.visit(changed.cookie)
    assert (await stage.portal.family(now)).sheet.fields()


async def test_found_out_the_session_goes_on_with_the_new_one_even_later(
    stage: Stage, visit: Visit
) -> None:
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST

    changed = await change(stage, visit)
    stage.extranet.end_sessions()

    now = await stage.visit(changed.cookie)
    assert (await stage.portal.family(now)).sheet.fields()
    await stage.restart()
    stage.extranet.end_sessions()
    now = await stage.visit(changed.cookie)
    assert (await stage.portal.family(now)).sheet.fields()


async def test_where_it_can_no_longer_take_effect_and_the_former_opens_nothing_has_changed(
    stage: Stage, visit: Visit
) -> None:
    stage.extranet.faults.failing["write"] = Maintenance()

    changed = await change(stage, visit)

    assert changed.fate is Fate.REFUSED
    stage.extranet.faults.failing.clear()
    assert (await stage.portal.family(visit)).sheet.fields()


@pytest.mark.parametrize("settled", [True, False])
async def test_where_nobody_can_sign_in_it_is_unknown_and_nothing_ends(
    stage: Stage, visit: Visit, settled: bool
) -> None:
    stage.extranet.faults.failing["write"] = Maintenance() if settled else Unreachable()
    stage.extranet.faults.failing["sign_in"] = Unreachable()
    other = await stage.portal.requests(visit)

    changed = await change(stage, visit)

    assert (changed.fate, changed.cookie) == (Fate.UNKNOWN, "")
    stage.extranet.faults.failing.clear()
    assert (await stage.portal.family(visit)).sheet.fields()
    assert await stage.portal.requests(visit) == other


async def test_finding_out_counts_as_signing_in_and_stops_at_the_limit(
    stage: Stage, visit: Visit
) -> None:
    asked = []
    for _ in range(2):
        stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
        before = stage.extranet.asked["sign_in"]
        assert (await change(stage, visit)).fate is Fate.UNKNOWN
        asked.append(stage.extranet.asked["sign_in"] - before)

    assert asked == [1, 0]
    with pytest.raises(TooManyAttempts):
        await change(stage, visit)


async def test_a_change_cut_short_by_a_kill_is_unknown_and_never_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cookie = await stage.cookie()
    visit = await stage.visit(cookie)
    press = (await stage.portal.password_terms(visit)).press
    former = stage.extranet.families[HELENE].password

    async def killed(*_: object) -> str:
        raise Killed

    monkeypatch.setattr(stage.portal._sessions, "renew", killed)
    with pytest.raises(Killed):
        await change(stage, visit, press=press)
    await stage.restart()
    stage.extranet.families[HELENE].password = former

    again = await change(stage, await stage.visit(cookie), press=press)

    assert again.fate is Fate.UNKNOWN
    assert stage.extranet.asked["write"] == 1
    assert stage.extranet.families[HELENE].password == former


async def test_after_another_key_a_press_is_not_sent_again_either(stage: Stage) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    await ask(stage, press)
    once = stage.portal._passwords._once

    def opens_nothing(place: object, sealed: bytes, secret: bytes) -> bytes:
        raise DoesNotOpen

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(once._vault, "open", opens_nothing)
        assert (await ask(stage, press)).fate is Fate.UNKNOWN
    assert len(stage.extranet.mailed) == 1


class Killed(BaseException):
    """The gateway is gone before it knew."""
