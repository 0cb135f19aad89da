"""Importer (guide, onglet Réinscription): a window where one document is sent at a time."""

from adapters.school.re_enrolment import DOCUMENTS, LIMIT
from adapters.school.refusal import Refused
from adapters.school.screens.re_enrolment import CLOSED, FORM, STALE
from adapters.school.screens.screen import Answer, Goto, Missing, Page, Screen, Told, Visit

IMPORTED = "Le document est importé."
REFUSED = "Le document n’a pas été importé."


def _show(visit: Visit) -> Answer:
    student = visit.student()
    shown = None if student is None else visit.re_enrolment(student)
    if student is None or shown is None:
        return Missing()
    of_student = visit.of_student(student)
    if not visit.markup.imports_in_a_window:
        return Goto("re_enrolment", of_student)
    return Page(
        {
            "title": "Importer un document",
            "student": student,
            "back": visit.markup.link("reinscription", **of_student),
            "action": visit.markup.link("import_document", **of_student),
            "form": FORM,
            "names": DOCUMENTS,
            "limit": LIMIT,
            "latest": shown.documents[-1] if shown.documents else None,
        }
    )


def _import(visit: Visit) -> Answer:
    student = visit.student()
    if student is None:
        return Goto("students")
    of_student = visit.of_student(student)
    if visit.re_enrolment(student) is None:
        return Told(CLOSED, good=False, screen="identity", parameters=of_student)
    window = visit.markup.imports_in_a_window
    there = "import" if window else "re_enrolment"
    # The window came later than the tab, and nobody thought of a token for it.
    if not window and not visit.session.holds_token("re_enrolment", visit.token()):
        return Told(STALE, good=False, screen=there, parameters=of_student)
    try:
        visit.office.re_enrolments.take(
            visit.signed_in(),
            student,
            visit.sent(FORM, "document"),
            visit.file(FORM, "fichier"),
            by_content=visit.markup.looks_into_files,
        )
    except Refused as refusal:
        words = f"{refusal.words} {REFUSED}"
        return Told(words, good=False, screen=there, parameters=of_student)
    return Told(IMPORTED, good=True, screen=there, parameters=of_student)


SCREEN = Screen(
    "import", "Importer", "import_document", _show, "import_document.html", post=_import
)
