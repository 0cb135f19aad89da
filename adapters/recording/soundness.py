"""Whether a scenario's steps agree with each other and with its head."""

import re
from collections import Counter

from adapters.recording.errors import ScenarioError
from adapters.recording.format import Scenario, Step
from adapters.recording.matching import Asked, differences


def check(scenario: Scenario) -> None:
    """Refuse a scenario that could not be replayed with certainty.

    Raises:
        ScenarioError: an unknown or unreachable state, a pattern that is none, a frozen time
            without its offset, or two steps that answer the same request in the same state.
    """
    head = scenario.head
    if head.frozen.tzinfo is None:
        raise ScenarioError("scenario.toml: frozen needs its offset from UTC")
    if not head.states:
        raise ScenarioError("scenario.toml: at least one state is needed")
    for pattern in head.volatile.paths:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ScenarioError(f"scenario.toml: volatile.paths: {error}") from error
    _check_states(scenario)
    _check_each_request_has_one_answer(scenario)


def _check_states(scenario: Scenario) -> None:
    names = [state.name for state in scenario.head.states]
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        raise ScenarioError(f"scenario.toml: state {repeated[0]!r} is there twice")
    for step in scenario.steps:
        for name in (*step.request.states, step.request.leads_to or names[0]):
            if name not in names:
                raise ScenarioError(f"{step.name}: no state is called {name!r}")
    reached = {names[0], *(step.request.leads_to for step in scenario.steps)}
    for name in names:
        if name not in reached:
            raise ScenarioError(f"scenario.toml: no step leads to state {name!r}")


def _check_each_request_has_one_answer(scenario: Scenario) -> None:
    for number, step in enumerate(scenario.steps):
        for other in scenario.steps[:number]:
            if _rivals(step, other) and not (
                differences(other, Asked.of(step), scenario.head.volatile)
                or differences(step, Asked.of(other), scenario.head.volatile)
            ):
                raise ScenarioError(f"{other.name} and {step.name} answer the same request")


def _rivals(step: Step, other: Step) -> bool:
    """Whether both could be chosen in one state: a step that names it goes before any other."""
    mine, others = set(step.request.states), set(other.request.states)
    return bool(mine & others) or not (mine or others)
