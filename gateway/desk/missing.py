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
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk, Hindrance, Lack, Lacking

MISSING = f"{ADDRESS}/pieces"
WORDS = "Il manque encore, pour votre demande :"
"""What a letter begins with, in the families' French, unless the clerk writes something else."""

NO_WORDS = mark("Il manque des mots : écrivez le début du message. Rien n’a été fait.")
TOO_LONG = mark("Ce début est trop long : 1000 caractères au plus. Rien n’a été fait.")

HINDRANCES: Mapping[Hindrance, str] = {
    "address": mark("aucune adresse électronique connue : téléphonez ou écrivez"),
    "today": mark("on lui a déjà écrit aujourd’hui"),
    "moving": mark("la demande est en train de partir vers iMuse : réessayez dans un moment"),
    "nothing": mark("elle est close, ou rien n’y manque plus"),
}
_LONGEST = 1000
"""Letters of what a letter begins with."""
_MOST = 300
"""Reminders at once: all that a form may carry back, with room to spare."""


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
    every = {each.line.number: each.line.fence for each in narrowed(lacking, piece)[:_MOST]}
    fences = every if "toutes" in form else ticked(form, _MOST)
    chosen = [each for each in lacking.lacks if each.line.number in fences]
    if not chosen:
        return _list(front, request, lacking, piece, none_ticked=True)
    if "confirmer" not in form:
        return _summary(front, request, piece, chosen, fences, WORDS)
    words = text(form, "mots").replace("\r\n", "\n")
    if not words.strip() or len(words) > _LONGEST:
        wrong = TOO_LONG if words.strip() else NO_WORDS
        return _summary(front, request, piece, chosen, fences, words, wrong)
    came_of_it = await front.office.missing.remind(clerk, fences, words)
    outcomes = [Outcome(each, came_of_it[each.line.number]) for each in chosen]
    done = sum(each.error is None for each in outcomes)
    return front.page(request, "missing_done.html", outcomes=outcomes, done=done)


def narrowed(lacking: Lacking, piece: str) -> list[Lack]:
    """Those that lack that document; all of them for ""."""
    return [each for each in lacking.lacks if not piece or piece in each.documents]


def _summary(
    front: DeskFront,
    request: Request,
    piece: str,
    chosen: list[Lack],
    fences: Mapping[str, int],
    words: str,
    wrong: str = "",
) -> Response:
    return front.page(
        request,
        "missing_reminder.html",
        status=422 if wrong else 200,
        will=[each for each in chosen if each.hindrance is None],
        left=[each for each in chosen if each.hindrance is not None],
        fences=fences,
        piece=piece,
        words=words,
        wrong=wrong,
        longest=_LONGEST,
        hindrances=HINDRANCES,
    )


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
