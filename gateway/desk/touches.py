"""/bureau/touches: the keys of the desk, and doing without them (WCAG 2.1.4)."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame import keys
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.language import mark
from gateway.pages.frame.front import see
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk

_YEAR = 365 * 24 * 3600

TABLES = (
    (mark("Dans la liste"), keys.LIST),
    (mark("Sur une demande"), keys.CASE),
    (mark("Partout"), keys.EVERYWHERE),
)


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the keys, and whether they are in use in this browser."""
    return front.page(request, "keys.html", tables=TABLES)


async def choose(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: do without them in this browser, or use them again."""
    answer = see(f"{ADDRESS}/touches")
    if text(form, "touches") == keys.OFF:
        answer.set_cookie(
            keys.COOKIE, keys.OFF, max_age=_YEAR, secure=True, httponly=True, samesite="lax"
        )
    else:
        answer.delete_cookie(keys.COOKIE, secure=True, httponly=True, samesite="lax", path="/")
    return answer
