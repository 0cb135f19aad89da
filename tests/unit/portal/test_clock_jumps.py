"""The wall clock is set an hour forward or back: nothing begins early, and nothing waits for it."""

import asyncio

import pytest
from msgspec.structs import replace

from adapters.memory import NextWrite
from adapters.memory.record import Effect
from gateway.pending.states import State
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.views import RequestView
from tests.unit.portal.stage import HELENE, LONGEST_RUN, NEW_PHONE, PHONE, SCHOOL, Stage

HOUR = pytest.mark.parametrize("hours", [1, -1], ids=["forward", "back"])


async def row_of(stage: Stage, asked: RequestView) -> RequestRow:
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    return row


async def lose_an_answer(stage: Stage) -> RequestView:
    asked = await stage.ask(await stage.sign_in(), keep=True)
    stage.extranet.faults.next_write = NextWrite.REQUEST_LOST
    await stage.work()
    assert (await row_of(stage, asked)).state == State.UNKNOWN
    return asked


@HOUR
async def test_the_old_server_is_waited_out_for_as_long_as_before(stage: Stage, hours: int) -> None:
    asked = await lose_an_answer(stage)
    stage.clock.jump(hours=hours)
    reads = stage.extranet.asked["family"]
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    assert stage.extranet.asked["family"] == reads, "the old server may still be at it"
    stage.extranet.apply(Effect(HELENE, {PHONE: NEW_PHONE}))
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1


@HOUR
async def test_a_new_start_waits_the_old_server_out_from_its_beginning(
    stage: Stage, hours: int
) -> None:
    """How long it was stopped, a clock that was set meanwhile cannot tell."""
    asked = await lose_an_answer(stage)
    stage.clock.jump(hours=hours)
    await stage.restart()
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.UNKNOWN
    stage.extranet.apply(Effect(HELENE, {PHONE: NEW_PHONE}))
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1


@HOUR
async def test_a_pause_is_neither_cut_short_nor_made_longer(stage: Stage, hours: int) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view, keep=True)
    await stage.work()
    waits = (await row_of(stage, asked)).due_at - stage.clock.moment
    stage.extranet.faults.down = False
    stage.clock.jump(hours=hours)
    stage.clock.turn(seconds=waits.total_seconds() - 1)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.RECEIVED
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF


@HOUR
async def test_what_was_just_accepted_is_delivered_at_once(stage: Stage, hours: int) -> None:
    asked = await stage.ask(await stage.sign_in(), keep=True)
    stage.clock.jump(hours=hours)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF


@HOUR
async def test_a_familys_visit_still_shortens_a_pause(stage: Stage, hours: int) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view)
    await stage.work()
    stage.extranet.faults.down = False
    stage.clock.jump(hours=hours)
    visit = await stage.sign_in()
    await stage.portal.family(visit)
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF


async def test_the_means_to_sign_in_are_not_erased_early(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    asked = await stage.ask(visit, view=view, keep=True)
    await stage.work()
    stage.clock.turn(hours=47, minutes=30)
    stage.clock.jump(hours=1)
    await stage.work()
    assert (await row_of(stage, asked)).means is not None
    stage.clock.turn(minutes=31)
    await stage.work()
    assert (await row_of(stage, asked)).means is None


async def test_nothing_expires_early(stage: Stage) -> None:
    asked = await stage.ask(await stage.sign_in(), keep=True)
    stage.extranet.faults.not_understood = True
    stage.clock.turn(hours=47)
    stage.clock.jump(hours=1)
    for _ in range(6):
        await stage.work()
        assert (await row_of(stage, asked)).state == State.RECEIVED
        stage.clock.turn(minutes=9)
    stage.clock.turn(minutes=10)
    stage.extranet.faults.not_understood = False
    await stage.sign_in()
    stage.extranet.faults.not_understood = True
    await stage.work()
    assert (await row_of(stage, asked)).state == State.EXPIRED


async def test_a_send_is_cut_by_its_lease_whatever_the_wall_clock_says(stage: Stage) -> None:
    delivery = replace(stage.settings.delivery, lease_seconds=0.2)
    stage.settings = replace(stage.settings, delivery=delivery)
    await stage.restart()
    asked = await stage.ask(await stage.sign_in())
    gate = stage.extranet.faults.slow("write")
    async with asyncio.timeout(10):
        await stage.work()
    row = await row_of(stage, asked)
    assert (row.state, row.sender) == (State.UNKNOWN, None)
    gate.open()
    assert stage.extranet.ledger == []
