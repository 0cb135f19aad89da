"""What a line opens: a course with its evaluations and absences, a past year, an event."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from adapters.model import Line, Record, Step
from gateway.pages import addresses
from gateway.pages.addresses import Tab, of_steps
from gateway.pages.frame import anew
from gateway.pages.frame.ages import status
from gateway.pages.frame.front import Front
from gateway.pages.lists import opening
from gateway.pages.shown.dossier import TABS, Way, dossier
from gateway.pages.shown.tables import Table, naming, table
from gateway.pages.shown.wanted import Wanted
from gateway.views import RecordView, Visit

_CALLED = ("course", "repertoire", "evaluation", "class", "absence", "date")
"""Canonical names of fields that a sheet is called by."""


@dataclass(frozen=True)
class Arrows:
    """First, previous, next, last (guide): None where one is there already."""

    first: str | None
    previous: str | None
    next: str | None
    last: str | None
    position: int
    count: int


async def show(front: Front, request: Request, visit: Visit) -> Response:
    """GET: the sheet behind a line; 404 where the family has no such line."""
    student, steps = addresses.ref(request, "eleve"), addresses.steps(request)
    view = await front.portal.record(visit, student, steps, refresh=anew.wanted(request))
    if read_anew := anew.done(request, view):
        return read_anew
    tab = Tab(addresses.word_of(steps[0].list))
    record = view.record
    return front.page(
        request,
        "record.html",
        status=status(view, record),
        tab=tab,
        heading=TABS[tab],
        view=view,
        dossier=dossier(view.students, view.chosen, tab, below=True, re_enrols=view.re_enrols),
        name=_name(view),
        crumbs=tuple(_crumbs(student, view)),
        arrows=_arrows(student, view),
        tables=() if record is None else _tables(request, student, steps, record),
        again=anew.address(request),
    )


def called(record: Record) -> str:
    """What a sheet is called by: its course, its event, or the first thing that it says."""
    fields = [field for section in record.sections for field in section.fields]
    named = (field for name in _CALLED for field in fields if field.name == name)
    said = (field.shown().strip() for field in (*named, *fields))
    return " ".join(next(filter(None, said), record.title).split())


def _name(view: RecordView) -> str:
    """As its line is called; "" where neither the line nor the sheet can be read."""
    line = _line(view)
    if view.listing is not None and line is not None:
        return naming(view.listing)(line)
    return called(view.record) if view.record is not None else ""


def _line(view: RecordView) -> Line | None:
    return view.listing.line(view.steps[-1].line) if view.listing is not None else None


def _crumbs(student: str, view: RecordView) -> Iterator[Way]:
    """The way back: the sheets that were opened before, the outermost first."""
    for depth, record in enumerate(view.trail, 1):
        address = of_steps(student, view.steps[:depth])
        if address is not None:
            yield Way(called(record), address)


def _arrows(student: str, view: RecordView) -> Arrows | None:
    place = view.place
    if place is None or place.count < 2:
        return None
    *above, last = view.steps

    def to(ref: str | None) -> str | None:
        if ref is None or ref == last.line:
            return None
        return of_steps(student, (*above, Step(list=last.list, line=ref)))

    return Arrows(
        first=to(place.first),
        previous=to(place.previous),
        next=to(place.next),
        last=to(place.last),
        position=place.position,
        count=place.count,
    )


def _tables(
    request: Request, student: str, steps: tuple[Step, ...], record: Record
) -> tuple[Table, ...]:
    parameters = dict(request.query_params)
    return tuple(
        table(
            listing,
            Wanted(request.url.path, parameters, number),
            opening(student, listing.key, steps),
        )
        for number, listing in enumerate(record.lists, 1)
    )
