"""The tables of a document that have column headings: its lists."""

from collections import Counter

import msgspec
from bs4 import Tag

from adapters.imuse.reading.beside import holds_control
from adapters.imuse.reading.cells import bare, text_of
from adapters.imuse.reading.document import Document, attribute, is_text, stands_in, strings_of
from adapters.imuse.reading.grids import Grid, Row, grids
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Table
from adapters.imuse.reading.shown.lines import Lines
from adapters.imuse.reading.shown.titles import Titles
from adapters.imuse.reading.words import fold

_FEWEST = 2
_LONGEST_HEAD = 60
_LOWEST = 12
_PARTING = ("h1", "h2", "h3", "h4", "h5", "h6", "hr", "select")
"""Between headings and a table below, these say that it is another."""


class _Found(msgspec.Struct, frozen=True):
    """A list, the element that it is read from, and the elements that are nothing else."""

    table: Table
    tag: Tag
    elements: tuple[Tag, ...]


class Tables:
    """Reads the lists of one document."""

    def __init__(self, document: Document, lexicon: Lexicon, titles: Titles) -> None:
        """`titles` finds what a table stands under."""
        self._document = document
        self._known = frozenset(fold(word) for word in lexicon.column_words)
        self._lines = Lines(document, lexicon, titles)

    def read(self) -> tuple[list[Table], list[Tag]]:
        """The lists in the document's order, and the elements that they are."""
        found: list[_Found] = []
        waiting: tuple[Grid, Row] | None = None
        for grid in sorted(
            grids(self._document, self._known), key=lambda one: self._document.place(one.tag)
        ):
            start = self._head(grid)
            if waiting is not None and start is None and self._goes_on(*waiting, grid):
                # Headings that stay in view while their lines scroll are a table of their own.
                table = self._lines.table(grid, waiting[1], grid.rows)
                found.append(_Found(table, grid.tag, (waiting[0].tag, grid.tag)))
                waiting = None
            if start is None:
                continue
            if waiting is not None:
                if not self._says_again(*waiting, grid, grid.rows[start]):
                    found.append(self._without_lines(*waiting))
                waiting = None
            head, body = grid.rows[start], grid.rows[start + 1 :]
            body = [row for row in body if row not in grid.head]
            if body:
                table = self._lines.table(grid, head, body)
                found.append(_Found(table, grid.tag, self._elements(grid, start)))
            else:
                waiting = (grid, head)
        if waiting is not None:
            found.append(self._without_lines(*waiting))
        kept = _outermost(found)
        return [one.table for one in kept], [tag for one in kept for tag in one.elements]

    def _without_lines(self, grid: Grid, head: Row) -> _Found:
        return _Found(self._lines.table(grid, head, []), grid.tag, (grid.tag,))

    def _elements(self, grid: Grid, start: int) -> tuple[Tag, ...]:
        """What of the document the list is: not the captions and values above its headings."""
        above = [cell for row in grid.rows[:start] for cell in row.cells]
        if any(map(self._captions, above)):
            return tuple(row.tag for row in grid.rows[start:])
        return (grid.tag,)

    def _goes_on(self, fixed: Grid, head: Row, grid: Grid) -> bool:
        """Whether a table is the lines of headings in a table of their own just above it."""
        cells = [cell for row in grid.rows for cell in row.cells]
        if not _same_width(head, grid) or any(map(self._captions, cells[:: len(head.cells)])):
            return False
        if any(cell.name == "th" for cell in cells):
            return False
        return self._is_below(fixed, grid)

    def _says_again(self, fixed: Grid, head: Row, grid: Grid, again: Row) -> bool:
        """Whether a table is the lines of such headings, and has the same once more for itself."""
        words, others = (
            [fold(self._lines.words(cell)) for cell in row.cells] for row in (head, again)
        )
        return words == others and self._is_below(fixed, grid)

    def _is_below(self, fixed: Grid, grid: Grid) -> bool:
        """Whether nothing is said between two tables."""
        between = self._document.between(
            self._document.end(fixed.tag), self._document.place(grid.tag)
        )
        return not any(
            one.name in _PARTING if isinstance(one, Tag) else is_text(one) and fold(one)
            for one in between
        )

    def _captions(self, cell: Tag) -> bool:
        """Whether a cell is the caption of the one beside it."""
        return text_of(self._document, cell).endswith(":")

    def _head(self, grid: Grid) -> int | None:
        """The number of the row of column headings, None where there is none."""
        if any(self._holds_tables(row) for row in grid.rows[:1]):
            return None
        marked = [n for n, row in enumerate(grid.rows) if row in grid.head and self._named(row)]
        if marked:
            return marked[-1]
        for number, row in enumerate(grid.rows[:6]):
            if row.across is not None or not self._named(row):
                continue
            below = grid.rows[number + 1 :]
            if self._is_head(row, below):
                return self._lowest(grid, number)
            if len(row.cells) >= _FEWEST and not self._lines.is_empty(row):
                break
        return self._further_down(grid)

    def _lowest(self, grid: Grid, number: int) -> int:
        """The last row of headings that stand in two: « Cursus » over « Classe » and « Cycle »."""
        row, below = grid.rows[number], grid.rows[number + 1 : number + 2]
        spans = len(set(map(id, row.cells))) < len(row.cells)
        if not spans or not below or not self._named(below[0]) or below[0].across is not None:
            return number
        all_heads = all(cell.name == "th" for cell in (*row.cells, *below[0].cells))
        same = len(below[0].cells) == len(row.cells)
        return self._lowest(grid, number + 1) if all_heads and same else number

    def _further_down(self, grid: Grid) -> int | None:
        """A row of nothing but headings, below rows of another kind: a title, captions."""
        for number, row in enumerate(grid.rows[:_LOWEST]):
            named = row.across is None and len(row.cells) >= _FEWEST and self._named(row)
            if named and all(cell.name == "th" for cell in row.cells):
                below = grid.rows[number + 1 : number + 2]
                if below and len(below[0].cells) == len(row.cells):
                    return number
        return None

    def _holds_tables(self, row: Row) -> bool:
        return any(self._document.has(cell, ("table",)) for cell in row.cells)

    def _named(self, row: Row) -> bool:
        """Whether its cells could be headings: short, no fields among them."""
        words = [self._lines.words(cell) for cell in row.cells]
        worded = [one for one in words if fold(one)]
        if len(worded) < _FEWEST and not (len(row.cells) == 1 and row.cells[0].name == "th"):
            return False
        if any(len(one) > _LONGEST_HEAD for one in worded):
            return False
        return not any(holds_control(cell) and not self._sorts(cell) for cell in row.cells)

    def _sorts(self, cell: Tag) -> bool:
        """Whether a heading's control only sorts by it, or chooses all lines."""
        kinds = [attribute(tag, "type").lower() for tag in cell.find_all("input")]
        return not self._document.has(cell, ("select", "textarea")) and all(
            kind in ("checkbox", "submit", "image", "button") for kind in kinds
        )

    def _is_head(self, row: Row, below: list[Row]) -> bool:
        alike = [other for other in below if len(other.cells) == len(row.cells)]
        if all(cell.name == "th" for cell in row.cells if fold(self._lines.words(cell))):
            return len(row.cells) > 1 or not alike or len(alike) == len(below)
        if len({cell.name for cell in row.cells if fold(self._lines.words(cell))}) > 1:
            return False  # Captions beside their values.
        if alike and self._captioned([row, *alike]):
            return False
        words = [fold(self._lines.words(cell)) for cell in row.cells]
        known = [n for n, one in enumerate(words) if one in self._known]
        worded = [one for one in words if one]
        if len(known) >= _FEWEST and len(known) * 2 > len(worded):
            # Captions beside their values stand in the same columns further down.
            again = [
                other
                for other in alike
                if other.own == len(other.cells)
                and sum(fold(self._lines.words(other.cells[n])) in self._known for n in known) * 2
                > len(known)
            ]
            apart = not again or self._stands_out(row, alike)
            return apart and (
                any(other.across is None for other in alike)
                # A row of tabs or of a menu heads nothing; « Aucun cours » across it is its line.
                or (
                    (len(known) == len(worded) or bool(alike))
                    and not any(self._leads(one) for one in row.cells)
                )
            )
        return bool(alike) and len(worded) >= _FEWEST and self._stands_out(row, alike)

    def _captioned(self, rows: list[Row]) -> bool:
        """Whether the first column is captions: a value beside one may be a heading's word."""
        cells = [row.cells[0] for row in rows]
        known = [fold(self._lines.words(cell)) in self._known for cell in cells]
        pairs = len(rows[0].cells) == _FEWEST and len(rows) > _FEWEST
        return all(map(self._captions, cells)) or (pairs and sum(known) * 2 > len(known))

    def _leads(self, cell: Tag) -> bool:
        return self._document.has(cell, ("a", "button")) and bare(self._document, cell)

    def _stands_out(self, row: Row, alike: list[Row]) -> bool:
        """Whether it is dressed otherwise than the rows below it."""
        own = [self._dress(cell) for cell in row.cells if fold(self._lines.words(cell))]
        others = [self._dress(cell) for cell in alike[0].cells]
        first_column = self._dress(row.cells[0]) == self._dress(alike[0].cells[0])
        return all(any(one) for one in own) and own[0] not in others and not first_column

    def _dress(self, cell: Tag) -> tuple[str, ...]:
        strings = [one for one in strings_of(cell) if fold(one)]
        bold = bool(strings) and all(stands_in(one, ("b", "strong", "th")) for one in strings)
        row = cell.find_parent("tr")
        colour = attribute(cell, "bgcolor") or (
            attribute(row, "bgcolor") if isinstance(row, Tag) else ""
        )
        named = attribute(cell, "class") or (
            attribute(row, "class") if isinstance(row, Tag) else ""
        )
        return ("bold" if bold else "", colour.lower(), named)


def _same_width(head: Row, grid: Grid) -> bool:
    return bool(grid.rows) and all(
        len(row.cells) == len(head.cells) or row.own == 1 for row in grid.rows
    )


def _outermost(found: list[_Found]) -> list[_Found]:
    """The lists without the tables that only lay out others, and without tables in their cells."""
    nests = [one for one in found if _has_lists_in_lines(one, found)]
    within = [one for one in found if not any(_holds(nest, one) for nest in nests)]
    return [
        one for one in within if one in nests or not any(_holds(one, other) for other in within)
    ]


def _has_lists_in_lines(one: _Found, found: list[_Found]) -> bool:
    """Whether several of its lines hold a table of the same headings, as part of what they say."""
    alike = Counter(
        heads
        for line in one.table.lines
        for heads in {
            other.table.heads
            for other in found
            if other is not one and line.place <= other.table.place < line.end
        }
    )
    return any(lines > 1 for lines in alike.values())


def _holds(one: _Found, other: _Found) -> bool:
    return other is not one and any(parent is one.tag for parent in other.tag.parents)
