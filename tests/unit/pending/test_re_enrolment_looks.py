"""What the tab tells of a request afterwards (guide: the message no longer shows)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.pending.requests import Known
from gateway.pending.states import State
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling
from tests.unit.pending.old_tab import Fate


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


async def awaiting(stage: EnrollingStage) -> Known:
    asked = await stage.ask()
    await stage.work_out()
    assert await stage.state(asked) is State.AWAITING_STAFF
    return asked


async def test_once_the_message_no_longer_shows_it_is_validated(stage: EnrollingStage) -> None:
    asked = await awaiting(stage)
    await stage.look()
    assert await stage.state(asked) is State.AWAITING_STAFF
    stage.tab.waiting = False
    await stage.look()
    assert await stage.state(asked) is State.VALIDATED


async def test_what_waits_for_a_later_one_is_no_proof_of_one_that_nobody_knows_of(
    stage: EnrollingStage,
) -> None:
    """It would be « validée » with the later one, and was never there."""
    stage.tab.fates = [Fate.REQUEST_LOST]
    former = await stage.ask()
    await stage.work()
    stage.clock.turn(hours=2)
    await stage.work_out()
    assert await stage.state(former) is State.NEEDS_ATTENTION
    later = await stage.ask()
    await stage.work_out()
    await stage.look()
    assert await stage.state(later) is State.AWAITING_STAFF
    assert await stage.state(former) is State.NEEDS_ATTENTION
    stage.tab.waiting = False
    await stage.look()
    assert await stage.state(later) is State.VALIDATED
    assert await stage.state(former) is State.NEEDS_ATTENTION
    assert len(stage.tab.enrolled) == 1


async def test_a_look_that_decides_nothing_says_when_it_was(stage: EnrollingStage) -> None:
    asked = await awaiting(stage)
    before = (await stage.now_of(asked)).row.seen_at
    stage.clock.turn(hours=3)
    await stage.look()
    after = (await stage.now_of(asked)).row.seen_at
    assert before is not None
    assert after is not None
    assert after > before


async def test_a_tab_that_is_gone_tells_nothing(stage: EnrollingStage) -> None:
    asked = await awaiting(stage)
    before = await stage.now_of(asked)
    stage.tab.active = False
    stage.clock.turn(hours=3)
    await stage.look()
    now = await stage.now_of(asked)
    assert (now.row.state, now.row.seen_at) == (State.AWAITING_STAFF, before.row.seen_at)


async def test_a_message_that_never_showed_says_nothing_by_not_showing(
    stage: EnrollingStage,
) -> None:
    stage.tab.shows_waiting = False
    asked = await awaiting(stage)
    await stage.look()
    assert await stage.state(asked) is State.AWAITING_STAFF
    stage.tab.shows_waiting = True
    await stage.look()
    stage.tab.waiting = False
    await stage.look()
    assert await stage.state(asked) is State.VALIDATED


async def test_a_reading_that_began_before_proves_nothing_of_what_was_put_in_since(
    stage: EnrollingStage,
) -> None:
    began_at, screen = stage.clock(), stage.seen()
    asked = await awaiting(stage)
    await stage.requests.reconcile_re_enrolment(
        asked.row.school, asked.row.account, asked.body.subject, screen, began_at
    )
    assert await stage.state(asked) is State.AWAITING_STAFF


async def test_another_students_tab_tells_nothing(stage: EnrollingStage) -> None:
    asked = await awaiting(stage)
    stage.tab.waiting = False
    sibling = type(asked.body.subject)(kind=asked.body.subject.kind, ref="ulysse", name="U")
    await stage.requests.reconcile_re_enrolment(
        asked.row.school, asked.row.account, sibling, stage.seen(), stage.clock()
    )
    assert await stage.state(asked) is State.AWAITING_STAFF


@pytest.mark.parametrize("lost", [Fate.MUMBLED, Fate.REQUEST_LOST])
async def test_what_nobody_knew_is_known_once_the_message_shows(
    stage: EnrollingStage, lost: Fate
) -> None:
    stage.tab.shows_waiting = False
    stage.tab.fates = [lost, lost]
    asked = await stage.ask()
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    await stage.look()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    stage.tab.shows_waiting = stage.tab.waiting = True
    await stage.look()
    assert await stage.state(asked) is State.AWAITING_STAFF


async def test_a_message_is_not_of_a_request_that_was_never_put_in(stage: EnrollingStage) -> None:
    """Only a document was lost: what waits there now was asked on the old site itself."""
    stage.tab.lists = "nothing"
    stage.tab.fates = [Fate.REQUEST_LOST]
    asked = await stage.ask(await stage.piece("Photo d’identité"))
    await stage.work_out()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
    stage.tab.waiting = True
    await stage.look()
    assert await stage.state(asked) is State.NEEDS_ATTENTION
