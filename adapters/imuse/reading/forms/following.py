"""Fields whose words stand after them, as they do beside boxes: « [ Dupré ] Nom »."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import msgspec
from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import CELLS, is_block, is_box, worded
from adapters.imuse.reading.document import Document, attribute, holds, is_text, stands_in
from adapters.imuse.reading.forms.boxes import Owners
from adapters.imuse.reading.forms.marked import is_mark, parted
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import fold

_FEWEST = 2
_LONGEST = 60
_OUTERMOST = ("form", "body", "html", "[document]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "hr")
_BOLD = ("b", "strong", "u", "big")
_ASIDE = ("script", "style", "noscript", "template")


class Run(msgspec.Struct):
    """Fields of one place on the page, each with the words after it, in their order."""

    fields: list[Tag] = []
    words: dict[int, list[NavigableString]] = {}
    """By the field's id()."""
    beside: bool = True
    """Whether all of them stand on their field's line."""


class Broken(Exception):
    """Words stand before a field, or none after it."""


def runs(document: Document, owners: Owners, lexicon: Lexicon) -> Iterator[Run]:
    """Where words follow each field and none stands before the first."""
    seen = [tag for tag in document.soup.find_all(("input", "select", "textarea")) if _counts(tag)]
    shown = [tag for tag in seen if document.visible(tag)]
    places = sorted(document.place(tag) for tag in shown)
    alone: dict[int, tuple[Tag, dict[int, Tag]]] = {}
    for tag in shown:
        if not is_box(tag) and id(tag) not in owners.labels and not _is_named(tag):
            unit = _unit(document, tag, places)
            if unit.parent is not None:
                alone.setdefault(id(unit.parent), (unit.parent, {}))[1][id(unit)] = tag
    known = {fold(word) for word in lexicon.caption_words}
    for around, units in alone.values():
        if len(units) < _FEWEST:
            continue
        try:
            run = _Line(document, owners).read(around, units)
        except Broken:
            continue
        said = [parted(strings, lexicon)[0] for strings in run.words.values()]
        certain = run.beside or (bool(said) and fold(said[-1]) in known)
        if certain and len(said) >= _FEWEST and _are_captions(said, lexicon):
            yield run


def _counts(tag: Tag) -> bool:
    return kind_of(tag) not in (*BUTTONS, "hidden")


def _is_named(tag: Tag) -> bool:
    return tag.has_attr("aria-label") or tag.has_attr("aria-labelledby")


def _unit(document: Document, tag: Tag, places: list[int]) -> Tag:
    """The outermost element that holds this field and no other."""
    unit = tag
    while unit.parent is not None and unit.parent.name not in _OUTERMOST:
        around = unit.parent
        within = bisect_left(places, document.end(around)) - bisect_right(
            places, document.place(around)
        )
        if within > 1:
            break
        unit = around
    return unit


def _are_captions(said: list[str], lexicon: Lexicon) -> bool:
    if len({fold(one) for one in said}) < len(said):
        return False
    return all(
        fold(one) and len(one) <= _LONGEST and one[0] not in "([" and not is_mark(one, lexicon)
        for one in said
    )


class _Line:
    """Goes through one place from left to right and from line to line."""

    def __init__(self, document: Document, owners: Owners) -> None:
        self._document = document
        self._owners = owners
        self._run = Run(fields=[], words={})
        self._waiting: list[Tag] = []
        self._lead: list[NavigableString] = []
        self._broken = True
        self._headed = 0

    def read(self, around: Tag, units: dict[int, Tag]) -> Run:
        for child in list(around.children):
            if isinstance(child, Tag) and id(child) in units:
                self._unit(child, units[id(child)])
            elif isinstance(child, Tag):
                self._other(child)
            elif is_text(child):
                self._say([child])
        self._stop()
        if self._headed == len(self._run.fields):
            raise Broken  # What stands above each of them is its caption.
        return self._run

    def _unit(self, unit: Tag, field: Tag) -> None:
        self._break(unit)
        place = self._document.place(field)
        strings = list(self._document.strings(unit)) if unit is not field else []
        self._say([one for one in strings if self._document.place(one) < place])
        self._fill(field)
        self._say(_first_cell(field, [one for one in strings if self._document.place(one) > place]))
        self._break(unit)

    def _other(self, tag: Tag) -> None:
        if tag.name in _ASIDE:
            return
        if tag.name == "br":
            self._broken = True
        elif tag.name in _HEADINGS or self._document.has(tag, ("input", "select", "textarea")):
            self._stop()
        elif kind_of(tag):
            # A hidden control is no end of anything.
            if attribute(tag, "type").lower() != "hidden":
                self._stop()
        else:
            self._break(tag)
            self._say([one for one in self._document.strings(tag) if not stands_in(one, ("a",))])
            self._break(tag)

    def _break(self, tag: Tag) -> None:
        self._broken = self._broken or is_block(tag)

    def _fill(self, field: Tag) -> None:
        if (self._lead and not (self._broken and _is_aside(self._lead))) or (
            self._waiting and self._broken
        ):
            raise Broken
        self._headed += bool(self._lead)
        self._lead = []
        self._run.fields.append(field)
        self._waiting.append(field)
        self._broken = False

    def _say(self, strings: list[NavigableString]) -> None:
        said = [one for one in strings if self._may_name(one)]
        if not worded(said):
            return
        if self._lead or not self._run.fields or (self._broken and not self._waiting):
            if any(str(one).rstrip().endswith(":") for one in said):
                raise Broken
            self._lead += [one for one in said if fold(one)]
            self._broken = False
            return
        if self._waiting:
            if len(self._waiting) == _FEWEST or str(said[-1]).rstrip().endswith(":"):
                raise Broken
            self._run.beside = self._run.beside and not self._broken
            self._run.words[id(self._waiting[0])] = []
            self._waiting = []
        self._run.words[list(self._run.words)[-1]].extend(said)
        self._broken = False

    def _may_name(self, string: NavigableString) -> bool:
        return self._document.visible(string) and self._owners.is_free(string, 0)

    def _stop(self) -> None:
        if self._waiting:
            raise Broken
        self._lead = []
        self._broken = True


def _is_aside(lead: list[NavigableString]) -> bool:
    """Whether words on a line above a field are a heading or a sentence, and no caption of it."""
    is_heading = all(stands_in(one, _BOLD) for one in lead)
    return is_heading or str(lead[-1]).rstrip().endswith((".", "!"))


def _first_cell(field: Tag, strings: list[NavigableString]) -> list[NavigableString]:
    """Of the words after a field in its row, those of its own cell or else of the next."""
    said = [one for one in strings if fold(one)]
    own = field.find_parent(CELLS)
    if not said or own is None:
        return strings
    inside = [one for one in said if holds(own, one)]
    first = said[0].find_parent(CELLS)
    return inside or [one for one in said if one.find_parent(CELLS) is first]
