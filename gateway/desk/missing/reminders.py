"""Reminding families of what their requests lack: told before, and accounted for after."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.front import DeskFront
from gateway.desk.frame.outcomes import HINDRANCES, Outcome
from gateway.desk.missing.sieve import Sieve
from gateway.language import mark
from gateway.office import NotReminded
from gateway.pending.states import State
from gateway.views.office import Clerk, Lack, Lacking

WORDS = "Il manque encore, pour votre demande :"
"""What a letter begins with, in the families' French, unless the clerk writes something else."""

NO_WORDS = mark("Il manque des mots : écrivez le début du message. Rien n’a été fait.")
TOO_LONG = mark("Ce début est trop long : 1000 caractères au plus. Rien n’a été fait.")

_LONGEST = 1000
"""Letters of what a letter begins with."""


@dataclass(frozen=True)
class Reminder:
    """To whom, as the clerk saw them."""

    sieve: Sieve
    """What the list was narrowed to."""
    lacking: Lacking
    fences: Mapping[str, int]
    """Of those that were chosen, by number."""
    beyond: int = 0
    """How many more were wanted than can be reminded at once."""

    @property
    def chosen(self) -> list[Lack]:
        """Those of them that lack something still."""
        return [each for each in self.lacking.lacks if each.line.number in self.fences]

    @property
    def gone(self) -> list[str]:
        """The numbers of those that do not: closed, answered or settled since they were shown."""
        still = {each.line.number for each in self.lacking.lacks}
        return [number for number in self.fences if number not in still]


def summary(
    front: DeskFront,
    request: Request,
    reminder: Reminder,
    words: str = WORDS,
    wrong: str = "",
    *,
    unsent: bool = False,
) -> Response:
    """To whom it would go, and what; `unsent` if a session's end has stopped it before."""
    will = [each for each in reminder.chosen if each.hindrance is None]
    return front.page(
        request,
        "missing_reminder.html",
        status=422 if wrong else 200,
        will=will,
        sent_back=sum(each.line.state is State.REVIEW for each in will),
        left=[each for each in reminder.chosen if each.hindrance is not None],
        gone=reminder.gone,
        fences=reminder.fences,
        beyond=reminder.beyond,
        sieve=reminder.sieve,
        words=words,
        wrong=wrong,
        unsent=unsent,
        longest=_LONGEST,
        hindrances=HINDRANCES,
    )


async def send(
    front: DeskFront, request: Request, clerk: Clerk, reminder: Reminder, words: str
) -> Response:
    """Have the letters written, and tell what came of each."""
    if not words.strip() or len(words) > _LONGEST:
        return summary(front, request, reminder, words, TOO_LONG if words.strip() else NO_WORDS)
    chosen = reminder.chosen
    fences = {each.line.number: reminder.fences[each.line.number] for each in chosen}
    came_of_it = await front.office.missing.remind(clerk, fences, words)
    tried = [Outcome(each, came_of_it[each.line.number]) for each in chosen]
    # To whom nothing could be sent was said before: that is no failure.
    outcomes = [each for each in tried if not isinstance(each.error, NotReminded)]
    return front.page(
        request,
        "missing_done.html",
        outcomes=outcomes,
        done=sum(each.error is None for each in outcomes),
        left=[each.about for each in tried if isinstance(each.error, NotReminded)],
        gone=reminder.gone,
        sieve=reminder.sieve,
        hindrances=HINDRANCES,
    )
