"""/bureau/pieces: what requests lack, as far as is known here, and reminding their families."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.front import ADDRESS, DeskFront
from gateway.desk.together import ticked
from gateway.language import mark
from gateway.office import NotReminded, OfficeError, Taken
from gateway.pages.guards import text
from gateway.views.office import Clerk, Hindrance, Lack, Lacking

MISSING = f"{ADDRESS}/pieces"
WORDS = "Il manque encore, pour votre demande :"
"""What a letter begins with, in the families' French, unless the clerk writes something else."""

HINDRANCES: Mapping[Hindrance, str] = {
    "address": mark("aucune adresse électronique connue : téléphonez ou écrivez"),
    "today": mark("on lui a déjà écrit aujourd’hui"),
    "moving": mark("la demande est en train de partir vers iMuse : réessayez dans un moment"),
    "nothing": mark("elle est close, ou rien n’y manque plus"),
}
_MOST_WORDS = 1000


@dataclass(frozen=True)
class Outcome:
    """What came of a reminder; `error` is None where the letter is written."""

    lack: Lack
    error: OfficeError | None

    @property
    def taken(self) -> Taken | None:
        """Who was faster, where somebody was."""
        return self.error if isinstance(self.error, Taken) else None

    @property
    def why(self) -> str:
        """Why none was written, in words."""
        return HINDRANCES[self.error.why] if isinstance(self.error, NotReminded) else ""


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: who lacks what, all or one document."""
    lacking = await front.office.missing.lacking(clerk)
    return _list(front, request, lacking, request.query_params.get("piece", ""))


async def remind(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: to whom it would go, and what; with « confirmer » the letters are written."""
    lacking = await front.office.missing.lacking(clerk)
    piece = text(form, "piece")
    every = {each.line.number: each.line.fence for each in narrowed(lacking, piece)}
    fences = every if "toutes" in form else ticked(form)
    chosen = [each for each in lacking.lacks if each.line.number in fences]
    if not chosen:
        return _list(front, request, lacking, piece, none_ticked=True)
    will = [each for each in chosen if each.hindrance is None]
    left = [each for each in chosen if each not in will]
    confirmed = "confirmer" in form
    words = text(form, "mots")[:_MOST_WORDS] if confirmed else WORDS
    lacks = confirmed and not words.strip()
    if not confirmed or lacks or not will:
        return front.page(
            request,
            "missing_reminder.html",
            status=422 if lacks else 200,
            will=will,
            left=left,
            fences=fences,
            piece=piece,
            words=words,
            lacks=lacks,
            hindrances=HINDRANCES,
        )
    sent_to = {each.line.number: fences[each.line.number] for each in will}
    came_of_it = await front.office.missing.remind(clerk, sent_to, words)
    outcomes = [Outcome(each, came_of_it[each.line.number]) for each in will]
    return front.page(
        request,
        "missing_done.html",
        outcomes=outcomes,
        done=sum(each.error is None for each in outcomes),
        left=left,
        hindrances=HINDRANCES,
    )


def narrowed(lacking: Lacking, piece: str) -> list[Lack]:
    """Those that lack that document; all of them for ""."""
    return [each for each in lacking.lacks if not piece or piece in each.documents]


def _list(
    front: DeskFront,
    request: Request,
    lacking: Lacking,
    piece: str,
    *,
    none_ticked: bool = False,
) -> Response:
    pieces = Counter(label for each in lacking.lacks for label in each.documents)
    wanted = piece if piece in pieces else ""
    return front.page(
        request,
        "missing.html",
        status=422 if none_ticked else 200,
        lacking=lacking,
        shown=narrowed(lacking, wanted),
        pieces=sorted(pieces.items()),
        piece=wanted,
        none_ticked=none_ticked,
        hindrances=HINDRANCES,
    )
