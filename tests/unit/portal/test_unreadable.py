"""An old site that answers, and cannot be read: what was accepted is kept, for nothing was sent."""

import pytest

from adapters.errors import ForeignAddress, HalfPage, NotUnderstood
from adapters.memory.record import Record
from gateway.pending.states import State
from gateway.settings import Delivery
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.views import RequestView
from tests.unit.portal.stage import NEW_PHONE, PHONE, SCHOOL, Stage


async def row_of(stage: Stage, asked: RequestView) -> RequestRow:
    row = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert row is not None
    return row


@pytest.mark.parametrize("error", [NotUnderstood, HalfPage, ForeignAddress, KeyError])
async def test_a_request_is_kept_with_growing_pauses_and_goes_when_the_sheet_reads_again(
    stage: Stage, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """« Warning: mysql_connect() » under a 200, for hours."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    pauses = []

    def unreadable(*_: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(Record, "sheet", unreadable)
        for _ in range(24):
            await stage.work()
            row = await row_of(stage, asked)
            assert (row.state, row.intent_at) == (State.RECEIVED, None)
            assert row.means is not None
            pauses.append((row.due_at - stage.clock.moment).total_seconds())
            stage.clock.turn(minutes=11)
    assert pauses[0] <= 30
    assert pauses[1] <= 60 < max(pauses[6:]) <= 600
    await stage.work()
    assert (await row_of(stage, asked)).state == State.AWAITING_STAFF
    assert [dict(effect.changes) for effect in stage.extranet.ledger] == [{PHONE: NEW_PHONE}]


async def test_a_visit_hastens_what_waited_for_a_sheet_to_be_read(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.extranet.faults.not_understood = True
    for _ in range(7):
        await stage.work()
        stage.clock.turn(minutes=1)
    stage.extranet.faults.not_understood = False
    await stage.portal.family(visit)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


async def test_what_cannot_be_read_for_the_whole_limit_of_age_expires_unsent(stage: Stage) -> None:
    """It is told so, and never that « le portail ne peut pas savoir » what became of it."""
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.clock.turn(hours=49)
    visit = await stage.sign_in()
    stage.extranet.faults.not_understood = True
    states = []
    for _ in range(6):
        await stage.work()
        states.append((await stage.now_of(visit, asked)).state)
        stage.clock.turn(minutes=4)
    assert states == [State.RECEIVED] * 3 + [State.EXPIRED] * 3
    assert stage.extranet.asked["write"] == 0


async def test_a_site_that_is_down_for_longer_than_that_ends_nothing(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    stage.clock.turn(hours=49)
    visit = await stage.sign_in()
    stage.extranet.faults.down = True
    for _ in range(6):
        await stage.work()
        stage.clock.turn(minutes=4)
    stage.extranet.faults.down = False
    stage.clock.turn(seconds=Delivery().longest_pause_seconds)
    visit = await stage.sign_in()
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
