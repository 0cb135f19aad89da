"""The tables of a document that have column headings: its lists."""

import re
from collections.abc import Iterator

import msgspec
from bs4 import Tag

from adapters.imuse.reading.beside import holds_control
from adapters.imuse.reading.cells import bare, text_of
from adapters.imuse.reading.document import Document, attribute, stands_in, strings_of
from adapters.imuse.reading.filled import LINES
from adapters.imuse.reading.grids import Grid, Row, grids
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Table, TableLine
from adapters.imuse.reading.titles import Titles
from adapters.imuse.reading.words import caption, fold

_FEWEST = 2
_LONGEST_HEAD = 60
_PAGER = re.compile(r"^(?!.*\d{4})(?:[\d\s.…|<>«»‹›\-–/]|page|pages|suivante?s?|precedente?s?|"
                    r"premiere?|derniere?|sur|de)+$")  # fmt: skip


class Tables:
    """Reads the lists of one document."""

    def __init__(self, document: Document, lexicon: Lexicon, titles: Titles) -> None:
        """`titles` finds what a table stands under."""
        self._document = document
        self._titles = titles
        self._known = frozenset(fold(word) for word in lexicon.column_words)
        self._said: dict[int, str] = {}
        self._sums = frozenset(fold(word) for word in lexicon.total_words)
        self._idle = frozenset(fold(word) for word in lexicon.action_heads)

    def read(self) -> tuple[list[Table], list[Tag]]:
        """The lists in the document's order, and the elements that they are."""
        found: list[tuple[Table, Tag]] = []
        headless: list[Grid] = []
        waiting: tuple[Grid, Row] | None = None
        for grid in sorted(
            grids(self._document, self._known), key=lambda one: self._document.place(one.tag)
        ):
            start = self._head(grid)
            if start is None:
                if waiting is not None and _same_width(waiting[1], grid):
                    # Headings that stay in view while their lines scroll are a table of their own.
                    found.append((self._table(grid, waiting[1], grid.rows), grid.tag))
                    waiting = None
                headless.append(grid)
                continue
            head, body = grid.rows[start], grid.rows[start + 1 :]
            body = [row for row in body if row not in grid.head]
            if waiting is not None:
                found.append((self._table(waiting[0], waiting[1], []), waiting[0].tag))
                waiting = None
            if body:
                found.append((self._table(grid, head, body), grid.tag))
            else:
                waiting = (grid, head)
        if waiting is not None:
            found.append((self._table(waiting[0], waiting[1], []), waiting[0].tag))
        kept = [(table, tag) for table, tag in found if not self._around_another(tag, found)]
        return [table for table, _ in kept], [tag for _, tag in kept]

    def _around_another(self, tag: Tag, found: list[tuple[Table, Tag]]) -> bool:
        """Whether it only lays out others: a list holds no list."""
        return any(
            other is not tag and any(parent is tag for parent in other.parents)
            for _, other in found
        )

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
                return number
            if len(row.cells) >= _FEWEST and not self._empty_row(row):
                return None
        return None

    def _holds_tables(self, row: Row) -> bool:
        return any(self._document.has(cell, ("table",)) for cell in row.cells)

    def _named(self, row: Row) -> bool:
        """Whether its cells could be headings: short, no fields among them."""
        words = [self._words(cell) for cell in row.cells]
        worded = [one for one in words if fold(one)]
        if len(worded) < _FEWEST and not (len(row.cells) == 1 and row.cells[0].name == "th"):
            return False
        if any(len(one) > _LONGEST_HEAD or one.endswith(":") for one in worded):
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
        if all(cell.name == "th" for cell in row.cells if fold(self._words(cell))):
            return len(row.cells) > 1 or not alike or len(alike) == len(below)
        if len({cell.name for cell in row.cells if fold(self._words(cell))}) > 1:
            return False  # Captions beside their values.
        words = [fold(self._words(cell)) for cell in row.cells]
        known = [n for n, one in enumerate(words) if one in self._known]
        worded = [one for one in words if one]
        if len(known) >= _FEWEST and len(known) * 2 > len(worded):
            # Captions beside their values stand in the same columns further down.
            again = [
                other
                for other in alike
                if other.own == len(other.cells)
                and sum(fold(self._words(other.cells[n])) in self._known for n in known) * 2
                > len(known)
            ]
            return not again and (
                any(other.across is None for other in alike)
                # A row of tabs or of a menu heads nothing.
                or (len(known) == len(worded) and not any(self._leads(one) for one in row.cells))
            )
        return bool(alike) and len(worded) >= _FEWEST and self._stands_out(row, alike)

    def _leads(self, cell: Tag) -> bool:
        return self._document.has(cell, ("a", "button")) and bare(self._document, cell)

    def _stands_out(self, row: Row, alike: list[Row]) -> bool:
        """Whether it is dressed otherwise than the rows below it."""
        own = [self._dress(cell) for cell in row.cells if fold(self._words(cell))]
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

    def _empty_row(self, row: Row) -> bool:
        return not any(fold(self._words(cell)) for cell in row.cells)

    def _words(self, cell: Tag) -> str:
        known = self._said.get(id(cell))
        if known is None:
            known = caption(text_of(self._document, cell).replace("\n", " "))
            self._said[id(cell)] = known
        return known

    def _table(self, grid: Grid, head: Row, rows: list[Row]) -> Table:
        heads = [self._words(cell) for cell in head.cells]
        lines: list[TableLine] = []
        notes: list[str] = []
        group = ""
        waiting = ""
        tags: list[Row] = []
        for row in rows:
            if [self._words(cell) for cell in row.cells] == heads and any(heads):
                continue  # Said once more, for those who scroll.
            if stands_in(row.tag, ("tfoot",)):
                notes.append(self._across(row))
                continue
            if not _is_line(row, len(head.cells)):
                said = self._across(row)
                if _tells(said):
                    notes += [waiting] if waiting else []
                    waiting = said
                continue
            if self._empty_row(row) and not self._document.has(
                row.tag, ("a", "input", "button", "img")
            ):
                continue
            if self._totals(row):
                notes.append(self._across(row))
                continue
            if waiting:
                group, waiting = waiting, ""
            lines.append(self._line(row, group))
            tags.append(row)
        notes += [waiting] if waiting else []
        wide = max(len(one.cells) for one in (head, *tags))
        heads += [""] * (wide - len(heads))
        lines = _without_captions([_padded(line, wide) for line in lines], heads)
        kept = [n for n in range(wide) if not self._idles(n, heads[n], tags)]
        return Table(
            heads=tuple(heads[n] for n in kept),
            lines=tuple(_only(line, kept) for line in lines),
            notes=tuple(filter(_tells, notes)),
            whole=grid.tag.has_attr(LINES),
            titles=self._titles.of(grid.tag),
            seen=self._document.shown(grid.tag),
            place=self._document.place(grid.tag),
            end=self._document.end(grid.tag),
        )

    def _totals(self, row: Row) -> bool:
        """Whether it sums the lines up: its first words say so."""
        first = next((one for cell in row.cells if fold(one := self._words(cell))), "")
        return any(f"{fold(first)} ".startswith(f"{one} ") for one in self._sums)

    def _across(self, row: Row) -> str:
        """What a row says that is no line: a heading between lines, a total, « Aucune facture »."""
        cells = _distinct(row.cells)
        said = [text_of(self._document, cell).replace("\n", " ") for cell in cells]
        return " ".join(one for one in said if fold(one))

    def _line(self, row: Row, group: str) -> TableLine:
        return TableLine(
            cells=tuple(text_of(self._document, cell) for cell in row.cells),
            group=group,
            place=self._document.place(row.tag),
            end=self._document.end(row.tag),
        )

    def _idles(self, number: int, head: str, rows: list[Row]) -> bool:
        """Whether a column only holds what is pressed: a box to choose the line, a picture."""
        if fold(head) and fold(head) not in self._idle:
            return False
        return all(bare(self._document, cell) for row in rows for cell in row.cells[number:][:1])


def _is_line(row: Row, wide: int) -> bool:
    """Whether a row is one of the list's: a cell too many or too few is empty where it lacks."""
    plain = row.own == len(row.cells) > 1 and len(row.cells) >= wide - 1
    return row.across is None and (len(row.cells) == wide or plain)


def _padded(line: TableLine, wide: int) -> TableLine:
    lacking = ("",) * (wide - len(line.cells))
    return msgspec.structs.replace(line, cells=line.cells + lacking)


def _tells(words: str) -> bool:
    """Whether words across a table say anything: no mere distance, and no pager."""
    return bool(fold(words)) and not _PAGER.match(fold(words))


def _without_captions(lines: list[TableLine], heads: list[str]) -> list[TableLine]:
    """Cells without the column's caption, where each repeats it for small screens."""
    repeated = [
        n
        for n, head in enumerate(heads)
        if fold(head)
        and lines
        and all(re.match(rf"{re.escape(head)}\s*:", line.cells[n]) for line in lines)
    ]
    if not repeated:
        return lines
    return [
        msgspec.structs.replace(
            line,
            cells=tuple(
                cell[len(heads[n]) :].lstrip(" \n:") if n in repeated else cell
                for n, cell in enumerate(line.cells)
            ),
        )
        for line in lines
    ]


def _same_width(head: Row, grid: Grid) -> bool:
    return bool(grid.rows) and all(
        len(row.cells) == len(head.cells) or row.own == 1 for row in grid.rows
    )


def _only(line: TableLine, kept: list[int]) -> TableLine:
    return msgspec.structs.replace(line, cells=tuple(line.cells[n] for n in kept))


def _distinct(cells: list[Tag]) -> Iterator[Tag]:
    seen: set[int] = set()
    for cell in cells:
        if id(cell) not in seen:
            seen.add(id(cell))
            yield cell
