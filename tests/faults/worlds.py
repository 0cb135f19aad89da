"""Worlds to be broken: a gateway that dies on demand before an old site with a ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.pending.states import UNDER_WAY, State
from tests.unit.pending.machine_world import Asked, Disk, World
from tests.unit.portal.stage import HELENE, LONGEST_RUN

KINDS = ("family", "student", "re_enrolment")
VALUE = "06 39 98 55 66"


@contextmanager
def world_in(folder: Path, disk: Disk) -> Iterator[World]:
    """A world of its own, with nothing on its disk yet."""
    folder.mkdir()
    world = World(folder, disk)
    try:
        yield world
    finally:
        world.end()


def ask(world: World, kind: str, *, keep: bool = True, value: str = VALUE) -> Asked:
    """The family asks for one thing, of that kind."""
    asked = Asked(HELENE, value)
    asking = {
        "family": world.ask_family,
        "student": world.ask_student,
        "re_enrolment": world.ask_re_enrolment,
    }[kind]
    world.live(asking(HELENE, asked, keep=keep))
    return asked


def work(world: World) -> None:
    world.live(world.stage.work())


def work_out(world: World) -> None:
    """Work, and let time pass, until nothing is under way any more."""
    for _ in range(12):
        work(world)
        if all(row.state not in UNDER_WAY for row in world.rows()):
            return
        world.elapse(LONGEST_RUN + 1)
    raise AssertionError("it never ends")


def state(world: World, asked: Asked) -> State:
    return next(State(row.state) for row in world.rows() if row.number == asked.number)


def done_once(world: World, asked: Asked) -> None:
    """The old site's ledger has it once, and the family is told that it waits there."""
    assert state(world, asked) is State.AWAITING_STAFF
    assert world.site.effects(asked.value) == 1
    assert not world.site.imported_twice()
