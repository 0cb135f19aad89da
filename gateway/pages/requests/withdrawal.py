"""Demandes: taking one back, after a question."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages.frame.front import Front, see
from gateway.pages.requests.requests import find, meanwhile, of_request
from gateway.pending.errors import NotFound, TooLate
from gateway.views import Visit


async def confirm(front: Front, request: Request, visit: Visit) -> Response:
    """GET: asks first, and changes nothing; 409 where it can be taken back no longer."""
    asked = await find(front, request, visit)
    if not asked.may_withdraw:
        return await meanwhile(front, request, visit)
    return front.page(request, "request_withdrawal.html", asked=asked)


async def withdraw(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: take it back; on to the request, or 409 with what has happened meanwhile."""
    number = request.path_params["number"]
    try:
        await front.portal.withdraw(visit, number)
    except NotFound as error:
        raise HTTPException(404) from error
    except TooLate:
        return await meanwhile(front, request, visit)
    return see(of_request(number))
