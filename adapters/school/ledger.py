"""The school's own account of every effect that it applied: what a test believes."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from adapters.school.domain import Changed


class Effect(msgspec.Struct, frozen=True):
    """One form that the school took; `changes` is empty where it changed nothing."""

    number: int
    at: datetime
    screen: str
    identifier: str
    """Whose."""
    changes: tuple[Changed, ...]
    student: str | None = None
    """The number of the student whose Identité it was about; None for Famille."""


class Ledger:
    """Effects in order; with a path, one line of JSON each, written before the family is answered.

    Started again on the same file, it goes on where that file ends.
    """

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        """`now` gives the time of an effect, with its zone."""
        self._path = path
        self._now = now
        self._effects = _read(path) if path is not None and path.exists() else []

    def effects(self) -> tuple[Effect, ...]:
        """Every effect, first to last."""
        return tuple(self._effects)

    def append(
        self,
        screen: str,
        identifier: str,
        changes: tuple[Changed, ...],
        student: str | None = None,
    ) -> None:
        """Write down one more effect."""
        number = len(self._effects) + 1
        effect = Effect(number, self._now(), screen, identifier, changes, student)
        self._effects.append(effect)
        if self._path is not None:
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(effect) + b"\n")


def _read(path: Path) -> list[Effect]:
    return [msgspec.json.decode(line, type=Effect) for line in path.read_bytes().splitlines()]
