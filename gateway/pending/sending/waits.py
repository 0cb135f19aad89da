"""How long requests still wait, on the steady clock: a wall clock that is set changes nothing.

`due_at` is the record. What this run has made wait, it measures itself; what it finds in the store
(a former run's, another's), it can only begin to measure as it first sees it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from adapters.port import Extranet
from gateway.clock import Clock, Steady
from gateway.pending.states import State
from gateway.store.requests import RequestRow


class Wait(msgspec.Struct, frozen=True):
    """Until when, on the steady clock; it holds as long as the request's `due_at` is the same."""

    due_at: datetime
    until: float


class Waits:
    """Every wait that this run knows of."""

    def __init__(
        self,
        longest_pause: float,
        extranets: Mapping[str, Extranet],
        clock: Clock,
        steady: Steady,
    ) -> None:
        """`longest_pause` in seconds; `extranets` by school."""
        self._longest_pause = longest_pause
        self._extranets = extranets
        self._clock = clock
        self._steady = steady
        self._known: dict[tuple[str, str], Wait] = {}

    def longest_run(self, school: str) -> timedelta:
        """How long the school's old server may be at something that nobody waits for any more."""
        return timedelta(seconds=self._extranets[school].longest_run)

    def begin(self, row: RequestRow, wait: timedelta) -> None:
        """`row`, as just written, waits from now on."""
        until = self._steady() + wait.total_seconds()
        self._known[row.school, row.number] = Wait(row.due_at, until)

    def left(self, row: RequestRow) -> float:
        """Seconds that a request still waits; 0 once it is due."""
        known = self._known.get((row.school, row.number))
        if known is None or known.due_at != row.due_at:
            self.begin(row, self._at_first_sight(row))
            known = self._known[row.school, row.number]
        return max(0.0, known.until - self._steady())

    def keep_only(self, keys: set[tuple[str, str]]) -> None:
        """Forget all but these requests', each by its school and number."""
        self._known = {key: wait for key, wait in self._known.items() if key in keys}

    def _at_first_sight(self, row: RequestRow) -> timedelta:
        """By the wall clock as little as can be: it may have been set since `due_at` was."""
        if row.state == State.UNKNOWN:
            # How much of it is over, no clock can tell: the old server is waited out anew.
            return self.longest_run(row.school)
        if row.state == State.DELIVERING or row.attempts == 0:
            return timedelta()
        # One that was put back from a backup waits for the old server's longest run.
        longest = max(timedelta(seconds=self._longest_pause), self.longest_run(row.school))
        return min(max(row.due_at - self._clock(), timedelta()), longest)
