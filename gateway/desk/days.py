"""/bureau/jour: how the queue stands, to print and pin up."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.clock import now
from gateway.desk.frame.front import DeskFront
from gateway.holdings.in_french import SCREENS
from gateway.views.office import Clerk


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the day in figures."""
    return front.page(
        request, "day.html", day=await front.office.day(clerk), at=now(), screens=SCREENS
    )
