"""Facturation: what is due first, the invoices and the payments (guide, Menu Facturation)."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import Billing, Line, Step
from gateway.pages.addresses import of_duplicate
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front
from gateway.pages.shown.dues import dues
from gateway.pages.shown.tables import Opens, Table, table
from gateway.pages.shown.wanted import Wanted
from gateway.views import Visit


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: what is due, and both lists."""
    view = await front.portal.billing(visit, refresh=anew.wanted(request))
    if read_anew := anew.done(request, view):
        return read_anew
    return front.page(
        request,
        "billing.html",
        status=status(view, view.billing),
        view=view,
        dues=None if view.account is None else dues(view.account),
        tables=() if view.billing is None else _tables(request, view.billing),
        again=anew.address(request),
    )


def _tables(request: Request, billing: Billing) -> tuple[Table, ...]:
    parameters = dict(request.query_params)
    return tuple(
        table(listing, Wanted(request.url.path, parameters, number), _opening(listing.key))
        for number, listing in enumerate(billing.lists, 1)
    )


def _opening(list: str) -> Opens:
    """Behind a line is its document."""

    def address(line: Line) -> str | None:
        return None if line.ref is None else of_duplicate(Step(list=list, line=line.ref))

    return address
