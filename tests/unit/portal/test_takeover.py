"""Two gateways on one store: whoever takes a request over may read, and sends nothing again while
the first may still act."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from adapters.memory.faults import Gate
from adapters.memory.record import Effect
from gateway.pending.states import State
from gateway.portal import Portal
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.views import RequestView
from tests.unit.portal.stage import HELENE, LONGEST_RUN, NEW_PHONE, PHONE, SCHOOL, Stage

T = TypeVar("T")

LEASE = 180.0


async def row_of(stage: Stage, asked: RequestView) -> RequestRow:
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    return row


@asynccontextmanager
async def second(stage: Stage) -> AsyncIterator[Portal]:
    """Another gateway on the same store."""
    portal = stage._portal()
    yield portal
    await portal.stop()


@asynccontextmanager
async def held(stage: Stage, at: str) -> AsyncIterator[tuple[RequestView, Gate]]:
    """A request that the first gateway has claimed, and that is held up there."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow(at)
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    stage.extranet.faults.gate = None
    yield asked, gate
    gate.open()
    await working


async def turn(stage: Stage, portal: Portal, seconds: float) -> None:
    """Time passes for the second gateway, which looks before and after."""
    await portal.worker.work_off()
    stage.clock.turn(seconds=seconds)
    await portal.worker.work_off()


async def test_what_another_is_at_is_left_to_it_for_as_long_as_its_lease(stage: Stage) -> None:
    async with held(stage, "write") as (asked, gate), second(stage) as other:
        await turn(stage, other, LEASE - 1)
        row = await row_of(stage, asked)
        assert (row.state, row.fence) == (State.DELIVERING, 1)
        assert row.sender is not None
        assert row.lease_until is not None
        gate.open()
    row = await row_of(stage, asked)
    assert (row.state, row.sender, row.lease_until) == (State.AWAITING_STAFF, None, None)
    assert len(stage.extranet.ledger) == 1


async def test_before_anything_was_sent_another_begins_anew_and_the_first_sends_nothing(
    stage: Stage,
) -> None:
    async with held(stage, "family") as (asked, _), second(stage) as other:
        await turn(stage, other, LEASE)
        assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert stage.extranet.asked["write"] == 1
    assert len(stage.extranet.ledger) == 1


async def test_what_may_still_be_sent_is_read_and_never_sent_again(stage: Stage) -> None:
    async with held(stage, "write") as (asked, _), second(stage) as other:
        await turn(stage, other, LEASE)
        row = await row_of(stage, asked)
        assert row.state == State.UNKNOWN
        assert row.sender is not None
        reads = stage.extranet.asked["family"]
        for _ in range(20):
            stage.clock.turn(seconds=LONGEST_RUN + 1)
            await other.worker.work_off()
        assert stage.extranet.asked["family"] == reads + 4
        assert stage.extranet.asked["write"] == 1
        assert (await row_of(stage, asked)).state == State.NEEDS_ATTENTION, "a person is told"
    assert len(stage.extranet.ledger) == 1, "what the first had sent"
    assert (await row_of(stage, asked)).state == State.NEEDS_ATTENTION, "its fence was gone"


async def test_its_effect_is_found_where_it_lands_meanwhile(stage: Stage) -> None:
    async with held(stage, "write") as (asked, gate), second(stage) as other:
        await turn(stage, other, LEASE)
        await turn(stage, other, LONGEST_RUN + 1)
        assert (await row_of(stage, asked)).state == State.VERIFYING
        gate.open()
        await asyncio.sleep(0)
        for _ in range(3):
            stage.clock.turn(minutes=5)
            await other.worker.work_off()
        assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1


async def test_once_its_sender_has_ended_the_old_server_is_waited_out_and_it_is_sent_again(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    stage.extranet.faults.gate = None
    async with second(stage) as other:
        await turn(stage, other, LEASE)
        await turn(stage, other, LONGEST_RUN + 1)
        assert (await row_of(stage, asked)).state == State.VERIFYING
        # The process is killed: the gate never opens, its lock is free.
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await stage.portal.worker.stop(0)
        stage.clock.turn(minutes=10)
        await other.worker.work_off()
        assert stage.extranet.asked["write"] == 1, "the old server may still be at it"
        await turn(stage, other, LONGEST_RUN - 1)
        assert stage.extranet.asked["write"] == 1
        await turn(stage, other, 2)
        await other.worker.work_off()
        assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert stage.extranet.asked["write"] == 2
    assert len(stage.extranet.ledger) == 1


async def test_what_a_killed_one_had_sent_is_read_as_soon_as_the_old_server_is_waited_out(
    stage: Stage,
) -> None:
    """Nothing is gained by its lease: it can no longer act."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    working.cancel()
    await stage.restart()
    stage.extranet.faults.gate = None
    await stage.work()
    row = await row_of(stage, asked)
    assert (row.state, row.sender) == (State.UNKNOWN, None)
    stage.extranet.apply(Effect(HELENE, {PHONE: NEW_PHONE}))
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert stage.extranet.asked["write"] == 1


async def test_one_that_was_stopped_before_its_bytes_left_sends_nothing_when_it_goes_on(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its intent was in the store: whoever took over can only wait for its process's end."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    write = stage.store.write
    async with second(stage) as other:

        async def stopped_after(fn: Callable[[Connection], T]) -> T:
            done = await write(fn)
            if (await row_of(stage, asked)).intent_at is not None:
                monkeypatch.undo()
                await turn(stage, other, LEASE)
            return done

        monkeypatch.setattr(stage.store, "write", stopped_after)
        await stage.work()
        assert stage.extranet.asked["write"] == 0
        assert (await row_of(stage, asked)).state == State.UNKNOWN
        await stage.portal.worker.stop(0)
        for _ in range(3):
            await turn(stage, other, LONGEST_RUN + 1)
        assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert stage.extranet.asked["write"] == 1
    assert len(stage.extranet.ledger) == 1


async def test_one_that_was_only_slow_to_write_its_intent_down_begins_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A send that could not be over within what is left of its lease is not begun."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    write = stage.store.write

    async def slow(fn: Callable[[Connection], T]) -> T:
        done = await write(fn)
        if (await row_of(stage, asked)).intent_at is not None:
            monkeypatch.undo()
            stage.clock.turn(seconds=LEASE / 2 + 1)
        return done

    monkeypatch.setattr(stage.store, "write", slow)
    await stage.work()
    steps = await stage.store.read(lambda c: events.of_request(c, SCHOOL, asked.number))
    happened = " ".join(step.event for step in steps)
    assert happened == "accepted claimed postponed claimed put_in"
    assert stage.extranet.asked["write"] == 1


async def test_the_lock_of_a_former_run_goes_at_the_start_once_no_request_names_it(
    stage: Stage,
) -> None:
    async with held(stage, "write") as (asked, _), second(stage) as other:
        sender = (await row_of(stage, asked)).sender
        assert sender is not None
        await turn(stage, other, LEASE)
        lock = stage.folder / "senders" / sender
        stage.portal._requests.senders.let_go()
        await other.worker._takeover.sweep()
        assert lock.exists(), "a request waits for this run's end"
        for _ in range(4):
            await turn(stage, other, LONGEST_RUN + 1)
        assert (await row_of(stage, asked)).sender is None
        await other.worker._takeover.sweep()
        assert not lock.exists()
