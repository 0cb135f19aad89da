"""Réinscription, step 3: « demandes complémentaires », in the family's own words (guide)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.drafts import NothingBegun
from gateway.pages.addresses import ref
from gateway.pages.frame.front import Front, see
from gateway.pages.frame.guards import TOKEN, text, to_sign_in
from gateway.pages.re_enrolment.dates import prepared
from gateway.pages.re_enrolment.draft_forms import DRAFT, saved, writer
from gateway.pages.re_enrolment.frame import frame, screen_of
from gateway.pages.re_enrolment.sent_again import sent_again
from gateway.pages.re_enrolment.steps import Step, of_step, steps_of
from gateway.store.errors import NotWritten
from gateway.views import ReEnrolmentView, Visit


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the text, and a sibling's to take over."""
    student = ref(request, "eleve")
    view = await prepared(front, request, visit, student)
    if view is None:
        return see(of_step(student, Step.COURSES))
    if Step.NOTE not in steps_of(screen_of(view)):
        return see(of_step(student, Step.SUMMARY))
    return _page(front, request, student, view)


async def keep(front: Front, request: Request) -> Response:
    """POST: keep the text in the draft; on to the summary, or back with a sibling's text in it."""
    student, form = ref(request, "eleve"), await request.form()
    who = writer(front, request, student, text(form, TOKEN), text(form, DRAFT))
    here, sibling = of_step(student, Step.NOTE), text(form, "reprendre")
    preparing = front.portal.re_enrolments.preparing
    try:
        problem = await preparing.write(who.owner, student, _lines(text(form, "demande")))
        if who.visit is None:
            return await saved(front, request, here)
        view = await front.portal.re_enrolments.prepared(who.visit, student)
    except NothingBegun:
        begin = of_step(student, Step.COURSES)
        return see(begin) if who.visit else to_sign_in(begin)
    except NotWritten as error:
        return sent_again(front, request, form, error)
    if sibling:
        lender = next((each for each in view.lenders if each.student.ref == sibling), None)
        if lender is None:
            raise HTTPException(404)
        # Nothing that is there already makes room for it.
        whole = "\n".join(filter(None, (view.note.strip(), lender.note)))
        await preparing.write(who.owner, student, whole)
        return see(here)
    if problem:
        return _page(front, request, student, view, problem)
    return see(of_step(student, Step.SUMMARY))


def _page(
    front: Front, request: Request, student: str, view: ReEnrolmentView, problem: str = ""
) -> Response:
    field = screen_of(view).note
    if field is None:
        raise HTTPException(404)
    return front.page(
        request,
        "re_enrolment_note.html",
        status=422 if problem else 200,
        **frame(front, request, student, view, Step.NOTE),
        field=field,
        problem=problem,
        unstorable=_unstorable(view.note, screen_of(view).charset),
    )


def _unstorable(text: str, charset: str) -> str:
    """The characters that the old site has no place for, each once."""
    return "".join(dict.fromkeys(each for each in text if not _fits(each, charset)))


def _fits(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _lines(typed: str) -> str:
    """Line ends as on the old site's page: browsers send each as CR LF (HTML, § 4.10.22.6)."""
    return typed.replace("\r\n", "\n")
