"""When what waits for the school's staff is looked at again: after longer and longer pauses."""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from gateway.clock import Steady
from gateway.settings import Reconciliation

Key = tuple[str, str, str]
"""School, account, and the place of what is looked at."""

_DOUBLINGS = 20
"""More would overflow; the longest pause is reached long before."""


@dataclass
class _Pace:
    looks: int
    since: float
    """When it was last looked at, by anybody."""
    seen_at: datetime
    """The same, as its row has it: only compared with itself."""
    pause: float
    """Seconds."""


class Paces:
    """Forgotten with the process: then they begin anew, as the sessions do that they look with."""

    def __init__(
        self,
        settings: Reconciliation,
        steady: Steady,
        draw: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """`draw` gives a number between two."""
        self._first = settings.first_pause_minutes * 60
        self._longest = settings.longest_pause_minutes * 60
        self._steady = steady
        self._draw = draw
        self._paces: dict[Key, _Pace] = {}

    def is_due(self, key: Key, seen_at: datetime) -> bool:
        """Whether to look now; `seen_at` is when anybody last did: another look puts it off."""
        now = self._steady()
        pace = self._paces.get(key)
        if pace is None:
            pace = self._paces[key] = _Pace(0, now, seen_at, self._pause(0))
        if pace.seen_at != seen_at:
            pace.since, pace.seen_at = now, seen_at
        return now >= pace.since + pace.pause

    def looked(self, key: Key) -> None:
        """It was looked at, or could not be: not again for longer than before."""
        pace = self._paces[key]
        pace.looks += 1
        pace.since, pace.pause = self._steady(), self._pause(pace.looks)

    def keep_only(self, school: str, keys: Collection[Key]) -> None:
        """Forget the school's others: there is nothing to look at, or nothing to look with."""
        for key in [key for key in self._paces if key[0] == school and key not in keys]:
            del self._paces[key]

    def _pause(self, looks: int) -> float:
        """Full jitter: families who came together must not be looked for together."""
        longest = min(self._first * 2 ** min(looks, _DOUBLINGS), self._longest)
        return self._draw(0, longest)
