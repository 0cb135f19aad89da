"""What is around the screens of a student's file: siblings, one tap away, and tabs. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from adapters.model import Student
from gateway.language import mark
from gateway.pages.addresses import WEEK, Tab, of_student

TABS = {
    Tab.IDENTITY: mark("Identité"),
    Tab.COURSES: mark("Cours"),
    Tab.HISTORY: mark("Historique"),
    Tab.REPERTOIRE: mark("Répertoire"),
    Tab.RE_ENROLMENT: mark("Réinscription"),
}
"""In the guide's order; the last one shows only where the school has activated it."""


@dataclass(frozen=True)
class Way:
    """A link of one of these rows: `here` is "page" on that very screen, "true" below it."""

    label: str
    address: str
    here: str = ""


@dataclass(frozen=True)
class Dossier:
    """Whose file it is, and where one can go from here."""

    student: Student | None
    """None where the choice of students cannot be read."""
    name: str
    """The student's, told from those of the same name; "" without one."""
    siblings: tuple[Way, ...]
    """All of the family's students; () where there is only one."""
    tabs: tuple[Way, ...]


def dossier(
    students: Sequence[Student] | None,
    chosen: Student | None,
    tab: str,
    *,
    below: bool = False,
    re_enrols: bool = False,
) -> Dossier:
    """What is around a tab, the week, or (`below`) what a line of a tab's list opens.

    `re_enrols` is whether Réinscription is known to be among the student's tabs.
    """
    if chosen is None:
        return Dossier(None, "", (), ())
    refs = [student.ref for student in students or ()]
    whole = numbered([student.name for student in students or ()])
    name = dict(zip(refs, whole, strict=True)).get(chosen.ref, chosen.name)
    names = short_names(students or ())
    siblings = tuple(
        Way(name, of_student(each.ref, tab), "true" if each.ref == chosen.ref else "")
        for each, name in zip(students or (), names, strict=True)
    )
    open_tab = Tab.COURSES if tab == WEEK else tab
    here = "true" if below or tab == WEEK else "page"
    tabs = tuple(
        Way(label, of_student(chosen.ref, each), here if each == open_tab else "")
        for each, label in TABS.items()
        if each is not Tab.RE_ENROLMENT or re_enrols or open_tab == each
    )
    return Dossier(chosen, name, siblings if len(siblings) > 1 else (), tabs)


def short_names(students: Sequence[Student]) -> tuple[str, ...]:
    """What tells siblings apart: without the words that all of them begin or end with.

    Of two with the same name each gets a number, in the old site's order.
    """
    whole = [student.name.split() for student in students]
    if len(whole) < 2 or not all(whole):
        return tuple(student.name for student in students)
    first = _shared(whole)
    rest = [words[first:] for words in whole]
    last = _shared([words[::-1] for words in rest])
    return numbered([" ".join(words[: len(words) - last]) for words in rest])


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with « (1) », « (2) » behind those that are there more than once."""
    often, met = Counter(names), Counter[str]()
    found = []
    for name in names:
        met[name] += 1
        found.append(f"{name} ({met[name]})" if often[name] > 1 else name)
    return tuple(found)


def _shared(names: Sequence[Sequence[str]]) -> int:
    """How many words all begin with; one is always left to each."""
    shortest = min(len(words) for words in names) - 1
    alike = takewhile(lambda place: len({words[place] for words in names}) == 1, range(shortest))
    return sum(1 for _ in alike)
