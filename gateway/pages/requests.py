"""Demandes: what was asked, where it stands, and each one's receipt."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages import family
from gateway.pages.addresses import Tab, of_student
from gateway.pages.front import Front
from gateway.pending.errors import NotFound
from gateway.views import Visit


async def show_all(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the family's requests, the newest first."""
    requests = sorted(
        await front.portal.requests(visit), key=lambda asked: asked.asked_at, reverse=True
    )
    return front.page(request, "requests.html", requests=requests)


async def show_one(front: Front, request: Request, visit: Visit) -> Response:
    """GET: one request's receipt, and where it stands; 404 for another family's."""
    try:
        asked = await front.portal.request(visit, request.path_params["number"])
    except NotFound as error:
        raise HTTPException(404) from error
    student = asked.student
    sheet = family.ADDRESS if student is None else of_student(student.ref, Tab.IDENTITY)
    return front.page(request, "request.html", asked=asked, sheet_address=sheet)
