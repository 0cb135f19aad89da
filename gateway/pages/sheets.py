"""A sheet that a family may ask to change: nothing typed in it is ever lost in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import ExtranetError, FormChanged, NotListed, SessionEnded, SignInRefused
from adapters.model import Kind, Sheet
from gateway.pages.frame.front import Front, place, see, visiting
from gateway.pages.frame.guards import check_session_token, text, to_sign_in
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sentences import sentence
from gateway.pages.frame.sign_in_form import Attempt, show_form
from gateway.pages.frame.tokens import Carried, TokenForged, TokenTooOld
from gateway.pages.shown.controls import PREFIX, groups
from gateway.pages.shown.dossier import Dossier
from gateway.pending.errors import InvalidFields
from gateway.portal import Portal
from gateway.store.errors import NotWritten
from gateway.views import RequestView, Visit


@dataclass(frozen=True)
class Opened:
    """A sheet as its page shows it: as it is now, or sent back with the same `seen` and `press`."""

    sheet: Sheet | None
    """None where it cannot be read now: `trouble` says why."""
    seen: str
    press: str
    offers_keeping: bool
    read_at: datetime | None = None
    waiting: Mapping[str, RequestView] = field(default_factory=dict)
    trouble: str | None = None
    incident: str | None = None
    dossier: Dossier | RequestView | None = None
    """What is around a student's; the request that it reviews."""
    begun: Mapping[str, str] = field(default_factory=dict)
    """What the form begins with, where that is not the sheet's own values: by field key."""


class Screen(Protocol):
    """One sheet's page: where it is, and how the portal reads it and takes what is asked of it."""

    address: str
    template: str

    async def open(self, portal: Portal, visit: Visit) -> Opened:
        """The sheet as it is now, to be changed."""

    async def ask(
        self,
        portal: Portal,
        visit: Visit,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        """Ask for changes on it; raises as `Portal.ask_family`."""

    async def dossier(self, portal: Portal, visit: Visit) -> Dossier | RequestView | None:
        """What is around it, where the sheet itself is not read anew."""


async def show(front: Front, request: Request, visit: Visit, screen: Screen) -> Response:
    """GET: every field of the old sheet, in its sections."""
    return _form(front, request, visit, screen, await screen.open(front.portal, visit))


async def ask(front: Front, request: Request, screen: Screen) -> Response:
    """POST: ask for what was changed; on to the receipt."""
    form = await request.form()
    visit = visiting(request)
    if visit is None:
        return await _keep_typed(front, request, screen, form)
    try:
        check_session_token(visit, form)
    except HTTPException:
        return await _of_a_former_session(front, request, visit, screen, form)
    seen, press, keep = text(form, "vu"), text(form, "appui"), text(form, "garder") == "1"
    typed = _typed(form)
    try:
        asked = await screen.ask(front.portal, visit, seen, press, typed, keep)
    except InvalidFields as error:
        sent_back = Opened(
            sheet=error.sheet,
            seen=seen,
            press=press,
            offers_keeping="garder" in form,
            dossier=await screen.dossier(front.portal, visit),
        )
        return _form(front, request, visit, screen, sent_back, typed, problems=error.problems)
    except SessionEnded:
        return await _keep_typed(front, request, screen, form)
    except FormChanged:
        return await _anew(front, request, visit, screen, form)
    except NotWritten as error:
        carried = _changed(front, request, screen, form)
        if carried is None:
            raise
        return _kept(front, request, carried, error.key, report(error))
    return see(f"/demandes/{asked.number}")


async def take_up(
    front: Front, request: Request, visit: Visit, screen: Screen, typed: Mapping[str, str]
) -> Response:
    """The sheet as it is now, with what was typed before; nothing is asked yet."""
    carried = Carried(visit.account, screen.address, typed)
    try:
        opened = await screen.open(front.portal, visit)
    except (SessionEnded, SignInRefused):
        return await ask_who(front, request, carried)
    except NotListed:
        raise
    except ExtranetError as error:
        return _kept(front, request, carried, error.key, report(error))
    if opened.sheet is None and opened.trouble is not None:
        return _kept(front, request, carried, opened.trouble, opened.incident)
    return _form(front, request, visit, screen, opened, typed, taken_up=True)


async def ask_who(front: Front, request: Request, carried: Carried) -> Response:
    """The sign-in page, carrying what was typed for whoever opened the form, and only for them."""
    request.state.visit = None
    token = front.tokens.carry(place(request).id, carried)
    attempt = Attempt(onward=carried.sheet, report=token, key="session_ended")
    return await show_form(front, request, attempt)


async def _keep_typed(front: Front, request: Request, screen: Screen, form: FormData) -> Response:
    carried = _changed(front, request, screen, form)
    return to_sign_in(screen.address) if carried is None else await ask_who(front, request, carried)


async def _of_a_former_session(
    front: Front, request: Request, visit: Visit, screen: Screen, form: FormData
) -> Response:
    """The sheet with what was typed before this same family signed in anew; nothing is asked.

    Raises:
        HTTPException: 403, the form is not one of this family's.
    """
    carried = _changed(front, request, screen, form)
    if carried is None or carried.account != visit.account:
        raise HTTPException(403)
    return await take_up(front, request, visit, screen, carried.typed)


async def _anew(
    front: Front, request: Request, visit: Visit, screen: Screen, form: FormData
) -> Response:
    """The sheet as it is now, with what this same family typed in a form that cannot be taken."""
    carried = _changed(front, request, screen, form)
    if carried is None or carried.account != visit.account:
        return see(screen.address)
    return await take_up(front, request, visit, screen, carried.typed)


def _kept(
    front: Front, request: Request, carried: Carried, key: str, incident: str | None
) -> Response:
    """What was typed waits in a page of its own until the old site answers."""
    return front.page(
        request,
        "kept.html",
        status=sentence(key).status,
        sentence=sentence(key),
        incident=incident,
        report=front.tokens.carry(place(request).id, carried),
    )


def _changed(front: Front, request: Request, screen: Screen, form: FormData) -> Carried | None:
    """What was changed in a form of this sheet's, and by whom; None if it is no such form."""
    try:
        carried = front.tokens.changed(place(request).id, text(form, "ouvert"), _typed(form))
    except (TokenForged, TokenTooOld):
        return None
    return carried if carried.sheet == screen.address else None


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
    screen: Screen,
    opened: Opened,
    typed: Mapping[str, str] | None = None,
    *,
    problems: Mapping[str, str] | None = None,
    taken_up: bool = False,
) -> Response:
    status, sheet, problems = 422 if problems else 200, opened.sheet, problems or {}
    if sheet is None:
        status = sentence(opened.trouble or "extranet").status
    token = front.tokens.opened(place(request).id, visit.account, screen.address, _values(sheet))
    return front.page(
        request,
        screen.template,
        status=status,
        view=opened,
        address=screen.address,
        groups=groups(sheet, opened.waiting, typed or opened.begun, problems) if sheet else (),
        opened=token,
        problems_met=tuple(problems.values()),
        taken_up=taken_up,
        dossier=opened.dossier,
    )


def _values(sheet: Sheet | None) -> dict[str, str]:
    """What an untouched form brings back."""
    return {
        field.key: field.value if field.kind is not Kind.CHECK else field.value and "1"
        for field in (sheet.fields() if sheet else ())
        if field.editable
    }
