"""The means to sign in that a request may keep: for it alone, and no longer than it needs them."""

import asyncio

import msgspec
import pytest
import sqlalchemy as sa

from adapters.memory import NextWrite
from adapters.memory.session import MemorySession
from gateway.pending.states import State
from gateway.store.tables import request
from tests.unit.portal.stage import HELENE, LONGEST_RUN, PHONE, SCHOOL, Stage, staged


async def kept(stage: Stage) -> list[bytes]:
    rows = await stage.store.read(lambda c: c.execute(sa.select(request.c.means)).scalars().all())
    return [means for means in rows if means is not None]


async def test_with_them_a_request_is_delivered_after_a_kill_before_the_family_is_back(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    assert asked.keeps_credentials
    assert len(await kept(stage)) == 1
    await stage.restart()
    await stage.work()
    assert len(stage.extranet.ledger) == 1
    assert await kept(stage) == []


async def test_without_them_it_waits_for_the_family_and_goes_at_its_next_visit(
    stage: Stage,
) -> None:
    cookie = await stage.cookie()
    asked = await stage.ask(await stage.visit(cookie))
    await stage.restart()
    await stage.work()
    assert stage.extranet.ledger == []
    visit = await stage.visit(cookie)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1


async def test_after_signing_out_it_waits_for_the_next_sign_in(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await stage.portal.sign_out(visit)
    await stage.work()
    assert stage.extranet.ledger == []
    again = await stage.sign_in()
    assert (await stage.now_of(again, asked)).state is State.RECEIVED
    await stage.work()
    assert (await stage.now_of(again, asked)).state is State.AWAITING_STAFF


async def test_an_old_session_that_a_request_holds_ends_with_its_delivery(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    assert stage.extranet.live, "the request still needs it"
    signed_in = stage.extranet.asked["sign_in"]
    await stage.work()
    assert len(stage.extranet.ledger) == 1
    assert stage.extranet.asked["sign_in"] == signed_in
    assert not stage.extranet.live


async def test_an_old_session_lasts_until_a_lost_answer_is_verified(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.work()
    assert stage.extranet.live
    stage.extranet.land()
    await stage.restart()
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert stage.extranet.asked["sign_in"] == 1
    assert len(stage.extranet.ledger) == 1
    assert not stage.extranet.live
    assert await kept(stage) == []


async def test_a_refused_password_erases_them_and_asks_for_the_family(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    stage.extranet.families[HELENE].password = "un autre"
    stage.extranet.end_sessions()
    await stage.work()
    assert await kept(stage) == []
    again = await stage.sign_in()
    assert State.BLOCKED_CREDENTIALS in [
        step.state for step in (await stage.now_of(again, asked)).history
    ]
    await stage.work()
    assert (await stage.now_of(again, asked)).state is State.AWAITING_STAFF


async def test_they_are_erased_at_their_limit_of_age(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    await stage.ask(visit, keep=True, view=view)
    stage.clock.turn(hours=47)
    await stage.work()
    assert len(await kept(stage)) == 1
    stage.clock.turn(hours=2)
    await stage.work()
    assert await kept(stage) == []


async def test_a_school_may_not_want_them_kept(stage: Stage) -> None:
    folder = stage.folder / "other"
    folder.mkdir()
    async with staged(folder, keep_credentials=False) as other:
        visit = await other.sign_in()
        view = await other.portal.family(visit)
        assert not view.offers_keeping
        asked = await other.ask(visit, keep=True, view=view)
        assert not asked.keeps_credentials
        assert await kept(other) == []


async def test_a_write_that_a_killed_gateway_began_is_read_back_first(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow()
    stage.portal.worker.wake()
    await stage.portal.worker._begin_due()
    await gate.reached.wait()
    stage.extranet.faults.gate = None
    # Killed at the first reading: nothing was sent, the row says « delivering ».
    (task,) = stage.portal.worker._busy.values()
    task.cancel()
    gate.open()
    await stage.restart()
    await stage.work()
    assert len(stage.extranet.ledger) == 1
    again = await stage.sign_in()
    history = [step.state for step in (await stage.now_of(again, asked)).history]
    assert history[:3] == [State.RECEIVED, State.DELIVERING, State.RECEIVED]


async def test_a_kill_after_the_intent_is_an_answer_lost(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, {PHONE: "06 39 98 44 44"}, keep=True)
    await stage.store.write(
        lambda c: c.execute(sa.update(request).values(state="delivering", intent_at=stage.clock()))
    )
    await stage.restart()
    await stage.work()
    again = await stage.sign_in()
    assert (await stage.now_of(again, asked)).state is State.UNKNOWN
    assert stage.extranet.asked["write"] == 0
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(again, asked)).state is State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1


async def test_signing_out_closes_no_old_session_under_a_delivery(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[MemorySession] = []

    async def close(session: MemorySession) -> None:
        closed.append(session)

    monkeypatch.setattr(MemorySession, "close", close)
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow()
    delivering = asyncio.create_task(stage.work())
    await gate.reached.wait()
    await stage.portal.sign_out(visit)
    assert not closed
    gate.open()
    await delivering
    assert closed
    assert len(stage.extranet.ledger) == 1


async def test_a_session_sealed_by_another_version_ends_and_is_no_dead_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resume(credentials: object, state: bytes) -> MemorySession:
        raise msgspec.ValidationError

    cookie = await stage.cookie()
    await stage.restart()
    monkeypatch.setattr(stage.extranet, "resume", resume)
    assert await stage.portal.visit(SCHOOL, cookie) is None
