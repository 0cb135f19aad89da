"""The one who writes: what waits at the same time is committed together, each for itself.

A commit waits for the disk, and so would whoever comes next; a group waits once for all of it.
Nothing else changes: no write returns before the commit that holds it, each sees those before it,
and one that fails is undone alone.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from gateway.store.errors import NotWritten

T = TypeVar("T")

_MOST = 64
"""Writes of one commit: the first of them waits for the last."""

_NO_ROOM = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)
"""What SQLite says of a disk that is full, or takes nothing (sqlite.org/rescode.html)."""


class _Write:
    """One write, and what came of it."""

    def __init__(self, fn: Callable[[Connection], Any]) -> None:
        self._fn = fn
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Within a transaction, of which only this write's own part is undone if it raises.

        Raises:
            BaseException: the whole transaction is gone, as it may be where the disk is full.
        """
        raw = cast(sqlite3.Connection, connection.connection.driver_connection)
        raw.execute("SAVEPOINT one")
        try:
            self._result = self._fn(connection)
        except BaseException as error:
            if not raw.in_transaction:
                raise
            raw.execute("ROLLBACK TO one")
            self._error = error
        raw.execute("RELEASE one")

    def fail(self, error: BaseException) -> None:
        """Nothing of it was committed."""
        self._error = error

    def outcome(self) -> Any:
        """What it returned.

        Raises:
            NotWritten: there is no room for it.
            BaseException: whatever it raised.
        """
        if self._error is None:
            return self._result
        if _no_room(self._error):
            raise NotWritten from self._error
        raise self._error


class Writer:
    """Writes, in a thread of its own, in the order in which it is asked."""

    def __init__(self, engine: Engine) -> None:
        """`engine` has one connection, which nobody else uses."""
        self._engine = engine
        self._waiting: deque[_Write] = deque()
        self._thread = ThreadPoolExecutor(1, "store-writer")

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """`fn` on the connection; committed to disk on return, undone if it raises.

        Raises:
            NotWritten: the disk takes nothing more.
        """
        write = _Write(fn)
        self._waiting.append(write)
        try:
            # When this turn is over the write was in it, or in one before: they go by order.
            await asyncio.get_running_loop().run_in_executor(self._thread, self._commit)
        except asyncio.CancelledError:
            # Left out, unless it has begun.
            with suppress(ValueError):
                self._waiting.remove(write)
            raise
        return cast(T, write.outcome())

    def close(self) -> None:
        """Wait for what is under way."""
        self._thread.shutdown()

    def _commit(self) -> None:
        """Do what waits, up to a limit, in one transaction."""
        group = self._taken()
        if not group:
            return
        try:
            with self._engine.begin() as connection:
                for write in group:
                    write.run(connection)
        except BaseException as error:
            # One that failed by itself too: it may have seen what is not there now.
            for write in group:
                write.fail(error)

    def _taken(self) -> list[_Write]:
        group: list[_Write] = []
        with suppress(IndexError):
            while len(group) < _MOST:
                group.append(self._waiting.popleft())
        return group


def _no_room(error: BaseException) -> bool:
    """Whether it is the disk that failed: the low byte is the primary code."""
    code = getattr(error.orig, "sqlite_errorcode", None) if isinstance(error, DBAPIError) else None
    return code is not None and code & 0xFF in _NO_ROOM
