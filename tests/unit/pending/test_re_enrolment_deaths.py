"""Killed anywhere, the gateway goes on where it was: one request there, each document once.

The gateway dies before each of its commits and just after each of them, and as bytes leave or an
answer comes. What nobody can know is in front of a person, and is never done twice.
"""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from gateway.pending.requests import Known
from gateway.pending.states import State
from gateway.request_views import shown
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling
from tests.unit.pending.old_tab import Fate, OldTab

HOME, PHOTO = "Justificatif de domicile", "Photo d’identité"
COMMITS = 8
"""A look at the means, the claim, an intent and its end for each document, the press, the end."""


async def one_there_or_a_person_is_told(stage: EnrollingStage, asked: Known) -> State:
    """What the old site's own ledger says, beside what the family is told."""
    times = Counter(file for _, _, file, _ in stage.tab.imports)
    assert all(count == 1 for count in times.values())
    view = shown(await stage.now_of(asked))
    assert view.re_enrolment is not None
    if view.state is State.AWAITING_STAFF:
        (taken,) = stage.tab.enrolled
        unclear = [each for each in view.re_enrolment.documents if each.state != "sent"]
        assert len(taken.files) == 2 or unclear
    else:
        assert view.state is State.NEEDS_ATTENTION
        assert len(stage.tab.enrolled) <= 1
    return view.state


async def dies_and_goes_on(stage: EnrollingStage, asked: Known) -> State:
    await stage.work()
    await stage.restart()
    await stage.work_out()
    return await one_there_or_a_person_is_told(stage, asked)


async def ask(stage: EnrollingStage) -> Known:
    return await stage.ask(await stage.piece(HOME, "h"), await stage.piece(PHOTO, "p"))


@pytest.mark.parametrize(
    ("lists", "held", "after_commit"),
    [
        ("files", "site", False),
        ("files", "session", True),
        ("names", "site", True),
        ("names", "session", False),
        ("nothing", "site", False),
        ("nothing", "session", True),
    ],
)
async def test_it_may_die_between_any_two_commits(
    tmp_path: Path, lists: str, held: str, after_commit: bool
) -> None:
    ended: list[State] = []
    for lives in range(COMMITS + 1):
        folder = tmp_path / str(lives)
        folder.mkdir()
        async with enrolling(folder, OldTab(lists=lists, held=held)) as stage:
            asked = await ask(stage)
            stage.store.lives = stage.store.writes + lives
            stage.store.after_commit = after_commit
            await stage.work()
            if not stage.store.dead:
                break
            ended.append(await dies_and_goes_on(stage, asked))
    assert len(ended) == COMMITS, "it has died at every step of the way"
    if lists != "nothing":
        assert set(ended) == {State.AWAITING_STAFF}
    else:
        assert ended.count(State.AWAITING_STAFF) > 2


@pytest.mark.parametrize("lists", ["files", "names", "nothing"])
@pytest.mark.parametrize("fate", [Fate.KILLED_BEFORE, Fate.KILLED_AFTER])
@pytest.mark.parametrize("write", [0, 1, 2])
async def test_it_may_die_as_bytes_leave_or_as_the_answer_comes(
    tmp_path: Path, lists: str, fate: Fate, write: int
) -> None:
    fates = [Fate.ARRIVES] * write + [fate]
    async with enrolling(tmp_path, OldTab(lists=lists, fates=fates)) as stage:
        asked = await ask(stage)
        state = await dies_and_goes_on(stage, asked)
        known = lists != "nothing" or write == 2
        assert state is (State.AWAITING_STAFF if known else State.NEEDS_ATTENTION)


@pytest.mark.parametrize("write", [0, 1, 2])
async def test_what_it_had_sent_may_land_while_it_is_dead(tmp_path: Path, write: int) -> None:
    fates = [Fate.ARRIVES] * write + [Fate.LANDS_LATE]
    async with enrolling(tmp_path, OldTab(fates=fates)) as stage:
        asked = await ask(stage)
        await stage.work()
        await stage.restart()
        stage.clock.turn(minutes=1)
        stage.tab.land()
        await stage.work_out()
        assert await one_there_or_a_person_is_told(stage, asked) is State.AWAITING_STAFF


async def test_it_may_die_twice(tmp_path: Path) -> None:
    fates = [Fate.KILLED_AFTER, Fate.KILLED_BEFORE, Fate.ARRIVES, Fate.KILLED_AFTER]
    async with enrolling(tmp_path, OldTab(fates=fates)) as stage:
        asked = await ask(stage)
        for _ in range(3):
            await stage.work()
            await stage.restart()
            stage.clock.turn(minutes=1)
        await stage.work_out()
        assert await one_there_or_a_person_is_told(stage, asked) is State.AWAITING_STAFF


async def test_two_workers_on_one_request_send_nothing_twice(tmp_path: Path) -> None:
    """The second takes it on while the first is still at it: the first may send nothing more."""
    async with enrolling(tmp_path) as stage:
        asked = await ask(stage)
        gate = stage.extranet.faults.slow("re_enrolment")
        first = asyncio.create_task(stage.requests.worker.work_off())
        await gate.reached.wait()
        former = stage.store
        stage.begin()
        stage.extranet.faults.gate = None
        await stage.work_out()
        gate.open()
        await asyncio.gather(first, return_exceptions=True)
        former.close()
        assert await one_there_or_a_person_is_told(stage, asked) is State.AWAITING_STAFF
