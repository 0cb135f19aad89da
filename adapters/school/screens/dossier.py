"""A student's dossier (guide, menu Élèves): the choice of student, the tabs of its pages."""

from collections.abc import Callable
from typing import Any

from adapters.school.records import Student
from adapters.school.screens.screen import Answer, Goto, Missing, Page, Visit

TABS = (
    ("Identité", "identite"),
    ("Cours", "cours"),
    ("Historique", "historique"),
    ("Répertoire", "repertoire"),
)
"""Words and slug of each tab, in the guide's order."""

RE_ENROLMENT = ("Réinscription", "reinscription")
"""The last tab, where there is one."""


def choice(visit: Visit, chosen: Student | None) -> dict[str, Any]:
    """What the choice of student needs, and the tabs once one is chosen."""
    return {
        "students": visit.signed_in().students,
        "chosen": chosen,
        "tabs": [
            {"words": words, "slug": slug, "address": visit.markup.link(slug, **_of(visit, chosen))}
            for words, slug in _tabs(visit, chosen)
        ],
    }


def _tabs(visit: Visit, student: Student | None) -> tuple[tuple[str, str], ...]:
    if student is None or visit.re_enrolment(student) is None:
        return TABS
    return (*TABS, RE_ENROLMENT)


def _of(visit: Visit, student: Student | None) -> dict[str, str]:
    return {} if student is None else visit.of_student(student)


def tab(build: Callable[[Visit, Student], dict[str, Any]]) -> Callable[[Visit], Answer]:
    """A tab of the dossier; without a student, the choice of one shows instead."""

    def show(visit: Visit) -> Answer:
        student = visit.student()
        if student is None:
            return Goto("students")
        return Page({**choice(visit, student), **build(visit, student)})

    return show


def behind_a_line(
    build: Callable[[Visit, Student], dict[str, Any] | None],
) -> Callable[[Visit], Answer]:
    """A sheet behind a line of the dossier; a line that is not the student's is missing."""

    def show(visit: Visit) -> Answer:
        student = visit.student()
        context = None if student is None else build(visit, student)
        return Missing() if context is None else Page(context)

    return show
