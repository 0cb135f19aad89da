"""Réinscription, step 2: the documents (guide: « Importer », « Parcourir »)."""

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import NotListed
from adapters.re_enrolment import Imports
from gateway.documents import DocumentGone, DocumentRefused, Owner
from gateway.drafts import NothingBegun
from gateway.pages.addresses import ref
from gateway.pages.frame.front import Front, see
from gateway.pages.frame.guards import TOKEN, text, to_sign_in
from gateway.pages.re_enrolment.dates import prepared
from gateway.pages.re_enrolment.draft_forms import DRAFT, Writer, saved, writer
from gateway.pages.re_enrolment.frame import frame, screen_of
from gateway.pages.re_enrolment.steps import Step, of_step, steps_of
from gateway.pages.re_enrolment.uploads import read_upload
from gateway.views import ReEnrolmentView, Visit

_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}


@dataclass
class _Import:
    """What stands before the file in the form; `who` is None until it was looked at."""

    who: Writer | None = None
    name: str = ""
    press: str = ""


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: what is asked for, what is given, and a form to give one more."""
    student = ref(request, "eleve")
    view = await prepared(front, request, visit, student)
    if view is None:
        return see(of_step(student, Step.COURSES))
    if Step.DOCUMENTS not in steps_of(screen_of(view)):
        return see(of_step(student, Step.SUMMARY))
    added = request.query_params.get("ajoute", "")
    wanted = request.query_params.get("pour", "")
    return _page(front, request, student, view, added=added, name=wanted)


async def give(front: Front, request: Request) -> Response:
    """POST: keep one document in the draft, read as it comes."""
    student, sent = ref(request, "eleve"), _Import()
    here = of_step(student, Step.DOCUMENTS)

    async def check(fields: Mapping[str, str]) -> None:
        sent.who = writer(front, request, student, fields.get(TOKEN, ""), fields.get(DRAFT, ""))
        sent.name, sent.press = fields.get("nom", ""), fields.get("appui", "")[:64]
        await front.portal.re_enrolments.giving.may_give(sent.who.owner, student, sent.name)

    async def receive(file_name: str, declared: str, pieces: AsyncIterator[bytes]) -> str:
        if sent.who is None:
            raise HTTPException(403)
        given = await front.portal.re_enrolments.giving.give(
            sent.who.owner, student, sent.name, sent.press, file_name, declared, pieces
        )
        return given.document

    problem, added = "", None
    try:
        upload = await read_upload(request, check, receive)
        if sent.who is None:
            await check(upload.fields)
        problem, added = (
            ("", upload.file) if upload.file is not None else ("document_without_file", None)
        )
    except DocumentRefused as refused:
        problem = refused.key
    except NothingBegun:
        return _begin_anew(sent, student)
    except HTTPException as error:
        # What cannot be read as that form does not show whose it is either.
        unknown = sent.who is None and error.status_code == 400
        if unknown:
            raise HTTPException(403) from error
        raise
    if sent.who is None:
        raise HTTPException(403)
    if sent.who.visit is None:
        return await saved(front, request, here, problem)
    if not problem:
        return see(f"{here}?ajoute={added}")
    return await _again(front, request, sent.who.visit, student, problem, sent.name)


async def take_back(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: « Retirer »; 404 for a document that is not in this draft."""
    student, giving = ref(request, "eleve"), front.portal.re_enrolments.giving
    owner = Owner(school=visit.school, account=visit.account)
    try:
        found = await giving.take_back(owner, student, request.path_params["piece"])
    except NothingBegun:
        return see(of_step(student, Step.COURSES))
    if not found:
        raise HTTPException(404)
    return see(f"{of_step(student, Step.DOCUMENTS)}#donnes")


async def borrow(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: take what a brother or sister has given, one document or all of them."""
    student = ref(request, "eleve")
    try:
        await front.portal.re_enrolments.borrow(
            visit, student, text(form, "de"), text(form, "piece") or None
        )
    except NothingBegun:
        return see(of_step(student, Step.COURSES))
    except (NotListed, DocumentGone) as error:
        raise HTTPException(404) from error
    except DocumentRefused as refused:
        return await _again(front, request, visit, student, refused.key, "")
    return see(f"{of_step(student, Step.DOCUMENTS)}#donnes")


def _begin_anew(sent: _Import, student: str) -> Response:
    """The draft is gone: its first step, after signing in where need be."""
    here = of_step(student, Step.COURSES)
    return see(here) if sent.who is None or sent.who.visit is not None else to_sign_in(here)


async def _again(
    front: Front, request: Request, visit: Visit, student: str, problem: str, name: str
) -> Response:
    try:
        view = await front.portal.re_enrolments.prepared(visit, student)
    except NothingBegun:
        return see(of_step(student, Step.COURSES))
    return _page(front, request, student, view, problem=problem, name=name)


def _page(
    front: Front,
    request: Request,
    student: str,
    view: ReEnrolmentView,
    *,
    problem: str = "",
    added: str = "",
    name: str = "",
) -> Response:
    imports = screen_of(view).imports
    if imports is None:
        raise HTTPException(404)
    return front.page(
        request,
        "re_enrolment_documents.html",
        status=422 if problem else 200,
        **frame(front, request, student, view, Step.DOCUMENTS),
        imports=imports,
        accept=_accept(imports),
        problem=problem,
        added=next((each for each in view.given if each.id == added), None),
        chosen_name=name,
        press=secrets.token_urlsafe(9),
    )


def _accept(imports: Imports) -> str:
    """What a browser offers to choose; never HEIC, so that telephones send JPEG."""
    stated = [_TYPES[each] for each in imports.formats if each in _TYPES]
    return ",".join(dict.fromkeys(stated or _TYPES.values()))
