"""Which decisions may be taken on a request, and by whom. Pure."""

from collections.abc import Mapping
from datetime import datetime

from gateway.pending.people.deciding import MAY_BE_ASKED_ABOUT, SETTLED_BY_HAND, may_be_tried
from gateway.pending.states import State
from gateway.store.desk import Outline
from gateway.store.requests import RequestRow
from gateway.views.office import Clerk, Decision, Role

_BY_STATE: Mapping[State, tuple[Decision, ...]] = {
    **dict.fromkeys((State.REVIEW, State.SENT_BACK), (Decision.APPROVE, Decision.REFUSE)),
    State.BLOCKED_CONFLICT: (Decision.FIELD_BY_FIELD, Decision.SEND_ANYWAY, Decision.KEEP),
    **dict.fromkeys(SETTLED_BY_HAND, (Decision.VALIDATED_THERE, Decision.REFUSED_THERE)),
}

_TOLD_IN_WORDS = frozenset({Decision.REFUSE, Decision.KEEP, Decision.ASK, Decision.REFUSED_THERE})
"""What the family is told of in the clerk's own words."""


ALONE = frozenset({Decision.FIELD_BY_FIELD, Decision.SEND_ANYWAY, Decision.KEEP})
"""What nobody decides for several at once: each conflict has values of its own to look at."""


def may_decide(clerk: Clerk) -> bool:
    """Whether the clerk's role lets them decide anything."""
    return clerk.role is not Role.READ


def needs_words(decision: Decision, state: State) -> bool:
    """Whether it is taken with words only: the family's, or the journal's.

    What could not be known by reading is settled by somebody who says what they saw.
    """
    by_hand = decision is Decision.VALIDATED_THERE and state is State.NEEDS_ATTENTION
    return by_hand or decision in _TOLD_IN_WORDS


def choices(clerk: Clerk, request: Outline | RequestRow, now: datetime) -> tuple[Decision, ...]:
    """What the clerk may decide on a request as it stands now."""
    if not may_decide(clerk):
        return ()
    state = State(request.state)
    found = list(_BY_STATE.get(state, ()))
    if may_be_tried(state, request.kind, request.due_at, now):
        found.append(Decision.RETRY)
    if state in MAY_BE_ASKED_ABOUT:
        found.append(Decision.ASK)
    return tuple(found)
