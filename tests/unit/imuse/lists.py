"""Reads the lists and the facts of a piece of an old page."""

from adapters.imuse.reading.page import Page, Table
from tests.unit.imuse.reader import page

Grid = tuple[tuple[str, ...], list[tuple[str, ...]]]
"""Headings, and the cells of each line."""


def document(inside: str, script: str = "") -> str:
    """A whole page around a piece of markup."""
    return (
        "<html><head><title>Extranet</title></head>"
        f"<body>{inside}<script>{script}</script></body></html>"
    )


def tables(inside: str) -> tuple[Table, ...]:
    """The lists that these elements make."""
    return page(document(inside)).tables


def table(inside: str) -> Table:
    """The one list that these elements make."""
    found = tables(inside)
    assert len(found) == 1, [one.heads for one in found]
    return found[0]


def grid(inside: str) -> Grid:
    """What a person sees of the one list: its headings and its lines."""
    return seen(table(inside))


def grids(inside: str) -> list[Grid]:
    """What a person sees of each list."""
    return [seen(one) for one in tables(inside)]


def seen(one: Table) -> Grid:
    """The headings of a list, and its lines cell by cell."""
    return one.heads, [line.cells for line in one.lines]


def facts(inside: str | Page) -> list[tuple[str, str]]:
    """(caption, value) of what these elements say as a sheet."""
    read = inside if isinstance(inside, Page) else page(document(inside))
    return [(fact.caption, fact.value) for fact in read.facts]
