"""Writes that wait together share a commit, and nothing else."""

import asyncio
import itertools
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError

from gateway.store import attempts, once, tables
from gateway.store.errors import NotWritten
from gateway.store.store import Store

Write = Callable[[Connection], object]
NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


class Crowd:
    """A store whose writer is held, so that what is asked meanwhile waits together."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self.commits = 0
        self._held = threading.Event()
        self._go_on = threading.Event()
        event.listen(self.store._writing, "commit", self._count)

    def _count(self, connection: Connection) -> None:
        self.commits += 1

    async def holds(self) -> "asyncio.Task[None]":
        """Keep the writer busy until `_go_on`."""

        def hold(connection: Connection) -> None:
            self._held.set()
            assert self._go_on.wait(10)

        holding = asyncio.create_task(self.store.write(hold))
        assert await asyncio.to_thread(self._held.wait, 10)
        return holding

    def goes_on(self) -> None:
        self._go_on.set()

    async def together(self, *writes: Write) -> list[object]:
        """What comes of each."""
        before = await self.holds()
        tasks = [asyncio.ensure_future(self.store.write(fn)) for fn in writes]
        await asyncio.sleep(0)
        # That of the held one brings it to 0: the others' may come before anybody here is told.
        self.commits = -1
        self.goes_on()
        await before
        return await asyncio.gather(*tasks, return_exceptions=True)

    async def subjects(self) -> list[str]:
        """Of the attempts that are there."""
        chosen = sa.select(tables.attempt.c.subject).order_by(tables.attempt.c.position)
        return list(await self.store.read(lambda c: c.execute(chosen).scalars()))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without a row: migrations take longer than these tests."""
    path = tmp_path_factory.mktemp("empty") / "s.sqlite"
    Store(path).close()
    return path


@pytest.fixture
def crowd(tmp_path: Path, empty: Path) -> Iterator[Crowd]:
    shutil.copyfile(empty, tmp_path / "s.sqlite")
    made = Crowd(tmp_path / "s.sqlite")
    yield made
    made.store.close()


def adds(subject: str) -> Write:
    def add(connection: Connection) -> str:
        attempts.add(connection, "tilleuls", "account", subject, NOW)
        return subject

    return add


def fails_after(subject: str) -> Write:
    def fail(connection: Connection) -> None:
        attempts.add(connection, "tilleuls", "account", subject, NOW)
        raise LookupError(subject)

    return fail


async def test_those_that_wait_together_are_committed_once(crowd: Crowd) -> None:
    asked = [str(number) for number in range(20)]

    assert await crowd.together(*map(adds, asked)) == asked
    assert crowd.commits == 1
    assert await crowd.subjects() == asked


async def test_one_that_fails_is_undone_alone(crowd: Crowd) -> None:
    before, failed, after = await crowd.together(adds("a"), fails_after("b"), adds("c"))

    assert (before, after) == ("a", "c")
    assert isinstance(failed, LookupError)
    assert await crowd.subjects() == ["a", "c"]


async def test_one_that_the_database_refuses_is_undone_alone(crowd: Crowd) -> None:
    twice = sa.insert(tables.once).values(school="tilleuls", press="p", at=NOW)

    def claims_then_breaks(connection: Connection) -> None:
        attempts.add(connection, "tilleuls", "account", "b", NOW)
        connection.execute(twice)

    first, second = await crowd.together(
        lambda c: once.claim(c, "tilleuls", "p", NOW), claims_then_breaks
    )
    assert first is True
    assert isinstance(second, IntegrityError)
    assert await crowd.subjects() == []


async def test_each_sees_what_those_before_it_did(crowd: Crowd) -> None:
    def claims(connection: Connection) -> bool:
        return once.claim(connection, "tilleuls", "p", NOW)

    assert await crowd.together(claims, claims, claims) == [True, False, False]


async def test_nothing_returns_before_the_commit_that_holds_it(crowd: Crowd) -> None:
    returned: list[str] = []
    at_commits: list[list[str]] = []

    async def writes(subject: str) -> None:
        await crowd.store.write(adds(subject))
        returned.append(subject)

    before = await crowd.holds()
    asked = [asyncio.create_task(writes(subject)) for subject in "abc"]
    await asyncio.sleep(0)
    event.listen(crowd.store._writing, "commit", lambda c: at_commits.append(list(returned)))
    crowd.goes_on()
    await asyncio.gather(before, *asked)
    assert [] in at_commits
    assert all(not seen for seen in at_commits)


async def test_where_the_commit_fails_each_is_told_and_nothing_is_there(crowd: Crowd) -> None:
    await crowd.store.write(adds("before"))
    outcomes_of = crowd.together(adds("a"), fails_after("b"), adds("c"))
    event.listen(crowd.store._writing, "commit", fails_at(2))
    outcomes = await outcomes_of
    assert [type(outcome) for outcome in outcomes] == [OSError] * 3
    assert await crowd.subjects() == ["before"]
    await crowd.store.write(adds("after"))
    assert await crowd.subjects() == ["before", "after"]


def fails_at(number: int) -> Callable[[Connection], None]:
    """A disk that fails at one commit."""
    counted = itertools.count(1)

    def commit(connection: Connection) -> None:
        if next(counted) == number:
            raise OSError("the disk is gone")

    return commit


async def test_one_that_nobody_waits_for_any_more_is_left_out(crowd: Crowd) -> None:
    before = await crowd.holds()
    given_up = asyncio.ensure_future(crowd.store.write(adds("given up")))
    stays = asyncio.ensure_future(crowd.store.write(adds("stays")))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    crowd.goes_on()
    await asyncio.gather(before, stays)
    assert await crowd.subjects() == ["stays"]


async def test_a_full_disk_is_said_and_what_has_room_goes_on(crowd: Crowd) -> None:
    def fill(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def room(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")

    await crowd.store.write(fill)
    with pytest.raises(NotWritten):
        await crowd.store.write(adds("x" * 100_000))
    await crowd.store.write(room)
    await crowd.store.write(adds("y" * 100_000))
    assert await crowd.subjects() == ["y" * 100_000]
