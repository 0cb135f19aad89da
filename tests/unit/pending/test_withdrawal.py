"""Taking a re-enrolment back: its documents go, and never once one of them has left."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from gateway.pending.errors import LostRace, TooLate
from gateway.pending.imports import Progress, Sending
from gateway.pending.people.withdrawal import may_be_taken_back
from gateway.pending.records import Result
from gateway.pending.states import State
from gateway.request_views import shown
from gateway.store.requests import RequestRow
from tests.unit.pending.enrolling_stage import ACCOUNT, EnrollingStage, enrolling
from tests.unit.pending.test_re_enrolment_acceptance import HOME, PHOTO
from tests.unit.portal.stage import SCHOOL

WHEN = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
ROW = RequestRow(
    position=1, school=SCHOOL, number="2026-000001", account=ACCOUNT, press="p", kind="family",
    state=State.RECEIVED, fence=0, asked_at=WHEN, due_at=WHEN, attempts=0, resent=False,
    intent_at=None, seen_at=None, applied_at_once=False, body=b"", result=None, means=None,
    means_until=None, sender=None, lease_until=None,
)  # fmt: skip
MAY = {
    State.RECEIVED,
    State.REVIEW,
    State.SENT_BACK,
    State.BLOCKED_CREDENTIALS,
    State.BLOCKED_CONFLICT,
}


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[EnrollingStage]:
    async with enrolling(tmp_path) as ready:
        yield ready


@pytest.mark.parametrize("state", list(State))
def test_only_before_anything_leaves_and_in_a_conflict(state: State) -> None:
    assert may_be_taken_back(replace(ROW, state=state), Result()) is (state in MAY)


@pytest.mark.parametrize("state", sorted(MAY - {State.BLOCKED_CONFLICT}))
def test_never_once_the_intent_to_send_was_committed(state: State) -> None:
    row = replace(ROW, state=state)
    assert not may_be_taken_back(replace(row, intent_at=WHEN), Result())
    assert not may_be_taken_back(replace(row, resent=True), Result())
    for document in (Sending(state="sent"), Sending(state="intended"), Sending(again=True)):
        progress = Progress(documents=(Sending(), document))
        assert not may_be_taken_back(row, Result(re_enrolment=progress))
    untouched = Progress(documents=(Sending(), Sending()))
    assert may_be_taken_back(row, Result(re_enrolment=untouched))


async def test_its_documents_are_let_go_and_nothing_is_asked(stage: EnrollingStage) -> None:
    asked = await stage.ask(await stage.piece(HOME), await stage.piece(PHOTO))
    assert set((await stage.held()).values()) == {asked.row.number}
    told = await stage.requests.withdraw(SCHOOL, ACCOUNT, asked.row.number)
    assert told.row.state == State.WITHDRAWN
    assert await stage.held() == {}
    await stage.work_out()
    assert (stage.tab.imports, stage.tab.enrolled) == ([], [])


async def test_once_a_document_has_left_it_goes_on(stage: EnrollingStage) -> None:
    asked = await stage.ask(await stage.piece(HOME), await stage.piece(PHOTO))

    def falls_silent() -> None:
        stage.extranet.faults.down = bool(stage.tab.imports)

    stage.tab.before_write = falls_silent
    stage.tab.held = "site"
    await stage.work()
    held_back = await stage.now_of(asked)
    assert len(stage.tab.imports) == 1
    with pytest.raises(TooLate):
        await stage.requests.withdraw(SCHOOL, ACCOUNT, asked.row.number)
    assert not shown(held_back).may_withdraw
    stage.extranet.faults.down = False
    stage.tab.before_write = lambda: None
    await stage.work_out()
    assert len(stage.tab.enrolled) == 1


async def test_whoever_loses_the_race_for_it_changes_nothing(
    stage: EnrollingStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await stage.ask(await stage.piece(HOME))

    def somebody_was_faster(*_: object, **__: object) -> None:
        raise LostRace

    monkeypatch.setattr(stage.requests._withdrawal._journal, "advance", somebody_was_faster)
    with pytest.raises(TooLate):
        await stage.requests.withdraw(SCHOOL, ACCOUNT, asked.row.number)
    assert await stage.state(asked) is State.RECEIVED
    assert set((await stage.held()).values()) == {asked.row.number}


async def test_what_was_withdrawn_is_not_brought_by_a_worker_that_read_it_before(
    stage: EnrollingStage,
) -> None:
    asked = await stage.ask(await stage.piece(HOME))
    before = (await stage.now_of(asked)).row
    await stage.requests.withdraw(SCHOOL, ACCOUNT, asked.row.number)
    with pytest.raises(LostRace):
        await stage.requests.worker._delivery.deliver(before)
    assert (stage.tab.imports, stage.tab.enrolled) == ([], [])


async def test_what_is_asked_anew_after_a_conflict_names_what_it_replaces(
    stage: EnrollingStage,
) -> None:
    stopped = await stage.ask(await stage.piece(HOME))
    stage.tab.shape = "another"
    await stage.work_out()
    assert shown(await stage.now_of(stopped)).may_withdraw
    anew = await stage.ask(await stage.piece(HOME), replaces=(stopped.row.number,))
    assert shown(await stage.now_of(anew)).replaces == (stopped.row.number,)
    assert shown(await stage.now_of(stopped)).replaced_by == anew.row.number
