"""The intent to send is committed before the first byte leaves: after it, nothing is sent on."""

import asyncio

import pytest

from adapters.memory import MemoryExtranet
from adapters.memory.record import Effect
from gateway.pending.states import State
from gateway.store import requests
from gateway.store.requests import RequestRow
from tests.unit.portal.stage import HELENE, LONGEST_RUN, NEW_PHONE, PHONE, SCHOOL, Stage


async def row_of(stage: Stage, number: str) -> RequestRow:
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, number))
    assert row is not None
    return row


async def test_it_is_in_the_store_before_the_write_reaches_the_old_site(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    row = await row_of(stage, asked.number)
    assert row.state == State.DELIVERING
    assert row.intent_at is not None
    gate.open()
    await working
    assert (await row_of(stage, asked.number)).state == State.AWAITING_STAFF


async def test_killed_while_the_old_site_is_at_it_nothing_takes_effect_twice(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    await stage.restart()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    gate.open()
    await stage.work()
    assert (await row_of(stage, asked.number)).state == State.UNKNOWN
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    # The old server had it all the while, and is done with it only now.
    stage.extranet.apply(Effect(HELENE, {PHONE: NEW_PHONE}))
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await row_of(stage, asked.number)).state == State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1
    assert stage.extranet.asked["write"] == 1


async def test_where_sending_itself_fails_the_old_server_is_waited_out_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes have left, whatever went wrong here afterwards."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    late: list[Effect] = []

    def fails(_: MemoryExtranet, effect: Effect) -> None:
        late.append(effect)
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(MemoryExtranet, "apply", fails)
        await stage.work()
    assert (await row_of(stage, asked.number)).state == State.UNKNOWN
    reads = stage.extranet.asked["family"]
    stage.clock.turn(seconds=LONGEST_RUN - 1)
    await stage.work()
    assert stage.extranet.asked["family"] == reads, "the old server may still be at it"
    stage.extranet.apply(*late)
    stage.clock.turn(seconds=2)
    await stage.work()
    assert (await row_of(stage, asked.number)).state == State.AWAITING_STAFF
    assert stage.extranet.asked["write"] == 1
