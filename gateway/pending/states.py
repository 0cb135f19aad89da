"""The states of a pending validation, and the one table of what leads from each to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    REVIEW = "review"
    SENT_BACK = "sent_back"
    DELIVERING = "delivering"
    UNKNOWN = "unknown"
    VERIFYING = "verifying"
    AWAITING_STAFF = "awaiting_staff"
    VALIDATED = "validated"
    REFUSED = "refused"
    CHANGED_BY_STAFF = "changed_by_staff"
    NEEDS_ATTENTION = "needs_attention"
    BLOCKED_CONFLICT = "blocked_conflict"
    BLOCKED_CREDENTIALS = "blocked_credentials"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Event(StrEnum):
    """What happens to a request."""

    ACCEPTED = "accepted"
    """Committed to disk: where every request begins."""
    HELD = "held"
    """The school wants to look at it before iMuse gets it."""
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    """The school asks its family for something before iMuse gets it."""
    CLAIMED = "claimed"
    """A worker takes it on."""
    POSTPONED = "postponed"
    """Nothing was sent; later again."""
    PUT_IN = "put_in"
    """The old site shows it as waiting for its staff."""
    APPLIED = "applied"
    """The old site shows the new value, without a marker."""
    TURNED_DOWN = "turned_down"
    """The old site, or the school, says no."""
    ANSWER_LOST = "answer_lost"
    CONFLICTED = "conflicted"
    """What the family saw has changed, or is no longer there. Nothing was sent."""
    SENT_ANYWAY = "sent_anyway"
    """The school has seen what is there now, and wants what the family asked all the same, or some
    of it."""
    KEPT = "kept"
    """The school keeps what is there now. Nothing was sent."""
    LOCKED_OUT = "locked_out"
    """There are no means to sign in, or they are refused. Nothing was sent."""
    UNBLOCKED = "unblocked"
    """The family has signed in again."""
    WAITED_OUT = "waited_out"
    """The old server can no longer act on what was sent."""
    PROVED_ABSENT = "proved_absent"
    """Reading shows that what was sent had no effect."""
    STEP_KNOWN = "step_known"
    """One of its steps is known to have taken effect, or not: the next one may be taken."""
    NOT_CLEAR = "not_clear"
    """What became of it cannot be known: a person is told. Never where nothing was sent."""
    STAFF_VALIDATED = "staff_validated"
    STAFF_REFUSED = "staff_refused"
    STAFF_CHANGED = "staff_changed"
    SETTLED_VALIDATED = "settled_validated"
    """The staff says so at the desk; the old site was not asked."""
    SETTLED_REFUSED = "settled_refused"
    LOOKED_AGAIN = "looked_again"
    """The staff has it read once more; nothing is ever sent because of that."""
    SUPERSEDED = "superseded"
    """A later request of the same family took its place."""
    TAKEN_BACK = "taken_back"
    AGED = "aged"
    """It could not be sent for too long. Nothing was sent."""
    UNANSWERED = "unanswered"
    """It waited for its family for too long. Nothing was sent."""
    RESTORED = "restored"
    """It comes out of a backup: what became of it since is to be read first."""


class IllegalTransition(Exception):
    """This cannot happen to a request in this state."""


FINAL = frozenset(
    {State.VALIDATED, State.REFUSED, State.CHANGED_BY_STAFF, State.WITHDRAWN, State.EXPIRED}
)
"""Where a request's way ends."""

WITH_FAMILY = frozenset({State.BLOCKED_CONFLICT, State.SENT_BACK})
"""Where a request waits for its family to look it over, and nothing of it has left: what the
family asks then is a new request, which takes this one's place."""

SETTLED = FINAL | WITH_FAMILY
"""Where a request no longer asks anything of the old site."""

UNDER_WAY = frozenset({State.RECEIVED, State.DELIVERING, State.UNKNOWN, State.VERIFYING})
"""Where the gateway itself has to act next; a family's later requests wait for it."""

HOLDS_MEANS = UNDER_WAY | {State.REVIEW, State.SENT_BACK}
"""Where the means to sign in may be kept; in any other state they are erased."""

_BEFORE_SENDING = WITH_FAMILY | {State.RECEIVED, State.REVIEW, State.BLOCKED_CREDENTIALS}

TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {
        (State.RECEIVED, Event.HELD): State.REVIEW,
        (State.REVIEW, Event.APPROVED): State.RECEIVED,
        (State.REVIEW, Event.TURNED_DOWN): State.REFUSED,
        (State.REVIEW, Event.SENT_BACK): State.SENT_BACK,
        (State.SENT_BACK, Event.APPROVED): State.RECEIVED,
        (State.SENT_BACK, Event.TURNED_DOWN): State.REFUSED,
        (State.RECEIVED, Event.CLAIMED): State.DELIVERING,
        (State.DELIVERING, Event.POSTPONED): State.RECEIVED,
        (State.DELIVERING, Event.PUT_IN): State.AWAITING_STAFF,
        (State.DELIVERING, Event.APPLIED): State.VALIDATED,
        (State.DELIVERING, Event.TURNED_DOWN): State.REFUSED,
        (State.DELIVERING, Event.ANSWER_LOST): State.UNKNOWN,
        (State.DELIVERING, Event.CONFLICTED): State.BLOCKED_CONFLICT,
        (State.DELIVERING, Event.LOCKED_OUT): State.BLOCKED_CREDENTIALS,
        (State.DELIVERING, Event.AGED): State.EXPIRED,
        (State.BLOCKED_CONFLICT, Event.SENT_ANYWAY): State.RECEIVED,
        (State.BLOCKED_CONFLICT, Event.KEPT): State.REFUSED,
        (State.BLOCKED_CREDENTIALS, Event.UNBLOCKED): State.RECEIVED,
        (State.UNKNOWN, Event.PUT_IN): State.AWAITING_STAFF,
        (State.UNKNOWN, Event.WAITED_OUT): State.VERIFYING,
        (State.VERIFYING, Event.PUT_IN): State.AWAITING_STAFF,
        (State.VERIFYING, Event.APPLIED): State.VALIDATED,
        (State.VERIFYING, Event.PROVED_ABSENT): State.RECEIVED,
        (State.VERIFYING, Event.STEP_KNOWN): State.RECEIVED,
        (State.VERIFYING, Event.NOT_CLEAR): State.NEEDS_ATTENTION,
        (State.NEEDS_ATTENTION, Event.PUT_IN): State.AWAITING_STAFF,
        (State.NEEDS_ATTENTION, Event.APPLIED): State.VALIDATED,
        (State.NEEDS_ATTENTION, Event.LOOKED_AGAIN): State.VERIFYING,
        (State.NEEDS_ATTENTION, Event.SETTLED_VALIDATED): State.VALIDATED,
        (State.NEEDS_ATTENTION, Event.SETTLED_REFUSED): State.REFUSED,
        (State.AWAITING_STAFF, Event.SETTLED_VALIDATED): State.VALIDATED,
        (State.AWAITING_STAFF, Event.SETTLED_REFUSED): State.REFUSED,
        (State.AWAITING_STAFF, Event.STAFF_VALIDATED): State.VALIDATED,
        (State.AWAITING_STAFF, Event.STAFF_REFUSED): State.REFUSED,
        (State.AWAITING_STAFF, Event.STAFF_CHANGED): State.CHANGED_BY_STAFF,
        (State.AWAITING_STAFF, Event.SUPERSEDED): State.WITHDRAWN,
        **{(state, Event.TAKEN_BACK): State.WITHDRAWN for state in sorted(_BEFORE_SENDING)},
        **{(state, Event.AGED): State.EXPIRED for state in sorted(_BEFORE_SENDING)},
        **{(state, Event.UNANSWERED): State.EXPIRED for state in sorted(WITH_FAMILY)},
        **{(state, Event.RESTORED): State.VERIFYING for state in State if state not in FINAL},
    }
)


def after(state: State, event: Event) -> State:
    """The state that `event` leads to.

    Raises:
        IllegalTransition: it cannot happen in `state`.
    """
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in {state}") from None


def as_markdown() -> str:
    """The table of transitions, for the documentation."""
    rows = [f"| `{state}` | {event} | `{after}` |" for (state, event), after in TRANSITIONS.items()]
    return "\n".join(("| in | what happens | leads to |", "|---|---|---|", *rows)) + "\n"
