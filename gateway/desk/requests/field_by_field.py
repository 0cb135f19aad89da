"""A conflict's fields on the screen, each with what becomes of it. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from gateway.pages.frame.guards import text
from gateway.views import AskedChange, RequestView
from gateway.views.office import Decision

PREFIX = "champ-"
"""Of the names of a form's choices, before a field's key."""

_EITHER = frozenset({Decision.SEND_ANYWAY, Decision.KEEP})


@dataclass(frozen=True)
class Choice:
    """Of one field: whether it is sent, or kept as iMuse has it."""

    id: str
    name: str
    chosen: Decision | None
    """None where somebody still has to say."""
    lacks: bool
    """Whether it was left out of what was sent."""


def chosen_in(form: FormData) -> dict[str, Decision]:
    """Field key → what a form says of it; what is no choice is left out."""
    said = {name: text(form, name) for name in form if name.startswith(PREFIX)}
    return {
        name.removeprefix(PREFIX): Decision(value)
        for name, value in said.items()
        if value in _EITHER
    }


def choices(
    asked: RequestView, chosen: Mapping[str, Decision], lacking: Collection[str] = ()
) -> dict[str, Choice]:
    """By field key, as it was `chosen`; where nothing was yet, as it is begun with."""
    return {
        change.key: Choice(
            id=f"champ-{place}",
            name=f"{PREFIX}{change.key}",
            chosen=chosen.get(change.key) if chosen else _begun(asked, change),
            lacks=change.key in lacking,
        )
        for place, change in enumerate(asked.changes)
        if change.key not in asked.kept
    }


def _begun(asked: RequestView, change: AskedChange) -> Decision | None:
    """As on the family's own page: only what is new to the family is a question."""
    now = asked.conflict.get(change.key, change.old)
    return {change.old: Decision.SEND_ANYWAY, change.new: Decision.KEEP}.get(now)
