"""A family's own side of the old site: read through what is kept, or live."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

from adapters.errors import NotListed, SessionEnded, SignInRefused
from adapters.port import Session
from gateway.cache import Cache, Key, Reading, Terms
from gateway.clock import Clock
from gateway.sessions import Sessions
from gateway.views import Visit

T = TypeVar("T")
F = TypeVar("F")

_JUST_READ = timedelta(seconds=5)
"""What a reading as young as this does not list is not there: no need to read it again."""


class OldSide:
    """Asks the old site one thing at a time.

    A session is held for one call only: a sign-out takes its turn behind the calls that were there
    before it, and nobody calls after it, so that none signs the family in again.
    """

    def __init__(self, sessions: Sessions, cache: Cache, lists: Terms, clock: Clock) -> None:
        """`lists` are the terms on which a family's lists are served."""
        self._sessions = sessions
        self._cache = cache
        self._lists = lists
        self._clock = clock

    @asynccontextmanager
    async def session(self, visit: Visit) -> AsyncIterator[Session]:
        """The old session behind this visit's.

        Raises:
            SessionEnded: sign in again; the gateway's session has ended too.
        """
        try:
            async with self._sessions.using(visit.school, visit.session) as session:
                yield session
        except SignInRefused as error:
            raise SessionEnded from error

    async def read(
        self,
        visit: Visit,
        resource: str,
        kind: type[T],
        ask: Callable[[Session], Awaitable[T]],
        *,
        parameters: tuple[str, ...] = (),
        terms: Terms | None = None,
        refresh: bool = False,
        hurried: bool = False,
    ) -> Reading[T]:
        """What `ask` reads for this family, as it is now or as it is kept; see `Cache.read`.

        Raises:
            SessionEnded: sign in again.
            NotListed: the old site offers no such thing to this family.
        """

        async def fetch() -> T:
            async with self.session(visit) as session:
                return await ask(session)

        return await self._cache.read(
            _key(visit, resource, parameters),
            kind,
            fetch,
            terms or self._lists,
            session=visit.session,
            refresh=refresh,
            hurried=hurried,
        )

    async def kept(
        self,
        visit: Visit,
        resource: str,
        kind: type[T],
        *parameters: str,
        terms: Terms | None = None,
    ) -> Reading[T] | None:
        """What is kept, as it is; asks nothing of the old site."""
        key = _key(visit, resource, parameters)
        return await self._cache.kept(key, kind, terms or self._lists)

    async def remember(self, visit: Visit, resource: str, value: object) -> None:
        """Keep in the store what was learned beside a reading."""
        await self._cache.remember(_key(visit, resource, ()), value)

    def read_beside(
        self,
        visit: Visit,
        resource: str,
        ask: Callable[[Session], Awaitable[T]],
        *,
        parameters: tuple[str, ...] = (),
        terms: Terms | None = None,
    ) -> None:
        """Have something read in the background, to be kept; nobody waits for it."""

        async def fetch() -> T:
            async with self.session(visit) as session:
                return await ask(session)

        key = _key(visit, resource, parameters)
        self._cache.read_beside(key, fetch, terms or self._lists, visit.session)

    async def seek(
        self, read: Callable[[bool], Awaitable[Reading[T]]], find: Callable[[T], F | None]
    ) -> tuple[Reading[T], F | None]:
        """Find something in a reading, which is read anew where what is kept does not hold it.

        `read` takes whether to refresh. Without a value there is nothing to find it in: its trouble
        is told. What a family asks for is looked for before the old site is asked for it, which may
        serve more than it lists (TRUST 7).

        Raises:
            NotListed: it is not there.
        """
        reading = await read(False)
        if reading.value is None:
            return reading, None
        found = find(reading.value)
        if found is None and not self._just_read(reading):
            reading = await read(True)
            found = None if reading.value is None else find(reading.value)
        if found is None:
            raise NotListed
        return reading, found

    def _just_read(self, reading: Reading[T]) -> bool:
        return reading.read_at is not None and self._clock() - reading.read_at < _JUST_READ


def _key(visit: Visit, resource: str, parameters: tuple[str, ...]) -> Key:
    return Key(school=visit.school, account=visit.account, resource=resource, parameters=parameters)
