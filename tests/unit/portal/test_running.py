"""The portal at work by itself, started and stopped."""

import asyncio

from gateway.pending.states import State
from tests.unit.portal.stage import Stage


async def test_it_delivers_by_itself_as_soon_as_something_is_asked(stage: Stage) -> None:
    await stage.portal.start()
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    gate = stage.extranet.faults.slow()
    asked = await stage.ask(visit, view=view)
    async with asyncio.timeout(10):
        await gate.reached.wait()
    gate.open()
    await stage.portal.worker.stop(10)
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_stopping_lets_a_delivery_under_way_end(stage: Stage) -> None:
    await stage.portal.start()
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    gate = stage.extranet.faults.slow()
    await stage.ask(visit, view=view)
    async with asyncio.timeout(10):
        await gate.reached.wait()
    stopping = asyncio.create_task(stage.portal.stop())
    gate.open()
    await stopping
    assert len(stage.extranet.ledger) == 1


async def test_what_a_former_process_left_is_delivered_at_the_start(stage: Stage) -> None:
    visit = await stage.sign_in()
    view = await stage.portal.family(visit)
    await stage.ask(visit, view=view, keep=True)
    gate = stage.extranet.faults.slow()
    await stage.restart()
    await stage.portal.start()
    async with asyncio.timeout(10):
        await gate.reached.wait()
    gate.open()
    await stage.portal.worker.stop(10)
    assert len(stage.extranet.ledger) == 1


async def test_families_are_worked_for_beside_one_another(stage: Stage) -> None:
    first, second = await stage.sign_in("F-1042"), await stage.sign_in("F-2077")
    views = [await stage.portal.family(visit) for visit in (first, second)]
    for visit, view in zip((first, second), views, strict=True):
        await stage.ask(visit, view=view)
    await stage.work()
    assert {effect.identifier for effect in stage.extranet.ledger} == {"F-1042", "F-2077"}
