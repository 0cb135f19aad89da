"""The second factor: set up at first, with a QR code and recovery codes; then asked for."""

import hmac
import math
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.front import ADDRESS, DESK_COOKIE, SECOND_FACTOR, SIGN_IN, DeskFront
from gateway.desk.frame.guards import FORGED, desk_page
from gateway.language import mark
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import network_address, place, see
from gateway.pages.frame.guards import TOKEN, text
from gateway.staff import Begun, CodeRefused, Confirmed, NotBegun, PasswordRefused
from gateway.staff.second_factor import address_of, picture_of

PICTURE = f"{SECOND_FACTOR}/qr"

CODE_REFUSED = mark("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.")
TOO_MANY = mark("Il y a eu trop d’essais. Le compte n’est pas bloqué : patientez.")
WEAK = {
    "short": mark("Ce mot de passe est trop court : 12 caractères au moins."),
    "long": mark("Ce mot de passe est trop long : 256 caractères au plus."),
    "named": mark("Ce mot de passe contient votre identifiant ou votre nom : prenez-en un autre."),
    "same": mark("C’est le mot de passe que vous avez reçu : prenez-en un à vous."),
}


async def show(front: DeskFront, request: Request) -> Response:
    """GET: what is still to be given; who has given no password goes to the way in."""
    begun = await _begun(front, request)
    onward = desk_page(request.query_params.get("retour", ""))
    if begun is None:
        return see(onward_to(SIGN_IN, onward))
    return _form(front, request, begun, onward)


async def picture(front: DeskFront, request: Request) -> Response:
    """GET: the QR code, for that session alone and only while it is to be set up."""
    begun = await _begun(front, request)
    if begun is None or not begun.to_set_up:
        raise HTTPException(404)
    at = address_of(begun.to_set_up, begun.login, place(request).school.name)
    # The shield adds no-store.
    return Response(picture_of(at), media_type="image/png")


async def submit(front: DeskFront, request: Request) -> Response:
    """POST: take the code, and at first a password of one's own."""
    begun = await _begun(front, request)
    form = await request.form()
    onward = desk_page(text(form, "retour"))
    if begun is None:
        return see(onward_to(SIGN_IN, onward))
    if not hmac.compare_digest(text(form, TOKEN).encode(), begun.csrf.encode()):
        return front.trouble(request, FORGED)
    try:
        confirmed = await _taken(front, request, begun, form)
    except NotBegun:
        return see(onward_to(SIGN_IN, onward))
    except PasswordRefused as error:
        return _form(front, request, begun, onward, says=WEAK[error.key], weak=True)
    except CodeRefused:
        return _form(front, request, begun, onward, says=CODE_REFUSED)
    except TooManyAttempts as error:
        return _form(front, request, begun, onward, says=TOO_MANY, wait=error.seconds)
    if not confirmed.recovery_codes and confirmed.codes_left is None:
        answer: Response = see(onward)
    else:
        request.state.clerk = await front.staff.find(begun.school, confirmed.cookie)
        answer = front.page(
            request, "recovery_codes.html", confirmed=confirmed, onward=onward, once=True
        )
    remember(answer, confirmed.cookie)
    return answer


def onward_to(address: str, onward: str) -> str:
    """An address that goes on to the page `onward` afterwards."""
    return address if onward == ADDRESS else f"{address}?{urlencode({'retour': onward})}"


def remember(answer: Response, cookie: str) -> None:
    """Give the browser the session's cookie."""
    answer.set_cookie(DESK_COOKIE, cookie, secure=True, httponly=True, samesite="lax", path="/")


async def _begun(front: DeskFront, request: Request) -> Begun | None:
    cookie = request.cookies.get(DESK_COOKIE)
    return await front.staff.begun(place(request).id, cookie) if cookie else None


async def _taken(front: DeskFront, request: Request, begun: Begun, form: FormData) -> Confirmed:
    address, cookie = network_address(request), request.cookies[DESK_COOKIE]
    code = text(form, "code")
    if not begun.to_set_up:
        return await front.staff.confirm(begun.school, cookie, address, code)
    password = text(form, "nouveau-mot-de-passe")
    return await front.staff.set_up(begun.school, cookie, address, code, password)


def _form(
    front: DeskFront,
    request: Request,
    begun: Begun,
    onward: str,
    *,
    says: str = "",
    weak: bool = False,
    wait: float = 0,
) -> Response:
    secret = begun.to_set_up
    return front.page(
        request,
        "second_factor_set_up.html" if secret else "second_factor.html",
        status=429 if wait else 422 if says else 200,
        headers={"Retry-After": str(math.ceil(wait))} if wait else None,
        begun=begun,
        secret=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        picture=PICTURE,
        onward=onward,
        says=says,
        weak=weak,
        wait=wait,
    )
