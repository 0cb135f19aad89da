"""What was typed before a session ended comes back to the sheet that it was typed in."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages import family, sheets
from gateway.pages.frame.front import Front, place, see, visiting
from gateway.pages.frame.guards import check_session_token, text, to_sign_in
from gateway.pages.frame.tokens import Carried, TokenForged, TokenTooOld
from gateway.pages.identity import Identite
from gateway.pages.requests.review import Revue
from gateway.pending.errors import NotFound, TooLate
from gateway.views import Visit


async def resume(front: Front, request: Request) -> Response:
    """POST: try again to show what was typed before the session ended."""
    form = await request.form()
    visit = visiting(request)
    carried = read(front, request, text(form, "report"))
    if visit is None:
        if carried is None:
            return to_sign_in(family.ADDRESS)
        return await sheets.ask_who(front, request, carried)
    check_session_token(visit, form)
    if carried is None or carried.account != visit.account:
        return see(family.ADDRESS)
    return await take_up(front, request, visit, carried)


async def take_up(front: Front, request: Request, visit: Visit, carried: Carried) -> Response:
    """That sheet as it is now, with what was typed; nothing is asked yet."""
    try:
        return await sheets.take_up(front, request, visit, _screen(carried.sheet), carried.typed)
    except (NotFound, TooLate):
        # The request that it was about has moved on: its page says so.
        return see(carried.sheet)


def read(front: Front, request: Request, token: str) -> Carried | None:
    """What a browser brings back; None if it is none of ours, or too old."""
    try:
        return front.tokens.carried(place(request).id, token) if token else None
    except (TokenForged, TokenTooOld):
        return None


def _screen(address: str) -> sheets.Screen:
    """The sheet's page.

    Raises:
        HTTPException: 404, no sheet has that address (any more).
    """
    if address == family.ADDRESS:
        return family.Famille()
    screen = Identite.at(address) or Revue.at(address)
    if screen is None:
        raise HTTPException(404)
    return screen
