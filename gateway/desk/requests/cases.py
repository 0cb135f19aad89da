"""/bureau/demandes/{number}: a request with all that a decision needs, and the decision."""

from dataclasses import dataclass, field, replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from gateway.desk.frame.deeds import in_order, words_for
from gateway.desk.frame.front import ADDRESS, DeskFront
from gateway.desk.frame.standings import known
from gateway.desk.frame.wishes import FENCE, NUMBER, Wishes
from gateway.desk.requests import listing, undecided
from gateway.desk.requests.field_by_field import Chosen, choices, chosen_in, outdated, seen
from gateway.desk.requests.history import history, looks
from gateway.desk.requests.undecided import Unsent
from gateway.office import NoteMissing, NotFound, NotPossible, OfficeError, Taken, Unchosen
from gateway.pages.frame.front import place, see
from gateway.pages.frame.guards import text
from gateway.pending.states import FINAL, State
from gateway.views.office import Case, Clerk, Decision

_STAYS = frozenset({Decision.RETRY})
"""After these, what comes of it is looked at; after the others the next request opens."""


@dataclass(frozen=True)
class Attempt:
    """A decision that was not taken, with what was typed for it."""

    decision: Decision | None = None
    phrase: str = ""
    words: str = ""
    chosen: Chosen = field(default_factory=Chosen)
    """Of a conflict decided field by field."""
    error: OfficeError | None = None
    unsent: Unsent | None = None
    """What was typed in a session that had ended, where that is why: nothing was tried."""

    @property
    def written(self) -> str:
        """The school's sentence and the words, as one text."""
        return "\n".join(filter(None, (self.phrase.strip(), self.words.strip())))

    @property
    def taken(self) -> Taken | None:
        """By whom and when it was decided meanwhile, where that is why."""
        return self.error if isinstance(self.error, Taken) else None

    @property
    def lacks_words(self) -> bool:
        """Whether words are all that it lacks."""
        return isinstance(self.error, NoteMissing)

    @property
    def unchosen(self) -> tuple[str, ...]:
        """The keys of the fields that nothing was chosen for, where that is what it lacks."""
        return self.error.keys if isinstance(self.error, Unchosen) else ()

    @property
    def incomplete(self) -> bool:
        """Whether something is still to be typed or chosen for it."""
        return self.lacks_words or bool(self.unchosen)


NONE = Attempt()


async def show(front: DeskFront, request: Request, clerk: Clerk) -> Response:
    """GET: the request; 404 for another school's."""
    wishes = front.searches.read(clerk, request.query_params)
    unsent = undecided.take(front.drawer, clerk, request.path_params["number"])
    if unsent is None:
        return await _page(front, request, clerk, wishes)
    attempt = Attempt(unsent.decision, unsent.phrase, unsent.words, unsent.chosen, unsent=unsent)
    return await _page(front, request, clerk, wishes, attempt)


def ended(front: DeskFront, request: Request, form: FormData) -> str:
    """What was typed waits for its author; back to the request's page, where it is shown again."""
    number = request.path_params["number"]
    undecided.keep(front.drawer, place(request).id, number, form)
    return of_case(number)


async def decide(front: DeskFront, request: Request, clerk: Clerk, form: FormData) -> Response:
    """POST: decide, then the next of the list; 409 where somebody was faster."""
    number, fence = request.path_params["number"], text(form, "garde")
    said = text(form, "decision")
    if said not in set(Decision) or not FENCE.fullmatch(fence):
        raise HTTPException(400)
    typed = {name: text(form, name) for name in form}
    wishes, chosen = front.searches.read(clerk, typed), chosen_in(typed)
    decision, note = Decision(said), note_of(form)
    attempt = Attempt(decision, text(form, "phrase"), text(form, "mots"), chosen)
    try:
        await front.office.decide(clerk, number, int(fence), decision, note, chosen.fields)
    except NotFound as error:
        raise HTTPException(404) from error
    except (NoteMissing, Unchosen, Taken, NotPossible) as error:
        return await _page(front, request, clerk, wishes, replace(attempt, error=error))
    following = text(form, "suite")
    if NUMBER.fullmatch(following):
        # A colleague walks the same list, and may have been there before.
        following = await front.office.onward(clerk, following, wishes.wanted)
    return see(_onward(wishes, following, decision, number))


def note_of(form: FormData) -> str:
    """The sentence that was chosen and the words below it, as one text."""
    return "\n".join(filter(None, (text(form, "phrase").strip(), text(form, "mots").strip())))


def of_case(number: str, query: str = "") -> str:
    """The address of a request at the desk."""
    return f"{ADDRESS}/demandes/{number}{query}"


def _onward(wishes: Wishes, following: str, decision: Decision, number: str) -> str:
    query = wishes.query(**listing.after(decision, number))
    if decision in _STAYS:
        return of_case(number, query)
    if NUMBER.fullmatch(following):
        return of_case(following, query)
    return f"{ADDRESS}{query}"


def _overtaken(case: Case) -> bool:
    """Whether it may be refused and not approved: what its family asked later went first."""
    held = case.request.state is State.REVIEW and Decision.REFUSE in case.may
    return held and Decision.APPROVE not in case.may


async def _page(
    front: DeskFront, request: Request, clerk: Clerk, wishes: Wishes, attempt: Attempt = NONE
) -> Response:
    try:
        case = await front.office.case(clerk, request.path_params["number"], wishes.wanted)
    except NotFound as error:
        raise HTTPException(404) from error
    status = 200 if attempt.error is None else 422 if attempt.incomplete else 409
    decisions = in_order(case.may)
    by_field = Decision.FIELD_BY_FIELD in decisions
    return front.page(
        request,
        "case.html",
        status=status,
        case=case,
        asked=case.request,
        wishes=wishes,
        known=known(case.request, overtaken=_overtaken(case)),
        ended=case.request.state in FINAL,
        decisions=decisions,
        choices=choices(case.request, attempt.chosen, attempt.unchosen) if by_field else {},
        chosen_anew=outdated(case.request, attempt.chosen),
        seen=seen(case.request),
        needs={each: words_for(each, case.request.state) for each in decisions},
        sentences=front.office.sentences(clerk),
        attempt=attempt,
        incomplete=attempt.incomplete,
        entries=history(case),
        looked=looks(case.acts),
        done=listing.just_done(request),
    )
