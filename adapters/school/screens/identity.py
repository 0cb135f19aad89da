"""Identité (guide, menu Élèves): a student's sheet, to read and to change as Famille is."""

from typing import Any

from adapters.school.records import Student
from adapters.school.screens.dossier import tab
from adapters.school.screens.screen import Answer, Goto, Screen, Visit
from adapters.school.screens.sheet import SheetScreen

AWAITING = "La fiche de l’élève est en attente de validation par le personnel administratif."

_SHEET = SheetScreen(screen="identity", form="eleve", awaiting=AWAITING)


def _sheet(visit: Visit, student: Student) -> dict[str, Any]:
    return {
        **_SHEET.context(visit, student),
        "action": visit.markup.link("identite", **visit.of_student(student)),
    }


_show = tab(_sheet)


def _modify(visit: Visit) -> Answer:
    student = visit.student()
    if student is None:
        return Goto("students")
    return _SHEET.modify(visit, student, visit.of_student(student)) or _show(visit)


SCREEN = Screen(
    name="identity",
    caption="Identité",
    slug="identite",
    template="identity.html",
    show=_show,
    post=_modify,
)
