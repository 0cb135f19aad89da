"""Cours (guide, menu Élèves): a student's courses; their rows as JSON where a script asks."""

from typing import Any

import msgspec

from adapters.school.layouts import COURSES
from adapters.school.records import Student
from adapters.school.screens.dossier import tab
from adapters.school.screens.screen import Answer, Content, Goto, Screen, Visit
from adapters.school.tables import keys


def _list(visit: Visit, student: Student) -> dict[str, Any]:
    of_student = visit.of_student(student)
    table = COURSES.table(student.courses)
    return {
        "page": table.page("1"),
        "keys": keys(table.columns),
        "rows": visit.markup.link("cours_donnees", **of_student),
        "sheet": visit.markup.link("fiche_cours", **of_student, cours=""),
        "address": lambda line: visit.markup.link("fiche_cours", **of_student, cours=line.number),
    }


def _rows(visit: Visit) -> Answer:
    student = visit.student()
    if student is None:
        return Goto("students")
    table = COURSES.table(student.courses)
    rows = [
        {"id": int(line.number)}
        | {key: cell or None for key, cell in zip(keys(table.columns), line.cells, strict=True)}
        for line in table.lines
    ]
    body = msgspec.json.encode({"total": len(rows), "cours": rows})
    return Content(body, "application/json; charset=UTF-8")


SCREEN = Screen("courses", "Cours", "cours", tab(_list), "courses.html")
ROWS = Screen("courses_rows", "Cours", "cours_donnees", _rows)
