"""What nobody answered took effect, and the staff has decided before anybody could look again."""

import pytest

from gateway.pending.states import State
from tests.faults.worlds import KINDS, VALUE, ask, state, work, work_out
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import World
from tests.unit.portal.stage import HELENE, LONGEST_RUN


def decide(world: World, kind: str) -> None:
    """The screen is as before from now on: sheets by a refusal, the tab by a validation."""
    student = world.site.families[HELENE].students[0].ref
    if kind == "re_enrolment":
        world.site.validate_re_enrolment(HELENE, student)
    else:
        world.site.refuse(HELENE, student if kind == "student" else None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_screen_that_is_as_before_proves_nothing_by_then(world: World, kind: str) -> None:
    asked = ask(world, kind)
    if kind == "re_enrolment":
        # Its document goes first.
        world.dies_after(3, after_commit=True)
        work(world)
        assert world.deaths == 1
    world.site.faults.fate = Fate.LANDS_LATE
    work(world)
    world.site.land()
    assert world.site.effects(VALUE) == 1
    world.site.faults.down = True
    for _ in range(3):
        world.elapse(LONGEST_RUN + 1800)
        work(world)
    decide(world, kind)
    world.site.faults.down = False
    world.elapse(LONGEST_RUN + 700)
    work_out(world)
    assert state(world, asked) is State.NEEDS_ATTENTION
    assert world.site.effects(VALUE) == 1, "the school has it once, and has answered it"
