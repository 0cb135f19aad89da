"""What the school has on file: a family's record, with those of its students."""

import dataclasses
from typing import ClassVar

from adapters.errors import NotListed
from adapters.memory.enrolling import EnrolmentOnFile
from adapters.memory.on_file import SheetOnFile
from adapters.memory.tables import Books, Table, reference


@dataclasses.dataclass(frozen=True)
class Effect:
    """One write that took effect: whose it was and the values it stored, by field key."""

    identifier: str
    changes: dict[str, str] = dataclasses.field(default_factory=dict)
    student: str | None = None
    """The student's reference where it concerned an Identité, None for Famille."""


@dataclasses.dataclass(kw_only=True)
class StudentRecord(SheetOnFile):
    """One student: the sheet of the tab Identité, and the lists of the other tabs."""

    title: ClassVar[str] = "Fiche de l’élève"
    waiting_sentence: ClassVar[str] = (
        "La fiche de l’élève est en attente de validation par le personnel administratif."
    )

    number: str
    """The school's own number for the student, which no other student has."""
    name: str
    """As the choice of students shows it; two students may have the same."""
    courses: Table
    history: Table
    repertoire: Table
    enrolment: EnrolmentOnFile | None = None
    """The tab Réinscription; None where this student has none even while they are open."""

    @property
    def ref(self) -> str:
        """The student's reference."""
        return reference("student", self.number)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The lists of the tabs, in the tabs' order."""
        return (self.courses, self.history, self.repertoire)


@dataclasses.dataclass(kw_only=True)
class Record(SheetOnFile):
    """One family: how it signs in, its sheet, its students, its invoices and payments."""

    title: ClassVar[str] = "Fiche du responsable"
    waiting_sentence: ClassVar[str] = (
        "La fiche du responsable est en attente de validation par le personnel administratif."
    )

    identifier: str
    password: str
    site: str | None
    closed: str | None = None
    """The words that its sign-in is refused with, where the school has closed the account."""
    students: list[StudentRecord] = dataclasses.field(default_factory=list)
    books: Books = dataclasses.field(default_factory=Books)

    def student(self, ref: str) -> StudentRecord:
        """The student of that reference.

        Raises:
            NotListed: the family has none.
        """
        found = next((student for student in self.students if student.ref == ref), None)
        if found is None:
            raise NotListed
        return found

    def on_file(self, student: str | None) -> SheetOnFile:
        """The sheet of the student of that reference, or the family's own for None.

        Raises:
            NotListed: the family has no such student.
        """
        return self if student is None else self.student(student)
