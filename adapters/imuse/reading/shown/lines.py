"""What a list's rows say: its lines, the groups they stand in, and what is said beside them."""

import re
from collections.abc import Iterator

import msgspec
from bs4 import Tag

from adapters.imuse.reading.cells import bare, text_of
from adapters.imuse.reading.completed.filled import LINES
from adapters.imuse.reading.document import Document, stands_in
from adapters.imuse.reading.grids import Grid, Row
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Table, TableLine
from adapters.imuse.reading.shown.titles import Titles
from adapters.imuse.reading.words import caption, fold, is_pager

_FEWEST = 2


class Lines:
    """Reads the rows below the headings of one document's lists."""

    def __init__(self, document: Document, lexicon: Lexicon, titles: Titles) -> None:
        """`titles` finds what a table stands under."""
        self._document = document
        self._titles = titles
        self._said: dict[int, str] = {}
        self._sums = frozenset(fold(word) for word in lexicon.total_words)
        self._idle = frozenset(fold(word) for word in lexicon.action_heads)

    def table(self, grid: Grid, head: Row, rows: list[Row]) -> Table:
        """The list of these headings that the rows make, and what stands beside its lines."""
        heads = [self.words(cell) for cell in head.cells]
        lines: list[TableLine] = []
        notes: list[str] = []
        group = ""
        waiting = ""
        tags: list[Row] = []
        for row in rows:
            if [self.words(cell) for cell in row.cells] == heads and any(heads):
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
            if self.is_empty(row) and not self._document.has(
                row.tag, ("a", "input", "button", "img")
            ):
                continue
            if self._totals(row) or self._remarks(row):
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

    def is_empty(self, row: Row) -> bool:
        """Whether a row says nothing."""
        return not any(fold(self.words(cell)) for cell in row.cells)

    def _totals(self, row: Row) -> bool:
        """Whether it sums the lines up: its first words say so."""
        first = next((one for cell in row.cells if fold(one := self.words(cell))), "")
        return any(f"{fold(first)} ".startswith(f"{one} ") for one in self._sums)

    def _remarks(self, row: Row) -> bool:
        """Whether a row says something of the lines, in fewer cells, and opens nothing itself.

        « Nombre d'absences : | 3 », or below a line « | dont adhésion 2,00 € ».
        """
        if len(row.cells) < _FEWEST:
            return False
        first = row.cells[0]
        spread = len(set(map(id, row.cells[1:]))) < len(row.cells[1:])
        counts = row.cells[1] is first and text_of(self._document, first).endswith(":")
        adds = not fold(self.words(first)) and spread and row.own == _FEWEST
        return (counts or adds) and not (
            self._document.has(row.tag, ("a", "input", "button"))
            or any(row.tag.has_attr(event) for event in ("onclick", "ondblclick", "data-href"))
        )

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
        cells = [cell for row in rows for cell in row.cells[number:][:1]]
        # « Facture n° 12 » is a link, and says something of the line all the same.
        numbered = any(re.search(r"\d", self.words(cell)) for cell in cells)
        return not numbered and all(bare(self._document, cell) for cell in cells)

    def words(self, cell: Tag) -> str:
        """What a cell says, on one line, as a heading would."""
        known = self._said.get(id(cell))
        if known is None:
            known = caption(text_of(self._document, cell).replace("\n", " "))
            self._said[id(cell)] = known
        return known


def _is_line(row: Row, wide: int) -> bool:
    """Whether a row is one of the list's: a cell too many or too few is empty where it lacks."""
    plain = row.own == len(row.cells) > 1 and len(row.cells) >= wide - 1
    return row.across is None and (len(row.cells) == wide or plain)


def _padded(line: TableLine, wide: int) -> TableLine:
    lacking = ("",) * (wide - len(line.cells))
    return msgspec.structs.replace(line, cells=line.cells + lacking)


def _tells(words: str) -> bool:
    """Whether words across a table say anything: no mere distance, and no pager."""
    return bool(fold(words)) and not is_pager(words)


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


def _only(line: TableLine, kept: list[int]) -> TableLine:
    return msgspec.structs.replace(line, cells=tuple(line.cells[n] for n in kept))


def _distinct(cells: list[Tag]) -> Iterator[Tag]:
    seen: set[int] = set()
    for cell in cells:
        if id(cell) not in seen:
            seen.add(id(cell))
            yield cell
