"""One reading under way for each key, however many wait for it.

Whoever stops waiting stops nobody else's; a session that ends stops only its own.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.errors import ExtranetError, SessionEnded, SignInRefused, TooSlow, Unavailable
from gateway.cache.keys import Key
from gateway.telemetry import incident

T = TypeVar("T")
Work = Callable[[], Coroutine[Any, Any, T]]

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Flight:
    key: Key
    session: str
    task: "asyncio.Task[Any]"
    awaited: bool = False


class Flights:
    """Begins them, lets others join, and ends them."""

    def __init__(self) -> None:
        """With none under way."""
        self._running: set[_Flight] = set()
        self._open: dict[Key, _Flight] = {}
        """Those that whoever comes now may join."""
        self._closed = False

    def begin(self, key: Key, session: str, work: Work[T]) -> None:
        """Have it done in the background, unless it is being done."""
        if key not in self._open and not self._closed:
            self._start(key, session, work)

    async def wait(self, key: Key, session: str, work: Work[T], patience: float | None = None) -> T:
        """Have it done, or join whoever has it done; `session` is the gateway's that asks.

        Raises:
            TooSlow: `patience` seconds are over; it goes on.
            SessionEnded, Unavailable: it was stopped with the session, or with the gateway.
            Whatever `work` raises.
        """
        while True:
            flight = self._open.get(key) or self._start(key, session, work)
            flight.awaited = True
            # Unlike awaiting the task itself, this leaves it alone if the waiter is cancelled.
            done, _ = await asyncio.wait([flight.task], timeout=patience)
            if not done:
                raise TooSlow
            if flight.session == session or not _of_its_session(flight.task):
                if flight.task.cancelled():
                    raise Unavailable if self._closed else SessionEnded
                result: T = flight.task.result()
                return result

    def part(self, school: str, account: str) -> None:
        """Let nobody join what is under way for that account: it began too early."""
        for key in [*self._open]:
            if (key.school, key.account) == (school, account):
                del self._open[key]

    async def stop(self, session: str) -> None:
        """Stop what that session of the gateway's began, and wait until it has stopped."""
        await self._cancel([flight for flight in self._running if flight.session == session])

    async def close(self) -> None:
        """Stop everything; nothing begins any more."""
        self._closed = True
        await self._cancel(list(self._running))

    def _start(self, key: Key, session: str, work: Work[T]) -> _Flight:
        if self._closed:
            raise Unavailable
        flight = _Flight(key, session, asyncio.create_task(work()))
        self._running.add(flight)
        self._open[key] = flight
        flight.task.add_done_callback(lambda _: self._done(flight))
        return flight

    def _done(self, flight: _Flight) -> None:
        self._running.discard(flight)
        if self._open.get(flight.key) is flight:
            del self._open[flight.key]
        # Looked at, so that a failure that nobody waited for is no complaint of asyncio's.
        error = None if flight.task.cancelled() else flight.task.exception()
        if error is not None and not flight.awaited and not isinstance(error, ExtranetError):
            _log.error("a refresh failed", exc_info=error, extra={"incident": incident()})

    async def _cancel(self, flights: list[_Flight]) -> None:
        for flight in flights:
            if self._open.get(flight.key) is flight:
                del self._open[flight.key]
            flight.task.cancel()
        await asyncio.gather(*(flight.task for flight in flights), return_exceptions=True)


def _of_its_session(task: "asyncio.Task[Any]") -> bool:
    """Whether it ended as only that session's own reading does: another session can go on."""
    return task.cancelled() or isinstance(task.exception(), (SessionEnded, SignInRefused))
