"""What somebody was typing for a decision when their session ended: it waits for them alone.

In memory, sealed, for an hour. Nothing of it is ever sent by itself: the request's page shows it
once more in its form. The form names its author by a keyed digest: the session is gone by then.
"""

import hmac
from collections.abc import Mapping

import msgspec
from cachetools import TTLCache
from starlette.datastructures import FormData

from gateway.clock import Clock
from gateway.desk.field_by_field import chosen_in
from gateway.pages.guards import text
from gateway.vault import Place, Vault
from gateway.views.office import Clerk, Decision

_KEPT_FOR = 3600.0
"""Seconds."""
_MOST = 500
_LONGEST = 4000
"""Characters: the field takes 2000, and the school's sentence comes beside it."""


SEVERAL = ""
"""In place of a request's number: what was typed for several at once."""


class Unsent(msgspec.Struct, frozen=True):
    """A decision that was not sent, with its words."""

    decision: Decision
    phrase: str
    words: str
    choices: dict[str, Decision] = {}
    """Field key → what was chosen, of a conflict decided field by field."""

    @property
    def whole(self) -> str:
        """The school's sentence and the words, to be read."""
        return "\n".join(filter(None, (self.phrase, self.words)))

    def __repr__(self) -> str:
        """Without the words: a repr ends in logs."""
        return f"Unsent({self.decision!r})"


class Drawer:
    """Keeps them, one for each clerk and request."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        """`vault` seals them for their author."""
        self._vault = vault
        self._kept: TTLCache[Place, bytes] = TTLCache(_MOST, _KEPT_FOR, lambda: clock().timestamp())

    def author(self, clerk: Clerk) -> str:
        """What that clerk's forms carry."""
        return f"{clerk.id}.{self._digest(clerk.school, clerk.id)}"

    def keep(
        self,
        school: str,
        author: str,
        number: str,
        typed: Mapping[str, str],
        choices: Mapping[str, Decision] | None = None,
    ) -> None:
        """Keep what came in a form of that author's; nothing of a form that is not ours."""
        id, _, digest = author.partition(".")
        if not hmac.compare_digest(digest.encode(), self._digest(school, id).encode()):
            return
        said, phrase, words = typed["decision"], typed["phrase"], typed["mots"]
        if said not in set(Decision) or len(phrase + words) > _LONGEST:
            return
        chosen = dict(choices or {})
        if sum(map(len, chosen)) > _LONGEST:
            return
        if phrase.strip() or words.strip() or chosen:
            place = _place(school, id, number)
            plain = msgspec.msgpack.encode(Unsent(Decision(said), phrase, words, chosen))
            self._kept[place] = self._vault.seal(place, plain)

    def keep_form(self, school: str, number: str, form: FormData) -> None:
        """As `keep`, of a form as it came."""
        typed = {name: text(form, name) for name in ("decision", "phrase", "mots")}
        self.keep(school, text(form, "auteur"), number, typed, chosen_in(form))

    def take(self, clerk: Clerk, number: str) -> Unsent | None:
        """What that clerk had typed about that request, once."""
        place = _place(clerk.school, clerk.id, number)
        sealed = self._kept.pop(place, None)
        if sealed is None:
            return None
        return msgspec.msgpack.decode(self._vault.open(place, sealed), type=Unsent)

    def _digest(self, school: str, id: str) -> str:
        return self._vault.digest("desk-author", school, id)


def _place(school: str, id: str, number: str) -> Place:
    return Place(purpose="desk-unsent", school=school, account=id, row=number)
