"""Lists on the extranet in memory, and what opening their lines shows."""

import base64
import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from adapters.errors import NotListed
from adapters.model import Column, Line, Listing, Record, Section, Step

EMPTY_WORDS = "Aucun élément à afficher."


@dataclasses.dataclass
class Row:
    """One line: its cells, and what a double-click on it opens."""

    cells: tuple[str, ...]
    opens: "Window | bytes | None" = None
    """A sheet, the bytes of a document, or nothing."""
    group: str = ""
    """The heading between lines that it stands under."""


@dataclasses.dataclass
class Table:
    """A list. Its `rows` may be added to, changed and removed at will: the next reading shows it.

    A line's reference is made of what it says: it stays while other lines come and go.
    """

    key: str
    """A `ListName`, or a word of the school's own."""
    caption: str
    columns: tuple[Column, ...]
    rows: list[Row] = dataclasses.field(default_factory=list)
    notes: tuple[str, ...] = ()
    empty_words: str = EMPTY_WORDS
    """What the site says where the list has no line."""

    def listing(self, place: str) -> Listing:
        """The list, as the site shows it now; `place` tells it from other lists of its key."""
        return Listing(
            key=self.key,
            caption=self.caption,
            columns=self.columns,
            lines=tuple(
                Line(cells=row.cells, ref=None if row.opens is None else ref, group=row.group)
                for ref, row in self._referenced(place)
            ),
            notes=self.notes if self.rows else (*self.notes, self.empty_words),
        )

    def opened(self, place: str, ref: str) -> "Window | bytes":
        """What the line of that reference opens.

        Raises:
            NotListed: there is no such line, or nothing is behind it.
        """
        for known, row in self._referenced(place):
            if known == ref and row.opens is not None:
                return row.opens
        raise NotListed

    def _referenced(self, place: str) -> Iterator[tuple[str, Row]]:
        said: Counter[tuple[str, ...]] = Counter()
        for row in self.rows:
            said[row.cells] += 1
            yield reference(place, self.key, *row.cells, str(said[row.cells])), row


@dataclasses.dataclass
class Window:
    """A sheet to read, with its own lists: what the window of a course shows, say."""

    title: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...] = ()

    def record(self, place: str) -> Record:
        """The sheet, as the site shows it now."""
        return Record(
            title=self.title,
            sections=self.sections,
            lists=tuple(table.listing(place) for table in self.tables),
        )


@dataclasses.dataclass
class Books:
    """A family's invoices and payments: two lists, or one that holds both."""

    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    """What the screen says beside its lists: a balance, say."""


def follow(
    tables: Iterable[Table], place: str, steps: tuple[Step, ...]
) -> tuple[Window | bytes, str]:
    """What these steps open, from lists at `place`; and the place of the lists that it holds.

    Raises:
        NotListed: a step leads nowhere.
    """
    opened: Window | bytes | None = None
    for step in steps:
        table = next((table for table in tables if table.key == step.list), None)
        if table is None:
            raise NotListed
        opened = table.opened(place, step.line)
        tables = opened.tables if isinstance(opened, Window) else ()
        place = step.line
    if opened is None:
        raise NotListed
    return opened, place


def reference(*parts: str) -> str:
    """An opaque reference of sixteen letters and figures, the same for the same parts."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:16].lower()
