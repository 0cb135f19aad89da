"""What waits for its family does not wait for ever: unanswered, it ends, and its family is told."""

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from gateway.clock import Bounds, Clock, Steady
from gateway.pending.errors import LostRace
from gateway.pending.journal import Journal
from gateway.pending.records import Records
from gateway.pending.states import WITH_FAMILY, Event, State
from gateway.settings import Delivery as Settings
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen

_EVERY = 3600.0
"""Seconds between two looks: it is a matter of weeks."""

_log = logging.getLogger(__name__)


class Unanswered:
    """Looks for what has waited too long, and ends it."""

    def __init__(
        self,
        store: Store,
        records: Records,
        journal: Journal,
        settings: Settings,
        schools: Collection[str],
        clock: Clock,
        steady: Steady,
    ) -> None:
        """`settings` is the configuration's `[delivery]`, `schools` are the ids of those in it."""
        self._store = store
        self._records = records
        self._journal = journal
        self._days = settings.answer_days
        self._schools = schools
        self._clock = clock
        self._bounds = Bounds(clock, steady)

    async def run(self) -> None:
        """End what has waited too long, now and again and again, until cancelled."""
        while True:
            await self.end()
            await asyncio.sleep(_EVERY)

    async def end(self) -> int:
        """End what has waited too long; returns how much. A clock set forward ends nothing."""
        if not self._days:
            return 0
        until = self._bounds.earliest() - timedelta(days=self._days)
        rows = await self._store.read(lambda c: requests.in_states(c, WITH_FAMILY))
        old = [row for row in rows if row.asked_at <= until and not _may_have_left(row)]
        # Of a school that is not in the configuration nobody could be told.
        return sum([await self._ended(row, until) for row in old if row.school in self._schools])

    async def _ended(self, row: RequestRow, until: datetime) -> bool:
        """End one that has waited too long; in one transaction with its letter, or not at all."""
        try:
            return await self._store.write(partial(self._end, row=row, until=until))
        except LostRace:
            # It was answered just now.
            return False
        except DoesNotOpen:
            _log.warning("a request does not open", extra={"school": row.school})
            return False

    def _end(self, connection: Connection, row: RequestRow, until: datetime) -> bool:
        if self._waits_since(connection, row) > until:
            return False
        self._journal.advance(connection, row, Event.UNANSWERED, self._clock())
        return True

    def _waits_since(self, connection: Connection, row: RequestRow) -> datetime:
        """Since it came to where it stands, or was last written about."""
        happened = events.of_request(connection, row.school, row.number)
        said = self._records.said(row)
        return max([happened[-1].at, *(each.at for each in said)])


def _may_have_left(row: RequestRow) -> bool:
    """Whether it may have been sent all the same since a copy was made that was put back.

    No letter could say then that nothing has left: it waits for a person.
    """
    return row.state == State.BLOCKED_CONFLICT and row.resent
