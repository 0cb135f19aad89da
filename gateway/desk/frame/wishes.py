"""What an address of the desk asks of the list.

Words that are searched for are names: an address carries them sealed, since it ends in logs and in
a browser's history.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from msgspec.structs import replace

from gateway.language import mark
from gateway.pending.states import State
from gateway.vault import DoesNotOpen, Place, Vault
from gateway.views.office import Clerk, Group, Wanted

KINDS = {
    "family": mark("Famille"),
    "student": mark("Identité"),
    "re_enrolment": mark("Réinscription"),
}
"""What a request is about, in a word."""

GROUPS = {
    Group.URGENT: mark("À traiter"),
    Group.WAITING: mark("À valider dans iMuse"),
    Group.ON_THE_WAY: mark("En route"),
    Group.BLOCKED: mark("Bloquées"),
    Group.WITH_FAMILY: mark("Chez la famille"),
    Group.ENDED: mark("Closes"),
    Group.ALL: mark("Toutes"),
}
"""In the order of their links."""

NUMBER = re.compile(r"[A-Za-z0-9-]{1,40}")
"""A receipt's number."""
FENCE = re.compile(r"[0-9]{1,9}")
"""What says as which a request was seen."""

_LONGEST = 100
_PAGE = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True)
class Wishes:
    """What is wanted, and how an address says so; `sealed` is the search as it stands there."""

    wanted: Wanted
    sealed: str = ""

    def query(self, **changed: str) -> str:
        """« ?… » for these wishes, some of them changed; "" for the list as it opens."""
        said = {
            "groupe": self.wanted.group.value if self.wanted.group is not Group.URGENT else "",
            "genre": self.wanted.kind,
            "etat": self.wanted.state or "",
            "page": str(self.wanted.page) if self.wanted.page > 1 else "",
            "q": self.sealed,
        }
        kept = {name: text for name, text in (said | changed).items() if text}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def fields(self) -> dict[str, str]:
        """The same, as a form's hidden fields."""
        return {
            "groupe": self.wanted.group.value,
            "genre": self.wanted.kind,
            "etat": self.wanted.state or "",
            "page": str(self.wanted.page),
            "q": self.sealed,
        }


class Searches:
    """Seals what somebody searches for, for that person and this school alone."""

    def __init__(self, vault: Vault) -> None:
        """The gateway's vault."""
        self._vault = vault

    def read(self, clerk: Clerk, parameters: Mapping[str, str]) -> Wishes:
        """The wishes of an address or a form; what is not understood of them is left out."""
        group, page = parameters.get("groupe", ""), parameters.get("page", "")
        kind, sealed = parameters.get("genre", ""), parameters.get("q", "")
        state = parameters.get("etat", "")
        search = self._open(clerk, sealed)
        wanted = Wanted(
            group=Group(group) if group in set(Group) else Group.URGENT,
            kind=kind if kind in KINDS else "",
            state=State(state) if state in set(State) else None,
            search=search,
            page=int(page) if _PAGE.fullmatch(page) else 1,
        )
        return Wishes(wanted, sealed if search else "")

    def search(self, clerk: Clerk, wishes: Wishes, words: str) -> Wishes:
        """The same wishes, of the first page, for what `words` find; all of them for ""."""
        words = " ".join(words.split())[:_LONGEST]
        return Wishes(replace(wishes.wanted, search=words, page=1), self._seal(clerk, words))

    def _seal(self, clerk: Clerk, words: str) -> str:
        if not words:
            return ""
        sealed = self._vault.seal(_place(clerk), words.encode())
        return base64.urlsafe_b64encode(sealed).decode("ascii").rstrip("=")

    def _open(self, clerk: Clerk, sealed: str) -> str:
        try:
            whole = base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_")
            return self._vault.open(_place(clerk), whole).decode() if sealed else ""
        except (binascii.Error, ValueError, DoesNotOpen):
            return ""


def _place(clerk: Clerk) -> Place:
    return Place(purpose="desk-search", school=clerk.school, account=clerk.id, row="")
