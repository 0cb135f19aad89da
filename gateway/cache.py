"""What was read before: served with its age while the old site is slow or does not answer.

The store holds it, sealed. One fetch per key however many wait for it; a reader who goes away
cancels nobody else's.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from adapters.errors import ExtranetError, SessionEnded, SignInRefused, TooSlow
from gateway.clock import Clock
from gateway.store import kept
from gateway.store.kept import KeptRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault

READER = "1"
"""Version of the model that is kept: another one finds nothing of it."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept; `account` is "" for what is the whole school's."""

    school: str
    account: str = ""
    resource: str


class Reading(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A value and when it was read; `trouble` is why it is not of now, by the error's key."""

    value: T
    read_at: datetime
    trouble: str | None = None


class Cache:
    """Reads through what is kept."""

    def __init__(self, store: Store, vault: Vault, patience: float, clock: Clock) -> None:
        """`patience` is how many seconds a reader waits where something kept can be shown."""
        self._store = store
        self._vault = vault
        self._patience = patience
        self._clock = clock
        self._fetches: dict[Key, asyncio.Task[Reading[object]]] = {}

    async def read(
        self,
        key: Key,
        kind: type[T],
        fetch: Callable[[], Awaitable[T]],
        fresh_for: timedelta = timedelta(),
    ) -> Reading[T]:
        """The value of now, or the kept one where that cannot be had.

        Raises:
            SessionEnded, SignInRefused: always passed on.
            ExtranetError: nothing is kept.
        """
        before = await self._kept(key, kind)
        if before is not None and self._clock() - before.read_at < fresh_for:
            return before
        fetching = self._fetch(key, fetch)
        try:
            if before is None:
                return await asyncio.shield(fetching)
            async with asyncio.timeout(self._patience):
                return await asyncio.shield(fetching)
        except (SessionEnded, SignInRefused):
            raise
        except (ExtranetError, TimeoutError) as error:
            if before is None:
                raise
            trouble = error.key if isinstance(error, ExtranetError) else TooSlow.key
            return msgspec.structs.replace(before, trouble=trouble)

    async def close(self) -> None:
        """Give up what is being fetched."""
        fetches = list(self._fetches.values())
        for fetch in fetches:
            fetch.cancel()
        await asyncio.gather(*fetches, return_exceptions=True)

    def _fetch(self, key: Key, fetch: Callable[[], Awaitable[T]]) -> "asyncio.Task[Reading[T]]":
        running = self._fetches.get(key)
        if running is None:
            running = asyncio.create_task(self._fetch_and_keep(key, fetch))
            self._fetches[key] = running
            running.add_done_callback(lambda task: self._done(key, task))
        return running  # type: ignore[return-value]

    def _done(self, key: Key, task: "asyncio.Task[Reading[object]]") -> None:
        del self._fetches[key]
        if not task.cancelled():
            # Looked at, so that a failure that nobody waited for is no complaint of asyncio's.
            task.exception()

    async def _fetch_and_keep(self, key: Key, fetch: Callable[[], Awaitable[T]]) -> Reading[T]:
        read_at = self._clock()
        value = await fetch()
        row = KeptRow(
            school=key.school,
            account=key.account,
            resource=key.resource,
            reader=READER,
            read_at=read_at,
            value=self._vault.seal(_place(key), msgspec.msgpack.encode(value)),
        )
        await self._store.write(lambda c: kept.put(c, row))
        return Reading(value=value, read_at=read_at)

    async def _kept(self, key: Key, kind: type[T]) -> Reading[T] | None:
        row = await self._store.read(
            lambda c: kept.get(c, key.school, key.account, key.resource, READER)
        )
        if row is None:
            return None
        try:
            plain = self._vault.open(_place(key), row.value)
        except DoesNotOpen:
            _log.warning("what was kept does not open", extra={"school": key.school})
            return None
        value = msgspec.msgpack.decode(plain, type=kind)
        return Reading(value=value, read_at=row.read_at)


def _place(key: Key) -> Place:
    return Place(
        purpose="kept", school=key.school, account=key.account, row=f"{key.resource}/{READER}"
    )
