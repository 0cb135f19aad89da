"""Who may open a page, and what a form must carry: wrapped around a page's function in `routes`."""

import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from adapters.errors import SessionEnded
from gateway.pages.frame.front import Front, place, see
from gateway.pages.frame.tokens import TokenForged, TokenTooOld
from gateway.views import Visit

Endpoint = Callable[[Request], Awaitable[Response]]
AnyonesPage = Callable[[Front, Request], Awaitable[Response]]
AnyonesForm = Callable[[Front, Request, FormData], Awaitable[Response]]
FamilysPage = Callable[[Front, Request, Visit], Awaitable[Response]]
FamilysForm = Callable[[Front, Request, Visit, FormData], Awaitable[Response]]

TOKEN = "jeton"  # noqa: S105, a field's name
"""The name of the field that holds a form's token."""


def anyone(front: Front, page: AnyonesPage) -> Endpoint:
    """A page for whoever comes, signed in or not."""

    async def open_page(request: Request) -> Response:
        await front.visit(request)
        return await page(front, request)

    return open_page


def unnoticed(front: Front, page: AnyonesPage) -> Endpoint:
    """As `anyone`, but nobody is looked for: a session goes on as if nothing had been asked."""

    async def open_page(request: Request) -> Response:
        return await page(front, request)

    return open_page


def family(front: Front, page: FamilysPage) -> Endpoint:
    """A page for a signed-in family; others sign in first and come back."""

    async def open_page(request: Request) -> Response:
        visit = await front.visit(request)
        if visit is None:
            return to_sign_in(request.url.path)
        try:
            return await page(front, request, visit)
        except SessionEnded:
            return to_sign_in(request.url.path)

    return open_page


def familys_form(front: Front, page: FamilysForm) -> Endpoint:
    """What a signed-in family sends, with its session's token."""

    async def take_form(request: Request) -> Response:
        visit = await front.visit(request)
        if visit is None:
            return see("/connexion")
        form = await request.form()
        check_session_token(visit, form)
        return await page(front, request, visit, form)

    return take_form


def anyones_form(front: Front, page: AnyonesForm) -> Endpoint:
    """What a browser sends from a page that needs no session, with that page's signed token."""

    async def take_form(request: Request) -> Response:
        form = await request.form()
        try:
            check_form_token(front, request, form)
        except TokenTooOld as error:
            raise HTTPException(403) from error
        return await page(front, request, form)

    return take_form


def check_form_token(front: Front, request: Request, form: FormData) -> None:
    """Refuse a form without a token that one of our pages gave out for this school.

    Raises:
        HTTPException: 403.
        TokenTooOld: the page was open for too long.
    """
    try:
        front.tokens.check_form(place(request).id, text(form, TOKEN))
    except TokenForged as error:
        raise HTTPException(403) from error


def to_sign_in(onward: str) -> Response:
    """Send to the sign-in page, to go on to the page `onward` afterwards."""
    return see(f"/connexion?{urlencode({'retour': onward})}")


def check_session_token(visit: Visit, form: FormData) -> None:
    """Refuse a form without its session's token.

    Raises:
        HTTPException: 403.
    """
    if not hmac.compare_digest(text(form, TOKEN).encode(), visit.csrf.encode()):
        raise HTTPException(403)


def text(form: FormData, name: str) -> str:
    """The last value of that name, "" where there is none (or a file)."""
    values = [value for value in form.getlist(name) if isinstance(value, str)]
    return values[-1] if values else ""
