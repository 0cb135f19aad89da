"""Élèves: the choice of student, by name in one step (guide, Menu Élèves)."""

from starlette.requests import Request
from starlette.responses import Response

from gateway.pages import addresses
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front, see
from gateway.pages.shown.glance import at_a_glance
from gateway.views import Visit


async def choose(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the family's students, each with what is kept of it; an only one is opened at once."""
    view = await front.portal.choice(visit, refresh=anew.wanted(request))
    if read_anew := anew.done(request, view):
        return read_anew
    if view.students and len(view.students) == 1:
        return see(addresses.of_student(view.students[0].ref, addresses.Tab.IDENTITY))
    return front.page(
        request,
        "students.html",
        status=status(view, view.students),
        view=view,
        children=at_a_glance(view.children),
        again=anew.address(request),
    )


async def enter(front: Front, request: Request, visit: Visit) -> Response:
    """GET: a student's file opens with Identité."""
    return see(addresses.of_student(addresses.ref(request, "eleve"), addresses.Tab.IDENTITY))
