"""Which requests need a person, which wait, and in what order a list shows them. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from gateway.pending.states import FINAL, UNDER_WAY, State
from gateway.store.desk import Outline
from gateway.views.office import Group

OPEN = frozenset(State) - FINAL

_FOR_A_PERSON = frozenset({State.REVIEW, State.NEEDS_ATTENTION, State.BLOCKED_CONFLICT})
_BLOCKED = frozenset({State.BLOCKED_CONFLICT, State.BLOCKED_CREDENTIALS})
_TRIED_IN_VAIN = 4
"""After so many tries it is no passing outage: a page may have changed (drift)."""

STATES: Mapping[Group, frozenset[State]] = {
    Group.ALL: frozenset(State),
    Group.URGENT: _FOR_A_PERSON | UNDER_WAY,
    Group.ON_THE_WAY: UNDER_WAY,
    Group.WAITING: frozenset({State.AWAITING_STAFF}),
    Group.BLOCKED: _BLOCKED,
    Group.WITH_FAMILY: frozenset({State.SENT_BACK}),
    Group.ENDED: FINAL,
}
"""Where the requests of a group stand; of the urgent ones not all that stand there are."""


def is_urgent(outline: Outline) -> bool:
    """Whether a person is needed first."""
    # A state is its own text: no need to look it up for each of thousands.
    if outline.attempts >= _TRIED_IN_VAIN and outline.state in UNDER_WAY:
        return True
    return outline.state in _FOR_A_PERSON


def is_in(outline: Outline, group: Group) -> bool:
    """Whether a request is of that group."""
    if group is Group.URGENT:
        return is_urgent(outline)
    return outline.state in STATES[group]


def counted(outlines: Iterable[Outline]) -> dict[Group, int]:
    """How many of these are of each group."""
    urgent, by_state = 0, Counter[str]()
    for outline in outlines:
        urgent += is_urgent(outline)
        by_state[outline.state] += 1
    counts = {group: sum(by_state[state] for state in states) for group, states in STATES.items()}
    return counts | {Group.URGENT: urgent}


def in_order(outlines: Iterable[Outline]) -> list[Outline]:
    """The urgent first, then the oldest."""
    return sorted(outlines, key=order)


def order(outline: Outline) -> tuple[bool, int]:
    """Where a request stands in a list."""
    return (not is_urgent(outline), outline.position)
