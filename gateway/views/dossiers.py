"""Élèves: the choice of students, their lists, and the sheets behind a line."""

import msgspec

from adapters.model import Listing, Record, Step, Student
from gateway.views.currency import Told


class StudentsView(Told, frozen=True, kw_only=True):
    """The choice of students."""

    students: tuple[Student, ...] | None
    """In the old site's order; () where the family has none, None where it could not be read."""
    re_enrol: frozenset[str] = frozenset()
    """References of those whose tab Réinscription is known to be there."""

    def student(self, ref: str) -> Student | None:
        """The student of that reference, or None."""
        return next((each for each in self.students or () if each.ref == ref), None)


class OfStudent(Told, frozen=True, kw_only=True):
    """A screen of one student's; `read_at` and `trouble` are the screen's own."""

    students: tuple[Student, ...] | None
    """All the family's: siblings are one tap away. None where that list could not be read."""
    chosen: Student | None
    """None only where `students` is."""
    re_enrols: bool = False
    """Whether the tab Réinscription is known to be among the student's."""


class ListView(OfStudent, frozen=True, kw_only=True):
    """Cours, Historique or Répertoire."""

    listing: Listing | None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a sheet stands among those that its list's lines open, in the list's order."""

    first: str
    previous: str | None
    next: str | None
    last: str
    """References of lines."""
    position: int
    """1 is the first."""
    count: int


class RecordView(OfStudent, frozen=True, kw_only=True):
    """The sheet behind a line: a course, a past year, an event, or a detail of one of these."""

    steps: tuple[Step, ...]
    """The lines that were opened, one in the other."""
    record: Record | None
    listing: Listing | None
    """The list that the last line is of."""
    place: Place | None
    """Among that list's lines; None where the list could not be read."""
    trail: tuple[Record, ...] = ()
    """The sheets that were opened before, the outermost first."""
