"""Taking a request back: while it has not left, and never once it may have (issue 5, item 5)."""

import asyncio

import pytest

from adapters.memory import NextWrite
from gateway.pending.errors import NotFound, TooLate
from gateway.pending.states import State
from gateway.store import events, requests
from gateway.views import RequestView, Visit
from tests.unit.portal.stage import CHIDI, HELENE, LONGEST_RUN, PHONE, SCHOOL, Stage


async def waiting(stage: Stage, visit: Visit, *, keep: bool = False) -> RequestView:
    """A request that the old site's silence holds back."""
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view, keep=keep)
    await stage.work()
    return asked


async def test_what_has_not_left_is_taken_back_and_never_sent(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await waiting(stage, visit)
    assert (await stage.now_of(visit, asked)).may_withdraw
    told = await stage.portal.withdraw(visit, asked.number)
    assert (told.state, told.taken_back, told.may_withdraw) == (State.WITHDRAWN, True, False)
    stage.extranet.faults.down = False
    stage.clock.turn(hours=2)
    await stage.work()
    assert stage.extranet.ledger == []
    assert (await stage.now_of(visit, asked)).state is State.WITHDRAWN


async def test_it_is_in_the_journal_and_the_means_are_erased(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await waiting(stage, visit, keep=True)
    before = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    await stage.portal.withdraw(visit, asked.number)
    after = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert before is not None
    assert before.means is not None
    assert after is not None
    assert (after.means, after.means_until) == (None, None)
    journal = await stage.store.read(lambda c: events.of_request(c, SCHOOL, asked.number))
    assert (journal[-1].event, journal[-1].state) == ("taken_back", "withdrawn")


async def test_the_familys_later_requests_go_on_at_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await stage.sign_in()
    first = await waiting(stage, visit)
    stage.extranet.faults.down = False
    later = await stage.ask(visit, {"ville": "Pont-Aubry"})
    woken: list[bool] = []
    monkeypatch.setattr(stage.portal.worker, "wake", lambda: woken.append(True))
    await stage.portal.withdraw(visit, first.number)
    assert woken
    await stage.work()
    assert (await stage.now_of(visit, later)).state is State.AWAITING_STAFF
    assert [dict(effect.changes) for effect in stage.extranet.ledger] == [{"ville": "Pont-Aubry"}]


@pytest.mark.parametrize("fate", [NextWrite.ARRIVES, NextWrite.ANSWER_LOST, NextWrite.REQUEST_LOST])
async def test_what_has_left_or_may_have_is_never_taken_back(stage: Stage, fate: NextWrite) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = fate
    await stage.work()
    with pytest.raises(TooLate):
        await stage.portal.withdraw(visit, asked.number)
    told = await stage.now_of(visit, asked)
    assert told.state is not State.WITHDRAWN
    assert not told.may_withdraw


async def test_what_was_sent_once_and_proved_absent_is_not_taken_back(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    # It is proved absent, and the old site falls silent before it is sent again.
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    verified = await stage.portal.worker._verification.verify(row)
    assert (verified.state, verified.resent, verified.intent_at) == ("received", True, None)
    with pytest.raises(TooLate):
        await stage.portal.withdraw(visit, asked.number)


async def test_of_worker_and_family_one_wins_and_the_ledger_agrees(stage: Stage) -> None:
    visit = await stage.sign_in()
    for _ in range(4):
        asked = await stage.ask(visit, {PHONE: f"06 39 98 00 {len(stage.extranet.ledger):02}"})
        before = len(stage.extranet.ledger)
        work = asyncio.create_task(stage.work())
        try:
            await stage.portal.withdraw(visit, asked.number)
            taken_back = True
        except TooLate:
            taken_back = False
        await work
        await stage.work()
        told = await stage.now_of(visit, asked)
        assert (told.state is State.WITHDRAWN) is taken_back
        assert len(stage.extranet.ledger) - before == (0 if taken_back else 1)
        stage.extranet.validate(HELENE)
        await stage.portal.requests(visit)


async def test_pressed_twice_it_stays_withdrawn_and_is_written_down_once(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await waiting(stage, visit)
    await asyncio.gather(*(stage.portal.withdraw(visit, asked.number) for _ in range(5)))
    journal = await stage.store.read(lambda c: events.of_request(c, SCHOOL, asked.number))
    assert [each.event for each in journal].count("taken_back") == 1


async def test_another_familys_request_is_not_found_and_stays(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await waiting(stage, visit)
    stage.extranet.faults.down = False
    stranger = await stage.sign_in(CHIDI)
    with pytest.raises(NotFound):
        await stage.portal.withdraw(stranger, asked.number)
    with pytest.raises(NotFound):
        await stage.portal.withdraw(visit, "2026-AAAAAA")
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    assert row.state == State.RECEIVED
