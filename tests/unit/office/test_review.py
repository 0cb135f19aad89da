"""A school that looks first: nothing leaves before it has said so, and it leaves once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.errors import HalfPage
from adapters.memory import MemoryExtranet
from adapters.memory.on_file import Showing
from gateway.office import NotPossible
from gateway.pending.restored import Restored
from gateway.pending.states import Event, State
from gateway.store import events
from gateway.views.office import Decision, Group, Wanted
from tests.unit.office.stage import ANNE, Desk, at_the_desk, made
from tests.unit.portal.stage import (
    BORN,
    LONGEST_RUN,
    NEW_BIRTHDAY,
    NEW_PHONE,
    PHONE,
    SCHOOL,
    staged,
)


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path, review=True) as ready:
        yield ready


def effects(desk: Desk) -> list[dict[str, str]]:
    return [dict(effect.changes) for effect in desk.stage.extranet.ledger]


async def test_it_is_held_then_approved_and_sent_once_with_what_was_kept(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    assert (asked.state, asked.may_withdraw, asked.keeps_credentials) == (State.REVIEW, True, True)
    await stage.portal.sign_out(visit)
    await stage.work()
    assert effects(desk) == []

    (line,) = (await desk.office.lines(ANNE, Wanted(group=Group.URGENT))).lines
    assert (line.number, line.family) == (asked.number, "LEMARCHAND Hélène")
    await desk.office.decide(ANNE, asked.number, line.fence, Decision.APPROVE)
    for _ in range(2):
        await stage.work()
        stage.clock.turn(seconds=LONGEST_RUN + 1)

    assert effects(desk) == [{PHONE: NEW_PHONE}]
    row = await desk.row(asked.number)
    assert (row.state, row.means) == (State.AWAITING_STAFF, None)
    assert (await desk.office.day(ANNE)).sent == 1


async def test_what_is_refused_is_never_sent_and_its_means_are_gone(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.REFUSE, "Déjà demandé.")
    await stage.sign_in()
    await stage.work()
    assert effects(desk) == []
    assert (await desk.row(asked.number)).means is None
    now = await stage.now_of(visit, asked)
    assert (now.state, now.said[0].words) == (State.REFUSED, "Déjà demandé.")


async def test_what_its_family_takes_back_meanwhile_cannot_be_approved(desk: Desk) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit)
    fence = (await desk.row(asked.number)).fence
    await desk.stage.portal.withdraw(visit, asked.number)
    came = await desk.office.decide_many(ANNE, {asked.number: fence}, Decision.APPROVE)
    error = came[asked.number]
    assert getattr(error, "by", None) == "family"
    await desk.stage.work()
    assert effects(desk) == []


async def test_a_students_request_is_shown_under_the_familys_name_as_well(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    await stage.portal.family(visit)
    student = await stage.student(visit)
    asked = await stage.ask_student(visit, student, {BORN: NEW_BIRTHDAY})
    case = await desk.office.case(ANNE, asked.number)
    assert (case.request.state, case.family) == (State.REVIEW, "LEMARCHAND Hélène")


async def test_out_of_a_backup_what_nobody_has_approved_waits_for_that_again(desk: Desk) -> None:
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in(), keep=True)
    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    taken_at = stage.clock()
    await stage.store.write(lambda c: restored.begin(c, taken_at))
    assert (await desk.row(asked.number)).state == State.VERIFYING
    stage.clock.turn(seconds=stage.settings.schools[SCHOOL].longest_run + 1)
    await stage.work()
    assert (await desk.row(asked.number)).state == State.REVIEW
    assert effects(desk) == []


async def test_what_is_approved_late_has_its_whole_time_to_leave(desk: Desk) -> None:
    """The page cannot be read for minutes: its age while the school had it counts for nothing."""
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in(), keep=True)
    stage.clock.turn(hours=49)
    await stage.sign_in()
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.APPROVE)
    stage.extranet.faults.failing["family"] = HalfPage()
    for _ in range(10):
        await stage.work()
        stage.clock.turn(seconds=30)
    waiting = await desk.row(asked.number)
    assert (waiting.state, waiting.attempts >= 4) == (State.RECEIVED, True)

    stage.clock.turn(hours=49)
    for _ in range(3):
        await stage.sign_in()
        await stage.work()
        stage.clock.turn(hours=1)
    assert (await desk.row(asked.number)).state == State.EXPIRED


@pytest.mark.parametrize("showing", list(Showing))
async def test_an_older_wish_is_not_approved_over_a_later_one_that_has_left(
    tmp_path: Path, showing: Showing
) -> None:
    extranet = MemoryExtranet(longest_run=LONGEST_RUN, showing=showing)
    async with staged(tmp_path, extranet, review=True) as stage:
        desk, visit = Desk(stage, made(stage)), await stage.sign_in()
        older = await stage.ask(visit, {PHONE: "06 39 98 00 11"}, keep=True)
        newer = await stage.ask(visit, {PHONE: "06 39 98 00 22"}, keep=True)
        case = await desk.office.case(ANNE, older.number)
        assert Decision.APPROVE in case.may
        await desk.office.decide(ANNE, newer.number, 1, Decision.APPROVE)
        for _ in range(3):
            await stage.work()
            stage.clock.turn(seconds=LONGEST_RUN + 1)
        assert (await desk.row(newer.number)).state == State.AWAITING_STAFF

        stands = await desk.office.case(ANNE, older.number)
        assert Decision.APPROVE not in stands.may
        assert Decision.REFUSE in stands.may
        with pytest.raises(NotPossible):
            await desk.office.decide(ANNE, older.number, case.fence, Decision.APPROVE)
        await stage.work()
        assert [dict(each.changes) for each in stage.extranet.ledger] == [{PHONE: "06 39 98 00 22"}]


async def test_one_that_touches_other_fields_is_approved_in_any_order(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, review=True) as desk:
        visit = await desk.stage.sign_in()
        older = await desk.stage.ask(visit, {PHONE: "06 39 98 00 11"}, keep=True)
        newer = await desk.stage.ask(visit, {"ville": "Kerlouan"}, keep=True)
        await desk.office.decide(ANNE, newer.number, 1, Decision.APPROVE)
        assert Decision.APPROVE in (await desk.office.case(ANNE, older.number)).may


async def test_what_nobody_knows_of_is_read_once_more_at_a_clerks_wish_and_never_resent(
    tmp_path: Path,
) -> None:
    async with at_the_desk(tmp_path) as desk:
        stage = desk.stage
        visit = await stage.sign_in()
        asked = await stage.ask(visit)
        await in_doubt(desk, asked.number)
        writes = stage.extranet.asked["write"]
        await desk.letters()
        for _ in range(2):
            fence = (await desk.row(asked.number)).fence
            case = await desk.decides(ANNE, asked.number, fence, Decision.RETRY)
            assert case.request.state is State.VERIFYING
            await stage.work()
            # Absent once more, within the hour: all the same, nobody sends it.
            assert (await desk.row(asked.number)).state == State.NEEDS_ATTENTION
        assert stage.extranet.asked["write"] == writes
        assert await desk.letters() == [], "the family was told once already"

        await stage.portal.sign_out(visit)
        fence = (await desk.row(asked.number)).fence
        await desk.office.decide(ANNE, asked.number, fence, Decision.RETRY)
        await stage.work()
        assert (await desk.row(asked.number)).state == State.NEEDS_ATTENTION, "nobody can look"


async def in_doubt(desk: Desk, number: str) -> None:
    """As after a lost answer that four readings told nothing of; nothing was sent before."""
    journal = desk.stage.portal.engine.deciding._journal
    row = await desk.row(number)
    row = await journal.move(row, Event.CLAIMED)
    row = await journal.move(row, Event.ANSWER_LOST, intent_at=desk.stage.clock())
    row = await journal.move(row, Event.WAITED_OUT)
    await journal.move(row, Event.NOT_CLEAR)
    happened = await desk.stage.store.read(lambda c: events.of_request(c, SCHOOL, number))
    assert happened[-1].state == State.NEEDS_ATTENTION
