"""A re-enrolment that a conflict has stopped leads back to its steps, with all that was asked."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from gateway.pending.errors import NotFound, TooLate
from gateway.pending.states import State
from gateway.store.tables import document
from gateway.views import RequestView, Visit
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import HELENE, Stage, staged
from tests.unit.portal.test_re_enrolments import choose, give, owner, send, show, tabs

NOTE = "Plutôt le mercredi."


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, TabsExtranet(), re_enrolment=WORDING) as ready:
        yield ready


async def stopped(stage: Stage, visit: Visit, student: str) -> RequestView:
    await choose(stage, visit, student, "piano")
    await give(stage, visit, student)
    await stage.portal.re_enrolments.preparing.write(owner(visit), student, NOTE)
    asked = await send(stage, visit, student)
    tabs(stage).of(student).shape = "another"
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.BLOCKED_CONFLICT
    return asked


async def test_what_was_chosen_written_and_given_comes_back_and_is_asked_once(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await stopped(stage, visit, zoe)
    assert await stage.portal.reviews.take_up(visit, former.number) == zoe
    view = await show(stage, visit, zoe)
    assert (view.begun, view.ticked, view.note) == (True, frozenset({"piano"}), NOTE)
    assert [each.file_name for each in view.given] == ["domicile.pdf"]
    assert view.given[0].size > 0
    assert (await stage.now_of(visit, former)).state is State.BLOCKED_CONFLICT
    await choose(stage, visit, zoe, "piano")
    new = await send(stage, visit, zoe)
    await stage.work()
    (taken,) = tabs(stage).of(zoe).enrolled
    assert (taken.ticked, taken.note, len(taken.files)) == (("piano",), NOTE, 1)
    ended = await stage.now_of(visit, former)
    assert (ended.state, ended.replaced_by) == (State.WITHDRAWN, new.number)
    assert (await stage.now_of(visit, new)).replaces == (former.number,)


async def test_a_draft_that_is_there_stays_and_taking_it_up_twice_copies_nothing_twice(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await stopped(stage, visit, zoe)
    await stage.portal.reviews.take_up(visit, former.number)
    await choose(stage, visit, zoe, "fm")
    await stage.portal.reviews.take_up(visit, former.number)
    view = await show(stage, visit, zoe)
    assert view.ticked == frozenset({"fm"})
    assert len(view.given) == 1


async def test_pressed_several_times_at_once_it_is_one_draft_and_no_copy_is_left_over(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await stopped(stage, visit, zoe)
    await asyncio.gather(*(stage.portal.reviews.take_up(visit, former.number) for _ in range(3)))
    view = await show(stage, visit, zoe)
    free = select(document.c.id).where(document.c.number.is_(None))
    kept = await stage.store.read(lambda c: set(c.execute(free).scalars()))
    assert kept == {each.id for each in view.given}
    assert len(kept) == 1


async def test_only_a_stopped_re_enrolment_is_taken_up(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    of_family = await stage.ask(visit)
    with pytest.raises(NotFound):
        await stage.portal.reviews.take_up(visit, of_family.number)
    former = await stopped(stage, visit, zoe)
    with pytest.raises(NotFound):
        await stage.portal.reviews.show(visit, former.number)
    await stage.portal.withdraw(visit, former.number)
    with pytest.raises(TooLate):
        await stage.portal.reviews.take_up(visit, former.number)
    assert not (await show(stage, visit, zoe)).begun


async def test_where_the_tab_is_gone_what_was_prepared_is_known_to_be_kept(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    tabs(stage).of(zoe).active = False
    view = await stage.portal.re_enrolments.show(visit, zoe, refresh=True)
    assert (view.screen, view.begun) == (None, True)
    assert (await stage.portal.re_enrolments.prepared(visit, zoe)).ticked == frozenset({"piano"})
