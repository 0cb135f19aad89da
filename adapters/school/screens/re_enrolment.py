"""Réinscription (guide, menu Élèves): boxes to tick, documents, further requests, « Valider »."""

from itertools import groupby
from typing import Any

from adapters.school.people.makers import CURRENT_YEAR
from adapters.school.re_enrolment import DOCUMENTS, NOTE_LENGTH, Offer, ReEnrolment
from adapters.school.records import Student
from adapters.school.screens.dossier import choice
from adapters.school.screens.screen import Answer, Goto, Page, Screen, Told, Visit

TAKEN = "Votre demande de réinscription est prise en compte. Elle vous sera confirmée par courriel."
AWAITING = "Réinscription en attente de validation"
CLOSED = "Les réinscriptions ne sont pas ouvertes."
STALE = "Ce formulaire a expiré, veuillez recommencer. Rien n’a été enregistré."

FORM = "reins"


def _show(visit: Visit) -> Answer:
    student = visit.student()
    if student is None:
        return Goto("students")
    shown = visit.re_enrolment(student)
    if shown is None:
        return Goto("identity", visit.of_student(student))
    return Page({**choice(visit, student), **_tab(visit, student, shown)})


def _tab(visit: Visit, student: Student, shown: ReEnrolment) -> dict[str, Any]:
    of_student = visit.of_student(student)
    return {
        "title": f"Réinscription {CURRENT_YEAR + 1}-{CURRENT_YEAR + 2}",
        "form": FORM,
        "action": visit.markup.link("reinscription", **of_student),
        "import_address": visit.markup.link("import_document", **of_student),
        "token": visit.session.lasting_token("re_enrolment"),
        "groups": [
            (title, [_line(visit, shown, offer) for offer in offers])
            for title, offers in groupby(shown.offers, lambda offer: offer.group)
        ],
        "documents": shown.documents,
        "names": DOCUMENTS,
        "note": shown.note,
        "note_length": NOTE_LENGTH,
        "awaiting": AWAITING if shown.waiting else "",
    }


def _line(visit: Visit, shown: ReEnrolment, offer: Offer) -> dict[str, Any]:
    name, value = visit.markup.box(FORM, offer.number)
    return {
        "offer": offer,
        "name": name,
        "value": value,
        "ticked": offer.number in shown.ticked,
    }


def _post(visit: Visit) -> Answer:
    student = visit.student()
    if student is None:
        return Goto("students")
    of_student = visit.of_student(student)
    shown = visit.re_enrolment(student)
    if shown is None:
        return Told(CLOSED, good=False, screen="identity", parameters=of_student)
    if not visit.session.holds_token("re_enrolment", visit.token()):
        return Told(STALE, good=False, screen="re_enrolment", parameters=of_student)
    if not visit.pressed("valider"):
        return _show(visit)
    ticked = [
        offer.number
        for offer in shown.offers
        if visit.markup.box(FORM, offer.number) in visit.form.pairs
    ]
    visit.office.re_enrolments.ask(visit.signed_in(), student, ticked, visit.sent(FORM, "demande"))
    return Told(TAKEN, good=True, screen="re_enrolment", parameters=of_student)


SCREEN = Screen(
    "re_enrolment", "Réinscription", "reinscription", _show, "re_enrolment.html", post=_post
)
