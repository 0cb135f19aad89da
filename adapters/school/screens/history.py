"""Historique (guide, menu Élèves): courses of former years, and the arrows between their sheets."""

from collections.abc import Sequence
from typing import Any

from adapters.school.dossier import Past, found
from adapters.school.layouts import HISTORY
from adapters.school.records import Student
from adapters.school.screens.dossier import behind_a_line, choice, tab
from adapters.school.screens.screen import Screen, Visit
from adapters.school.tables import Line, TablePage, pairs


def _list(visit: Visit, student: Student) -> dict[str, Any]:
    page = HISTORY.table(student.history).page(visit.query.get("page", ""))
    return _listed(visit, student, page)


def _listed(visit: Visit, student: Student, page: TablePage) -> dict[str, Any]:
    def address(line: Line) -> str:
        return _sheet_address(visit, student, line.number)

    def page_address(number: int) -> str:
        return visit.markup.link("historique", **visit.of_student(student), page=str(number))

    return {"page": page, "address": address, "page_address": page_address}


def _sheet_address(visit: Visit, student: Student, number: str) -> str:
    return visit.markup.link("fiche_historique", **visit.of_student(student), fiche=number)


def _sheet(visit: Visit, student: Student) -> dict[str, Any] | None:
    past = found(student.history, visit.query.get("fiche", ""))
    if past is None:
        return None
    place = student.history.index(past)
    return {
        **choice(visit, student),
        **_listed(visit, student, HISTORY.table(student.history).page_with(past.number)),
        "number": past.number,
        "fields": pairs(HISTORY.sheet, past),
        "place": place + 1,
        "count": len(student.history),
        "arrows": [
            {"words": words, "picture": picture, "address": address}
            for (words, picture), address in zip(
                _ARROWS, _arrows(visit, student, student.history, place), strict=True
            )
        ],
    }


_ARROWS = (
    ("Première", "premiere"),
    ("Précédente", "precedente"),
    ("Suivante", "suivante"),
    ("Dernière", "derniere"),
)


def _arrows(
    visit: Visit, student: Student, history: Sequence[Past], place: int
) -> tuple[str, str, str, str]:
    """Addresses of the four arrows, "" for those that lead nowhere from here."""

    def at(number: int) -> str:
        if number == place or not 0 <= number < len(history):
            return ""
        return _sheet_address(visit, student, history[number].number)

    return at(0), at(place - 1), at(place + 1), at(len(history) - 1)


SCREEN = Screen("history", "Historique", "historique", tab(_list), "history.html")
PAST = Screen("past", "Historique", "fiche_historique", behind_a_line(_sheet), "past.html")
