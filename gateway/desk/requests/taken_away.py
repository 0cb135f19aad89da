"""/bureau/demandes/export: the list as it is narrowed, all of its pages, for a spreadsheet."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from gateway.desk import spreadsheet
from gateway.desk.frame.front import DeskFront
from gateway.desk.frame.standings import SHORT
from gateway.desk.frame.wishes import KINDS
from gateway.language import catalogue, mark
from gateway.pages.frame.front import language
from gateway.pages.shown.dates import PARIS
from gateway.views.office import Clerk, Line

COLUMNS = (
    mark("Demande"),
    mark("Objet"),
    mark("Élève"),
    mark("Famille"),
    mark("État"),
    mark("Reçue le"),
    mark("Vue le"),
)


async def export(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: what the address narrows the list to, as CSV; itself an act."""
    wanted = front.searches.read(clerk, request.query_params).wanted
    says = catalogue(language(request)).gettext
    lines = await front.office.export(clerk, wanted)
    return Response(
        # In a thread: of thousands it takes a moment, in which everybody else goes on.
        await asyncio.to_thread(_table, lines, says),
        media_type=spreadsheet.MEDIA_TYPE,
        headers=spreadsheet.attached("demandes.csv"),
    )


def _table(lines: Sequence[Line], says: Callable[[str], str]) -> bytes:
    cells = [_cells(each, says(KINDS[each.kind]), says(SHORT[each.state])) for each in lines]
    head = spreadsheet.head([says(column) for column in COLUMNS])
    return b"".join([head, *map(spreadsheet.line, cells)])


def _cells(line: Line, kind: str, state: str) -> list[str]:
    seen = "" if line.seen_at is None else _moment(line.seen_at)
    return [line.number, kind, line.student, line.family, state, _moment(line.asked_at), seen]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%Y-%m-%d %H:%M}"
