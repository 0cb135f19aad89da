"""A conflict decided field by field: which decision that is, and what is written down of it. Pure.

To send every field is to send the request all the same; to keep every one is to keep what iMuse
says: the choices are only ever another way to say these, or a bit of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.pending.records import Body
from gateway.views.office import Decision


@dataclass(frozen=True)
class Will:
    """What a clerk wants done with a request."""

    decision: Decision
    words: str
    choices: Mapping[str, Decision] = field(default_factory=dict)
    """Of FIELD_BY_FIELD: key → SEND_ANYWAY or KEEP."""

    @property
    def kept(self) -> frozenset[str]:
        """The keys of the fields that stay as iMuse shows them."""
        return self._of(Decision.KEEP)

    @property
    def comes_to(self) -> Decision:
        """The decision that it is in the end: FIELD_BY_FIELD is a bit of both, or nothing yet."""
        kinds = set(self.choices.values())
        if self.decision is Decision.FIELD_BY_FIELD and len(kinds) == 1:
            return kinds.pop()
        return self.decision

    def strange(self, body: Body) -> bool:
        """Whether something is chosen that is not asked: no form of ours says so."""
        return not self.choices.keys() <= set(body.keys)

    def unchosen(self, body: Body) -> tuple[str, ...]:
        """The keys of the fields that are still to be decided, in the order of the sheet."""
        return tuple(key for key in body.keys if key not in self.choices)

    def keeps_another_value(self, body: Body, shown: Mapping[str, str]) -> bool:
        """Whether the family does not get all that it asked for; `shown` is the conflict's."""
        return any(
            shown.get(each.change.key, each.change.old) != each.change.new
            for each in body.wanted
            if each.change.key in self.kept
        )

    def note(self, body: Body) -> str:
        """What the journal says: the clerk's words, and which fields were sent where not all."""
        if self.comes_to is not Decision.FIELD_BY_FIELD:
            return self.words
        sent = _captions(body, self._of(Decision.SEND_ANYWAY))
        kept = _captions(body, self.kept)
        told = f"Envoyé\u00a0: {sent}. Gardé\u00a0: {kept}."
        return "\n".join(filter(None, (self.words, told)))

    def _of(self, decision: Decision) -> frozenset[str]:
        if self.decision is not Decision.FIELD_BY_FIELD:
            return frozenset()
        return frozenset(key for key, chosen in self.choices.items() if chosen is decision)


def _captions(body: Body, keys: frozenset[str]) -> str:
    return ", ".join(each.field.caption for each in body.asked if each.change.key in keys)
