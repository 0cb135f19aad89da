"""Who has a request to itself, and until when.

A claim writes down which run works on the request, and until when; it is renewed while that goes
on. A send is begun only where it would end within the lease, and is cut before that is over.
`lease_until` is a record by the wall clock of the run that wrote it, and nobody counts on that: to
another run a lease is over once it was seen unchanged for its whole length, on a steady clock.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from gateway.clock import Clock, Steady
from gateway.pending.errors import LostRace
from gateway.pending.journal import Journal
from gateway.store.requests import RequestRow

NONE: dict[str, Any] = {"sender": None, "lease_until": None}
"""The columns of a request that nobody may have bytes of to send."""

_RENEWALS = 4
"""In the length of a lease."""


class Lease:
    """This run's, on one request."""

    def __init__(self, sender: str, seconds: float, clock: Clock, steady: Steady) -> None:
        """`sender` is this run's id; the lease begins once `columns` are committed."""
        self._sender = sender
        self._seconds = seconds
        self._clock = clock
        self._steady = steady
        self._from = steady()
        self._limit: asyncio.Timeout | None = None

    @property
    def longest_send(self) -> float:
        """Seconds after which a send is cut: it lies inside the lease that its intent renews."""
        return self._seconds / 2

    def columns(self) -> dict[str, Any]:
        """What to commit for the lease to begin anew now."""
        self._from = self._steady()
        until = self._clock() + timedelta(seconds=self._seconds)
        return {"sender": self._sender, "lease_until": until}

    def limiting(self) -> asyncio.Timeout:
        """What cuts the send under way; there is none yet."""
        self._limit = asyncio.timeout(None)
        return self._limit

    def has_room(self) -> bool:
        """Whether a send that begins now would be cut before the lease is over."""
        return self._steady() - self._from <= self._seconds - self.longest_send

    def sends(self) -> None:
        """Bytes are about to leave: they have until the send's deadline."""
        if self._limit is not None:
            deadline = asyncio.get_running_loop().time() + self.longest_send
            self._limit.reschedule(deadline)

    def has_sent(self) -> None:
        """What had left is answered."""
        if self._limit is not None:
            self._limit.reschedule(None)

    async def keep(self, journal: Journal, row: RequestRow) -> None:
        """Renew it until cancelled, or until somebody else has the request."""
        while True:
            await asyncio.sleep(self._seconds / _RENEWALS)
            begun = self._steady()
            until = self._clock() + timedelta(seconds=self._seconds)
            try:
                await journal.note(row, lease_until=until)
            except LostRace:
                return
            self._from = max(self._from, begun)


class Leases:
    """Other runs' leases, as this one sees them."""

    def __init__(self, seconds: float, steady: Steady) -> None:
        """`seconds` is how long a lease lasts; every gateway on the store has the same."""
        self._seconds = seconds
        self._steady = steady
        self._seen: dict[tuple[str, str], tuple[int, datetime | None, float]] = {}

    def left(self, row: RequestRow) -> float:
        """Seconds until a claimed request's lease is over for certain, unless it is renewed."""
        key = (row.school, row.number)
        seen = self._seen.get(key)
        if seen is None or seen[:2] != (row.fence, row.lease_until):
            seen = self._seen[key] = (row.fence, row.lease_until, self._steady())
        return max(0.0, seen[2] + self._seconds - self._steady())

    def keep_only(self, keys: set[tuple[str, str]]) -> None:
        """Forget all but these requests', each by its school and number."""
        self._seen = {key: seen for key, seen in self._seen.items() if key in keys}
