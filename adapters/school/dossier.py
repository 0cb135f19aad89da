"""What the school keeps of a student: courses, past years, musical events.

Everything is text as the pages say it, "" where the school wrote nothing. `number` is the row's id
in the school's database; whoever puts a dossier together gives the numbers (`numbered`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar


@dataclass(frozen=True, kw_only=True)
class Row:
    """Anything that is a line of a list, and opens a sheet of its own."""

    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Evaluation(Row):
    """A line of the tab Évaluations."""

    date: str
    kind: str
    test: str
    mark: str = ""
    mention: str = ""
    piece: str = ""
    jury: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Absence(Row):
    """A line of the tab Absence."""

    date: str
    hours: str = ""
    reason: str = ""
    justified: str = ""
    reported: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Course(Row):
    """A course of this year."""

    discipline: str
    cycle: str = ""
    teacher: str = ""
    day: str = ""
    hours: str = ""
    room: str = ""
    loan: str = ""
    """The instrument that the school lends for it."""
    comment: str = ""
    department: str = ""
    kind: str = ""
    begins: str = ""
    aims: str = ""
    evaluations: tuple[Evaluation, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Past(Row):
    """A course of a former year."""

    year: str
    department: str = ""
    level: str = ""
    """What the guide calls Classe."""
    cycle: str = ""
    teacher: str = ""
    result: str = ""
    mention: str = ""
    presence: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Event(Row):
    """A musical event that the student took part in."""

    repertoire: str
    date: str = ""
    piece: str = ""
    duration: str = ""
    comment: str = ""
    composer: str = ""
    place: str = ""
    ensemble: str = ""
    conductor: str = ""


AnyRow = TypeVar("AnyRow", bound=Row)


def found(rows: Iterable[AnyRow], number: str) -> AnyRow | None:
    """The row of that number, or None."""
    return next((row for row in rows if row.number == number), None)


def numbered(rows: Iterable[AnyRow], prefix: str) -> tuple[AnyRow, ...]:
    """The rows with numbers that begin with `prefix`; a course's own lists too."""
    return tuple(_numbered(row, f"{prefix}{place:02}") for place, row in enumerate(rows, 1))


def _numbered(row: AnyRow, number: str) -> AnyRow:
    if isinstance(row, Course):
        return replace(
            row,
            number=number,
            evaluations=numbered(row.evaluations, number),
            absences=numbered(row.absences, number),
        )
    return replace(row, number=number)
