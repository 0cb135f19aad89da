"""/bureau/demandes/plusieurs: the same decision on several, told before and accounted for after."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.deeds import DEEDS, words_for
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.desk.frame.outcomes import Outcome
from gateway.desk.frame.wishes import FENCE, NUMBER, Wishes
from gateway.desk.requests import undecided
from gateway.desk.requests.cases import note_of
from gateway.desk.requests.listing import of
from gateway.office import NoteMissing
from gateway.office.choices import ALONE
from gateway.pages.frame.front import place, see
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk, Decision, Line

_MOST = 50
"""As many as a page of the list holds."""


@dataclass(frozen=True)
class Chosen:
    """A request that was ticked: as it was then, and as it is now."""

    number: str
    fence: int
    line: Line | None
    """None where there is none of that number any more."""

    def possible(self, decision: Decision) -> bool:
        """Whether it stands as it did, and that can be decided."""
        return (
            not self.moved_on
            and self.line is not None
            and decision in self.line.may
            and decision not in ALONE
        )

    @property
    def moved_on(self) -> bool:
        """Whether something has happened to it since it was ticked."""
        return self.line is None or self.line.fence != self.fence


async def decide(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: what would be done to whom; with « confirmer » it is done, each for itself."""
    wishes = front.searches.read(clerk, {name: text(form, name) for name in form})
    seen, said = ticked(form), text(form, "decision")
    if not seen or said not in set(Decision):
        return see(of(wishes, cochez="1"))
    decision = Decision(said)
    lines = {line.number: line for line in await front.office.chosen(clerk, seen)}
    chosen = [Chosen(number, fence, lines.get(number)) for number, fence in seen.items()]
    will = [each for each in chosen if each.possible(decision)]
    needs = _words(will, decision)
    # What has moved on may have done so by this very press, sent once more.
    tried = [each for each in chosen if each in will or each.moved_on]
    if "confirmer" not in form or not tried:
        return _summary(front, request, clerk, wishes, decision, chosen, needs)
    note = note_of(form)
    try:
        if needs and not note:
            raise NoteMissing
        fences = {each.number: each.fence for each in tried}
        came_of_it = await front.office.decide_many(clerk, fences, decision, note)
    except NoteMissing:
        return _summary(front, request, clerk, wishes, decision, chosen, needs, lacks=True)
    outcomes = [
        Outcome(each, came_of_it[each.number])
        for each in tried
        if each in will or came_of_it[each.number] is None
    ]
    if not outcomes:
        return _summary(front, request, clerk, wishes, decision, chosen, needs)
    told = [each.about for each in outcomes]
    return front.page(
        request,
        "together_done.html",
        wishes=wishes,
        decision=decision,
        outcomes=outcomes,
        left=[each for each in chosen if each not in told],
        done=sum(each.error is None for each in outcomes),
    )


def ended(front: DeskFront, request: Request, form: FormData) -> str:
    """What was typed waits for its author; back to the list, which shows it again."""
    undecided.keep(front.drawer, place(request).id, undecided.SEVERAL, form)
    return ADDRESS


def _summary(
    front: DeskFront,
    request: Request,
    clerk: Clerk,
    wishes: Wishes,
    decision: Decision,
    chosen: list[Chosen],
    needs: str,
    *,
    lacks: bool = False,
) -> Response:
    sentences = front.office.sentences(clerk)
    offered = {"refusals": sentences.refusals, "missing": sentences.missing}
    return front.page(
        request,
        "together.html",
        status=422 if lacks else 200,
        wishes=wishes,
        decision=decision,
        will=[each for each in chosen if each.possible(decision)],
        left=[each for each in chosen if not each.possible(decision)],
        needs=needs,
        lacks=lacks,
        phrases=offered.get(DEEDS[decision].sentences, ()),
    )


def ticked(form: FormData, most: int = _MOST) -> Mapping[str, int]:
    """Number → fence of what was ticked, in the list's order, at most so many."""
    found: dict[str, int] = {}
    for value in form.getlist("demande")[:most]:
        number, _, fence = value.partition(":") if isinstance(value, str) else ("", "", "")
        if NUMBER.fullmatch(number) and FENCE.fullmatch(fence):
            found[number] = int(fence)
    return found


def _words(will: list[Chosen], decision: Decision) -> str:
    """What the field of the common words is called; "" where none are needed."""
    wanted = (words_for(decision, each.line.state) for each in will if each.line)
    return next(filter(None, wanted), "")
