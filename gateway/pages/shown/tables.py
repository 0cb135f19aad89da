"""A list as its screen shows it: searched, sorted, page by page, with its links. Pure."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from adapters.model import Line, Listing
from gateway.lists import ordered, search
from gateway.pages.shown.wanted import ALL, Wanted

PER_PAGE = 50

SEARCHED_FROM = 9
"""A list of fewer lines is looked through at a glance."""

SORTED_FROM = 4
"""In a list of fewer lines sorting is of no use on a telephone, where it takes room."""

_FEW_COLUMNS = 6
_FIGURES = frozenset({"amount", "paid", "balance", "debit", "credit"})

_TELLING = ("course", "class", "evaluation", "repertoire", "piece", "reason", "label")
_BARE = frozenset({"date", "year", "period", "time", "start", "number"})
"""Canonical names of columns that name a line, and of those that do not by themselves."""

Opens = Callable[[Line], str | None]
"""The address of what is behind a line; None where nothing is."""


@dataclass(frozen=True)
class Heading:
    """A column's, and the link that sorts by it: `sorted` is as aria-sort has it, "" where not."""

    caption: str
    figures: bool
    address: str | None
    sorted: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell under its column's caption; `heads` says that it names its line."""

    text: str
    caption: str
    figures: bool
    heads: bool = False


@dataclass(frozen=True)
class Row:
    """One line, called by its `title`."""

    cells: tuple[Cell, ...]
    address: str | None
    title: str
    name: str
    """The title, where the link's own text is not enough; else ""."""
    group: str
    """The heading that it stood under before the list was sorted; else ""."""


@dataclass(frozen=True)
class Turn:
    """A link to another page of the list; None is where one is."""

    number: int
    address: str | None


@dataclass(frozen=True)
class Table:
    """A list, ready to be shown."""

    id: str
    key: str
    caption: str
    headings: tuple[Heading, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    """Lines under the heading that they stand under, "" where there is none."""
    notes: tuple[str, ...]
    count: int
    """Lines that are found."""
    whole: int
    """Lines that there are."""
    text: str
    """What was searched for."""
    opens: bool
    """Whether any line opens something."""
    turns: tuple[Turn, ...]
    """() where all of it is on one page."""
    all: bool
    """Whether every line is on this page, for it was asked for."""
    all_address: str
    """The whole list on one page."""
    clear_address: str
    """The list without a search."""
    kept: tuple[tuple[str, str], ...]
    """Parameters that a search keeps."""

    @property
    def searched(self) -> bool:
        """Whether a search is offered."""
        return self.whole >= SEARCHED_FROM or bool(self.text)

    @property
    def short(self) -> bool:
        """Whether it has few lines."""
        return self.whole < SORTED_FROM

    @property
    def many(self) -> bool:
        """Whether it has so many columns that they must be narrow."""
        return len(self.headings) > _FEW_COLUMNS

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines of this page."""
        return tuple(row for _, rows in self.groups for row in rows)


def table(listing: Listing, wanted: Wanted, opens: Opens) -> Table:
    """The list as the address wants it."""
    found = search(listing, wanted.text) if wanted.text else listing
    column = wanted.column
    sorted_by = column is not None and column < len(listing.columns)
    if column is not None:
        found = ordered(found, column, descending=wanted.descending)
    pages = -(-len(found.lines) // PER_PAGE)
    page = min(wanted.page, max(pages, 1))
    lines = found.lines
    if page != ALL:
        lines = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Table(
        id=wanted.id,
        key=listing.key,
        caption=listing.caption,
        headings=tuple(_headings(listing, wanted)),
        groups=tuple(_groups(listing, lines, opens, whole=not sorted_by)),
        notes=listing.notes,
        count=len(found.lines),
        whole=len(listing.lines),
        text=wanted.text,
        opens=any(opens(line) is not None for line in listing.lines),
        turns=tuple(_turns(wanted, page, pages)),
        all=page == ALL,
        all_address=wanted.address(page="tout"),
        clear_address=wanted.address(q=None, page=None),
        kept=wanted.kept,
    )


def naming(listing: Listing) -> Callable[[Line], str]:
    """How a line is called: by its first cell, and by what tells it from the others.

    A day, a year or a number alone names nothing: the course, say, is added.
    """
    often = Counter(_called(listing, line) for line in listing.lines)

    def name(line: Line) -> str:
        called = _called(listing, line)
        return ", ".join(called if often[called] == 1 else _said(line)[:3])

    return name


def _called(listing: Listing, line: Line) -> tuple[str, ...]:
    said = _said(line)
    telling = [listing.cell(line, name) for name in _TELLING]
    found = next((" ".join(text.split()) for text in telling if text.strip()), "")
    first = next((number for number, text in enumerate(line.cells) if text.strip()), 0)
    named = listing.columns[first].name if first < len(listing.columns) else None
    return (*said[:1], found) if found and named in _BARE else said[:1]


def _headings(listing: Listing, wanted: Wanted) -> Iterator[Heading]:
    for number in range(_width(listing)):
        caption, figures = _column(listing, number)
        here = number == wanted.column
        turned = here and not wanted.descending
        address = wanted.address(tri=str(number), sens="desc" if turned else "asc", page=None)
        yield Heading(
            caption=caption,
            figures=figures,
            address=address if caption and len(listing.lines) > 1 else None,
            sorted=("descending" if wanted.descending else "ascending") if here else "",
        )


def _groups(
    listing: Listing, lines: tuple[Line, ...], opens: Opens, *, whole: bool
) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Lines that follow each other under one heading; sorted, each line says its own."""
    name = naming(listing)
    if not whole:
        yield "", tuple(_row(listing, line, opens(line), name(line), line.group) for line in lines)
        return
    for group, together in groupby(lines, lambda line: line.group):
        yield group, tuple(_row(listing, line, opens(line), name(line)) for line in together)


def _row(listing: Listing, line: Line, address: str | None, title: str, group: str = "") -> Row:
    heads = next((number for number, text in enumerate(line.cells) if text.strip()), 0)
    cells = tuple(
        Cell(
            text=line.cells[number] if number < len(line.cells) else "",
            caption=_column(listing, number)[0],
            figures=_column(listing, number)[1],
            heads=number == heads,
        )
        for number in range(_width(listing))
    )
    own = line.cells[heads].strip() if heads < len(line.cells) else ""
    return Row(
        cells=cells,
        address=address,
        title=title,
        name=title if title != own else "",
        group=group,
    )


def _turns(wanted: Wanted, page: int, pages: int) -> Iterator[Turn]:
    if pages < 2:
        return
    for number in range(1, pages + 1):
        yield Turn(number, None if number == page else wanted.address(page=str(number)))


def _width(listing: Listing) -> int:
    return max((len(listing.columns), *(len(line.cells) for line in listing.lines)))


def _column(listing: Listing, number: int) -> tuple[str, bool]:
    """Its caption, and whether it holds figures."""
    if number >= len(listing.columns):
        return "", False
    column = listing.columns[number]
    return column.caption, column.name in _FIGURES


def _said(line: Line) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for text in line.cells if text.strip())
