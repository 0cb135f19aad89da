"""Reading back on the session that wrote: it waits there for a request that still runs."""

import pytest

from gateway.pending.states import State
from tests.faults.worlds import KINDS, ask, done_once, state, work, work_out
from tests.unit.pending.machine_site import Fate
from tests.unit.pending.machine_world import World
from tests.unit.portal.stage import HELENE, LONGEST_RUN


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fate", [Fate.KILLED_WHILE, Fate.LANDS_LATE])
def test_an_old_server_slower_than_anybody_thought_is_still_asked_once(
    world: World, kind: str, fate: Fate
) -> None:
    """The session that wrote was made for this delivery, and nobody else knows of it."""
    asked = ask(world, kind)
    world.live(world.sign_out(HELENE))
    world.site.end_sessions()
    world.site.faults.fate = fate
    work(world)
    for _ in range(4):
        # Not the old server's own clock: it goes on with what it was sent.
        world.stage.clock.turn(seconds=2 * LONGEST_RUN)
        work(world)
        assert state(world, asked) in (State.UNKNOWN, State.VERIFYING)
    world.site.land()
    world.elapse(700)
    work_out(world)
    done_once(world, asked)
