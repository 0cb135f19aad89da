"""What stands around a box, a list or a file's control: the lines of each element about it alone.

A line of courses may be an item of a list, a card, a row of boxes: whatever its markup, it is the
largest element that holds this control and no other, of those that the others of its kind have too.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import Document, attribute, block_of
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.page import LooseLine
from adapters.imuse.reading.words import fold, tidy

ROWED = ("checkbox", "radio", "select", "file")
_LISTS = ("ul", "ol", "dl", "table", "tbody", "fieldset", "form", "body", "html", "[document]")
_ROWS = ("li", "dd", "div", "p", "article", "section", "label")
_ANYWHERE = ("li", "dd")
_FARTHEST = 8
_LESSER = re.compile(r"muted|small|secondary|subtle|discret|precision|detail|annexe", re.IGNORECASE)
"""Class names of what is said in passing, on the line of something else."""


class Around:
    """Looks around the controls of one document."""

    def __init__(self, document: Document, fields: list[Tag]) -> None:
        """`fields` are the controls that a person fills, in the document's order."""
        self._document = document
        self._fields = fields
        self._places = sorted(document.place(tag) for tag in fields)
        self._groups: dict[str, list[Tag]] = {}
        for tag in fields:
            if kind_of(tag) == "radio":
                self._groups.setdefault(attribute(tag, "name"), []).append(tag)
        self._known: dict[int, list[Tag]] = {}
        self._alike: dict[str, Counter[str]] = {}
        for tag in fields:
            if (kind := kind_of(tag)) in ROWED:
                self._known[id(tag)] = list(self._elements(tag))
                signs = {_sign(one) for one in self._known[id(tag)]}
                self._alike.setdefault(kind, Counter()).update(signs)

    def of(self, control: Tag) -> tuple[tuple[str, ...], ...]:
        """The lines of each element around it alone that says more, the smallest first.

        What stands between two line breaks with no other field is as good as an element.
        """
        if kind_of(control) not in ROWED:
            return ()
        found: list[tuple[str, ...]] = []
        rows = self._rows(control)
        for lines in (*(tuple(self._lines(one)) for one in rows), *self._line(control, rows)):
            if lines and (not found or lines != found[-1]):
                found.append(lines)
        return tuple(found)

    def _rows(self, control: Tag) -> list[Tag]:
        """The elements around it, up to the largest that most others of its kind have."""
        elements = self._known.get(id(control), [])
        counts = self._alike.get(kind_of(control), Counter())
        most = max((counts[_sign(one)] for one in elements), default=0)
        last = max((n for n, one in enumerate(elements) if counts[_sign(one)] == most), default=-1)
        return elements[: last + 1]

    def _line(self, control: Tag, rows: list[Tag]) -> Iterator[tuple[str, ...]]:
        """The control's line, where no element that makes lines is its row."""
        if any(one is block_of(control) for one in rows):
            return
        line, block = self._line_of(control), block_of(control)
        if block is None or sum(self._line_of(one) == line for one in self._fields) > 1:
            return
        strings = [node for node in self._document.strings(block) if self._line_of(node) == line]
        yield tuple(self._divided(strings))

    def loose(self, boxes: list[Tag]) -> Iterator[LooseLine]:
        """The neighbours of the boxes' lines that are lines of the same list, without a box."""
        rows = [(box, row) for box in boxes if (row := self._row(box)) is not None]
        rows = [(box, row) for box, row in rows if row.name in _ROWS]
        for _, lines in groupby(sorted(rows, key=_parent), key=_parent):
            yield from self._neighbours(list(lines))

    def _neighbours(self, rows: list[tuple[Tag, Tag]]) -> Iterator[LooseLine]:
        first = rows[0][1]
        places = [self._document.place(row) for _, row in rows]
        of = tuple(sorted(self._document.place(box) for box, _ in rows))
        dress = attribute(first, "class")
        for one in first.parent.find_all(first.name, recursive=False) if first.parent else ():
            place = self._document.place(one)
            among = min(places) < place < max(places)
            alike = one.name in _ANYWHERE or (dress and attribute(one, "class") == dress)
            if place in places or not (among or alike) or self._holds(one):
                continue
            lines = tuple(self._lines(one))
            if lines:
                yield LooseLine(lines=lines, place=place, end=self._document.end(one), boxes=of)

    def _row(self, box: Tag) -> Tag | None:
        rows = self._rows(box)
        return rows[-1] if rows else None

    def _elements(self, control: Tag) -> Iterator[Tag]:
        """The elements around a control, or around its whole group, and around no other field."""
        group = self._groups.get(attribute(control, "name"), []) if _is_radio(control) else []
        own = [self._document.place(one) for one in group] or [self._document.place(control)]
        element = control.parent
        for _ in range(_FARTHEST):
            if element is None or element.name in _LISTS:
                return
            start, end = self._document.place(element), self._document.end(element)
            inside = bisect(self._places, end - 1) - bisect(self._places, start)
            if all(start < place < end for place in own):
                if inside > len(own):
                    return
                yield element
            element = element.parent

    def _holds(self, element: Tag) -> bool:
        """Whether an element holds a field."""
        start, end = self._document.place(element), self._document.end(element)
        return bisect(self._places, end - 1) > bisect(self._places, start)

    def _lines(self, element: Tag) -> Iterator[str]:
        """The visible lines of an element, without buttons; a definition's with its term."""
        if element.name == "dd":
            term = element.find_previous_sibling(("dt", "dd"))
            if isinstance(term, Tag) and term.name == "dt":
                yield from self._lines(term)
        strings = [
            node
            for node in self._document.strings(element)
            if not any(parent.name == "button" for parent in node.parents)
        ]
        yield from self._divided(strings)

    def _divided(self, strings: list[NavigableString]) -> Iterator[str]:
        for _, group in groupby(strings, key=self._part_of):
            if fold(words := tidy("".join(group))):
                yield words

    def _part_of(self, node: NavigableString) -> tuple[int, int, int]:
        """What tells one line from the next; small print on a line is one of its own."""
        block = block_of(node)
        lesser = 0
        for parent in node.parents:
            if parent is block:
                break
            lesser = id(parent) if _is_lesser(parent) else lesser
        return (*self._line_of(node), lesser)

    def _line_of(self, node: Tag | NavigableString) -> tuple[int, int]:
        return id(block_of(node)), self._document.breaks_before(node)


def fields_of(controls: list[Tag]) -> list[Tag]:
    """Those of the controls that a person fills."""
    return [tag for tag in controls if kind_of(tag) not in (*BUTTONS, "hidden")]


def _sign(element: Tag) -> str:
    """What makes elements alike."""
    return re.sub(r"\d+", "#", f"{element.name}.{attribute(element, 'class')}")


def _is_lesser(element: Tag) -> bool:
    by_size = element.name == "font" and attribute(element, "size") in ("1", "-1", "-2")
    return (
        element.name == "small"
        or by_size
        or _LESSER.search(attribute(element, "class")) is not None
    )


def _is_radio(control: Tag) -> bool:
    return kind_of(control) == "radio"


def _parent(row: tuple[Tag, Tag]) -> tuple[int, str, str]:
    _, element = row
    return id(element.parent), element.name, attribute(element, "class")
