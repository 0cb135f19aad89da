"""A decision whose author's session had ended: kept with its words, to be shown once more."""

import msgspec
from starlette.datastructures import FormData

from gateway.desk.frame.unsent import Drawer
from gateway.desk.requests.field_by_field import Chosen, chosen_in
from gateway.pages.frame.guards import text
from gateway.views.office import Clerk, Decision

SEVERAL = ""
"""In place of a request's number: what was typed for several at once."""

_LONGEST = 4000
"""Characters: the field takes 2000, and the school's sentence comes beside it."""


class Unsent(msgspec.Struct, frozen=True):
    """A decision that was not sent, with its words."""

    decision: Decision
    phrase: str
    words: str
    chosen: Chosen = Chosen()
    """Of a conflict decided field by field."""

    @property
    def whole(self) -> str:
        """The school's sentence and the words, to be read."""
        return "\n".join(filter(None, (self.phrase, self.words)))

    def __repr__(self) -> str:
        """Without the words: a repr ends in logs."""
        return f"Unsent({self.decision!r})"


def keep(drawer: Drawer, school: str, number: str, form: FormData) -> None:
    """Keep what was typed or chosen for a decision, if it was one."""
    typed = {name: text(form, name) for name in ("decision", "phrase", "mots")}
    written = typed["phrase"] + typed["mots"]
    chosen = chosen_in({name: text(form, name) for name in form})
    if typed["decision"] not in set(Decision) or len(written) > _LONGEST:
        return
    if written.strip() or chosen.fields:
        drawer.keep(school, text(form, "auteur"), number, typed | chosen.typed)


def take(drawer: Drawer, clerk: Clerk, number: str) -> Unsent | None:
    """What that clerk had typed about that request, once."""
    typed = drawer.take(clerk, number)
    if typed is None:
        return None
    words = typed["phrase"], typed["mots"]
    return Unsent(Decision(typed["decision"]), *words, chosen_in(typed))
