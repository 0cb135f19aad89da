"""Erasing by age, beside everything else: in small transactions, each with its line in a journal.

What has ended, and nobody needs any more, goes after the durations of `[retention]`. A wall clock
that was set forward erases nothing that is young.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from gateway import config
from gateway.clock import Bounds, Clock, Steady, steady_beside
from gateway.holdings.contents import erase_contents
from gateway.pending.records import Records
from gateway.pending.states import FINAL
from gateway.store import acts, ageing, purges
from gateway.store.purges import Why
from gateway.store.store import Store

_EVERY = 600.0
"""Seconds between two looks; what a family wants erased at a request's end goes with the next."""

_MOST = 100
"""Requests of one transaction: whoever writes meanwhile waits no longer than for these."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing has ended before."""

_UNTOLD = frozenset({"attempt", "press"})
"""Counters that go every day: the journal would be of nothing else."""

Removal = Callable[[Connection, datetime], list[str]]


class Purging:
    """Looks for what is old enough, and erases it from the file too, not only from its tables."""

    def __init__(
        self,
        store: Store,
        records: Records,
        settings: config.Config,
        repeatable_for: timedelta,
        clock: Clock,
        steady: Steady | None = None,
    ) -> None:
        """`repeatable_for` is how long a page's press can come again."""
        kept = settings.retention
        lost = timedelta(hours=settings.lost_passwords.window_hours)
        longest = max(settings.limits.window_seconds, settings.desk.window_seconds)
        attempts = max(timedelta(seconds=longest), lost)
        self._store = store
        self._records = records
        self._bounds = Bounds(clock, steady or steady_beside(clock))
        self._contents_for = timedelta(days=kept.request_days)
        self._bare_for = timedelta(days=kept.trace_days)
        self._acts_for = timedelta(days=kept.act_days)
        # In this order: the journal comes last, and tells of itself too.
        self._ages: tuple[tuple[str, timedelta, Removal], ...] = (
            ("reading", timedelta(days=kept.reading_days), ageing.remove_readings),
            ("letter", timedelta(days=kept.letter_days), ageing.remove_letters),
            ("attempt", attempts, ageing.remove_attempts),
            ("press", repeatable_for, ageing.remove_presses),
            ("journal", timedelta(days=kept.journal_days), purges.remove_before),
        )

    async def run(self) -> None:
        """Erase what is old enough now, and again and again, until cancelled."""
        while True:
            await self.purge()
            await asyncio.sleep(_EVERY)

    async def purge(self) -> int:
        """Erase what is old enough now; returns how much."""
        now = self._bounds.earliest()
        erased = await self._requests(now, "demand") + await self._requests(now, "age")
        erased += await self._bare(now)
        # Before the journal's own lines go: the store lets no act go without one.
        erased += await self._store.write(
            lambda c: acts.remove_before(c, now - self._acts_for, now)
        )
        for kind, kept_for, remove in self._ages:
            erased += await self._store.write(_removal(kind, now, now - kept_for, remove))
        # Whatever was erased since by others, too: sessions, means to sign in, drafts, letters.
        await self._store.scrub()
        return erased

    async def _requests(self, now: datetime, why: Why) -> int:
        """The contents of ended requests."""
        until = now - self._contents_for if why == "age" else _NEVER

        def erase(connection: Connection) -> int:
            rows = ageing.to_erase(connection, FINAL, until, _MOST)
            gone = Counter(
                row.school for row in rows if erase_contents(connection, self._records, row, now)
            )
            purges.note(
                connection,
                gone,
                kind="request",
                at=now,
                until=until if why == "age" else now,
                why=why,
            )
            return gone.total()

        return await self._in_turns(erase)

    async def _bare(self, now: datetime) -> int:
        """Rows whose contents went long ago."""
        until = now - self._bare_for
        remove: Removal = lambda c, before: ageing.remove_bare(c, before, _MOST)  # noqa: E731
        return await self._in_turns(_removal("trace", now, until, remove))

    async def _in_turns(self, erase: Callable[[Connection], int]) -> int:
        total = 0
        while erased := await self._store.write(erase):
            total += erased
        return total


def _removal(
    kind: str, now: datetime, until: datetime, remove: Removal
) -> Callable[[Connection], int]:
    """A removal with its line in the journal, in one transaction."""

    def erase(connection: Connection) -> int:
        gone = Counter(remove(connection, until))
        if kind in _UNTOLD:
            return gone.total()
        purges.note(connection, gone, kind=kind, at=now, until=until, why="age")
        return gone.total()

    return erase
