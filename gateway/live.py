"""Old sessions kept open in memory, one for each of the gateway's sessions.

They can always be made again from what is sealed in the store, so that letting one go is harmless;
but never while somebody uses it.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cachetools import TTLCache

from adapters.model import Credentials
from adapters.port import Session
from gateway.means import Means

Key = tuple[str, str]
"""School, and the gateway's session's handle."""


@dataclass(eq=False)
class Live:
    """One family's session on the old site, in memory."""

    key: Key
    account: str
    credentials: Credentials = field(repr=False)
    session: Session = field(repr=False)
    cookie: bytes = field(repr=False)
    sealed_state: bytes = field(repr=False)
    """The old session's state as the store has it."""
    users: int = 0
    retired: bool = False

    @property
    def means(self) -> Means:
        """What makes this session again elsewhere."""
        return Means(credentials=self.credentials, state=self.session.state)


class _Cache(TTLCache[Key, Live]):
    """Tells which entries had to make room, and which are outdated."""

    def __init__(self, most: int, seconds: float, timer: Callable[[], float]) -> None:
        super().__init__(most, seconds, timer)
        self.gone: list[Live] = []

    def popitem(self) -> tuple[Key, Live]:
        key, live = super().popitem()
        self.gone.append(live)
        return key, live

    def expire(self, time: float | None = None) -> list[tuple[Key, Live]]:
        expired = list(super().expire(time))
        self.gone += [live for _, live in expired]
        return expired


class LiveSessions:
    """The least recently used make room; those unused for the idle limit go."""

    def __init__(self, most: int, idle_seconds: float, timer: Callable[[], float]) -> None:
        """At most `most` sessions; `timer` gives the present moment in seconds."""
        self._cache = _Cache(most, idle_seconds, timer)

    async def put(self, live: Live) -> None:
        """Keep a session; begins its time anew where it is kept already."""
        self._cache[live.key] = live
        await self._retire(self._gone())

    def get(self, key: Key) -> Live | None:
        """The session of that key, or None."""
        return self._cache.get(key)

    def of_account(self, school: str, account: str) -> Live | None:
        """The account's session that was used last, or None.

        Where the old site allows one session for an account, it has thrown the others out.
        """
        mine = self.all_of(school, account)
        return mine[-1] if mine else None

    def all_of(self, school: str, account: str) -> list[Live]:
        """Every session of that account, the one used last at the end."""
        everyone = list(self._cache.values())
        return [one for one in everyone if (one.key[0], one.account) == (school, account)]

    def accounts(self, school: str) -> frozenset[str]:
        """Whoever has a session at that school."""
        everyone = list(self._cache.values())
        return frozenset(live.account for live in everyone if live.key[0] == school)

    def take(self, key: Key) -> Live | None:
        """Take a session out without closing it."""
        return self._cache.pop(key, None)

    @asynccontextmanager
    async def hold(self, live: Live) -> AsyncIterator[Session]:
        """Use a session: it is not closed meanwhile."""
        live.users += 1
        try:
            yield live.session
        finally:
            live.users -= 1
            if live.retired and not live.users:
                await live.session.close()

    async def retire(self, live: Live) -> None:
        """Close a session as soon as nobody uses it."""
        await self._retire([live])

    async def close(self) -> None:
        """Close them all."""
        everyone = list(self._cache.values())
        self._cache.clear()
        await self._retire(everyone + self._gone())

    def _gone(self) -> list[Live]:
        gone, self._cache.gone = self._cache.gone, []
        return gone

    async def _retire(self, gone: list[Live]) -> None:
        for live in gone:
            live.retired = True
            if not live.users:
                await live.session.close()
