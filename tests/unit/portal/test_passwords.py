"""Passwords: changed at once or not at all, asked for anew at most once (TRUST 5, 6)."""

import asyncio

import pytest

from adapters.errors import BadCredentials, Unreachable, Unstorable
from adapters.memory import NextWrite
from adapters.passwords import PasswordRequest
from gateway.limits import TooManyAttempts
from gateway.pending.states import State
from gateway.portal.passwords import WrongFormer
from gateway.portal.sent_once import PressedTwice
from gateway.views import Fate, PasswordAsked, PasswordChanged, Visit
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL, Stage

NEW = "bonne-saison-7"
HERE = "198.51.100.7"
MAIL = "helene.lemarchand@example.org"


async def change(
    stage: Stage, visit: Visit, new: str = NEW, *, former: str = "", press: str = ""
) -> PasswordChanged:
    former = former or stage.extranet.families[HELENE].password
    press = press or (await stage.portal.password_terms(visit)).press
    return await stage.portal.change_password(visit, HERE, press, former, new)


async def lose(
    stage: Stage, *, email: str = MAIL, press: str = "", address: str = HERE, who: str = HELENE
) -> PasswordAsked:
    press = press or stage.portal.lost_password_press(SCHOOL)
    return await stage.portal.ask_password(SCHOOL, address, press, "1", (who, email))


@pytest.fixture
async def visit(stage: Stage) -> Visit:
    return await stage.sign_in()


async def test_the_rules_are_told_beforehand(stage: Stage, visit: Visit) -> None:
    form = await stage.portal.password_terms(visit)
    assert form.terms.rules
    assert (form.terms.min_length, form.terms.max_length) == (8, 20)


async def test_it_changes_there_and_this_session_goes_on(stage: Stage, visit: Visit) -> None:
    changed = await change(stage, visit)

    assert changed.fate is Fate.DONE
    assert stage.extranet.families[HELENE].password == NEW
    now = await stage.visit(changed.cookie)
    stage.extranet.end_sessions()
    assert (await stage.portal.family(now)).sheet.fields()


async def test_the_accounts_other_sessions_end_and_no_one_elses(stage: Stage, visit: Visit) -> None:
    other, stranger = await stage.cookie(), await stage.cookie(CHIDI)
    before = await stage.cookie()
    mine = await stage.visit(before)

    await change(stage, mine)

    assert await stage.portal.visit(SCHOOL, other) is None
    assert await stage.portal.visit(SCHOOL, before) is None
    assert await stage.portal.visit(SCHOOL, stranger) is not None


async def test_the_session_keeps_its_absolute_limit(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.clock.turn(minutes=20)
    changed = await change(stage, await stage.visit(cookie))
    for _ in range(23):
        stage.clock.turn(minutes=20)
        await stage.portal.visit(SCHOOL, changed.cookie)
    assert await stage.portal.visit(SCHOOL, changed.cookie) is None


async def test_what_waits_is_delivered_with_the_new_one(stage: Stage, visit: Visit) -> None:
    stage.extranet.faults.failing["write"] = Unreachable()
    stage.extranet.faults.failing["family"] = Unreachable()
    with pytest.raises(Unreachable):
        await stage.portal.family(visit)
    stage.extranet.faults.failing.clear()
    request = await stage.ask(visit, keep=True)
    changed = await change(stage, visit)
    await stage.portal.sign_out(await stage.visit(changed.cookie))
    stage.extranet.end_sessions()

    await stage.work()

    again = await stage.sign_in()
    assert (await stage.now_of(again, request)).state is State.AWAITING_STAFF


async def test_a_wrong_former_one_asks_nothing_of_the_old_site_and_is_counted(
    stage: Stage, visit: Visit
) -> None:
    writes = stage.extranet.asked["write"]
    for _ in range(3):
        with pytest.raises(WrongFormer):
            await change(stage, visit, former="not-this-1")
    with pytest.raises(TooManyAttempts):
        await change(stage, visit)
    assert stage.extranet.asked["write"] == writes


async def test_what_the_school_refuses_changes_nothing(stage: Stage, visit: Visit) -> None:
    changed = await change(stage, visit, "sans-chiffre")

    assert (changed.fate, changed.words != "") == (Fate.REFUSED, True)
    assert stage.extranet.families[HELENE].password != "sans-chiffre"
    assert (await stage.portal.family(visit)).sheet.fields()


async def test_one_that_the_form_cannot_say_is_not_sent(stage: Stage, visit: Visit) -> None:
    for new in ("日本の音楽-7", "x" * 30 + "7"):
        with pytest.raises(Unstorable):
            await change(stage, visit, new)


@pytest.mark.parametrize(
    ("fate", "then"),
    [
        (NextWrite.ANSWER_LOST, Fate.DONE),
        (NextWrite.REQUEST_LOST, Fate.UNKNOWN),
        (NextWrite.LANDS_LATE, Fate.UNKNOWN),
    ],
)
async def test_a_lost_answer_is_found_out_by_signing_in(
    stage: Stage, visit: Visit, fate: NextWrite, then: Fate
) -> None:
    former = stage.extranet.families[HELENE].password
    stage.extranet.faults.next_write = fate

    changed = await change(stage, visit)

    assert changed.fate is then
    now = stage.extranet.families[HELENE].password
    assert (now == NEW) is (fate is NextWrite.ANSWER_LOST)
    assert now in (NEW, former)


async def test_the_same_press_sends_once(stage: Stage, visit: Visit) -> None:
    press = (await stage.portal.password_terms(visit)).press
    former = stage.extranet.families[HELENE].password

    ended = await asyncio.gather(
        *(change(stage, visit, former=former, press=press) for _ in range(2)),
        return_exceptions=True,
    )

    assert stage.extranet.asked["write"] == 1
    assert [one for one in ended if isinstance(one, PasswordChanged)]


async def test_a_new_one_is_sent_and_the_former_is_void(stage: Stage) -> None:
    known = stage.extranet.credentials(HELENE)

    asked = await lose(stage)

    assert asked.fate is Fate.DONE
    (mailed,) = stage.extranet.mailed
    assert (mailed.identifier, mailed.email) == (HELENE, MAIL)
    with pytest.raises(BadCredentials):
        await stage.portal.sign_in(SCHOOL, HERE, known.site, HELENE, known.password)
    assert (await stage.sign_in()).school == SCHOOL


async def test_every_session_and_kept_credential_of_the_account_ends(stage: Stage) -> None:
    cookies = [await stage.cookie(), await stage.cookie()]
    stranger = await stage.cookie(CHIDI)
    visit = await stage.visit(cookies[0])
    request = await stage.ask(visit, keep=True)

    await lose(stage)

    for cookie in cookies:
        assert await stage.portal.visit(SCHOOL, cookie) is None
    assert await stage.portal.visit(SCHOOL, stranger) is not None
    await stage.work()
    again = await stage.sign_in()
    before = {step.state for step in (await stage.now_of(again, request)).history}
    assert State.BLOCKED_CREDENTIALS in before
    await stage.work()
    assert (await stage.now_of(again, request)).state is State.AWAITING_STAFF


@pytest.mark.parametrize("neutral", [True, False])
async def test_an_unknown_pair_gets_what_the_old_site_says(stage: Stage, neutral: bool) -> None:
    stage.extranet.neutral = neutral
    cookie = await stage.cookie()

    asked = await lose(stage, email="quelquun@example.org")

    assert stage.extranet.mailed == []
    assert asked.fate is (Fate.DONE if neutral else Fate.REFUSED)
    assert asked == await lose(stage, who="F-9999") if neutral else asked.words
    if not neutral:
        assert await stage.portal.visit(SCHOOL, cookie) is not None


async def test_the_same_press_asks_once_and_a_reload_shows_the_same(stage: Stage) -> None:
    press = stage.portal.lost_password_press(SCHOOL)

    ended = await asyncio.gather(
        *(lose(stage, press=press) for _ in range(2)), return_exceptions=True
    )
    again = await lose(stage, press=press)

    assert len(stage.extranet.mailed) == 1
    assert all(isinstance(one, PasswordAsked | PressedTwice) for one in ended)
    assert again.fate is Fate.DONE


@pytest.mark.parametrize("fate", [NextWrite.ANSWER_LOST, NextWrite.REQUEST_LOST])
async def test_a_lost_answer_is_told_and_never_sent_again(stage: Stage, fate: NextWrite) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    stage.extranet.faults.next_write = fate

    asked = [await lose(stage, press=press) for _ in range(3)]

    assert {one.fate for one in asked} == {Fate.UNKNOWN}
    assert stage.extranet.asked["write"] == 1


async def test_killed_between_sending_and_its_answer_it_is_never_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    sending = stage.extranet.request_password

    async def killed(asking: PasswordRequest, before_sending):  # type: ignore[no-untyped-def]
        await sending(asking, before_sending)
        raise Killed

    monkeypatch.setattr(stage.extranet, "request_password", killed)
    with pytest.raises(Killed):
        await lose(stage, press=press)
    monkeypatch.undo()
    await stage.restart()

    assert (await lose(stage, press=press)).fate is Fate.UNKNOWN
    assert len(stage.extranet.mailed) == 1


async def test_while_the_old_site_is_down_nothing_is_sent_and_a_press_stays_good(
    stage: Stage,
) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    await stage.portal.sites(SCHOOL)
    stage.extranet.faults.down = True
    with pytest.raises(Unreachable):
        await lose(stage, press=press)
    stage.extranet.faults.down = False

    assert (await lose(stage, press=press)).fate is Fate.DONE
    assert len(stage.extranet.mailed) == 1


async def test_nobody_may_kill_somebodys_password_at_will(stage: Stage) -> None:
    for number in range(2):
        await lose(stage, address=f"198.51.100.{number}")
    with pytest.raises(TooManyAttempts) as refusal:
        await lose(stage, address="203.0.113.9")
    assert refusal.value.seconds > 23 * 3600
    assert len(stage.extranet.mailed) == 2

    stage.clock.turn(hours=23)
    with pytest.raises(TooManyAttempts):
        await lose(stage)
    stage.clock.turn(hours=2)
    await lose(stage)
    assert len(stage.extranet.mailed) == 3


async def test_an_address_may_not_try_account_after_account(stage: Stage) -> None:
    for number in range(5):
        await lose(stage, who=f"F-{number}")
    with pytest.raises(TooManyAttempts):
        await lose(stage)
    assert stage.extranet.mailed == []


async def test_these_limits_and_those_of_signing_in_do_not_touch(stage: Stage) -> None:
    known = stage.extranet.credentials(HELENE)
    for _ in range(3):
        with pytest.raises(BadCredentials):
            await stage.portal.sign_in(SCHOOL, HERE, known.site, HELENE, "faux")
    stage.clock.turn(hours=1)
    await lose(stage)
    await lose(stage)
    stage.clock.turn(hours=1)
    assert (await stage.sign_in()).school == SCHOOL
    with pytest.raises(TooManyAttempts):
        await lose(stage)


async def test_a_site_that_is_not_offered_is_not_asked_for(stage: Stage) -> None:
    press = stage.portal.lost_password_press(SCHOOL)
    with pytest.raises(BadCredentials):
        await stage.portal.ask_password(SCHOOL, HERE, press, "99", (HELENE, MAIL))
    assert stage.extranet.asked["request_password"] == 0


class Killed(BaseException):
    """The gateway is gone before it knew."""
