"""Tables whose fields have two names: the heading of their column and that of their row."""

import re
from collections.abc import Iterator

from bs4 import Tag

from adapters.imuse.reading.beside import cells, holds_control, is_box, is_seen
from adapters.imuse.reading.document import CONTROLS, Document
from adapters.imuse.reading.grids import Row
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.marked import is_mark
from adapters.imuse.reading.spread import rows_of_blocks, rows_of_table
from adapters.imuse.reading.words import fold

_FEWEST = 2
_LONGEST = 40
_BOLD = ("b", "strong", "th")
_PEOPLE = re.compile(r"^(pere|mere|conjointe?|parent|responsable|representante?|tut(eur|rice))\b")


class Crosses:
    """The crosses of one document: « Portable » in the column « Mère »."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        """Reads at once."""
        self._document = document
        self._lexicon = lexicon
        self._captions = {fold(word) for word in lexicon.caption_words}
        self._remarks = {fold(word) for word in lexicon.remarks}
        self._heads: dict[int, tuple[Tag, Tag]] = {}
        self._values: set[int] = set()
        self._headings: set[int] = set()
        for table in document.soup.find_all("table"):
            if document.has(table, CONTROLS):
                self._read(rows_of_table(document, table))
        for rows in rows_of_blocks(document):
            self._read(rows)

    def heads(self, cell: Tag) -> tuple[Tag, Tag] | None:
        """The headings of a cell's row and of its column, None outside a cross."""
        return self._heads.get(id(cell))

    def is_value(self, cell: Tag) -> bool:
        """Whether what a cell says is a value, which can name nothing."""
        return id(cell) in self._values or id(cell) in self._heads

    def is_heading(self, row: Tag) -> bool:
        """Whether a row holds the headings of a cross."""
        return id(row) in self._headings

    def _read(self, rows: list[Row]) -> None:
        self._values |= set(self._beside_fields([row.own_cells for row in rows]))
        starts = [self._corner(rows, number) for number in range(len(rows))]
        for number, row in enumerate(rows):
            start = starts[number]
            if start is None:
                continue
            end = next((n for n in range(number + 1, len(rows)) if starts[n]), len(rows))
            below = list(_below(rows[number + 1 : end], len(row.cells), start))
            self._note_marks(row, below)
            self._cross(row, below, start, certain=self._is_certain(rows, number, start))
