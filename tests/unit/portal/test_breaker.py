"""Many families' requests while the old site, or one of its pages, fails."""

import asyncio

from msgspec.structs import replace

from adapters.errors import HalfPage
from adapters.memory import MemoryExtranet
from gateway import resources
from gateway.pending.states import State
from gateway.portal import Portal
from tests.unit.portal.stage import (
    CHIDI,
    ELIF,
    GOULVEN,
    HELENE,
    NEW_PHONE,
    PHONE,
    SCHOOL,
    Stage,
)


async def ask_all(stage: Stage, *identifiers: str) -> list[str]:
    """Each family asks for something on Famille; returns their requests' numbers."""
    numbers = []
    for identifier in identifiers:
        visit = await stage.sign_in(identifier)
        numbers.append((await stage.ask(visit, keep=True)).number)
    return numbers


async def test_after_three_families_in_a_row_a_site_that_is_down_is_asked_by_one_only(
    stage: Stage,
) -> None:
    await ask_all(stage, HELENE, CHIDI, GOULVEN)
    stage.extranet.faults.down = True
    await stage.work()
    stage.clock.turn(minutes=11)
    before = stage.extranet.asked["family"]
    await stage.work()
    assert stage.extranet.asked["family"] == before + 1
    await stage.work()
    assert stage.extranet.asked["family"] == before + 1
    stage.extranet.faults.down = False
    stage.clock.turn(minutes=11)
    await stage.work()
    await stage.work()
    assert len(stage.extranet.ledger) == 3, "the first that got through has let the others go"


async def test_a_page_that_cannot_be_read_keeps_no_other_page_waiting(stage: Stage) -> None:
    await ask_all(stage, HELENE, CHIDI, ELIF)
    stage.extranet.faults.failing["family"] = HalfPage()
    await stage.work()
    stage.clock.turn(minutes=11)
    await stage.work()
    visit = await stage.sign_in(GOULVEN)
    student = await stage.student(visit)
    asked = await stage.ask_student(visit, student)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_a_family_that_reads_famille_lets_everybodys_requests_go(stage: Stage) -> None:
    await ask_all(stage, HELENE, CHIDI, GOULVEN)
    stage.extranet.faults.down = True
    for _ in range(4):
        await stage.work()
        stage.clock.turn(minutes=11)
    stage.extranet.faults.down = False
    await stage.portal.family(await stage.sign_in(ELIF))
    await stage.work()
    assert len(stage.extranet.ledger) == 3


async def test_a_slow_school_takes_no_other_schools_turn(stage: Stage) -> None:
    other = MemoryExtranet()
    delivery = replace(stage.settings.delivery, at_once=1)
    schools = stage.settings.schools | {
        "ormes": replace(stage.settings.schools[SCHOOL], id="ormes")
    }
    settings = replace(stage.settings, delivery=delivery, schools=schools)
    portal = Portal(
        settings, stage.store, stage.vault, {SCHOOL: stage.extranet, "ormes": other},
        stage.letterbox, resources.templates(), stage.clock, stage.clock.steady,
    )  # fmt: skip
    for school in (SCHOOL, "ormes"):
        known = stage.extranet.credentials(HELENE)
        signed_in = await portal.sign_in(school, "198.51.100.7", known.site, HELENE, known.password)
        visit = await portal.visit(school, signed_in.cookie)
        assert visit is not None
        view = await portal.family(visit)
        await portal.ask_family(visit, view.seen, view.press, {PHONE: NEW_PHONE}, False)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(portal.worker.work_off())
    async with asyncio.timeout(20):
        await gate.reached.wait()
        while not other.ledger:
            await stage.store.read(lambda c: None)
    assert stage.extranet.ledger == []
    gate.open()
    await working
    await portal.stop()
