"""Connexion: the way in (guide, § 3), and back to the page first asked for."""

from contextlib import suppress

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import AccountClosed, ExtranetError, NotListed, SignInRefused
from gateway.limits import TooManyAttempts
from gateway.pages.entrance import resumption
from gateway.pages.frame import back
from gateway.pages.frame.front import SESSION_COOKIE, Front, network_address, place, see, visiting
from gateway.pages.frame.guards import check_form_token, text
from gateway.pages.frame.mishaps import report
from gateway.pages.frame.sign_in_form import Attempt, show_form
from gateway.pages.frame.tokens import TokenTooOld
from gateway.views import SiteList

_Refusal = TokenTooOld | TooManyAttempts | ExtranetError


async def show(front: Front, request: Request) -> Response:
    """GET: the form; who is signed in already goes on."""
    onward = back.after_sign_in(request.query_params.get("retour", back.HOME))
    if visiting(request) is not None:
        return see(onward)
    return await show_form(front, request, Attempt(onward=onward))


async def submit(front: Front, request: Request) -> Response:
    """POST: sign in; on any refusal the form again, with all that was typed but the password."""
    form = await request.form()
    sites = await front.portal.sites(place(request).id)
    try:
        check_form_token(front, request, form)
        if missing := _missing(form, sites):
            attempt = _attempt(front, request, form, missing=missing)
            return await show_form(front, request, attempt, sites)
        cookie = await _sign_in(front, request, form, sites)
    except (TokenTooOld, TooManyAttempts, ExtranetError) as error:
        attempt = _refused(front, request, form, error)
        return await show_form(front, request, attempt, sites)
    answer = await _onward(front, request, form, cookie)
    answer.set_cookie(SESSION_COOKIE, cookie, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def _missing(form: FormData, sites: SiteList) -> tuple[str, ...]:
    empty = [name for name in ("identifiant", "mot-de-passe") if not text(form, name).strip()]
    if sites.sites and text(form, "site") not in {site.ref for site in sites.sites}:
        empty.insert(0, "site")
    return tuple(empty)


async def _sign_in(front: Front, request: Request, form: FormData, sites: SiteList) -> str:
    """Open a session, and end the one that this browser had; returns the new cookie."""
    before = visiting(request)
    signed_in = await front.portal.sign_in(
        place(request).id,
        network_address(request),
        text(form, "site") if sites.sites else None,
        text(form, "identifiant").strip(),
        text(form, "mot-de-passe"),
    )
    if before is not None:
        await front.portal.sign_out(before)
    return signed_in.cookie


def _refused(front: Front, request: Request, form: FormData, error: _Refusal) -> Attempt:
    if isinstance(error, TokenTooOld):
        return _attempt(front, request, form, key="form_too_old")
    if isinstance(error, TooManyAttempts):
        return _attempt(front, request, form, key="too_many_attempts", wait=error.seconds)
    if isinstance(error, AccountClosed):
        return _attempt(front, request, form, key=error.key, words=error.words)
    if isinstance(error, SignInRefused):
        return _attempt(front, request, form, key=error.key)
    return _attempt(front, request, form, key=error.key, incident=report(error))


def _attempt(
    front: Front,
    request: Request,
    form: FormData,
    *,
    key: str = "",
    missing: tuple[str, ...] = (),
    wait: float = 0,
    incident: str | None = None,
    words: str = "",
) -> Attempt:
    password, carried = text(form, "mot-de-passe"), text(form, "report")
    return Attempt(
        onward=back.after_sign_in(text(form, "retour")),
        identifier=text(form, "identifiant").strip(),
        site=text(form, "site"),
        report=carried if resumption.read(front, request, carried) else "",
        key=key,
        missing=missing,
        spaced=password != password.strip(),
        wait=wait,
        incident=incident,
        words=words,
    )


async def _onward(front: Front, request: Request, form: FormData, cookie: str) -> Response:
    """The page first asked for, or what this same family had typed before its session ended."""
    carried = resumption.read(front, request, text(form, "report"))
    if carried is not None:
        visit = await front.portal.visit(place(request).id, cookie)
        if visit is not None and visit.account == carried.account:
            request.state.visit = visit
            with suppress(NotListed):
                return await resumption.take_up(front, request, visit, carried)
    return see(back.after_sign_in(text(form, "retour")))
