"""The old site of the state machine: it looks at the gateway's store as each write arrives."""

import pickle
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from adapters.memory import Faults, MemoryExtranet, NextWrite
from adapters.memory.families import fictional_families
from gateway.pending.states import UNDER_WAY, State
from tests.unit.portal.stage import CHIDI, HELENE, LONGEST_RUN


class Fate(StrEnum):
    """What becomes of the next write, and of the gateway that sent it."""

    ARRIVES = "arrives"
    REQUEST_LOST = "request_lost"
    ANSWER_LOST = "answer_lost"
    LANDS_LATE = "lands_late"
    KILLED_BEFORE = "killed_before"
    """The gateway dies as the bytes leave: nothing arrives."""
    KILLED_AFTER = "killed_after"
    """It dies once the effect has taken place."""
    KILLED_WHILE = "killed_while"
    """It dies while the old server is still at it."""


_FATES = {
    Fate.ARRIVES: (NextWrite.ARRIVES, False),
    Fate.REQUEST_LOST: (NextWrite.REQUEST_LOST, False),
    Fate.ANSWER_LOST: (NextWrite.ANSWER_LOST, False),
    Fate.LANDS_LATE: (NextWrite.LANDS_LATE, False),
    Fate.KILLED_BEFORE: (NextWrite.REQUEST_LOST, True),
    Fate.KILLED_AFTER: (NextWrite.ARRIVES, True),
    Fate.KILLED_WHILE: (NextWrite.LANDS_LATE, True),
}


@dataclass
class MortalFaults(Faults):
    """Decides what becomes of a write, and lets the gateway die of it."""

    fate: Fate = Fate.ARRIVES
    dies: Callable[[], None] = field(default=lambda: None)

    def take_next_write(self) -> NextWrite:
        fate, self.fate = self.fate, Fate.ARRIVES
        becomes, dies = _FATES[fate]
        if dies:
            self.dies()
        return becomes


def two_families() -> bytes:
    """Their records, to be made anew for each world: to write bills takes long."""
    everybody = fictional_families()
    return pickle.dumps([everybody[HELENE], everybody[CHIDI]])


class WatchingSite(MemoryExtranet):
    """An extranet in memory that runs a request for `LONGEST_RUN` seconds at the most."""

    faults: MortalFaults

    def __init__(self, store: Path, families: bytes) -> None:
        """`store` is the gateway's database; `families` are those of `two_families`."""
        super().__init__(pickle.loads(families), longest_run=LONGEST_RUN)  # noqa: S301 - our own
        self.faults = MortalFaults()
        self.watches = True
        """Whether what is written now is a request's: not a new password."""
        self._store = store
        self._at_it = 0.0

    async def arrive(self, what: str) -> None:
        await super().arrive(what)
        if what == "write" and self.watches:
            self._watch()

    def _watch(self) -> None:
        """Its intent is committed by now, and nothing of that family's comes before it."""
        with closing(sqlite3.connect(self._store)) as connection:
            rows = connection.execute(
                "select account, state, intent_at from request order by position"
            ).fetchall()
        under_way: dict[str, list[tuple[str, int | None]]] = {}
        for account, state, intent_at in rows:
            if state in UNDER_WAY:
                under_way.setdefault(account, []).append((state, intent_at))
        sending = [
            place
            for waiting in under_way.values()
            for place, (state, intent_at) in enumerate(waiting)
            if state == State.DELIVERING and intent_at is not None
        ]
        assert sending, "bytes left before their intent was committed"
        assert not any(sending), "a request left before an earlier one of its family"

    def go_on(self, seconds: float) -> None:
        """The old server works on, for so long: whatever it is at ends in its longest run."""
        self._at_it = self._at_it + seconds if self.late else 0.0
        if self._at_it >= LONGEST_RUN:
            self.land()

    def effects(self, value: str) -> int:
        """How often what asks for that value has taken effect."""
        changes = sum(value in effect.changes.values() for effect in self.ledger)
        return changes + sum(value == enrolled.note for enrolled in self.enrolled)

    def imported_twice(self) -> list[str]:
        """Names of files that came more than once."""
        return [
            name for name, times in Counter(i.file_name for i in self.imports).items() if times > 1
        ]
