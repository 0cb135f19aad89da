"""The staff's own way in: a password first, then the second factor."""

import math
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.front import ADDRESS, DESK_COOKIE, SECOND_FACTOR, SIGN_IN, DeskFront
from gateway.desk.frame.guards import desk_page
from gateway.desk.staff.second_factor import TOO_MANY, onward_to, remember
from gateway.language import mark
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import network_address, place, see
from gateway.pages.frame.guards import check_form_token, text
from gateway.pages.frame.tokens import TokenTooOld
from gateway.staff import SignInRefused
from gateway.views.office import Clerk

REFUSED = mark("L’identifiant ou le mot de passe n’est pas le bon, ou ce compte est fermé.")
TOO_OLD = mark("Cette page était ouverte depuis trop longtemps : recommencez.")
MISSING = mark("Saisissez votre identifiant et votre mot de passe.")


@dataclass(frozen=True)
class Attempt:
    """What the form shows: what was typed (never the password), and what is the matter."""

    onward: str = ADDRESS
    login: str = ""
    says: str = ""
    wait: float = 0
    """Seconds before another attempt is let through."""


async def show(front: DeskFront, request: Request) -> Response:
    """GET: the form; who is signed in already goes on."""
    onward = desk_page(request.query_params.get("retour", ""))
    if await front.clerk(request) is not None:
        return see(onward)
    return _form(front, request, Attempt(onward=onward), 200)


async def submit(front: DeskFront, request: Request) -> Response:
    """POST: take the password; on any refusal the form again, without it."""
    form = await request.form()
    login, password = text(form, "identifiant").strip(), text(form, "mot-de-passe")
    onward = desk_page(text(form, "retour"))

    def again(status: int, says: str, wait: float = 0) -> Response:
        attempt = Attempt(onward=onward, login=login, says=says, wait=wait)
        return _form(front, request, attempt, status)

    try:
        check_form_token(front.portal, request, form)
        if not login or not password:
            return again(422, MISSING)
        cookie = await front.staff.sign_in(
            place(request).id, network_address(request), login, password
        )
    except TokenTooOld:
        return again(422, TOO_OLD)
    except TooManyAttempts as error:
        return again(429, TOO_MANY, error.seconds)
    except SignInRefused:
        return again(422, REFUSED)
    if before := request.cookies.get(DESK_COOKIE):
        await front.staff.sign_out(place(request).id, before)
    answer = see(onward_to(SECOND_FACTOR, onward))
    remember(answer, cookie)
    return answer


async def leave(front: DeskFront, request: Request, clerk: Clerk, form: object) -> Response:
    """POST: end the session; back to the way in."""
    await front.staff.sign_out(clerk.school, request.cookies[DESK_COOKIE])
    answer = see(SIGN_IN)
    answer.delete_cookie(DESK_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


def _form(front: DeskFront, request: Request, attempt: Attempt, status: int) -> Response:
    headers = {"Retry-After": str(math.ceil(attempt.wait))} if attempt.wait else None
    return front.page(request, "sign_in.html", status=status, headers=headers, attempt=attempt)
