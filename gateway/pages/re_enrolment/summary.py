"""Réinscription, step 4: all that was chosen, what is missing, and « Valider » (guide)."""

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import SessionEnded
from gateway.drafts import DraftChanged, NothingBegun
from gateway.pages.addresses import ref
from gateway.pages.frame.front import Front, see
from gateway.pages.frame.guards import TOKEN, check_session_token, text
from gateway.pages.re_enrolment.dates import closed, prepared
from gateway.pages.re_enrolment.draft_forms import DRAFT, saved, writer
from gateway.pages.re_enrolment.frame import frame, screen_of
from gateway.pages.re_enrolment.lines import asked, goes_on, lines_of, stops
from gateway.pages.re_enrolment.sent_again import sent_again
from gateway.pages.re_enrolment.steps import Step, of_step
from gateway.pending.errors import InvalidFields, NotOpen, OutsideDates, TooLate
from gateway.store.errors import NotWritten
from gateway.views import ReEnrolmentView, Visit


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the whole, to be looked over."""
    student = ref(request, "eleve")
    view = await prepared(front, request, visit, student)
    if view is None:
        return see(of_step(student, Step.COURSES))
    return _page(front, request, student, view)


async def send(front: Front, request: Request) -> Response:
    """POST: send what this very page showed; on to its receipt."""
    student, form = ref(request, "eleve"), await request.form()
    here = of_step(student, Step.SUMMARY)
    who = writer(front, request, student, text(form, TOKEN), text(form, DRAFT))
    if who.visit is None:
        return await saved(front, request, here)
    # Sending, unlike keeping, is for the session that showed the page (ASVS 3.5).
    check_session_token(who.visit, form)
    version, keep = text(form, "version"), text(form, "garder") == "1"
    try:
        sent = await front.portal.send_re_enrolment(who.visit, student, version, keep)
    except SessionEnded:
        return await saved(front, request, here)
    except NothingBegun:
        return see(of_step(student, Step.COURSES))
    except DraftChanged:
        return await _again(front, request, who.visit, student, ("draft_changed",))
    except TooLate:
        return await _again(front, request, who.visit, student, ("former_moved_on",))
    except NotWritten as error:
        return sent_again(front, request, form, error)
    except OutsideDates as error:
        view = await front.portal.re_enrolments.prepared(who.visit, student)
        return closed(front, request, student, view, error.opening)
    except NotOpen:
        return await _again(front, request, who.visit, student, ("not_open",))
    except InvalidFields as error:
        return await _again(front, request, who.visit, student, set(error.problems.values()))
    return see(f"/demandes/{sent.number}")


async def _again(
    front: Front, request: Request, visit: Visit, student: str, problems: Collection[str]
) -> Response:
    try:
        view = await front.portal.re_enrolments.prepared(visit, student)
    except NothingBegun:
        return see(of_step(student, Step.COURSES))
    return _page(front, request, student, view, problems)


def _page(
    front: Front,
    request: Request,
    student: str,
    view: ReEnrolmentView,
    problems: Collection[str] = (),
) -> Response:
    screen = screen_of(view)
    groups = lines_of(screen, view.ticked)
    return front.page(
        request,
        "re_enrolment_summary.html",
        status=422 if problems else 200,
        **frame(front, request, student, view, Step.SUMMARY),
        goes_on=goes_on(groups),
        stops=stops(groups),
        answers=asked(screen, view.answers),
        problems_met=tuple(problems),
        first=of_step(student, Step.COURSES),
        documents=of_step(student, Step.DOCUMENTS),
        demand=of_step(student, Step.NOTE),
    )
