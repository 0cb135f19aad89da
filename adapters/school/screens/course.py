"""The sheet of a course (guide, onglet Cours): Cours, Évaluations, Absence, and a line's detail."""

from collections.abc import Callable, Sequence
from typing import Any

from adapters.school.dossier import Course, Row, found
from adapters.school.layouts import ABSENCES, COURSES, EVALUATIONS
from adapters.school.records import Student
from adapters.school.screens.dossier import behind_a_line
from adapters.school.screens.screen import Screen, Visit
from adapters.school.tables import Layout, Line, pairs

_TABS = (("Cours", "cours"), ("Évaluations", "evaluations"), ("Absence", "absence"))
"""Words and key of each tab; a markup shows one at a time, or has all in one page."""


def _course(visit: Visit, student: Student) -> dict[str, Any] | None:
    course = found(student.courses, visit.query.get("cours", ""))
    if course is None:
        return None
    here = {**visit.of_student(student), "cours": course.number}

    def listed(layout: Layout, rows: Sequence[Row], slug: str) -> dict[str, Any]:
        def address(line: Line) -> str:
            return visit.markup.link(slug, **here, ligne=line.number)

        return {"page": layout.table(rows).whole(), "address": address}

    asked = visit.query.get("onglet", "")
    return {
        "title": f"Suivi du cours : {course.discipline}",
        "student": student,
        "back": visit.markup.link("cours", **visit.of_student(student)),
        "fields": pairs(COURSES.sheet, course),
        "evaluations": listed(EVALUATIONS, course.evaluations, "fiche_evaluation"),
        "absences": listed(ABSENCES, course.absences, "fiche_absence"),
        "tab": asked if asked in ("evaluations", "absence") else "cours",
        "tabs": [
            {"words": words, "key": key, "address": _tab(visit, here, key)} for words, key in _TABS
        ],
    }


def _tab(visit: Visit, here: dict[str, str], key: str) -> str:
    return visit.markup.link("fiche_cours", **here, onglet=key)


def _detail(
    title: str, key: str, layout: Layout, rows: Callable[[Course], Sequence[Row]]
) -> Callable[[Visit, Student], dict[str, Any] | None]:
    def build(visit: Visit, student: Student) -> dict[str, Any] | None:
        course = found(student.courses, visit.query.get("cours", ""))
        line = None if course is None else found(rows(course), visit.query.get("ligne", ""))
        if course is None or line is None:
            return None
        here = {**visit.of_student(student), "cours": course.number}
        return {
            "title": title,
            "student": student,
            "back": _tab(visit, here, key),
            "fields": pairs(layout.sheet, line),
        }

    return build


_EVALUATION = _detail(
    "Détail de l’évaluation", "evaluations", EVALUATIONS, lambda course: course.evaluations
)
_ABSENCE = _detail("Détail de l’absence", "absence", ABSENCES, lambda course: course.absences)

SCREEN = Screen("course", "Suivi du cours", "fiche_cours", behind_a_line(_course), "course.html")
EVALUATION = Screen(
    "evaluation", "Évaluation", "fiche_evaluation", behind_a_line(_EVALUATION), "detail.html"
)
ABSENCE = Screen("absence", "Absence", "fiche_absence", behind_a_line(_ABSENCE), "detail.html")
