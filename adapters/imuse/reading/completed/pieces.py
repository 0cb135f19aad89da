"""What a script's pieces make of one record of JSON: the HTML of a line, or nothing certain."""

import html
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

_ROW = re.compile(r"<tr\b.*?(?:</tr>|$)", re.IGNORECASE | re.DOTALL)
_CELLS = re.compile(r"<td\b.*(?:</td>|$)", re.IGNORECASE | re.DOTALL)

Path = tuple[str, ...]
Record = Mapping[str, object] | list[object]
_MISSING = object()
COMPARING = ("==", "===", ">", "<", ">=", "<=")
"""Comparisons that can be made with a record in hand."""


class Member(msgspec.Struct, frozen=True):
    """A member of the record, put into the line: as HTML where nothing makes mere text of it."""

    path: Path
    as_text: bool = False


class Test(msgspec.Struct, frozen=True):
    """A condition on a member, as a script states it: « c.etat == 'A' », or merely « c.etat »."""

    path: Path
    operator: str = ""
    """As in the script; "" where the member itself is the condition."""
    wanted: "str | float | bool | None" = None

    def holds(self, record: Record) -> bool | None:
        """Whether it holds for a record; None where it cannot be known."""
        value = _held(record, self.path)
        if value is _MISSING:
            return None
        if not self.operator:
            return bool(value) or isinstance(value, list | Mapping)
        return _COMPARISONS[self.operator](value, self.wanted)


class Either(msgspec.Struct, frozen=True):
    """One thing or another, as a condition on the record holds or not."""

    test: Test
    then: "tuple[Piece, ...]"
    otherwise: "tuple[Piece, ...]"


class Unknown(msgspec.Struct, frozen=True):
    """Something that literals do not tell: a line with it in a cell cannot be made."""


Piece = str | Member | Either | Unknown


def as_text(piece: Piece) -> Piece:
    """The piece as a function leaves it that makes mere text of what it is given."""
    match piece:
        case str():
            return html.escape(piece, quote=False)
        case Member():
            return Member(piece.path, as_text=True)
        case Either():
            then, otherwise = (tuple(map(as_text, way)) for way in (piece.then, piece.otherwise))
            return Either(piece.test, then, otherwise)
        case _:
            return piece


def tells(pieces: Iterable[Piece]) -> bool:
    """Whether anything of the record is among them."""
    return any(isinstance(piece, Member | Either) for piece in pieces)


def joined(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """The text that pieces make of a record; None where it cannot be known."""
    made: list[str] = []
    for piece in _chosen(pieces, record):
        said = member(record, piece.path) if isinstance(piece, Member) else piece
        if not isinstance(said, str):
            return None
        made.append(said)
    return "".join(made)


def line(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """The HTML of one record's line; None where it cannot be known."""
    whole = markup(pieces, record)
    row = _ROW.search(whole) if whole is not None else None
    if row is not None:
        return row.group(0)
    cells = _CELLS.search(whole) if whole is not None else None
    return f"<tr>{cells.group(0)}</tr>" if cells is not None else None


def markup(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """All the HTML that pieces make of a record; None where it cannot be known."""
    made: list[str] = []
    for piece in _chosen(pieces, record):
        if isinstance(piece, Unknown):
            if _within_a_tag(made):
                continue  # An attribute for the eye: the colour of every second line.
            return None
        if isinstance(piece, str):
            made.append(piece)
            continue
        value = member(record, piece.path)
        if value is None:
            return None
        made.append(html.escape(value) if piece.as_text else value)
    return "".join(made)


def _chosen(pieces: tuple[Piece, ...], record: Record) -> Iterator[str | Member | Unknown]:
    """The pieces that a record's own members choose."""
    for piece in pieces:
        if not isinstance(piece, Either):
            yield piece
            continue
        holds = piece.test.holds(record)
        if holds is None:
            yield Unknown()
        else:
            yield from _chosen(piece.then if holds else piece.otherwise, record)


def _within_a_tag(made: list[str]) -> bool:
    said = "".join(made)
    return said.rfind("<") > said.rfind(">")


def member(record: object, path: Path) -> str | None:
    """A record's member as a page shows it; None where the record has none of that name."""
    value = _held(record, path)
    return None if value is _MISSING else shown(value)


def _held(record: object, path: Path) -> object:
    value = record
    for name in path:
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return _MISSING
    return value


def shown(value: object) -> str | None:
    """A value of JSON as text; None for what is no single value."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float():
            return str(value)
        case list() if all(isinstance(one, str | int | float) for one in value):
            return ", ".join(str(one) for one in value)
        case _:
            return None


def _equals(value: object, wanted: object) -> bool:
    """As « == » compares: a number and its digits are the same, null is nothing else."""
    if value is None or wanted is None:
        return value is wanted
    if isinstance(value, str) and isinstance(wanted, str):
        return value == wanted
    return _number(value) == _number(wanted)


def _is(value: object, wanted: object) -> bool:
    """As « === » compares: what is of another type is something else."""
    if isinstance(value, bool) or isinstance(wanted, bool) or value is None or wanted is None:
        return value is wanted
    return isinstance(value, str) is isinstance(wanted, str) and value == wanted


def _number(value: object) -> float:
    """A value as a script counts with it; what is no number equals none, itself neither."""
    if isinstance(value, int | float | str):
        try:
            return float(value or 0)
        except ValueError:
            return math.nan
    return math.nan


_COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "==": _equals,
    "===": _is,
    ">": lambda value, wanted: _number(value) > _number(wanted),
    "<": lambda value, wanted: _number(value) < _number(wanted),
    ">=": lambda value, wanted: _number(value) >= _number(wanted),
    "<=": lambda value, wanted: _number(value) <= _number(wanted),
}
