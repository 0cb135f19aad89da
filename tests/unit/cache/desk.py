"""A cache over an old site that answers with numbers, on a clock that the test turns."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.errors import ExtranetError
from gateway.cache import Cache, Far, Key, Near, Reading, Terms
from gateway.keys import Keys
from gateway.store.store import Store
from gateway.vault import Vault

KEY = Key(school="e", account="a", resource="courses", parameters=("zoe",))
LISTS = Terms(fresh_for=timedelta(minutes=5))
HOME = Terms(waits=True, far=True)
NOON = datetime(2026, 9, 9, 12, tzinfo=UTC)


@dataclass
class OldSite:
    """Answers with a new number each time; behind a door where one is set."""

    asked: int = 0
    error: ExtranetError | None = None
    door: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self) -> int:
        self.asked += 1
        number = self.asked
        self.reached.set()
        if self.door is not None:
            await self.door.wait()
        if self.error is not None:
            raise self.error
        return number


@dataclass
class Desk:
    """A cache on a clock that the test turns, with what it reported."""

    folder: Path
    store: Store
    now: datetime = NOON
    reported: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site = OldSite()
        self.cache = self.restarted()

    def restarted(self, most: int = 9, patience: float = 0.1) -> Cache:
        near = Near(most, 3600, self._seconds)
        far = Far(self.store, Vault(Keys(b"a" * 32, {1: b"b" * 32})))
        self.cache = Cache(near, far, self._report, patience, lambda: self.now)
        return self.cache

    def _seconds(self) -> float:
        return self.now.timestamp()

    def _report(self, key: Key, error: ExtranetError) -> str:
        self.reported.append((key.resource, error.key))
        return f"incident {len(self.reported)}"

    async def read(
        self,
        terms: Terms = LISTS,
        key: Key = KEY,
        *,
        session: str = "s1",
        refresh: bool = False,
        hurried: bool = False,
    ) -> Reading[int]:
        return await self.cache.read(
            key, int, self.site, terms, session=session, refresh=refresh, hurried=hurried
        )

    def shut(self) -> asyncio.Event:
        """The next readings wait before the door returned."""
        self.site.door, self.site.reached = asyncio.Event(), asyncio.Event()
        return self.site.door

    async def settle(self) -> None:
        """Let what is being read in the background end."""
        while self.cache._flights._running:
            await asyncio.wait([each.task for each in self.cache._flights._running])
            await asyncio.sleep(0)
