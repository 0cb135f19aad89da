"""Reads through what is kept: fresh, then served while read anew, then served in an outage.

Every reading says when it was made and, where it is not of now, why.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from adapters.errors import ExtranetError, NotListed, SessionEnded, SignInRefused
from gateway.cache.far import Far
from gateway.cache.flights import Flights, Work
from gateway.cache.keys import Key, Reading, Terms
from gateway.cache.near import Near, Owner
from gateway.clock import Clock

T = TypeVar("T")

Report = Callable[[Key, ExtranetError], str]
"""Takes note of a reading that failed; returns its incident number."""


class Cache:
    """The near tier and the far one, and what is being read."""

    def __init__(self, near: Near, far: Far, report: Report, patience: float, clock: Clock) -> None:
        """`patience` is how many seconds a reader waits where it need not."""
        self._near = near
        self._far = far
        self._report = report
        self._patience = patience
        self._clock = clock
        self._flights = Flights()

    async def read(
        self,
        key: Key,
        kind: type[T],
        fetch: Callable[[], Awaitable[T]],
        terms: Terms,
        *,
        session: str = "",
        refresh: bool = False,
        hurried: bool = False,
    ) -> Reading[T]:
        """What there is now, or what is kept, as `terms` have it.

        `session` is the gateway's session that `fetch` reads for. With `refresh` it is read anew
        whatever is kept; a `hurried` reader waits only a little even where nothing is.

        Raises:
            SessionEnded, SignInRefused, NotListed: always passed on.
        """

        async def work() -> Reading[T]:
            return await self._fetch(key, fetch, terms)

        before = await self.kept(key, kind, terms)
        if before is not None and before.read_at is not None and not refresh:
            if self._clock() - before.read_at < terms.fresh_for:
                return before
            if not terms.waits:
                self._flights.begin(key, session, work)
                return before
        patience = self._patience if hurried or (before and not refresh) else None
        try:
            reading = await self._flights.wait(key, session, work, patience)
        except (SessionEnded, SignInRefused, NotListed):
            raise
        except ExtranetError as error:
            reading = Reading(trouble=error.key)
        if reading.trouble is None:
            return reading
        # Looked up again: a write may have ended it meanwhile.
        still = await self.kept(key, kind, terms)
        if still is None:
            return reading
        return msgspec.structs.replace(still, trouble=reading.trouble, incident=reading.incident)

    async def kept(self, key: Key, kind: type[T], terms: Terms) -> Reading[T] | None:
        """What is kept, as it is; asks nobody."""
        near = self._near.get(key)
        if near is not None:
            return near
        return await self._far.get(key, kind) if terms.far else None

    async def remember(self, key: Key, value: object) -> None:
        """Keep in the store what was learned beside a reading."""
        await self._far.put(key, value, self._clock())

    def begin(self, key: Key, session: str, work: Work[T]) -> None:
        """Have something read in the background that is not kept, unless it is being read."""
        self._flights.begin(key, session, work)

    def read_beside(
        self, key: Key, fetch: Callable[[], Awaitable[T]], terms: Terms, session: str
    ) -> None:
        """Have something read in the background and kept, unless it is being read."""
        self._flights.begin(key, session, lambda: self._fetch(key, fetch, terms))

    async def wait(self, key: Key, session: str, work: Work[T]) -> T:
        """Have something read that is not kept, once however many wait, for a little while.

        Raises:
            TooSlow: it goes on.
            Whatever `work` raises.
        """
        return await self._flights.wait(key, session, work, self._patience)

    def end(self, school: str, account: str) -> None:
        """Something of the account was written: nothing read before is kept in memory any more.

        Nor is what is being read now. What the store keeps stays for an outage, with its age.
        """
        self._near.end(school, account)
        self._flights.part(school, account)

    async def stop(self, session: str) -> None:
        """That session of the gateway's has ended: nothing is read for it any more."""
        await self._flights.stop(session)

    def in_memory(self, school: str, account: str) -> list[tuple[Key, Reading[Any]]]:
        """What is kept in memory of one account; asks nobody."""
        return self._near.of(school, account)

    async def in_store(self, school: str, account: str) -> list[tuple[str, Reading[Any]]]:
        """What the store keeps of one account, by name, as plain values."""
        return await self._far.all_of(school, account)

    def owners(self) -> set[Owner]:
        """Schools and accounts of which something is kept in memory."""
        return self._near.owners()

    async def close(self) -> None:
        """Stop whatever is being read."""
        await self._flights.close()

    async def _fetch(
        self, key: Key, fetch: Callable[[], Awaitable[Any]], terms: Terms
    ) -> Reading[Any]:
        generation = self._near.generation(key)
        read_at = self._clock()
        try:
            value = await fetch()
        except (SessionEnded, SignInRefused):
            raise
        except NotListed:
            self._near.drop(key)
            raise
        except ExtranetError as error:
            failed: Reading[Any] = Reading(trouble=error.key, incident=self._report(key, error))
            self._near.trouble(key, failed, generation)
            return failed
        reading = Reading(value=value, read_at=read_at)
        if self._near.put(key, reading, generation) and terms.far:
            await self._far.put(key, value, read_at)
        return reading
