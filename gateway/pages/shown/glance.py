"""A student at a glance: what is kept of each list, with its age, and where to read it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.model import Listing
from gateway.language import mark
from gateway.pages.addresses import Tab, of_student
from gateway.pages.shown.dossier import numbered, short_names
from gateway.views import ChildView, KeptList, RequestView

_NAMED = 3
"""Courses that are named; of more than these it is said that there are more."""


@dataclass(frozen=True)
class Glimpse:
    """One list: `kept` is None where it is not read yet."""

    label: str
    address: str
    kept: KeptList | None

    @property
    def count(self) -> int:
        """How many lines it had."""
        return len(self.kept.listing.lines) if self.kept else 0


@dataclass(frozen=True)
class Child:
    """One student."""

    name: str
    address: str
    courses: tuple[str, ...]
    """Names of courses, as far as they are kept."""
    more: bool
    """Whether there are more courses than these."""
    lists: tuple[Glimpse, ...]
    waiting: tuple[RequestView, ...]
    first_name: str
    """What tells the student from brothers and sisters."""
    enrolling: str = ""
    """"open" where a re-enrolment is to be asked for, "begun" where it is begun."""
    enrolling_address: str = ""


def at_a_glance(children: Sequence[ChildView]) -> tuple[Child, ...]:
    """Each of the students, in the old site's order."""
    names = numbered([child.student.name for child in children])
    short = short_names([child.student for child in children])
    return tuple(
        _child(child, name, first_name)
        for child, name, first_name in zip(children, names, short, strict=True)
    )


def _child(child: ChildView, name: str, first_name: str) -> Child:
    ref = child.student.ref
    courses = _courses(child.courses.listing) if child.courses else ()
    return Child(
        name=name,
        address=of_student(ref, Tab.IDENTITY),
        courses=courses[:_NAMED],
        more=len(courses) > _NAMED,
        lists=(
            Glimpse(mark("Cours"), of_student(ref, Tab.COURSES), child.courses),
            Glimpse(mark("Historique"), of_student(ref, Tab.HISTORY), child.history),
            Glimpse(mark("Répertoire"), of_student(ref, Tab.REPERTOIRE), child.repertoire),
        ),
        waiting=child.waiting,
        first_name=first_name,
        enrolling=child.re_enrolment,
        enrolling_address=of_student(ref, Tab.RE_ENROLMENT),
    )


def _courses(listing: Listing) -> tuple[str, ...]:
    """What the courses are called, each once."""
    named = (
        listing.cell(line, "course") or next((text for text in line.cells if text), "")
        for line in listing.lines
    )
    return tuple(dict.fromkeys(" ".join(name.split()) for name in named if name))
