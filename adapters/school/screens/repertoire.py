"""Répertoire (guide, menu Élèves): the musical events that a student took part in."""

from typing import Any

from adapters.school.dossier import found
from adapters.school.layouts import REPERTOIRE
from adapters.school.records import Student
from adapters.school.screens.dossier import behind_a_line, tab
from adapters.school.screens.screen import Screen, Visit
from adapters.school.tables import Line, pairs


def _list(visit: Visit, student: Student) -> dict[str, Any]:
    of_student = visit.of_student(student)

    def address(line: Line) -> str:
        return visit.markup.link("fiche_evenement", **of_student, evenement=line.number)

    def page_address(number: int) -> str:
        return visit.markup.link("repertoire", **of_student, page=str(number))

    return {
        "page": REPERTOIRE.table(student.repertoire).page(visit.query.get("page", "")),
        "address": address,
        "page_address": page_address,
    }


def _sheet(visit: Visit, student: Student) -> dict[str, Any] | None:
    event = found(student.repertoire, visit.query.get("evenement", ""))
    if event is None:
        return None
    return {
        "title": "Événement musical",
        "student": student,
        "back": visit.markup.link("repertoire", **visit.of_student(student)),
        "fields": pairs(REPERTOIRE.sheet, event),
    }


SCREEN = Screen("repertoire", "Répertoire", "repertoire", tab(_list), "repertoire.html")
EVENT = Screen("event", "Répertoire", "fiche_evenement", behind_a_line(_sheet), "event.html")
