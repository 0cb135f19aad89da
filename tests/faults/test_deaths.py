"""kill -9 at every point × every kind of request; the old side's ledger is the judge.

The gateway dies before each of its commits and just after each, as bytes leave, while the old
server is at it, and as the answer comes.
"""

from pathlib import Path

import pytest

from gateway.pending.states import State
from tests.faults.worlds import KINDS, VALUE, ask, done_once, state, work, work_out, world_in
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import Disk, World
from tests.unit.portal.stage import HELENE

KILLED = (Fate.KILLED_BEFORE, Fate.KILLED_WHILE, Fate.KILLED_AFTER)
FEWEST_COMMITS = {"family": 3, "student": 3, "re_enrolment": 5}
"""The claim, the intent and the end; an intent and an end more for a document."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after_commit", [False, True])
def test_it_may_die_at_any_commit_of_a_delivery(
    tmp_path: Path, disk: Disk, kind: str, after_commit: bool
) -> None:
    lived, commits = False, 0
    while not lived:
        with world_in(tmp_path / str(commits), disk) as world:
            asked = ask(world, kind)
            world.dies_after(commits, after_commit=after_commit)
            work(world)
            lived = world.deaths == 0
            work_out(world)
            done_once(world, asked)
        commits += not lived
    assert commits >= FEWEST_COMMITS[kind]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("after_commit", [False, True])
def test_it_may_die_at_any_commit_of_an_acceptance(
    tmp_path: Path, disk: Disk, kind: str, after_commit: bool
) -> None:
    """What had no receipt is there whole or not at all, and is asked once where it is."""
    lived, commits = False, 0
    while not lived:
        with world_in(tmp_path / str(commits), disk) as world:
            world.dies_after(commits, after_commit=after_commit)
            asked = ask(world, kind)
            lived = world.deaths == 0
            kept = len(world.rows())
            assert kept <= 1
            work_out(world)
            assert world.site.effects(VALUE) == kept
            if asked.number is not None:
                done_once(world, asked)
        commits += not lived
    assert commits >= 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fate", KILLED)
def test_it_may_die_in_mid_sending(world: World, kind: str, fate: Fate) -> None:
    asked = ask(world, kind)
    world.site.faults.fate = fate
    work(world)
    assert world.site.faults.fate is Fate.ARRIVES, "it has died of it"
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("fates", [KILLED, KILLED[::-1]])
def test_it_may_die_at_every_step_of_a_re_enrolment(world: World, fates: tuple[Fate, ...]) -> None:
    asked = ask(world, "re_enrolment")
    for fate in fates:
        world.site.faults.fate = fate
        work(world)
        world.elapse(31)
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("kind", KINDS)
def test_restored_from_a_copy_of_any_age_it_is_never_asked_twice(world: World, kind: str) -> None:
    """The copy was made before the delivery: what became of it is read first."""
    asked = ask(world, kind)
    world.copy()
    work_out(world)
    done_once(world, asked)
    world.put_back()
    assert state_of(world) is State.VERIFYING
    world.live(world.look(asked.family))
    work_out(world)
    assert world.site.effects(VALUE) == 1
    assert state_of(world) in (State.AWAITING_STAFF, State.NEEDS_ATTENTION)


def test_of_two_re_enrolments_put_back_the_firsts_sentence_is_no_proof_of_the_second(
    world: World,
) -> None:
    """Neither had left: what waits on the tab once the first is there is not the second."""
    world.live(world.look(HELENE))
    first, second = (ask(world, "re_enrolment", value=value) for value in (VALUE, "06 39 98 55 77"))
    world.copy()
    world.put_back()
    world.live(world.look(HELENE))
    work_out(world)
    world.live(world.look(HELENE))
    assert world.site.effects(first.value) == 1
    assert world.site.effects(second.value) == 0
    assert state(world, second) is State.NEEDS_ATTENTION


def state_of(world: World) -> State:
    (row,) = world.rows()
    return State(row.state)
