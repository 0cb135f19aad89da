"""Half a page, or one that nobody understands, before a sending and after it."""

import pytest

from adapters.errors import ColumnsLost, ExtranetError, HalfPage, NotUnderstood
from gateway.pending.states import State
from tests.faults.worlds import KINDS, ask, done_once, state, work, work_out
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import World
from tests.unit.portal.stage import LONGEST_RUN

READ = {"family": "family", "student": "student", "re_enrolment": "re_enrolment"}
ERRORS = [HalfPage(), NotUnderstood(), ColumnsLost()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.key)
def test_before_a_sending_nothing_leaves_until_the_page_is_whole(
    world: World, kind: str, error: ExtranetError
) -> None:
    asked = ask(world, kind)
    world.site.faults.failing[READ[kind]] = error
    for _ in range(3):
        work(world)
        world.elapse(700)
    assert state(world, asked) is State.RECEIVED
    assert world.site.asked["write"] == 0
    world.site.faults.failing.clear()
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fate", [Fate.LANDS_LATE, Fate.REQUEST_LOST])
def test_after_a_lost_answer_it_proves_nothing_and_is_read_again(
    world: World, kind: str, fate: Fate
) -> None:
    asked = ask(world, kind)
    world.site.faults.fate = fate
    work(world)
    world.site.land()
    world.site.faults.failing[READ[kind]] = HalfPage()
    for _ in range(3):
        world.elapse(LONGEST_RUN + 700)
        work(world)
        assert state(world, asked) is State.VERIFYING
    assert world.site.asked["write"] == 1, "half a page is no proof of absence"
    world.site.faults.failing.clear()
    world.elapse(700)
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_is_half_a_page_is_made_up_for_by_reading(world: World, kind: str) -> None:
    asked = ask(world, kind)
    world.site.faults.failing["write"] = HalfPage()
    work(world)
    world.site.faults.failing.clear()
    world.elapse(LONGEST_RUN + 1)
    work_out(world)
    done_once(world, asked)
