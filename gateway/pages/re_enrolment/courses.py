"""Réinscription, step 1: which courses go on (guide), and the school's questions."""

from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import FormChanged
from gateway.documents import Owner
from gateway.pages.addresses import ref
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front, see
from gateway.pages.frame.guards import TOKEN, text, to_sign_in
from gateway.pages.re_enrolment.dates import closed, closed_for
from gateway.pages.re_enrolment.draft_forms import DRAFT, saved, writer
from gateway.pages.re_enrolment.frame import frame, screen_of
from gateway.pages.re_enrolment.lines import lines_of, questions_of
from gateway.pages.re_enrolment.sent_again import sent_again
from gateway.pages.re_enrolment.steps import Step, after, of_step
from gateway.pages.shown.controls import PREFIX
from gateway.store.errors import NotWritten
from gateway.views import ReEnrolmentView, Visit

CHOSEN = "cours"
"""The name of the check boxes, a discipline's key being their value."""

_MODIFY = "modifier"


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the tab as it is now; 404 for a student that is not the family's."""
    student = ref(request, "eleve")
    view = await front.portal.re_enrolments.show(visit, student, refresh=anew.wanted(request))
    if read_anew := anew.done(request, view):
        return read_anew
    if closed_for(front, request, view) and not (view.done and not _wants_more(request)):
        return closed(front, request, student, view)
    if view.screen is None:
        return _nothing(front, request, student, view)
    if view.done and not _wants_more(request):
        return front.page(
            request,
            "re_enrolment_sent.html",
            **frame(front, request, student, view, Step.COURSES),
            again=anew.address(request),
            modify=f"{of_step(student, Step.COURSES)}?{_MODIFY}=1",
        )
    return _form(front, request, student, view, {}, again=anew.address(request))


async def keep(front: Front, request: Request) -> Response:
    """POST: keep what goes on in the draft; on to the next step."""
    student, form = ref(request, "eleve"), await request.form()
    who = writer(front, request, student, text(form, TOKEN), text(form, DRAFT))
    here = of_step(student, Step.COURSES)
    ticked = tuple(each for each in form.getlist(CHOSEN) if isinstance(each, str))
    try:
        problems = await front.portal.re_enrolments.preparing.choose(
            who.owner, student, text(form, "vu"), ticked, _typed(form)
        )
    except FormChanged:
        return see(here) if who.visit else to_sign_in(here)
    except NotWritten as error:
        return sent_again(front, request, form, error)
    if who.visit is None:
        return await saved(front, request, here)
    view = await front.portal.re_enrolments.prepared(who.visit, student)
    if problems:
        return _form(front, request, student, view, problems)
    return see(of_step(student, after(screen_of(view), Step.COURSES)))


async def erase(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: erase the draft, with its documents; back to the tab."""
    student = ref(request, "eleve")
    owner = Owner(school=visit.school, account=visit.account)
    await front.portal.re_enrolments.preparing.erase(owner, student)
    return see(of_step(student, Step.COURSES))


def _form(
    front: Front,
    request: Request,
    student: str,
    view: ReEnrolmentView,
    problems: Mapping[str, str],
    *,
    again: str = "",
) -> Response:
    screen = screen_of(view)
    return front.page(
        request,
        "re_enrolment_courses.html",
        status=422 if problems else 200,
        **frame(front, request, student, view, Step.COURSES),
        again=again,
        groups=lines_of(screen, view.ticked),
        questions=questions_of(screen, view.answers, problems),
        whole_problem=problems.get("", ""),
        problems_met=bool(problems),
    )


def _wants_more(request: Request) -> bool:
    return request.query_params.get(_MODIFY) == "1"


def _nothing(front: Front, request: Request, student: str, view: ReEnrolmentView) -> Response:
    """The tab is not there, or cannot be read and never was."""
    return front.page(
        request,
        "re_enrolment_none.html",
        status=status(view, None),
        **frame(front, request, student, view, Step.COURSES),
        again=anew.address(request),
    )


def _typed(form: FormData) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): text(form, name).replace("\r\n", "\n")
        for name in form
        if name.startswith(PREFIX)
    }
