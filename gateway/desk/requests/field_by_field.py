"""A conflict's fields on the screen, each with what becomes of it. Pure."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from gateway.views import AskedChange, RequestView
from gateway.views.office import Decision

_PREFIX = "champ-"
"""Of the names of a form's choices, before a field's key."""
_ON = "vu"
"""The form's field that says which values its choices are made on."""

_EITHER = frozenset({Decision.SEND_ANYWAY, Decision.KEEP})


class Chosen(msgspec.Struct, frozen=True):
    """What a form says of each field."""

    fields: dict[str, Decision] = {}
    """By key; what is no choice is left out."""
    on: str = ""
    """The values that it was chosen on, see `seen`; "" where the form does not say."""

    @property
    def typed(self) -> dict[str, str]:
        """The form's fields, to be read again by `chosen_in`."""
        return {f"{_PREFIX}{key}": said.value for key, said in self.fields.items()} | {_ON: self.on}


@dataclass(frozen=True)
class Choice:
    """Of one field: whether it is sent, or kept as iMuse has it."""

    id: str
    name: str
    chosen: Decision | None
    """None where somebody still has to say."""
    lacks: bool
    """Whether it was left out of what was sent."""


def chosen_in(typed: Mapping[str, str]) -> Chosen:
    """What the fields of a form say."""
    fields = {
        name.removeprefix(_PREFIX): Decision(value)
        for name, value in typed.items()
        if name.startswith(_PREFIX) and value in _EITHER
    }
    return Chosen(fields, typed.get(_ON, ""))


def seen(asked: RequestView) -> str:
    """A digest of what iMuse shows where something is asked."""
    shown = [asked.conflict.get(change.key, change.old) for change in asked.changes]
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:16]


def outdated(asked: RequestView, chosen: Chosen) -> bool:
    """Whether it was chosen on other values than iMuse shows."""
    return bool(chosen.on) and chosen.on != seen(asked)


def choices(asked: RequestView, chosen: Chosen, lacking: Collection[str] = ()) -> dict[str, Choice]:
    """By field key, as it was `chosen`; where nothing was yet, as it is begun with.

    What was chosen on other values is to be chosen again, all of it.
    """

    def of(change: AskedChange) -> Decision | None:
        if outdated(asked, chosen):
            return None
        return chosen.fields.get(change.key) if chosen.fields else _begun(asked, change)

    return {
        change.key: Choice(
            id=f"champ-{place}",
            name=f"{_PREFIX}{change.key}",
            chosen=of(change),
            lacks=change.key in lacking,
        )
        for place, change in enumerate(asked.changes)
        if change.key not in asked.kept
    }


def _begun(asked: RequestView, change: AskedChange) -> Decision | None:
    """As on the family's own page: only what is new to the family is a question."""
    now = asked.conflict.get(change.key, change.old)
    return {change.old: Decision.SEND_ANYWAY, change.new: Decision.KEEP}.get(now)
