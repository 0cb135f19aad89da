"""The rows of what looks like a table: a real one, one by its roles, or one made of blocks."""

from collections.abc import Iterator

from bs4 import Tag

from adapters.imuse.reading.document import Document, attribute, stands_in
from adapters.imuse.reading.words import fold

_CELLS = ("td", "th")
_BLOCKS = ("div", "section", "article", "header", "ul", "ol", "li", "dl", "p", "span", "strong",
           "b", "a", "h4", "h5", "h6", "label")  # fmt: skip
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_MOST_SPANNED = 40
_FEWEST_COLUMNS = 2


class Row:
    """One row, its cells spread over the columns that they span."""

    def __init__(self, tag: Tag, cells: list[Tag], own: int) -> None:
        """`own` is how many cells stand in this row itself, however many columns they span."""
        self.tag = tag
        self.cells = cells
        self.own = own

    @property
    def across(self) -> Tag | None:
        """The one cell that stands across the whole table, if this row is such a line."""
        first = self.cells[0]
        alone = len(self.cells) > 1 and all(cell is first for cell in self.cells)
        return first if alone else None


class Grid:
    """A table's rows in their order; `head` are those that its markup itself calls headings."""

    def __init__(self, tag: Tag, rows: list[Row], head: list[Row]) -> None:
        """`tag` holds them all."""
        self.tag = tag
        self.rows = rows
        self.head = head


def grids(document: Document, captions: frozenset[str]) -> Iterator[Grid]:
    """Every table of the document, then what is one without the markup of a table.

    `captions` are known column headings, folded: rows of blocks are a table by them alone.
    """
    for tag in document.soup.find_all("table"):
        rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
        spread = _spread(document, tag, rows)
        yield Grid(tag, spread, [row for row in spread if stands_in(row.tag, ("thead",))])
    for tag in document.soup.find_all(role=["table", "grid", "treegrid"]):
        if tag.name != "table":
            yield _by_roles(tag)
    for tag in document.soup.find_all(("div", "section", "ul", "ol")):
        if tag.get("role") in (None, "list", "group", "tabpanel", "region", "rowgroup"):
            yield from _of_blocks(document, tag, captions)


def _by_roles(tag: Tag) -> Grid:
    rows = []
    head = []
    for row in tag.find_all(role="row"):
        cells = row.find_all(role=list(_CELL_ROLES))
        if cells:
            one = Row(row, list(cells), len(cells))
            rows.append(one)
            if all(cell.get("role") == "columnheader" for cell in cells):
                head.append(one)
    return Grid(tag, rows, head)


def _of_blocks(document: Document, tag: Tag, captions: frozenset[str]) -> Iterator[Grid]:
    """Blocks below a block whose children are headings that we know: `div.row > div.col`."""
    blocks = _blocks(tag)
    for number, block in enumerate(blocks):
        heads = _blocks(block)
        # The headings' row may be wrapped once more than the lines, or the lines than it.
        heads = _blocks(heads[0]) if len(heads) == 1 else heads
        words = [fold(document.text(head) or head.get_text(" ")) for head in heads]
        known = sum(1 for one in words if one in captions)
        if len(heads) < _FEWEST_COLUMNS or known < _FEWEST_COLUMNS or known * 2 < len(heads):
            continue
        if any(document.has(head, ("table", "input", "select", "tr")) for head in heads):
            continue
        lines = list(_lines(blocks[number + 1 :], len(heads)))
        if not any(line.own == len(heads) for line in lines):
            continue
        rows = [Row(block, heads, len(heads)), *lines]
        yield Grid(tag, rows, rows[:1])
        return


def _lines(blocks: list[Tag], wide: int) -> Iterator[Row]:
    for block in blocks:
        cells = _blocks(block)
        if len(cells) == wide:
            yield Row(block, cells, wide)
        elif cells and all(len(_blocks(one)) == wide for one in cells):
            # A body around the lines.
            yield from (Row(one, _blocks(one), wide) for one in cells)
        elif len(cells) == 1 and len(_blocks(cells[0])) == wide:
            yield Row(block, _blocks(cells[0]), wide)
        else:
            yield Row(block, [block] * wide, 1)


def _blocks(tag: Tag) -> list[Tag]:
    return [one for one in tag.find_all(True, recursive=False) if one.name in _BLOCKS]


def _spread(document: Document, table: Tag, rows: list[Tag]) -> list[Row]:
    """The rows with each cell repeated in the columns and rows that it spans."""
    hanging: dict[int, tuple[Tag, int]] = {}
    spread: list[Row] = []
    for tag in rows:
        if not document.within(tag, table):
            continue
        own = [
            cell for cell in tag.find_all(_CELLS, recursive=False) if document.within(cell, table)
        ]
        cells: list[Tag] = []
        for cell in own:
            _hang(cells, hanging)
            tall = _number(attribute(cell, "rowspan"))
            for _ in range(_number(attribute(cell, "colspan"))):
                if tall > 1:
                    hanging[len(cells)] = (cell, tall - 1)
                cells.append(cell)
        _hang(cells, hanging)
        if cells:
            spread.append(Row(tag, cells, len(own)))
    return spread


def _hang(cells: list[Tag], hanging: dict[int, tuple[Tag, int]]) -> None:
    while len(cells) in hanging:
        cell, left = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (cell, left - 1)
        cells.append(cell)


def _number(text: str) -> int:
    return min(int(text), _MOST_SPANNED) if text.isdecimal() and int(text) else 1
