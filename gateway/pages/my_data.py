"""Mes données: what the portal holds on the family, to see, to take away, to have erased."""

from datetime import datetime

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gateway.holdings.in_french import ACTS, KINDS, OTHER_ACT, SCREENS
from gateway.language import mark
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import SESSION_COOKIE, Front, network_address, see
from gateway.pages.frame.guards import text
from gateway.pages.frame.sentences import sentence
from gateway.pages.shown.durations import in_days
from gateway.portal.passwords import WrongFormer
from gateway.views import Held, Visit

ADDRESS = "/mes-donnees"
FILE_NAME = "mes-donnees.zip"
MOST_ACTS = 30
"""What the school saw and did, on the page; the file has all of it."""
SOME_LEFT = "suite"
"""With this parameter some requests are open, and go on."""


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of screen that was read: how many of it, the latest when."""

    label: str
    count: int
    read_at: datetime
    lasting: bool


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: all of it, in plain words."""
    held = await front.portal.my_data.look(visit)
    return front.page(
        request,
        "my_data.html",
        held=held,
        screens=_screens(held),
        kinds=KINDS,
        acts=ACTS,
        other_act=OTHER_ACT,
        latest_acts=held.acts[:MOST_ACTS],
        kept_for=front.portal.kept_for,
        days=in_days(front.portal.kept_for),
    )


def _screens(held: Held) -> list[Screen]:
    """By kind: a reading's own name is an address of the old site's."""
    kinds: dict[tuple[str, bool], Screen] = {}
    for reading in held.readings:
        label = SCREENS.get(reading.resource, mark("Autre écran"))
        before = kinds.get((label, reading.lasting))
        kinds[label, reading.lasting] = Screen(
            label=label,
            count=1 + (before.count if before else 0),
            read_at=max(reading.read_at, before.read_at if before else reading.read_at),
            lasting=reading.lasting,
        )
    return sorted(kinds.values(), key=lambda screen: (not screen.lasting, screen.label))


async def download(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the same as a file, documents and receipts in it; made as it is sent."""
    return StreamingResponse(
        await front.portal.my_data.download(visit),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
    )


async def confirm(front: Front, request: Request, visit: Visit) -> Response:
    """GET: asks first, with what goes and what stays."""
    return await _confirm(front, request, visit, {})


async def erase(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: erase it; every session of the account ends with it."""
    password = text(form, "passe")
    wrong = {} if text(form, "accord") else {"accord": "required"}
    if not password:
        wrong["passe"] = "required"
    if wrong:
        return await _confirm(front, request, visit, wrong)
    address = network_address(request)
    try:
        left = await front.portal.my_data.erase(visit, address, password)
    except WrongFormer:
        return await _confirm(front, request, visit, {"passe": "wrong_former"})
    except TooManyAttempts as error:
        return await _confirm(front, request, visit, {}, wait=error.seconds)
    answer = see(f"{ADDRESS}/effacees{f'?{SOME_LEFT}=1' if left else ''}")
    answer.delete_cookie(SESSION_COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer


async def erased(front: Front, request: Request) -> Response:
    """GET: that it is done, for who is not signed in any more."""
    return front.page(request, "my_data_erased.html", some_left=SOME_LEFT in request.query_params)


async def _confirm(
    front: Front, request: Request, visit: Visit, wrong: dict[str, str], *, wait: float = 0
) -> Response:
    said = sentence("too_many_attempts") if wait else None
    return front.page(
        request,
        "my_data_erase.html",
        status=said.status if said else 422 if wrong else 200,
        headers={"Retry-After": str(round(wait) + 1)} if wait else None,
        held=await front.portal.my_data.look(visit),
        kinds=KINDS,
        wrong={"accord": "", "passe": ""} | wrong,
        sentence=said,
        wait=wait,
    )
