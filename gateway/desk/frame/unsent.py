"""What somebody was typing when their session ended: it waits for them alone.

In memory, sealed, for an hour. Nothing of it is ever sent by itself: its page shows it once more in
its form. The form names its author by a keyed digest: the session is gone by then.
"""

import hmac
from collections.abc import Mapping

import msgspec
from cachetools import TTLCache

from gateway.clock import Clock
from gateway.vault import Place, Vault
from gateway.views.office import Clerk

_KEPT_FOR = 3600.0
"""Seconds."""
_MOST = 500
_LONGEST = 20_000
"""Characters of a form: its words, and the requests that they were for."""


class Drawer:
    """Keeps it, the last one for each clerk and form."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        """`vault` seals it for its author."""
        self._vault = vault
        self._kept: TTLCache[Place, bytes] = TTLCache(_MOST, _KEPT_FOR, lambda: clock().timestamp())

    def author(self, clerk: Clerk) -> str:
        """What that clerk's forms carry."""
        return f"{clerk.id}.{self._digest(clerk.school, clerk.id)}"

    def keep(self, school: str, author: str, about: str, typed: Mapping[str, str]) -> None:
        """Keep what came in a form of that author's; nothing of a form that is not ours.

        `about` is a request's number, or the address of a page that is about none.
        """
        id, _, digest = author.partition(".")
        if not hmac.compare_digest(digest.encode(), self._digest(school, id).encode()):
            return
        if sum(map(len, typed.values())) <= _LONGEST:
            place = _place(school, id, about)
            self._kept[place] = self._vault.seal(place, msgspec.msgpack.encode(typed))

    def take(self, clerk: Clerk, about: str) -> Mapping[str, str] | None:
        """What that clerk had typed about that, once."""
        place = _place(clerk.school, clerk.id, about)
        sealed = self._kept.pop(place, None)
        if sealed is None:
            return None
        return msgspec.msgpack.decode(self._vault.open(place, sealed), type=dict[str, str])

    def _digest(self, school: str, id: str) -> str:
        return self._vault.digest("desk-author", school, id)


def _place(school: str, id: str, about: str) -> Place:
    return Place(purpose="desk-unsent", school=school, account=id, row=about)
