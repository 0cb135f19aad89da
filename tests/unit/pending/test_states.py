"""The state machine: one table, nothing beside it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.pending.states import (
    FINAL,
    HOLDS_MEANS,
    TRANSITIONS,
    UNDER_WAY,
    Event,
    IllegalTransition,
    State,
    after,
    as_markdown,
)

EVENTS = st.lists(st.sampled_from(Event), max_size=40)


def walk(events: list[Event]) -> list[tuple[State, Event, State]]:
    """The transitions that these events make from the beginning; illegal ones change nothing."""
    state, steps = State.RECEIVED, []
    for event in events:
        try:
            reached = after(state, event)
        except IllegalTransition:
            continue
        steps.append((state, event, reached))
        state = reached
    return steps


@given(EVENTS)
def test_nothing_leaves_a_final_state(events: list[Event]) -> None:
    assert all(before not in FINAL for before, _, _ in walk(events))


@given(EVENTS)
def test_what_may_have_been_sent_is_sent_again_only_once_proved_absent(
    events: list[Event],
) -> None:
    uncertain = False
    for _, event, reached in walk(events):
        uncertain = uncertain or event in (Event.ANSWER_LOST, Event.RESTORED)
        if event in (Event.PROVED_ABSENT, Event.STEP_KNOWN):
            uncertain = False
        if reached is State.DELIVERING:
            assert not uncertain


@given(EVENTS)
def test_a_person_is_asked_only_about_what_may_have_been_sent(events: list[Event]) -> None:
    """« Le portail ne peut pas savoir… » is never said where nothing has left."""
    perhaps_sent = False
    for _, event, reached in walk(events):
        perhaps_sent = perhaps_sent or event in (Event.ANSWER_LOST, Event.RESTORED)
        if event is Event.PROVED_ABSENT:
            perhaps_sent = False
        if reached is State.NEEDS_ATTENTION:
            assert perhaps_sent


def test_what_cannot_be_sent_waits_again_or_ends_and_is_for_no_person() -> None:
    led_to = {reached for (state, _), reached in TRANSITIONS.items() if state is State.DELIVERING}
    assert State.NEEDS_ATTENTION not in led_to
    assert {State.RECEIVED, State.EXPIRED} <= led_to


@given(EVENTS)
def test_means_to_sign_in_are_held_only_before_the_school_has_it(events: list[Event]) -> None:
    for _, _, reached in walk(events):
        if reached in (State.AWAITING_STAFF, State.NEEDS_ATTENTION, *FINAL):
            assert reached not in HOLDS_MEANS


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_pair_is_in_the_table_or_illegal(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert after(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            after(state, event)


def test_every_state_can_be_reached() -> None:
    reached = {State.RECEIVED, *TRANSITIONS.values()}
    assert reached == set(State)


def test_every_state_that_is_not_final_can_be_left_without_a_backup() -> None:
    left = {state for (state, event) in TRANSITIONS if event is not Event.RESTORED}
    assert left == set(State) - FINAL
    assert left >= UNDER_WAY


def test_the_table_for_the_documentation_has_a_row_for_every_transition() -> None:
    lines = as_markdown().splitlines()
    assert len(lines) == 2 + len(TRANSITIONS)
    assert "| `received` | claimed | `delivering` |" in lines
