"""Searching a list, and sorting it as the values of a column ask for. Pure."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from adapters.model import Line, Listing
from gateway.french.amounts import amount
from gateway.french.days import day, school_year
from gateway.french.words import folded, natural

_NOTHING = frozenset({"", "-", "\u2013", "\u2014", "/", "."})
"""What old sites put into a cell to say that there is nothing in it."""

_KINDS: tuple[Callable[[str], Any], ...] = (school_year, day, amount)
"""A column is of the first kind that all its values are of; else it is text."""


def search(listing: Listing, wanted: str) -> Listing:
    """The list with only the lines that hold every one of the words, in whichever cells.

    Case, accents and ligatures are as nothing; a part of a word is enough.
    """
    words = folded(wanted).split()
    lines = tuple(line for line in listing.lines if _holds(line, words))
    return msgspec.structs.replace(listing, lines=lines)


def ordered(listing: Listing, column: int, *, descending: bool = False) -> Listing:
    """The list in the order of a column, by its number; lines alike keep their order.

    Lines that say nothing there come last, either way; a number that the list lacks changes
    nothing.
    """
    if not 0 <= column < len(listing.columns):
        return listing
    told = [line for line in listing.lines if _says(_cell(line, column))]
    untold = [line for line in listing.lines if not _says(_cell(line, column))]
    key = _key([_cell(line, column) for line in told])
    told.sort(key=lambda line: key(_cell(line, column)), reverse=descending)
    return msgspec.structs.replace(listing, lines=(*told, *untold))


def _holds(line: Line, words: Sequence[str]) -> bool:
    text = folded("\n".join((line.group, *line.cells)))
    return all(word in text for word in words)


def _key(values: Sequence[str]) -> Callable[[str], Any]:
    for kind in _KINDS:
        if all(kind(value) is not None for value in values):
            return kind
    return natural


def _cell(line: Line, column: int) -> str:
    return line.cells[column] if column < len(line.cells) else ""


def _says(value: str) -> bool:
    return value.strip() not in _NOTHING
