"""Lists as the pages show them: columns, lines, and words for being empty, whatever the markup."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.school.dossier import Row

PAGE = 20
"""How many lines a page of a list holds."""

Columns = tuple[tuple[str, str], ...]
"""Caption and the attribute that a row has for it, in order: a list's columns, a sheet's fields."""


def pairs(columns: Columns, row: Row) -> tuple[tuple[str, str], ...]:
    """Caption and value, in order."""
    return tuple((caption, str(getattr(row, attribute))) for caption, attribute in columns)


@dataclass(frozen=True)
class Line:
    """One line; `number` is what its address names it by, `opens` whether anything is behind it."""

    number: str
    cells: tuple[str, ...]
    opens: bool = True


@dataclass(frozen=True)
class Table:
    """A whole list."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str
    """What the page says where there is no line."""
    total: tuple[str, ...] = ()
    """What stands at the foot of the last columns; nothing where the list is empty."""

    def page(self, wanted: str) -> "TablePage":
        """The page of that number, or the first."""
        last = max(1, -(-len(self.lines) // PAGE))
        number = int(wanted) if wanted.isascii() and wanted.isdigit() else 1
        return TablePage(self, number if 1 <= number <= last else 1, last)

    def whole(self) -> "TablePage":
        """All of it on one page."""
        return TablePage(self, 1, 1, max(PAGE, len(self.lines)))

    def page_with(self, number: str) -> "TablePage":
        """The page that the line of that number is on."""
        numbers = [line.number for line in self.lines]
        return self.page(str(numbers.index(number) // PAGE + 1))


@dataclass(frozen=True)
class TablePage:
    """One page of a list."""

    table: Table
    number: int
    last: int
    size: int = PAGE

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines."""
        return self.table.lines[(self.number - 1) * self.size : self.number * self.size]

    @property
    def about(self) -> tuple[int, ...]:
        """The pages that a short pager names: the ends, and the neighbours; 0 stands for a gap."""
        near = sorted({1, self.last, *range(self.number - 1, self.number + 2)})
        shown = [page for page in near if 1 <= page <= self.last]
        return tuple(
            entry
            for before, page in zip([0, *shown], shown, strict=False)
            for entry in ((page,) if page == before + 1 else (0, page))
        )


@dataclass(frozen=True)
class Layout:
    """What one list of the school looks like, and the sheet behind its lines."""

    columns: Columns
    sheet: Columns
    empty: str

    def table(self, rows: Iterable[Row]) -> Table:
        """The list of these rows."""
        return Table(
            columns=tuple(caption for caption, _ in self.columns),
            lines=tuple(Line(row.number, _cells(self.columns, row)) for row in rows),
            empty=self.empty,
        )


def _cells(columns: Columns, row: Row) -> tuple[str, ...]:
    return tuple(value for _, value in pairs(columns, row))


def keys(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns' names in the school's database: without accents, words joined by underscores."""
    plain = (unicodedata.normalize("NFKD", one).encode("ascii", "ignore") for one in columns)
    return tuple("_".join(one.decode().lower().split()) for one in plain)
