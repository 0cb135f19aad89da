"""What can go wrong with the extranet in memory, on demand."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.errors import ExtranetError, Maintenance, NotUnderstood, Unavailable, Unreachable


class NextWrite(StrEnum):
    """What becomes of the next write; every write after it goes well again."""

    ARRIVES = "arrives"
    ANSWER_LOST = "answer_lost"
    """The effect takes place, the answer never comes."""
    REQUEST_LOST = "request_lost"
    """Nothing takes place, and no answer comes either."""
    LANDS_LATE = "lands_late"
    """No answer comes; the effect takes place at `MemoryExtranet.land()`."""


class Gate:
    """A closed door: requests wait before it until somebody opens it."""

    def __init__(self) -> None:
        """Closed, with nobody before it."""
        self.reached = asyncio.Event()
        """Set as soon as one request waits."""
        self._open = asyncio.Event()

    def open(self) -> None:
        """Let everyone through, now and later."""
        self._open.set()

    async def pass_through(self) -> None:
        """Wait for the door to open."""
        self.reached.set()
        await self._open.wait()


@dataclass
class Faults:
    """What is wrong now; everything is well by default."""

    down: bool = False
    """Every request raises `Unreachable`."""
    maintenance: bool = False
    """Every request raises `Maintenance`."""
    not_understood: bool = False
    """Every page that is read raises `NotUnderstood`; a write's answer cannot be read either."""
    failing: dict[str, ExtranetError] = field(default_factory=dict)
    """What raises which error, by the names of `MemoryExtranet.asked`: all else goes on.

    `faults.failing["courses"] = ColumnsLost()` closes the lists of courses and nothing more.
    """
    breaks_off: bool = False
    """An invoice's duplicate stops half way: its stream raises `Unreachable`."""
    next_write: NextWrite = NextWrite.ARRIVES
    locks_session: bool = True
    """While a late write is on its way, its session answers nothing else (as PHP's do)."""
    gate: Gate | None = field(default=None)
    """Where set, requests wait for it."""
    gated: frozenset[str] = frozenset()
    """The requests that wait, by the names of `MemoryExtranet.asked`; all where it is empty."""

    def slow(self, *asked: str) -> Gate:
        """Make every request wait for the gate returned, or those for what is `asked` only."""
        self.gate, self.gated = Gate(), frozenset(asked)
        return self.gate

    async def let_in(self, asked: str) -> None:
        """What happens to a request on its way.

        Raises:
            Unavailable: of the kind that is set.
        """
        if self.gate is not None and (not self.gated or asked in self.gated):
            await self.gate.pass_through()
        if self.down:
            raise Unreachable
        if self.maintenance:
            raise Maintenance
        error = self.failing.get(asked)
        if isinstance(error, Unavailable):
            raise error.with_traceback(None)

    def show(self, asked: str) -> None:
        """What happens to a page once it was answered.

        Raises:
            NotUnderstood: as set.
            ExtranetError: any other that is set for what is `asked`.
        """
        if self.not_understood:
            raise NotUnderstood
        error = self.failing.get(asked)
        if error is not None:
            raise error.with_traceback(None)

    def take_next_write(self) -> NextWrite:
        """What becomes of this write; the one after it arrives."""
        fate, self.next_write = self.next_write, NextWrite.ARRIVES
        return fate
