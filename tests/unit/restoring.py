"""A stage whose data are backed up and put back."""

import asyncio
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.memory import MemoryExtranet
from gateway import backup as backups
from gateway.app import DATABASE
from gateway.backup import PutBack, Taken
from gateway.pending.states import State
from gateway.pending.subjects import Kind
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.views import Visit
from tests.unit.pending.enrolling_stage import WORDING
from tests.unit.pending.machine_site import two_families
from tests.unit.portal.stage import (
    BORN,
    LONGEST_RUN,
    NEW_BIRTHDAY,
    NEW_PHONE,
    PHONE,
    Stage,
    staged,
)
from tests.unit.portal.test_re_enrolment_delivery import HOME, ask


@cache
def _empty_store() -> bytes:
    """To bring a new one up to date takes longer than most of what is tested with it."""
    with TemporaryDirectory() as folder:
        Store(Path(folder) / DATABASE).close()
        return (Path(folder) / DATABASE).read_bytes()


_families = cache(two_families)


@asynccontextmanager
async def restorable(folder: Path) -> AsyncIterator[Stage]:
    """A stage whose data lie in `folder`, where re-enrolments may be sent."""
    folder.mkdir()
    (folder / DATABASE).write_bytes(_empty_store())
    extranet = MemoryExtranet(pickle.loads(_families()), longest_run=LONGEST_RUN)  # noqa: S301
    async with staged(folder, extranet, re_enrolment=WORDING) as ready:
        yield ready


async def ask_for(stage: Stage, visit: Visit, kind: Kind) -> None:
    """One request of that kind, with the means to deliver it kept."""
    if kind is Kind.FAMILY:
        await stage.ask(visit, {PHONE: NEW_PHONE}, keep=True)
    elif kind is Kind.STUDENT:
        student = await stage.student(visit)
        await stage.ask_student(visit, student, {BORN: NEW_BIRTHDAY}, keep=True)
    else:
        await ask(stage, visit, 0, HOME)


def effects(stage: Stage) -> int:
    return len(stage.extranet.ledger) + len(stage.extranet.enrolled)


async def row_of(stage: Stage) -> RequestRow:
    (row,) = await stage.store.read(lambda c: requests.in_states(c, list(State)))
    return row


def take(stage: Stage) -> Taken:
    return backups.take(stage.folder, stage.folder.parent / "kept", stage.clock())


async def put_back(stage: Stage, taken: Taken) -> PutBack:
    """As the command does, the gateway being stopped meanwhile."""
    await stage.portal.stop()
    stage.store.close()
    try:
        return await asyncio.to_thread(
            backups.put_back,
            taken.path,
            stage.folder,
            stage.vault,
            stage.settings.schools,
            stage.clock,
            replace=True,
        )
    finally:
        await stage.restart()


async def work_out(stage: Stage) -> None:
    for _ in range(6):
        stage.clock.turn(seconds=LONGEST_RUN + 1)
        await stage.work()
