"""An extranet in memory: a public fake of the port, for integrators' tests and for ours.

It passes the same contract suite as the live adapter (`tests/contract/`)::

    extranet = MemoryExtranet()
    session = await extranet.sign_in(extranet.credentials("F-1042"))
    sheet = await session.family()
    extranet.faults.next_write = NextWrite.ANSWER_LOST

The staff's side is on the extranet (`validate`, `refuse`, `edit`), so is the `ledger` of every
effect; `faults` makes it slow, closed, unreachable, or has it lose what it should answer.
"""

from adapters.memory.extranet import MemoryExtranet, create
from adapters.memory.faults import Faults, Gate, NextWrite
from adapters.memory.record import Effect, Showing

__all__ = [
    "Effect",
    "Faults",
    "Gate",
    "MemoryExtranet",
    "NextWrite",
    "Showing",
    "create",
]
