"""Demandes: a receipt on one sheet of paper, with nothing around it."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front
from gateway.pages.requests.requests import find
from gateway.views import Visit


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the receipt, to be printed; 404 for another family's, and where it is erased."""
    asked = await find(front, request, visit)
    if asked.erased_at is not None:
        raise HTTPException(404)
    return front.page(request, "request_receipt.html", asked=asked)
