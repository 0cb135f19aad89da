"""Which words of a table name what stands in one of its cells, the likeliest first."""

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import (
    CELLS,
    cells,
    column_heads,
    holds_control,
    is_block,
    row_above,
)
from adapters.imuse.reading.document import Document, is_text
from adapters.imuse.reading.forms.crosses import Crosses
from adapters.imuse.reading.words import fold

Name = Tag | NavigableString
"""What names a cell: an element, or a text beside its table."""


class InCells:
    """The names that a document's tables give to what is in them."""

    def __init__(self, document: Document, crosses: Crosses) -> None:
        """Nothing is searched yet."""
        self._document = document
        self._crosses = crosses

    def naming(self, control: Tag, *, nearest: bool) -> Iterator[Name]:
        """From cell to cell outwards; `nearest` looks no further than its own row.

        A table set within a line is named by that line's words.
        """
        cell = control.find_parent(CELLS)
        while isinstance(cell, Tag):
            ways = (self._headed, self._left_of, self._above)
            for way in ways[:2] if nearest else ways:
                name = way(cell)
                if name is not None:
                    yield name
            if _shares_caption(cell) or nearest:
                return
            table = cell.find_parent("table")
            before = self._before(table) if isinstance(table, Tag) else None
            if before is not None:
                yield before
            cell = cell.find_parent(CELLS)

    def crossed(self, control: Tag) -> Tag | None:
        """The cell around a control that both a row and a column name, if one is."""
        return next((tag for tag in control.parents if self._crosses.heads(tag)), None)

    def _headed(self, cell: Tag) -> Tag | None:
        row = cell.find_parent("tr")
        heads = column_heads(row) if isinstance(row, Tag) else []
        return heads[_index(cells(row), cell)] if isinstance(row, Tag) and heads else None

    def _left_of(self, cell: Tag) -> Tag | None:
        bare: Tag | None = None
        for before in cell.find_previous_siblings(CELLS):
            if holds_control(before) or len(before.find_all("a")) > 1:
                break
            words = fold(self._document.text(before))
            if not words or self._crosses.is_value(before):
                continue
            if any(letter.isalpha() for letter in words):
                return before
            bare = bare or before
        return bare

    def _above(self, cell: Tag) -> Tag | None:
        row = cell.find_parent("tr")
        above = row_above(row) if isinstance(row, Tag) else None
        if not isinstance(row, Tag) or above is None or holds_control(above):
            return None
        line, heads = cells(row), cells(above)
        if len(line) != len(heads):
            return None
        number = _index(line, cell)
        # Under a row with a caption of its own stand no captions but its values.
        alike = number > 0 and self._is_named(line[0]) and self._is_named(heads[0])
        if (alike and heads[0].name == "td") or self._crosses.is_value(heads[number]):
            return None
        return heads[number]

    def _is_named(self, cell: Tag) -> bool:
        return bool(fold(self._document.text(cell))) and not holds_control(cell)

    def _before(self, table: Tag) -> Name | None:
        for before in table.previous_siblings:
            if isinstance(before, Tag) and (is_block(before) or holds_control(before)):
                return None
            if isinstance(before, Tag) and fold(self._document.text(before)):
                return before
            if is_text(before) and fold(before):
                return before
        return None


def _shares_caption(cell: Tag) -> bool:
    return any(holds_control(before) for before in cell.find_previous_siblings(CELLS))


def _index(line: list[Tag], cell: Tag) -> int:
    return next(n for n, one in enumerate(line) if one is cell)
