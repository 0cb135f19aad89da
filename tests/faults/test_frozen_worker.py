"""A gateway that is frozen (SIGSTOP) past its lease, while another takes over its request.

Two processes on one store (this one and another), before the fictional school; its ledger is the
judge: one effect, or a person is told, and never two.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.app import DATABASE
from gateway.pending.states import State
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from tests.contract.stands.school import SchoolStand, school
from tests.faults.one_gateway import SCHOOL, open_portal
from tests.journeys.gateway import Installation

TELEPHONE, NEW = "Téléphone portable", "06 39 98 55 66"
LEASE = 2.0
LONGEST_RUN = 0.5


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never is")


@dataclass
class Place:
    """The old site, and an installation with one request that waits to be delivered."""

    old_side: SchoolStand
    installation: Installation
    store: Store
    number: str

    async def row(self) -> RequestRow:
        row = await self.store.read(lambda c: requests.find(c, SCHOOL, self.number))
        assert row is not None
        return row

    async def stands(self, *states: State) -> RequestRow:
        """The request, as soon as it is in one of these states."""
        for _ in range(1000):
            if (row := await self.row()).state in states:
                return row
            await asyncio.sleep(0.02)
        raise AssertionError(f"it is {row.state}")

    @property
    def effects(self) -> list[dict[str, str]]:
        return [
            {caption: value for caption, value in effect.changes.items() if value}
            for effect in self.old_side.ledger
        ]

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """A gateway of this process delivers, from the same store."""
        portal, store, extranet = open_portal(self.installation.settings)
        working = asyncio.create_task(portal.worker.run())
        try:
            yield
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await portal.stop()
            store.close()
            await extranet.close()

    @asynccontextmanager
    async def gateway(self, *how: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """One in a process of its own, to be stopped and killed."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.one_gateway",
            str(self.installation.settings), *how,
            stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 30) == b"here\n"
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


@contextmanager
def _installed(folder: Path, old_side: SchoolStand) -> Iterator[Installation]:
    installation = Installation(folder, old_side.sign_in_url, 1, LONGEST_RUN)
    settings = installation.settings.read_text("utf-8")
    lease = f"[delivery]\nlease_seconds = {LEASE}\n"
    installation.settings.write_text(settings.replace("[delivery]\n", lease), "utf-8")
    yield installation


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    with school("old") as old_side, _installed(tmp_path, old_side) as installation:
        number = await _ask(installation, old_side)
        store = Store(tmp_path / "data" / DATABASE)
        yield Place(old_side, installation, store, number)
        old_side.control.release()
        store.close()


async def _ask(installation: Installation, old_side: SchoolStand) -> str:
    """A family asks for a new number, and what signs it in is kept; nobody delivers yet."""
    portal, store, extranet = open_portal(installation.settings)
    account = old_side.accounts[0]
    sites = await portal.sites(SCHOOL)
    site = next((each.ref for each in sites.sites if each.label == account.site), None)
    signed_in = await portal.sign_in(
        SCHOOL, "198.51.100.7", site, account.identifier, account.password
    )
    visit = await portal.visit(SCHOOL, signed_in.cookie)
    assert visit is not None
    view = await portal.family(visit)
    key = next(field.key for field in view.sheet.fields() if field.caption == TELEPHONE)
    typed = {field.key: field.value for field in view.sheet.fields() if field.editable}
    asked = await portal.ask_family(visit, view.seen, view.press, typed | {key: NEW}, True)
    await portal.stop()
    store.close()
    await extranet.close()
    return asked.number


def is_stopped(process: asyncio.subprocess.Process) -> bool:
    """Whether a signal has stopped it."""
    status = Path(f"/proc/{process.pid}/stat").read_text("ascii", "replace")
    return status.rpartition(")")[2].split()[0] == "T"


async def test_frozen_in_mid_sending_its_request_is_read_and_never_sent_again(
    place: Place,
) -> None:
    control = place.old_side.control
    control.fault("slow", screen="family", method="POST", seconds=60)
    async with place.gateway() as first:
        await until(lambda: control.paused() > 0)
        first.send_signal(signal.SIGSTOP)
        control.end_sessions()
        async with place.beside():
            row = await place.stands(State.UNKNOWN, State.VERIFYING)
            assert row.sender is not None, "it may still act"
            await place.stands(State.NEEDS_ATTENTION)
            assert place.effects == []
            control.release()
            first.send_signal(signal.SIGCONT)
            await until(lambda: bool(place.effects))
            await asyncio.sleep(0.3)
    assert place.effects == [{TELEPHONE: NEW}]
    assert sum(post.screen == "family" for post in control.posts()) == 1
    assert (await place.row()).state == State.NEEDS_ATTENTION, "whoever wakes changes nothing"


async def test_frozen_before_its_bytes_left_it_sends_nothing_and_its_successor_once(
    place: Place,
) -> None:
    async with place.gateway("stops") as first:
        await until(lambda: is_stopped(first))
        assert (await place.row()).intent_at is not None
        async with place.beside():
            row = await place.stands(State.UNKNOWN, State.VERIFYING)
            assert row.sender is not None, "it may still act"
            first.send_signal(signal.SIGCONT)
            await asyncio.sleep(0.3)
            assert place.effects == [], "its lease was over"
            first.kill()
            await place.stands(State.AWAITING_STAFF, State.NEEDS_ATTENTION)
    row = await place.row()
    told = row.state == State.NEEDS_ATTENTION
    assert place.effects == ([] if told else [{TELEPHONE: NEW}])


async def test_an_effect_that_lands_40_seconds_late_is_waited_for_and_takes_place_once(
    place: Place,
) -> None:
    """On clocks a hundred times as fast: the old server's longest run is 50 seconds here."""
    control = place.old_side.control
    control.fault("late_effect", screen="family", method="POST", seconds=0.4)
    async with place.beside():
        await place.stands(State.UNKNOWN)
        assert place.effects == []
        await place.stands(State.AWAITING_STAFF)
    assert place.effects == [{TELEPHONE: NEW}]
    assert sum(post.screen == "family" for post in control.posts()) == 1
