"""What can go wrong with the extranet in memory, on demand."""

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

from adapters.errors import Maintenance, NotUnderstood, Unreachable


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
    next_write: NextWrite = NextWrite.ARRIVES
    locks_session: bool = True
    """While a late write is on its way, its session answers nothing else (as PHP's do)."""
    gate: Gate | None = field(default=None)
    """Where set, every request waits for it."""

    def slow(self) -> Gate:
        """Make every request wait for the gate returned."""
        self.gate = Gate()
        return self.gate

    async def let_in(self) -> None:
        """What happens to a request on its way.

        Raises:
            Unreachable, Maintenance: as set.
        """
        if self.gate is not None:
            await self.gate.pass_through()
        if self.down:
            raise Unreachable
        if self.maintenance:
            raise Maintenance

    def show(self) -> None:
        """What happens to a page once it was answered.

        Raises:
            NotUnderstood: as set.
        """
        if self.not_understood:
            raise NotUnderstood

    def take_next_write(self) -> NextWrite:
        """What becomes of this write; the one after it arrives."""
        fate, self.next_write = self.next_write, NextWrite.ARRIVES
        return fate
