"""/bureau: the list of requests, and what it is narrowed to."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.deeds import DEEDS, in_order
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.desk.frame.wishes import NUMBER, Wishes
from gateway.desk.requests import undecided
from gateway.office.choices import ALONE
from gateway.pages.frame.front import see
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk, Decision, Lines

_AROUND = 2
"""Pages that have a link on both sides of the one that is shown."""


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: a page of the list."""
    wishes = front.searches.read(clerk, request.query_params)
    lines = await front.office.lines(clerk, wishes.wanted)
    return front.page(
        request,
        "list.html",
        wishes=wishes,
        lines=lines,
        turns=_turns(lines),
        together=_together(lines),
        done=just_done(request),
        unsent=undecided.take(front.drawer, clerk, undecided.SEVERAL),
        none_ticked="cochez" in request.query_params,
    )


async def search(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: look for words, so that no address holds a name in clear."""
    wishes = front.searches.read(clerk, {name: text(form, name) for name in form})
    found = front.searches.search(clerk, wishes, text(form, "mots"))
    return see(f"{ADDRESS}{found.query()}#liste")


def of(wishes: Wishes, **more: str) -> str:
    """The address of the list as it was."""
    return f"{ADDRESS}{wishes.query(**more)}"


def after(decision: Decision, number: str) -> dict[str, str]:
    """The parameters by which the next page says what was just done."""
    return {"fait": decision.value, "a": number}


def just_done(request: Request) -> tuple[str, str] | None:
    """What the page before has done: its words, and the request's number."""
    said, number = request.query_params.get("fait", ""), request.query_params.get("a", "")
    if said not in set(Decision) or not NUMBER.fullmatch(number):
        return None
    return DEEDS[Decision(said)].done, number


def _together(lines: Lines) -> dict[Decision, str]:
    """What can be decided on some line, each with its key: one key presses one button."""
    found: dict[Decision, str] = {}
    for decision in in_order(tuple({each for line in lines.lines for each in line.may} - ALONE)):
        key = DEEDS[decision].key
        found[decision] = "" if key in found.values() else key
    return found


def _turns(lines: Lines) -> list[int]:
    """The numbers of the pages to link to; 0 stands for those left out."""
    near = range(lines.page - _AROUND, lines.page + _AROUND + 1)
    shown = [at for at in range(1, lines.pages + 1) if at in (1, lines.pages) or at in near]
    turns: list[int] = []
    for at in shown:
        if turns and at > turns[-1] + 1:
            turns.append(0)
        turns.append(at)
    return turns
