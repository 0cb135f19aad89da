"""The school's records: a family, its students, and what each asked for and still waits."""

from dataclasses import dataclass, field
from typing import ClassVar

from adapters.school.billing import Billing
from adapters.school.dossier import Course, Event, Past
from adapters.school.fields import Sheet
from adapters.school.re_enrolment import ReEnrolment
from adapters.school.sheet import FAMILY_SHEET, STUDENT_SHEET


@dataclass(kw_only=True)
class Record:
    """What one sheet holds: stored values by field name."""

    sheet: ClassVar[Sheet]

    values: dict[str, str]
    """In force."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Asked for, and yet to be decided."""

    def shown(self, name: str) -> str:
        """What the form shows for a field: the requested value while one waits."""
        return self.waiting.get(name, self.values.get(name, ""))


@dataclass(kw_only=True)
class Student(Record):
    """One student, with the dossier that the school keeps."""

    sheet: ClassVar[Sheet] = STUDENT_SHEET

    courses: tuple[Course, ...] = ()
    history: tuple[Past, ...] = ()
    repertoire: tuple[Event, ...] = ()
    re_enrolment: ReEnrolment | None = None
    """None where the school offers it none."""

    @property
    def number(self) -> str:
        """What the school tells students apart by."""
        return self.values["numero"]

    @property
    def label(self) -> str:
        """How the choice of students names it: what is in force, not what waits."""
        return f"{self.values['nom']} {self.values['prenom']}"


@dataclass(kw_only=True)
class Family(Record):
    """One family: its account, its own sheet, its students, its invoices and payments."""

    sheet: ClassVar[Sheet] = FAMILY_SHEET

    identifier: str
    password: str
    site: str
    """The reference of the site that it belongs to."""
    students: tuple[Student, ...] = ()
    billing: Billing = field(default_factory=Billing)

    @property
    def email(self) -> str:
        """The address in force, "" where the school knows none."""
        return self.values.get("mail", "")

    def student(self, word: str) -> Student:
        """The student of that number, or of that label where no other has the same.

        Raises:
            KeyError: there is none, or more than one of that label.
        """
        numbered = [one for one in self.students if one.number == word]
        called = numbered or [one for one in self.students if one.label == word]
        if len(called) != 1:
            raise KeyError("no student, or more than one, is called so")
        return called[0]
