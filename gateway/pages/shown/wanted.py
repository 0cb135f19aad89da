"""What a screen's address asks of its lists: a search, an order, a page. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

ALL = 0
"""The number of the page that holds every line."""

_LONGEST_SEARCH = 100
_KNOWN = re.compile(r"q|(?:tri|sens|page)[0-9]{0,2}")


@dataclass(frozen=True)
class Wanted:
    """What the address asks of a list. Its own parameters carry its `number` from the second on."""

    path: str
    parameters: Mapping[str, str]
    number: int = 1
    """The list's on its screen."""

    @property
    def text(self) -> str:
        """What is searched for, in all of the screen's lists."""
        return self.parameters.get("q", "").strip()[:_LONGEST_SEARCH]

    @property
    def column(self) -> int | None:
        """The number of the column to sort by."""
        return _number(self.parameters.get(self._own("tri"), ""))

    @property
    def descending(self) -> bool:
        """Whether to sort from the last to the first."""
        return self.parameters.get(self._own("sens")) == "desc"

    @property
    def page(self) -> int:
        """From 1; `ALL` for every line."""
        if self.parameters.get(self._own("page")) == "tout":
            return ALL
        return _number(self.parameters.get(self._own("page"), "")) or 1

    @property
    def id(self) -> str:
        """The list's anchor."""
        return f"liste-{self.number}"

    def address(self, **changed: str | None) -> str:
        """This screen's, with other wishes for this list; those for its other lists stay."""
        kept = {name: text for name, text in self.parameters.items() if _known(name)}
        for name, text in changed.items():
            own = name if name == "q" else self._own(name)
            kept.pop(own, None)
            if text:
                kept[own] = text
        query = urlencode(kept)
        return f"{self.path}{'?' if query else ''}{query}#{self.id}"

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """The parameters that a search keeps: how the lists are sorted."""
        return tuple(
            (name, text)
            for name, text in self.parameters.items()
            if _known(name) and name != "q" and not name.startswith("page")
        )

    def _own(self, name: str) -> str:
        return name if self.number == 1 else f"{name}{self.number}"


def _known(name: str) -> bool:
    return _KNOWN.fullmatch(name) is not None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None
