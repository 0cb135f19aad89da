"""Rows that fields stand in: of tables, and of blocks laid out as such."""

from collections.abc import Iterator
from itertools import islice

from bs4 import Tag

from adapters.imuse.reading.document import CONTROLS, Document
from adapters.imuse.reading.grids import Row, grids

_BLOCKS = ("div", "li", "p", "section")
_FEWEST_CELLS = 3
_FEWEST_ROWS = 2
_FIELDS = ("input", "select", "textarea")
_OUTERMOST = 4


def field_rows(document: Document) -> Iterator[list[Row]]:
    """The rows of each table with controls, then those of blocks that hold as many blocks each."""
    tables = len(document.soup.find_all("table"))
    for grid in islice(grids(document, frozenset()), tables):
        if document.has(grid.tag, CONTROLS):
            yield grid.rows
    found: set[int] = set()
    for field in document.soup.find_all(_FIELDS):
        for row in list(field.parents)[1:_OUTERMOST]:
            around = row.parent
            if row.name not in _BLOCKS or around is None or len(_blocks(row)) < _FEWEST_CELLS:
                continue
            if id(around) not in found:
                found.add(id(around))
                yield from _alike(around, len(_blocks(row)))
            break


def own_cells(row: Row) -> list[Tag]:
    """The cells that stand in a row itself, each once."""
    return [
        cell for cell in {id(cell): cell for cell in row.cells}.values() if cell.parent is row.tag
    ]


def _alike(around: Tag, wide: int) -> Iterator[list[Row]]:
    rows = [(block, _blocks(block)) for block in around.find_all(_BLOCKS, recursive=False)]
    alike = [Row(block, inside, wide) for block, inside in rows if len(inside) == wide]
    if len(alike) >= _FEWEST_ROWS:
        yield alike


def _blocks(tag: Tag) -> list[Tag]:
    """The blocks that an element is made of, and nothing else."""
    inside = tag.find_all(True, recursive=False)
    return inside if all(one.name in _BLOCKS for one in inside) else []
