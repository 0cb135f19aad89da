"""What a press of a button sends only once, however often that press arrives."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from adapters.errors import ExtranetError, FormChanged
from adapters.port import BeforeSending
from gateway.clock import Clock
from gateway.store import copies, once
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault
from gateway.views import Fate

T = TypeVar("T", bound=msgspec.Struct)
Sending = Callable[[BeforeSending], Awaitable[T]]
"""Sends it, and returns what became of it; what it is given comes before the first byte."""


class PressedTwice(ExtranetError):
    """The same button was pressed again while the first press was on its way: nothing is sent."""

    key = "pressed_twice"


class SentOnce:
    """Sends for a press that comes for the first time; tells what became of any other."""

    def __init__(self, store: Store, vault: Vault, repeatable_for: timedelta, clock: Clock) -> None:
        """Presses are known for `repeatable_for`: longer than any page stays good."""
        self._store = store
        self._vault = vault
        self._repeatable_for = repeatable_for
        self._clock = clock
        self._running: dict[str, asyncio.Task[Any]] = {}

    async def check_known_since(self, given_at: datetime) -> None:
        """Refuse a press of a page that is older than a backup that was put back since.

        It may have been sent, and the backup may know nothing of it.

        Raises:
            FormChanged: it is. A page opened now is as good as ever.
        """
        restored_at = await self._store.read(copies.restored_at)
        if restored_at is not None and given_at <= restored_at:
            raise FormChanged

    async def send(
        self, school: str, what: tuple[str, ...], kind: type[T], sending: Sending[T]
    ) -> T:
        """What became of a press; `what` tells it, and what was typed, from every other.

        A press that comes while the same one is on its way waits for that one. Where the gateway
        was killed before it knew, the fate is `UNKNOWN`: `kind` has to have a `fate`.

        Raises:
            PressedTwice: another process is sending it.
            Whatever `sending` raises; where it raises before anything left, the press stays good.
        """
        digest = self._vault.digest("once", school, *what)
        task = self._running.get(digest)
        if task is None:
            secret = "\n".join(what).encode()
            task = asyncio.create_task(self._send(school, digest, secret, kind, sending))
            self._running[digest] = task
            task.add_done_callback(lambda done: self._done(digest, done))
        # Whoever stops waiting stops nothing: what was sent is to be written down.
        became: T = await asyncio.shield(task)
        return became

    async def _send(
        self, school: str, press: str, secret: bytes, kind: type[T], sending: Sending[T]
    ) -> T:
        known = await self._known(school, press, secret, kind)
        if known is not None:
            return known
        became = await sending(lambda: self._claim(school, press))
        await self._conclude(school, press, secret, became)
        return became

    def _done(self, press: str, task: asyncio.Task[Any]) -> None:
        del self._running[press]
        if not task.cancelled():
            # Looked at, so that a failure that nobody waited for is no complaint of asyncio's.
            task.exception()

    async def _claim(self, school: str, press: str) -> None:
        """Committed before the first byte leaves: whoever comes second sends nothing."""
        now = self._clock()

        def claim(connection: Connection) -> bool:
            once.remove_before(connection, now - self._repeatable_for)
            return once.claim(connection, school, press, now)

        if not await self._store.write(claim):
            raise PressedTwice

    async def _known(self, school: str, press: str, secret: bytes, kind: type[T]) -> T | None:
        """What is known of a press that was sent already; None where it was not."""
        row = await self._store.read(lambda c: once.find(c, school, press))
        if row is None:
            return None
        unknown = msgspec.convert({"fate": Fate.UNKNOWN}, kind)
        if row.sealed is None:
            return unknown
        try:
            plain = self._vault.open(_place(school, press), row.sealed, secret)
        except DoesNotOpen:
            return unknown
        return msgspec.msgpack.decode(plain, type=kind)

    async def _conclude(
        self, school: str, press: str, secret: bytes, became: msgspec.Struct
    ) -> None:
        # It may hold a session's cookie: only the page that was pressed is to open it.
        plain = msgspec.msgpack.encode(became)
        sealed = self._vault.seal(_place(school, press), plain, secret)
        await self._store.write(lambda c: once.conclude(c, school, press, sealed))


def _place(school: str, press: str) -> Place:
    return Place(purpose="once", school=school, account="", row=press)
