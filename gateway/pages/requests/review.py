"""Demandes: what a conflict has stopped, chosen field by field, or taken up in its steps.

The form goes the road of every sheet: what is typed in it outlasts errors and the session's end.
"""

import re
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.pages import sheets
from gateway.pages.addresses import Tab, of_student
from gateway.pages.frame.front import Front, see, visiting
from gateway.pages.requests.requests import ADDRESS, NUMBER, meanwhile, of_request
from gateway.pending.errors import NotFound, TooLate
from gateway.portal import Portal
from gateway.views import RequestView, Visit

_ADDRESS = re.compile(rf"{ADDRESS}/({NUMBER})/revoir")


class Revue:
    """The page of one stopped request's fields."""

    template = "request_review.html"

    def __init__(self, number: str) -> None:
        """Of the request of that number."""
        self._number = number
        self.address = f"{of_request(number)}/revoir"

    @classmethod
    def at(cls, address: str) -> "Revue | None":
        """The page of that address, if it is such a one's."""
        found = _ADDRESS.fullmatch(address)
        return None if found is None else cls(found[1])

    async def open(self, portal: Portal, visit: Visit) -> sheets.Opened:
        """The fields as they are now, beginning with what was asked for."""
        view = await portal.reviews.show(visit, self._number)
        return sheets.Opened(
            sheet=view.sheet,
            seen=view.seen,
            press=view.press,
            offers_keeping=view.offers_keeping,
            read_at=view.read_at,
            trouble=view.trouble,
            incident=view.incident,
            dossier=view.asked,
            begun=view.begun,
        )

    async def ask(
        self,
        portal: Portal,
        visit: Visit,
        seen: str,
        press: str,
        typed: Mapping[str, str],
        keep: bool,
    ) -> RequestView:
        """Ask anew for what is chosen so; raises as `Portal.answer_review`."""
        return await portal.answer_review(visit, self._number, seen, press, typed, keep)

    async def dossier(self, portal: Portal, visit: Visit) -> RequestView:
        """The request itself."""
        return await portal.request(visit, self._number)


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: what was seen, what was asked, what the school has now; 404 for another family's."""
    try:
        return await sheets.show(front, request, visit, _page(request))
    except NotFound as error:
        raise HTTPException(404) from error
    except TooLate:
        return await meanwhile(front, request, visit)


async def answer(front: Front, request: Request) -> Response:
    """POST: ask anew, or end it; on to the new receipt, or back to the request."""
    try:
        return await sheets.ask(front, request, _page(request))
    except NotFound as error:
        raise HTTPException(404) from error
    except TooLate:
        visit = visiting(request)
        if visit is None:
            raise
        return await meanwhile(front, request, visit)


async def take_up(front: Front, request: Request, visit: Visit, form: FormData) -> Response:
    """POST: put what a re-enrolment asked for into a draft; on to its steps."""
    try:
        student = await front.portal.reviews.take_up(visit, request.path_params["number"])
    except NotFound as error:
        raise HTTPException(404) from error
    except TooLate:
        return await meanwhile(front, request, visit)
    return see(of_student(student, Tab.RE_ENROLMENT))


def _page(request: Request) -> Revue:
    return Revue(request.path_params["number"])
