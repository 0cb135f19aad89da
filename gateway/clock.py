"""What time it is: handed to whatever needs it, so that tests set it.

The wall clock says when; it may be set, by a person or a time server, an hour either way. How long
something has lasted is measured on the steady clock, which nobody sets.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, with its zone."""

Steady = Callable[[], float]
"""Returns seconds since some moment; only differences within one process mean anything."""

# Goes on while the machine sleeps; not every system has it.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def steady() -> float:
    """Seconds of the system's steady clock."""
    return time.clock_gettime(_STEADY)


def steady_beside(clock: Clock) -> Steady:
    """The steady clock that goes with `clock`: the system's own, or a clock that a test turns."""
    return steady if clock is now else lambda: clock().timestamp()


class Bounds:
    """Between which two moments it is, however the wall clock was set since this was made.

    What must not happen early by its age is decided on `earliest`, what must not happen late on
    `latest`; without a jump they are the same.
    """

    def __init__(self, clock: Clock, steady: Steady) -> None:
        """Begins to compare the two clocks."""
        self._clock = clock
        self._steady = steady
        self._least = self._most = clock().timestamp() - steady()

    def earliest(self) -> datetime:
        """A moment no later than it can be by any time that the wall clock has shown."""
        return self._at(lambda: self._least)

    def latest(self) -> datetime:
        """A moment no earlier than it can be by any time that the wall clock has shown."""
        return self._at(lambda: self._most)

    def _at(self, apart: Callable[[], float]) -> datetime:
        steady = self._steady()
        difference = self._clock().timestamp() - steady
        self._least = min(self._least, difference)
        self._most = max(self._most, difference)
        return datetime.fromtimestamp(steady + apart(), UTC)
