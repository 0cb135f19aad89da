"""/bureau/compte: one's own account at the desk, its password, recovery codes and sessions."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.front import ADDRESS, DESK_COOKIE, SIGN_IN, DeskFront
from gateway.desk.staff.second_factor import CODE_REFUSED, TOO_MANY, WEAK, remember
from gateway.language import mark
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import network_address, see
from gateway.pages.frame.guards import text
from gateway.staff import CodeRefused, NotBegun, PasswordRefused, PasswordWrong
from gateway.views.office import Clerk

ACCOUNT = f"{ADDRESS}/compte"
ALL = "toutes"
"""Chosen instead of one of them: every other session."""

MISSING = mark("Saisissez votre mot de passe actuel.")
WRONG = mark("Ce n’est pas votre mot de passe actuel.")
NO_NEW = mark("Saisissez le nouveau mot de passe.")
NO_CODE = mark("Saisissez le code que montre votre application.")
NO_SESSION = mark("Choisissez la session à fermer.")
OWN_WEAK = WEAK | {
    "same": mark("C’est votre mot de passe actuel : prenez-en un autre."),
}
DONE = {
    "mot-de-passe": mark("Votre mot de passe est changé. Vos autres sessions sont fermées."),
    "sessions": mark("C’est fermé."),
}


@dataclass(frozen=True)
class Attempt:
    """What was tried of the page's forms, and what is the matter with which field."""

    form: str = ""
    field: str = ""
    says: str = ""
    wait: float = 0
    """Seconds before another attempt is let through."""
    chosen: str = ""
    """The session that was to be closed."""


NONE = Attempt()


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the account."""
    return await _page(front, request, clerk)


async def change_password(
    front: DeskFront, request: Request, clerk: Clerk, form: FormData
) -> Response:
    """POST: another password; this session goes on, the others end."""
    former, new = text(form, "actuel"), text(form, "nouveau")
    if former and not new:
        return await _page(front, request, clerk, Attempt("mot-de-passe", "nouveau", NO_NEW))

    async def change(cookie: str, address: str) -> Response:
        renewed = await front.staff.own.change_password(clerk, cookie, address, former, new)
        answer = see(f"{ACCOUNT}?fait=mot-de-passe")
        remember(answer, renewed)
        return answer

    return await _tried(front, request, clerk, "mot-de-passe", former, change)


async def new_codes(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: other recovery codes, shown this once."""
    former, code = text(form, "actuel"), text(form, "code").strip()
    if former and not code:
        return await _page(front, request, clerk, Attempt("codes", "code", NO_CODE))

    async def renew(cookie: str, address: str) -> Response:
        codes = await front.staff.own.new_codes(clerk, cookie, address, former, code)
        return front.page(request, "account_codes.html", codes=codes, onward=ACCOUNT, once=True)

    return await _tried(front, request, clerk, "codes", former, renew)


async def close(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: another of one's sessions, or all others, end."""
    former, chosen = text(form, "actuel"), text(form, "session")
    if not chosen:
        return await _page(front, request, clerk, Attempt("sessions", "session", NO_SESSION))

    async def end(cookie: str, address: str) -> Response:
        id = "" if chosen == ALL else chosen
        await front.staff.own.close(clerk, cookie, address, former, id)
        return see(f"{ACCOUNT}?fait=sessions")

    return await _tried(front, request, clerk, "sessions", former, end, chosen)


async def _tried(
    front: DeskFront,
    request: Request,
    clerk: Clerk,
    form: str,
    former: str,
    change: Callable[[str, str], Awaitable[Response]],
    chosen: str = "",
) -> Response:
    """What comes of a form with the present password in it; whatever is refused, the page again."""

    async def again(field: str, says: str, wait: float = 0) -> Response:
        return await _page(front, request, clerk, Attempt(form, field, says, wait, chosen))

    if not former:
        return await again("actuel", MISSING)
    try:
        return await change(request.cookies[DESK_COOKIE], network_address(request))
    except PasswordWrong:
        return await again("actuel", WRONG)
    except PasswordRefused as error:
        return await again("nouveau", OWN_WEAK[error.key])
    except CodeRefused:
        return await again("code", CODE_REFUSED)
    except TooManyAttempts as error:
        return await again("", TOO_MANY, error.seconds)
    except NotBegun:
        return see(SIGN_IN)


async def _page(
    front: DeskFront, request: Request, clerk: Clerk, attempt: Attempt = NONE
) -> Response:
    try:
        own = await front.staff.own.look(clerk, request.cookies[DESK_COOKIE])
    except NotBegun:
        return see(SIGN_IN)
    return front.page(
        request,
        "account.html",
        status=429 if attempt.wait else 422 if attempt.says else 200,
        headers={"Retry-After": str(math.ceil(attempt.wait))} if attempt.wait else None,
        own=own,
        this=next(each for each in own.sessions if each.here),
        others=[each for each in own.sessions if not each.here],
        all=ALL,
        attempt=attempt,
        done=DONE.get(request.query_params.get("fait", ""), ""),
    )
