"""Famille: the sheet of the person responsible, and changes of it (guide, Menu Famille)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import ExtranetError, FormChanged, SessionEnded, SignInRefused
from adapters.model import Kind, Sheet
from gateway.pages.controls import PREFIX, groups
from gateway.pages.front import Front, place, see, visiting
from gateway.pages.guards import check_session_token, text, to_sign_in
from gateway.pages.mishaps import report
from gateway.pages.sentences import sentence
from gateway.pages.sign_in_form import Attempt, show_form
from gateway.pages.tokens import Carried, TokenForged, TokenTooOld
from gateway.pending.errors import InvalidFields
from gateway.views import FamilyView, RequestView, Visit


@dataclass(frozen=True)
class _SentBack:
    """The form once more as it was opened: with the same `seen` and `press`."""

    sheet: Sheet
    seen: str
    press: str
    offers_keeping: bool
    read_at: datetime | None = None
    waiting: Mapping[str, RequestView] = field(default_factory=dict)


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: every field of the old sheet, in its sections."""
    return _form(front, request, visit, await front.portal.family(visit))


async def ask(front: Front, request: Request) -> Response:
    """POST: ask for what was changed; on to the receipt."""
    form = await request.form()
    visit = visiting(request)
    if visit is None:
        return await _keep_typed(front, request, form)
    check_session_token(visit, form)
    typed = _typed(form)
    try:
        asked = await front.portal.ask_family(
            visit, text(form, "vu"), text(form, "appui"), typed, text(form, "garder") == "1"
        )
    except InvalidFields as error:
        view = _SentBack(
            sheet=error.sheet,
            seen=text(form, "vu"),
            press=text(form, "appui"),
            offers_keeping="garder" in form,
        )
        return _form(front, request, visit, view, typed=typed, problems=error.problems)
    except SessionEnded:
        return await _keep_typed(front, request, form)
    except FormChanged:
        return await _anew(front, request, visit, form)
    return see(f"/demandes/{asked.number}")


async def resume(front: Front, request: Request) -> Response:
    """POST: try again to show what was typed before the session ended."""
    form = await request.form()
    visit = visiting(request)
    try:
        carried = front.tokens.carried(place(request).id, text(form, "report"))
    except (TokenForged, TokenTooOld):
        carried = None
    if visit is None:
        return (
            to_sign_in("/famille") if carried is None else await _ask_who(front, request, carried)
        )
    check_session_token(visit, form)
    if carried is None or carried.account != visit.account:
        return see("/famille")
    return await take_up(front, request, visit, carried.typed)


async def take_up(
    front: Front, request: Request, visit: Visit, typed: Mapping[str, str]
) -> Response:
    """Famille as it is now, with what was typed before; nothing is asked yet."""
    carried = Carried(visit.account, typed)
    try:
        view = await front.portal.family(visit)
    except (SessionEnded, SignInRefused):
        return await _ask_who(front, request, carried)
    except ExtranetError as error:
        return front.page(
            request,
            "kept.html",
            status=sentence(error.key).status,
            sentence=sentence(error.key),
            incident=report(error),
            report=front.tokens.carry(place(request).id, carried),
        )
    return _form(front, request, visit, view, typed=typed, taken_up=True)


async def _anew(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """Famille as it is now, with what this same family typed in a form that cannot be taken."""
    carried = _changed(front, request, form)
    if carried is None or carried.account != visit.account:
        return see("/famille")
    return await take_up(front, request, visit, carried.typed)


async def _keep_typed(front: Front, request: Request, form: FormData) -> Response:
    """The sign-in page, carrying what was typed for whoever opened the form, and only for them."""
    carried = _changed(front, request, form)
    return to_sign_in("/famille") if carried is None else await _ask_who(front, request, carried)


async def _ask_who(front: Front, request: Request, carried: Carried) -> Response:
    request.state.visit = None
    token = front.tokens.carry(place(request).id, carried)
    attempt = Attempt(onward="/famille", report=token, key="session_ended")
    return await show_form(front, request, attempt)


def _changed(front: Front, request: Request, form: FormData) -> Carried | None:
    """What was changed in a form of ours, and by whom; None if it is no form of ours."""
    try:
        return front.tokens.changed(place(request).id, text(form, "ouvert"), _typed(form))
    except (TokenForged, TokenTooOld):
        return None


def _typed(form: FormData) -> dict[str, str]:
    """Field key → what came back, its line ends as in the value that was shown.

    Browsers send every line end as CR LF (HTML, § 4.10.22.6).
    """
    return {
        name.removeprefix(PREFIX): text(form, name).replace("\r\n", "\n")
        for name in form
        if name.startswith(PREFIX)
    }


def _form(
    front: Front,
    request: Request,
    visit: Visit,
    view: FamilyView | _SentBack,
    *,
    typed: Mapping[str, str] = {},
    problems: Mapping[str, str] = {},
    taken_up: bool = False,
) -> Response:
    return front.page(
        request,
        "family.html",
        status=422 if problems else 200,
        view=view,
        groups=groups(view.sheet, view.waiting, typed, problems),
        opened=front.tokens.opened(place(request).id, visit.account, _values(view.sheet)),
        problems_met=tuple(problems.values()),
        taken_up=taken_up,
    )


def _values(sheet: Sheet) -> dict[str, str]:
    """What an untouched form brings back."""
    return {
        field.key: field.value if field.kind is not Kind.CHECK else field.value and "1"
        for field in sheet.fields()
        if field.editable
    }
