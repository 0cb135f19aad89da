"""Many families' requests while the old site, or one of its pages, fails."""

from adapters.errors import HalfPage
from gateway.pending.states import State
from tests.unit.portal.stage import CHIDI, ELIF, GOULVEN, HELENE, Stage


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
