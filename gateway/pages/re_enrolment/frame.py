"""What every page of a re-enrolment shows around its own step."""

from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway.pages.addresses import Tab, of_student
from gateway.pages.frame.front import Front, place, visiting
from gateway.pages.re_enrolment.steps import Step, steps
from gateway.pages.shown.dossier import dossier, short_names
from gateway.views import NextChild, ReEnrolmentView


def frame(
    front: Front, request: Request, student: str, view: ReEnrolmentView, step: Step
) -> dict[str, Any]:
    """The names that the templates `re_enrolment_*.html` have in common."""
    visit, screen = visiting(request), view.screen
    around = dossier(view.students, view.chosen, Tab.RE_ENROLMENT, re_enrols=view.re_enrols)
    return {
        "view": view,
        "dossier": around,
        "name": around.name,
        "names": names_of(view.students or ()),
        "next_children": next_ways(view.students or (), view.next_children),
        "step": steps(student, screen, step, begun=view.begun) if screen is not None else None,
        "re_enrols_from": front.opening(request),
        "base": of_student(student, Tab.RE_ENROLMENT),
        "draft_token": front.tokens.draft(
            place(request).id, visit.account if visit is not None else "", student
        ),
    }


def screen_of(view: ReEnrolmentView) -> ReEnrolment:
    """The tab that the page is about.

    Raises:
        HTTPException: 404, there is none.
    """
    if view.screen is None:
        raise HTTPException(404)
    return view.screen


def next_ways(
    students: Sequence[Student], children: Sequence[NextChild]
) -> tuple[tuple[str, str, bool], ...]:
    """Name, address and whether it is begun, of each child that is still to be re-enrolled."""
    names = names_of(students)
    return tuple(
        (
            names.get(each.student.ref, each.student.name),
            of_student(each.student.ref, Tab.RE_ENROLMENT),
            each.begun,
        )
        for each in children
    )


def names_of(students: Sequence[Student]) -> dict[str, str]:
    """By reference, what tells each student from brothers and sisters."""
    return {each.ref: name for each, name in zip(students, short_names(students), strict=True)}
