"""Demandes: what was asked, where it stands, and each one's receipt."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.holdings.in_french import KINDS
from gateway.pages import family
from gateway.pages.addresses import Tab, of_student
from gateway.pages.frame.front import Front
from gateway.pages.re_enrolment.dates import dates_closed
from gateway.pages.re_enrolment.frame import next_ways
from gateway.pending.errors import NotFound
from gateway.views import RequestView, Visit

ADDRESS = "/demandes"
NUMBER = r"[A-Za-z0-9-]{1,40}"
"""A receipt's number in an address."""


async def show_all(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the family's requests, the newest first."""
    requests = sorted(
        await front.portal.requests(visit), key=lambda asked: asked.asked_at, reverse=True
    )
    return front.page(request, "requests.html", requests=requests)


async def show_one(front: Front, request: Request, visit: Visit) -> Response:
    """GET: one request's receipt, and where it stands; 404 for another family's."""
    return await _page(front, request, visit, await find(front, request, visit))


async def meanwhile(front: Front, request: Request, visit: Visit) -> Response:
    """409: what was to be done with a request is no longer possible; where it stands by now."""
    asked = await find(front, request, visit)
    return await _page(front, request, visit, asked, status=409)


async def find(front: Front, request: Request, visit: Visit) -> RequestView:
    """The request that the address names.

    Raises:
        HTTPException: 404, there is none, or it is another family's.
    """
    try:
        return await front.portal.request(visit, request.path_params["number"])
    except NotFound as error:
        raise HTTPException(404) from error


def of_request(number: str) -> str:
    """The address of a request."""
    return f"{ADDRESS}/{number}"


async def _page(
    front: Front, request: Request, visit: Visit, asked: RequestView, status: int = 200
) -> Response:
    if asked.erased_at is not None:
        return front.page(request, "request_erased.html", status=status, asked=asked, kinds=KINDS)
    return front.page(
        request,
        "request.html",
        status=status,
        asked=asked,
        moved_on=status == 409,
        sheet_address=_address(asked),
        dates_closed=asked.re_enrolment is not None and dates_closed(front, request),
        next_children=await _next_children(front, visit, asked),
    )


async def _next_children(
    front: Front, visit: Visit, asked: RequestView
) -> tuple[tuple[str, str, bool], ...]:
    """Brothers and sisters who are still to be re-enrolled."""
    if asked.re_enrolment is None or asked.student is None:
        return ()
    left = await front.portal.re_enrolments.next_children(visit, asked.student.ref)
    return next_ways(left.students, left.children)


def _address(asked: RequestView) -> str:
    """The screen that it was asked on."""
    if asked.student is None:
        return family.ADDRESS
    tab = Tab.IDENTITY if asked.re_enrolment is None else Tab.RE_ENROLMENT
    return of_student(asked.student.ref, tab)
