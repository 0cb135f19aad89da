"""Which of the requests that lack something are shown: one document's, and a search's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from gateway.desk.frame.wishes import Searches
from gateway.french.words import natural
from gateway.views.office import Clerk, Lack, Lacking


@dataclass(frozen=True)
class Sieve:
    """What is wanted, and how an address says so; `sealed` is the search as it stands there."""

    piece: str = ""
    """A document, as its label says; "" for any."""
    search: str = ""
    sealed: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """As a form's hidden fields."""
        return {"piece": self.piece, "q": self.sealed}

    def query(self, **changed: str) -> str:
        """« ?… » for it, some of it changed; "" where nothing is narrowed."""
        kept = {name: text for name, text in (self.fields | changed).items() if text}
        return f"?{urlencode(kept)}" if kept else ""

    def shown(self, lacking: Lacking) -> list[Lack]:
        """Those that lack the document, of those that the search has found."""
        return [each for each in lacking.lacks if not self.piece or self.piece in each.documents]

    def pieces(self, lacking: Lacking) -> list[tuple[str, int]]:
        """The documents to choose from, and how many lack each; the chosen one even for none."""
        count = Counter(label for each in lacking.lacks for label in each.documents)
        if self.piece in lacking.pieces:
            count[self.piece] += 0
        return sorted(count.items(), key=lambda each: natural(each[0]))


def sieve(searches: Searches, clerk: Clerk, parameters: Mapping[str, str]) -> Sieve:
    """That of an address or a form; a search that does not open is left out."""
    wishes = searches.read(clerk, {"q": parameters.get("q", "")})
    return Sieve(parameters.get("piece", ""), wishes.wanted.search, wishes.sealed)


def searched(searches: Searches, clerk: Clerk, before: Sieve, words: str) -> Sieve:
    """The same document, for what `words` find; all of them for ""."""
    wishes = searches.search(clerk, searches.read(clerk, {}), words)
    return Sieve(before.piece, wishes.wanted.search, wishes.sealed)
