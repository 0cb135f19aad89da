"""Tables whose fields have two names: the heading of their column and that of their row."""

import re
from collections.abc import Iterator

from bs4 import Tag

from adapters.imuse.reading.beside import holds_control, is_box, is_seen
from adapters.imuse.reading.document import CONTROLS, Document, attribute
from adapters.imuse.reading.forms.field_rows import field_rows, own_cells
from adapters.imuse.reading.forms.marked import is_mark
from adapters.imuse.reading.grids import Row
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import fold

_FEWEST = 2
_LONGEST = 40
_BOLD = ("b", "strong", "th")
_PEOPLE = re.compile(r"(pere|mere|conjointe?|parent|responsable|representante?|tuteur|tutrice)\b")


class Crosses:
    """The crosses of one document: « Portable » in the column « Mère »."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        """Reads at once."""
        self._document = document
        self._lexicon = lexicon
        self._captions = {fold(word) for word in lexicon.caption_words}
        self._remarks = {fold(word) for word in lexicon.remarks}
        self._heads: dict[int, tuple[Tag, Tag]] = {}
        self._over: dict[int, Tag] = {}
        self._values: set[int] = set()
        self._headings: set[int] = set()
        for rows in field_rows(document):
            self._read(rows)

    def heads(self, cell: Tag) -> tuple[Tag, Tag] | None:
        """The headings of a cell's row and of its column, None outside a cross."""
        return self._heads.get(id(cell))

    def over(self, cell: Tag) -> Tag | None:
        """What stands above a cell's caption and value together: « Mère » over two columns."""
        return self._over.get(id(cell))

    def is_value(self, cell: Tag) -> bool:
        """Whether what a cell says is a value, which can name nothing."""
        return id(cell) in self._values or id(cell) in self._heads

    def is_heading(self, row: Tag) -> bool:
        """Whether a row holds the headings of columns, and no field."""
        return id(row) in self._headings

    def _read(self, rows: list[Row]) -> None:
        self._values |= set(self._beside_fields([own_cells(row) for row in rows]))
        starts = [self._corner(rows, number) for number in range(len(rows))]
        for number, row in enumerate(rows):
            start = starts[number]
            spans = self._spans(row)
            if start is None and not spans:
                continue
            ends = (n for n in range(number + 1, len(rows)) if starts[n] or self._spans(rows[n]))
            below = _below(rows[number + 1 : next(ends, len(rows))], len(row.cells))
            if start is None:
                self._note_over(row, below)
            else:
                self._note_marks(row, below)
                self._cross(row, below, start, certain=self._is_certain(rows, number, start))

    def _beside_fields(self, lines: list[list[Tag]]) -> Iterator[int]:
        """Cells of words that are values: in the columns of fields, or the same as a field's."""
        places: set[tuple[int, int]] = set()
        for line in lines:
            for number, cell in enumerate(line):
                after = line[number + 1 :]
                if number and self._names(line[0]):
                    same = any(self._text(cell) in _values(one) for one in after)
                    if holds_control(cell) or (fold(self._text(cell)) and same):
                        places.add((len(line), number))
        for line in lines:
            for number, cell in enumerate(line):
                if (len(line), number) in places and not holds_control(cell) and cell.name != "th":
                    yield id(cell)

    def _corner(self, rows: list[Row], number: int) -> int | None:
        """Where the columns begin under a row that may be one of headings, None for any other."""
        row = rows[number]
        start = next((n for n, cell in enumerate(row.cells) if fold(self._text(cell))), 0) or 1
        heads = row.cells[start:]
        if len({id(head) for head in heads}) < max(len(heads), _FEWEST) or row.across:
            return None
        if holds_control(row.tag) or row.tag.find("a") is not None:
            return None
        if not all(fold(self._text(head)) and len(self._text(head)) <= _LONGEST for head in heads):
            return None
        above = rows[number - 1] if number else None
        blank = not fold(self._text(row.cells[0]))
        parts = above is None or above.own != row.own
        return start if self._stands_out(row, start) or (blank and parts) else None

    def _is_certain(self, rows: list[Row], number: int, start: int) -> bool:
        """Whether headings are ones without a doubt: they stand out, or first in their part."""
        first = number == 0 or rows[number - 1].own == 1
        return first or self._stands_out(rows[number], start)

    def _stands_out(self, row: Row, start: int) -> bool:
        """Whether a row is bold, or its words are headings that we know."""
        worded = [cell for cell in own_cells(row) if fold(self._text(cell))]
        if all(self._is_bold(cell) for cell in worded):
            return True
        said = [fold(self._text(cell)) for cell in row.cells[start:]]
        return all(one in self._captions for one in said) or all(map(_PEOPLE.match, said))

    def _is_bold(self, cell: Tag) -> bool:
        strings = [one for one in self._document.strings(cell) if fold(one)]
        return bool(strings) and all(one.find_parent(_BOLD) is not None for one in strings)

    def _spans(self, row: Row) -> bool:
        """Whether each of a row's cells is over several columns: captions with their values."""
        own = own_cells(row)
        if len(own) < _FEWEST or holds_control(row.tag) or row.tag.find("a") is not None:
            return False
        return all(
            fold(self._text(cell)) and attribute(cell, "colspan") not in ("", "1") for cell in own
        )

    def _note_over(self, row: Row, below: list[Row]) -> None:
        for line in below:
            under = list(zip(row.cells, line.cells, strict=True))
            if all(
                len({id(cell) for over, cell in under if over is head}) > 1 for head, _ in under
            ):
                self._over.update((id(cell), head) for head, cell in under)
                self._headings.add(id(row.tag))

    def _note_marks(self, row: Row, below: list[Row]) -> None:
        for line in below:
            for head, cell in zip(row.cells, line.cells, strict=True):
                if is_mark(self._text(head), self._lexicon):
                    self._values.add(id(cell))

    def _cross(self, row: Row, below: list[Row], start: int, *, certain: bool) -> None:
        columns = [n for n in range(start, len(row.cells)) if self._is_of_values(row.cells[n])]
        is_list = self._names(row.cells[0])
        lines = [line for line in below if not any(map(holds_control, line.cells[:start]))]
        filled_in = [
            n
            for n in columns
            if any(_is_filled_in(line.cells[n], boxes=not is_list) for line in lines)
        ]
        if len(columns) < _FEWEST or len(filled_in) < (1 if certain else _FEWEST):
            return
        if is_list and len(lines) < _FEWEST:
            return
        self._headings.add(id(row.tag))
        name: Tag | None = None
        for line in lines:
            named = [cell for cell in line.cells[:start] if self._names(cell)]
            name = named[-1] if named else name
            if name is None:
                continue
            for cell, head in [(line.cells[n], row.cells[n]) for n in columns]:
                if sum(1 for one in line.cells if one is cell) == 1:
                    self._heads[id(cell)] = (name, head)

    def _is_of_values(self, head: Tag) -> bool:
        """Whether a column holds values, and not help or what is asked for beside them."""
        said = self._text(head)
        return not is_mark(said, self._lexicon) and fold(said) not in self._remarks

    def _names(self, cell: Tag) -> bool:
        return bool(fold(self._text(cell))) and not holds_control(cell)

    def _text(self, cell: Tag) -> str:
        return self._document.text(cell)


def _below(rows: list[Row], width: int) -> list[Row]:
    """The rows under headings, up to one of another width; lines across are left out."""
    below: list[Row] = []
    for row in rows:
        if row.across or row.own == 1:
            continue
        if len(row.cells) != width:
            break
        below.append(row)
    return below


def _values(cell: Tag) -> list[str]:
    """What the fields of a cell hold, as a person reads it."""
    texts = [attribute(tag, "value").strip() for tag in cell.find_all("input") if is_seen(tag)]
    chosen = [tag.get_text().strip() for tag in cell.find_all("option", selected=True)]
    return [one for one in (*texts, *chosen) if one]


def _is_filled_in(cell: Tag, *, boxes: bool) -> bool:
    """Whether a cell holds what is filled in: a text, a list, and of boxes only if asked."""
    return any(
        is_seen(tag) and kind_of(tag) not in BUTTONS and (boxes or not is_box(tag))
        for tag in cell.find_all(CONTROLS)
    )
