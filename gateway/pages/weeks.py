"""Élèves › Cours as a week: to look at, and to print."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import Line, Listing
from gateway.pages import addresses
from gateway.pages.addresses import WEEK, Tab
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front
from gateway.pages.lists import opening
from gateway.pages.shown.dossier import dossier
from gateway.pages.shown.tables import Opens, naming
from gateway.views import Visit
from gateway.week import Slot, Week, week

_ALWAYS = range(6)
"""Monday to Saturday are shown whatever is on them."""


@dataclass(frozen=True)
class Course:
    """A course at its hour, or one that has no clear place in the week."""

    name: str
    address: str | None
    about: tuple[str, ...]
    """What its line says of its teacher and its place; of an unplaced one, all the rest."""
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True)
class Day:
    """A day of the week, its courses in order; 0 is Monday."""

    weekday: int
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Planner:
    """A list of courses as a week."""

    days: tuple[Day, ...]
    unplaced: tuple[Course, ...]

    @property
    def placed(self) -> bool:
        """Whether any course has its place."""
        return any(day.courses for day in self.days)


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: a student's week of courses."""
    student, again = addresses.ref(request, "eleve"), anew.wanted(request)
    view = await front.portal.courses(visit, student, refresh=again)
    if read_anew := anew.done(request, view):
        return read_anew
    listing = view.listing
    return front.page(
        request,
        "week.html",
        status=status(view, listing),
        view=view,
        dossier=dossier(view.students, view.chosen, WEEK, re_enrols=view.re_enrols),
        planner=None if listing is None else planner(listing, opening(student, listing.key)),
        list_address=addresses.of_student(student, Tab.COURSES),
        again=anew.address(request),
    )


def planner(listing: Listing, opens: Opens) -> Planner:
    """The list's courses, each at its day and hour; those without are apart."""
    placed, name = week(listing), _naming(listing)
    return Planner(
        days=tuple(_days(listing, placed, name, opens)),
        unplaced=tuple(
            Course(name(line), opens(line), _all_said(line, name(line))) for line in placed.unplaced
        ),
    )


def _days(
    listing: Listing, placed: Week, name: Callable[[Line], str], opens: Opens
) -> Iterator[Day]:
    for weekday in range(7):
        slots = placed.on(weekday)
        if slots or weekday in _ALWAYS:
            yield Day(weekday, tuple(_course(listing, slot, name, opens) for slot in slots))


def _course(listing: Listing, slot: Slot, name: Callable[[Line], str], opens: Opens) -> Course:
    said = (listing.cell(slot.line, column) for column in ("teacher", "room", "place"))
    about = tuple(text for text in said if text.strip())
    return Course(name(slot.line), opens(slot.line), about, slot.start, slot.end)


def _naming(listing: Listing) -> Callable[[Line], str]:
    called = naming(listing)
    return lambda line: listing.cell(line, "course").strip() or called(line)


def _all_said(line: Line, name: str) -> tuple[str, ...]:
    return tuple(text for text in line.cells if text.strip() and text.strip() != name)
