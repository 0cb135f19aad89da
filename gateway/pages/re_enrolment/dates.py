"""Réinscription outside of the dates that the school has set: what is said in the form's place."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.announcements import Opening
from gateway.drafts import NothingBegun
from gateway.pages.frame.front import Front
from gateway.pages.re_enrolment.frame import frame
from gateway.pages.re_enrolment.steps import Step
from gateway.views import ReEnrolmentView, Visit


def dates_closed(front: Front, request: Request) -> bool:
    """Whether the school has set dates and it is not between them."""
    opening = front.opening(request)
    return opening is not None and opening.closed


def closed_for(front: Front, request: Request, view: ReEnrolmentView) -> bool:
    """As `dates_closed`, for a student: what waits for its family came in time, and is answered."""
    return dates_closed(front, request) and not view.replaces


async def prepared(
    front: Front, request: Request, visit: Visit, student: str
) -> ReEnrolmentView | None:
    """What the draft holds; None where the first step is the one to open.

    Nothing is begun then, or the school takes nothing now.
    """
    try:
        view = await front.portal.re_enrolments.prepared(visit, student)
    except NothingBegun:
        return None
    return None if closed_for(front, request, view) else view


def closed(
    front: Front,
    request: Request,
    student: str,
    view: ReEnrolmentView,
    refused: Opening | None = None,
) -> Response:
    """The sentence with the dates; `refused` are those for which a sending was refused (409)."""
    shown = frame(front, request, student, view, Step.COURSES)
    if refused is not None:
        shown["re_enrols_from"] = refused
    return front.page(
        request,
        "re_enrolment_closed.html",
        status=409 if refused else 200,
        refused=refused is not None,
        **shown,
    )
