"""What waits for its family ends in time, and is told; what was answered some other way, too."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace
from sqlalchemy import Connection, update

from gateway.clock import steady_beside
from gateway.desk.frame.standings import known
from gateway.desk.requests.history import history
from gateway.pages.shown.progress import standing
from gateway.pending.letters.ending_words import UNANSWERED
from gateway.pending.people.unanswered import Unanswered
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.store.tables import request
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, Desk, at_the_desk
from tests.unit.office.test_conflicts import CITY, NEW_CITY, SCHOOLS
from tests.unit.office.test_sent_back import MENDED, sent_back
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE

DAYS = 60
SPOILT, WHOLE = "2026-AAAAAA", "2026-BBBBBB"


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path, review=True) as ready:
        yield ready


async def ended(desk: Desk) -> int:
    return await desk.stage.portal.engine.unanswered.end()


async def test_what_was_sent_back_and_never_answered_ends_and_its_family_is_told(
    desk: Desk,
) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await sent_back(desk, asked)
    await desk.letters()
    stage.clock.turn(days=DAYS - 1)
    assert await ended(desk) == 0
    stage.clock.turn(days=1, seconds=1)
    assert await ended(desk) == 1

    (letter,) = await desk.letters()
    assert "n’en a pas reçu" in letter
    told = await stage.now_of(await stage.sign_in(), asked)
    assert told.state is State.EXPIRED
    assert standing(told).then == UNANSWERED
    case = await desk.office.case(ANNE, asked.number)
    assert "n’a pas répondu" in known(case.request)
    assert "sans réponse" in history(case)[-1].what
    assert await ended(desk) == 0


async def test_what_cannot_have_waited_long_enough_takes_no_place_among_those_who_write(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = await desk.stage.ask(await desk.stage.sign_in())
    await sent_back(desk, asked)
    store, written = desk.stage.store, []
    write = store.write

    async def counted(fn: Callable[[Connection], object]) -> object:
        written.append(fn)
        return await write(fn)

    monkeypatch.setattr(store, "write", counted)
    desk.stage.clock.turn(days=DAYS - 1)
    assert (await ended(desk), written) == (0, [])
    desk.stage.clock.turn(days=1, seconds=1)
    assert (await ended(desk), len(written)) == (1, 1)


async def test_asked_once_more_it_waits_from_then_on(desk: Desk) -> None:
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in())
    await sent_back(desk, asked)
    stage.clock.turn(days=DAYS - 1)
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.ASK, "Toujours rien ?")
    stage.clock.turn(days=DAYS - 1)
    assert await ended(desk) == 0
    stage.clock.turn(days=1, seconds=1)
    assert await ended(desk) == 1


async def test_a_conflict_that_nobody_settles_ends_as_well(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        stage = desk.stage
        asked = await stage.ask(await stage.sign_in())
        stage.extranet.edit(HELENE, PHONE, SCHOOLS)
        await stage.work()
        assert (await desk.row(asked.number)).state == State.BLOCKED_CONFLICT
        stage.clock.turn(days=DAYS, seconds=1)
        assert await ended(desk) == 1
        assert (await desk.row(asked.number)).state == State.EXPIRED


async def test_a_conflict_out_of_a_backup_is_left_to_a_person(tmp_path: Path) -> None:
    """The desk may have sent it since the copy was made."""
    async with at_the_desk(tmp_path) as desk:
        stage = desk.stage
        asked = await stage.ask(await stage.sign_in())
        stage.extranet.edit(HELENE, PHONE, SCHOOLS)
        await stage.work()
        restored = Restored(stage.vault, stage.settings.schools, stage.clock)
        await stage.store.write(lambda c: restored.begin(c, stage.clock()))
        stage.clock.turn(days=DAYS * 2)
        assert await ended(desk) == 0
        assert (await desk.row(asked.number)).state == State.BLOCKED_CONFLICT


async def test_a_clock_that_is_set_forward_ends_nothing(desk: Desk) -> None:
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in())
    await sent_back(desk, asked)
    stage.clock.jump(days=400)
    assert await ended(desk) == 0
    assert (await desk.row(asked.number)).state == State.SENT_BACK


async def test_what_waits_for_the_school_never_ends_by_its_age(desk: Desk) -> None:
    asked = await desk.stage.ask(await desk.stage.sign_in())
    desk.stage.clock.turn(days=800)
    assert await ended(desk) == 0
    assert (await desk.row(asked.number)).state == State.REVIEW


async def test_what_does_not_open_stays_as_it_is_and_keeps_nothing_else_from_ending(
    desk: Desk,
) -> None:
    """Nobody could be told of it: an end is one transaction with its letter."""
    stage = desk.stage
    await desk.standing(SPOILT, State.BLOCKED_CONFLICT)
    spoil = update(request).where(request.c.number == SPOILT).values(body=b"spoilt" * 9)
    await stage.store.write(lambda c: c.execute(spoil))
    before = await desk.row(SPOILT)
    await desk.standing(WHOLE, State.BLOCKED_CONFLICT)
    stage.clock.turn(days=DAYS, seconds=1)
    assert await ended(desk) == 1
    assert await desk.row(SPOILT) == before
    assert (await desk.row(WHOLE)).state == State.EXPIRED


async def test_a_school_that_is_not_in_the_configuration_keeps_no_other_from_ending(
    desk: Desk,
) -> None:
    await desk.standing(SPOILT, State.BLOCKED_CONFLICT, school="ailleurs")
    await desk.standing(WHOLE, State.BLOCKED_CONFLICT)
    desk.stage.clock.turn(days=DAYS, seconds=1)
    assert await ended(desk) == 1
    assert (await desk.row(WHOLE)).state == State.EXPIRED


async def test_it_may_be_left_to_wait_without_limit(desk: Desk) -> None:
    stage = desk.stage
    await sent_back(desk, await stage.ask(await stage.sign_in()))
    unlimited = Unanswered(
        stage.store, desk.records, stage.portal.engine.deciding._journal,
        replace(stage.settings.delivery, answer_days=0), stage.settings.schools, stage.clock,
        steady_beside(stage.clock),
    )  # fmt: skip
    stage.clock.turn(days=800)
    assert await unlimited.end() == 0


async def test_answered_on_the_sheet_itself_it_waits_no_longer(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit)
    await sent_back(desk, former)
    new = await stage.ask(visit, {PHONE: MENDED, CITY: NEW_CITY})
    assert new.replaces == (former.number,)
    told = await stage.now_of(visit, former)
    assert (told.state, told.replaced_by) == (State.WITHDRAWN, new.number)
    assert (await desk.office.missing.lacking(ANNE)).lacks == ()


async def test_a_double_press_of_such_an_answer_is_one(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit)
    await sent_back(desk, former)
    view = await stage.portal.family(visit)
    sent = [
        await stage.portal.ask_family(visit, view.seen, view.press, {PHONE: MENDED}, False)
        for _ in range(2)
    ]
    assert sent[0].number == sent[1].number
    assert sent[1].replaces == (former.number,)


async def test_an_answer_to_something_else_leaves_it(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    await sent_back(desk, former)
    new = await stage.ask(visit, {PHONE: MENDED})
    assert new.replaces == ()
    assert (await stage.now_of(visit, former)).state is State.SENT_BACK
