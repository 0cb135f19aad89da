"""/bureau/pieces: what requests lack, as far as is known here, and reminding their families."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.clock import now
from gateway.desk.frame.front import ADDRESS, DeskFront, at_least
from gateway.desk.frame.outcomes import HINDRANCES
from gateway.desk.missing import reminders
from gateway.desk.missing.families import by_family, by_piece
from gateway.desk.missing.reminders import Reminder
from gateway.desk.missing.sieve import Sieve, searched, sieve
from gateway.desk.requests.together import ticked
from gateway.pages.frame.front import place, see
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk, Lacking, Role

MISSING = f"{ADDRESS}/pieces"
BY_PIECE = "piece"
"""On paper: document by document, not family by family."""

_MOST = 300
"""Reminders at once: all that a form may carry back, with room to spare."""


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: who lacks what, all or narrowed; or the reminder that a session's end has stopped."""
    unsent = front.drawer.take(clerk, MISSING) if at_least(clerk.role, Role.DECIDE) else None
    if unsent is not None:
        return await _once_more(front, request, clerk, unsent)
    wanted = sieve(front.searches, clerk, request.query_params)
    lacking = await front.office.missing.lacking(clerk, wanted.search)
    return await _list(front, request, wanted, lacking)


async def search(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: look for words, so that no address holds a name in clear."""
    found = searched(front.searches, clerk, _sieve(front, clerk, form), text(form, "mots"))
    return see(f"{MISSING}{found.query()}#liste")


async def on_paper(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the same to be printed, by family or by document."""
    wanted = sieve(front.searches, clerk, request.query_params)
    lacking = await front.office.missing.for_paper(clerk, wanted.search)
    shown = wanted.shown(lacking)
    by = BY_PIECE if request.query_params.get("par") == BY_PIECE else ""
    return await asyncio.to_thread(
        front.page,
        request,
        "missing_paper.html",
        lacking=lacking,
        sieve=wanted,
        shown=shown,
        families=by_family(shown),
        pieces=by_piece(shown, wanted.piece),
        by=by,
        by_piece=BY_PIECE,
        at=now(),
    )


async def remind(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: to whom it would go, and what; with « confirmer » the letters are written."""
    wanted = _sieve(front, clerk, form)
    if text(form, "q") and not wanted.search:
        # Without the search « toutes » would be others than those that were shown.
        raise HTTPException(400)
    lacking = await front.office.missing.lacking(clerk, wanted.search)
    if "toutes" in form:
        # Who was reminded today makes room for the others.
        shown = sorted(wanted.shown(lacking), key=lambda each: each.hindrance is not None)
        fences = {each.line.number: each.line.fence for each in shown[:_MOST]}
        reminder = Reminder(
            wanted, lacking, fences, beyond=sum(each.hindrance is None for each in shown[_MOST:])
        )
    else:
        beyond = max(0, len(form.getlist("demande")) - _MOST)
        reminder = Reminder(wanted, lacking, ticked(form, _MOST), beyond)
    if not reminder.fences:
        return await _list(front, request, wanted, lacking, none_ticked=True)
    if "confirmer" not in form or not reminder.chosen:
        return reminders.summary(front, request, reminder)
    words = text(form, "mots").replace("\r\n", "\n")
    return await reminders.send(front, request, clerk, reminder, words)


def ended(front: DeskFront, request: Request, form: FormData) -> str:
    """What was typed waits for its author; back to the page, where it is shown again."""
    typed = {name: text(form, name) for name in ("mots", "piece", "q")}
    typed["demande"] = " ".join(f"{each}:{fence}" for each, fence in ticked(form, _MOST).items())
    if typed["mots"].strip():
        front.drawer.keep(place(request).id, text(form, "auteur"), MISSING, typed)
    return MISSING


def _sieve(front: DeskFront, clerk: Clerk, form: FormData) -> Sieve:
    return sieve(front.searches, clerk, {name: text(form, name) for name in ("piece", "q")})


async def _once_more(
    front: DeskFront, request: Request, clerk: Clerk, unsent: Mapping[str, str]
) -> Response:
    """The reminder as it was when the session ended: none of it was sent."""
    chosen = [("demande", each) for each in unsent["demande"].split()]
    form = FormData([("piece", unsent["piece"]), ("q", unsent["q"]), *chosen])
    lacking = await front.office.missing.lacking(clerk)
    reminder = Reminder(_sieve(front, clerk, form), lacking, ticked(form, _MOST))
    return reminders.summary(front, request, reminder, unsent["mots"], unsent=True)


async def _list(
    front: DeskFront,
    request: Request,
    wanted: Sieve,
    lacking: Lacking,
    *,
    none_ticked: bool = False,
) -> Response:
    # Thousands of lines take a second to be written: in a thread, for everybody else goes on.
    return await asyncio.to_thread(
        front.page,
        request,
        "missing.html",
        status=422 if none_ticked else 200,
        lacking=lacking,
        sieve=wanted,
        shown=wanted.shown(lacking),
        pieces=wanted.pieces(lacking),
        by_piece=BY_PIECE,
        none_ticked=none_ticked,
        hindrances=HINDRANCES,
    )
