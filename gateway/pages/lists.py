"""Élèves › Cours, Historique, Répertoire: a student's lists, whatever columns the school has."""

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import Line, Step
from gateway.pages import addresses
from gateway.pages.addresses import Tab
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front
from gateway.pages.shown.dossier import TABS, dossier
from gateway.pages.shown.tables import Opens, table
from gateway.pages.shown.wanted import Wanted
from gateway.views import ListView, Visit


async def courses(front: Front, request: Request, visit: Visit) -> Response:
    """GET: a student's courses."""
    student, again = addresses.ref(request, "eleve"), anew.wanted(request)
    view = await front.portal.courses(visit, student, refresh=again)
    return _list(front, request, Tab.COURSES, view)


async def history(front: Front, request: Request, visit: Visit) -> Response:
    """GET: a student's courses of former years."""
    student, again = addresses.ref(request, "eleve"), anew.wanted(request)
    view = await front.portal.history(visit, student, refresh=again)
    return _list(front, request, Tab.HISTORY, view)


async def repertoire(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the musical events that a student took part in."""
    student, again = addresses.ref(request, "eleve"), anew.wanted(request)
    view = await front.portal.repertoire(visit, student, refresh=again)
    return _list(front, request, Tab.REPERTOIRE, view)


def opening(student: str, list: str, above: tuple[Step, ...] = ()) -> Opens:
    """Where a line of that list leads: to the sheet behind it."""

    def address(line: Line) -> str | None:
        if line.ref is None:
            return None
        return addresses.of_steps(student, (*above, Step(list=list, line=line.ref)))

    return address


def _list(front: Front, request: Request, tab: Tab, view: ListView) -> Response:
    if read_anew := anew.done(request, view):
        return read_anew
    shown = None
    if view.listing is not None and view.chosen is not None:
        wanted = Wanted(request.url.path, dict(request.query_params))
        shown = table(view.listing, wanted, opening(view.chosen.ref, view.listing.key))
    return front.page(
        request,
        "list.html",
        status=status(view, shown),
        tab=tab,
        heading=TABS[tab],
        view=view,
        dossier=dossier(view.students, view.chosen, tab, re_enrols=view.re_enrols),
        table=shown,
        again=anew.address(request),
    )
