"""The password changes while a request waits: on the old site itself, or through us."""

import pytest

from gateway.pending.states import State
from tests.faults.worlds import KINDS, ask, done_once, state, work, work_out
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import Asked, World
from tests.unit.portal.stage import HELENE, LONGEST_RUN

NEW = "bonne-saison-7"
BEFORE, UNKNOWN = "before it leaves", "while nobody knows"


def waits(world: World, kind: str, when: str) -> Asked:
    """A request that waits; the family has gone where what waits is to be sent."""
    asked = ask(world, kind)
    if when == UNKNOWN:
        world.site.faults.fate = Fate.LANDS_LATE
        work(world)
        world.site.land()
    else:
        world.site.faults.down = True
        work(world)
        world.site.faults.down = False
    return asked


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("when", [BEFORE, UNKNOWN])
def test_on_the_old_site_it_waits_for_the_family_and_then_goes_on_once(
    world: World, kind: str, when: str
) -> None:
    asked = waits(world, kind, when)
    world.live(world.sign_out(HELENE))
    world.site.families[HELENE].password = NEW
    world.site.end_sessions()
    for _ in range(3):
        world.elapse(LONGEST_RUN + 700)
        work(world)
    still = State.BLOCKED_CREDENTIALS if when == BEFORE else State.VERIFYING
    assert state(world, asked) is still
    assert all(row.means is None for row in world.rows()), "a password that is refused is erased"
    refused = world.site.asked["sign_in"]
    world.elapse(700)
    work(world)
    assert world.site.asked["sign_in"] == refused, "it is not tried again: accounts get locked"

    world.live(world.look(HELENE))
    work_out(world)
    done_once(world, asked)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("when", [BEFORE, UNKNOWN])
def test_through_us_it_goes_on_by_itself_with_the_new_one(
    world: World, kind: str, when: str
) -> None:
    asked = waits(world, kind, when)
    world.live(world.change_password(HELENE, NEW))
    assert world.site.families[HELENE].password == NEW
    world.live(world.sign_out(HELENE))
    world.site.end_sessions()
    world.elapse(LONGEST_RUN + 700)
    work_out(world)
    done_once(world, asked)
