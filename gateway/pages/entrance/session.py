"""How long a session still lasts, and « Rester connecté » (ASVS 7.3; WCAG 2.2.1)."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.pages.frame.back import known_page
from gateway.pages.frame.front import SESSION_COOKIE, Front, place, see
from gateway.pages.frame.guards import text
from gateway.views import Left, Visit

_ENDED = Left(idle=0, absolute=0)


async def left(front: Front, request: Request) -> Response:
    """GET: the seconds left, 0 where there is no session; prolongs nothing."""
    cookie = request.cookies.get(SESSION_COOKIE)
    found = await front.portal.left(place(request).id, cookie) if cookie else None
    return _told(found or _ENDED)


async def prolong(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: that it came has prolonged the session; back to the page, or to its script."""
    if "application/json" in request.headers.get("accept", ""):
        return _told(visit.left or _ENDED)
    return see(known_page(text(form, "retour")))


def _told(left: Left) -> Response:
    return JSONResponse({"idle": left.idle, "absolute": left.absolute})
