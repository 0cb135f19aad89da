"""The visible texts of a document, in the lines that a person reads them in."""

from collections.abc import Collection, Iterator
from itertools import groupby, islice

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import Document, attribute, block_of, is_text
from adapters.imuse.reading.forms.forms import Forms
from adapters.imuse.reading.forms.marks import class_parts
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Block
from adapters.imuse.reading.words import fold, tidy

_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ROLES = frozenset({"alert", "status", "alertdialog", "dialog"})
_BOLD = frozenset({"b", "strong", "u", "big"})
_AS_HEADING = 5
"""The rank of a short line that is all bold: old pages knew no other headings."""

_LONGEST_HEADING = 60
_FARTHEST = 6
_RED = ("red", "#f00", "#ff0000", "#c00", "#cc0000")


def blocks(document: Document, lexicon: Lexicon, forms: Forms) -> Iterator[Block]:
    """Each line of visible text; legends, which explain signs, are left out."""
    strings = [
        node
        for node in document.soup.find_all(string=True)
        if is_text(node) and document.visible(node) and not document.in_field(node)
        if id(node) not in forms.legends
    ]
    loud = _Loud(frozenset(lexicon.message_classes))
    for _, group in groupby(strings, key=_line_of):
        line = list(group)
        lines = tuple(_lines(document, line))
        words = " ".join(lines)
        block = block_of(line[0])
        if block is None or not fold(words):
            continue
        yield Block(
            text=words,
            lines=lines,
            level=_level(line, words),
            menu=_all_within(line, ("a", "button")) or forms.name_controls(line),
            shown=document.shown(line[0]),
            loud=any(loud.says(node) for node in line if fold(node)),
            place=document.place(line[0]),
        )


def _line_of(node: NavigableString) -> int:
    """What tells one line from the next: a button is one of its own."""
    block = block_of(node)
    return next((id(tag) for tag in node.parents if tag is block or tag.name == "button"), 0)


def _lines(document: Document, strings: list[NavigableString]) -> Iterator[str]:
    """The block's lines, as its line breaks divide it."""
    for _, group in groupby(strings, key=document.breaks_before):
        if words := tidy("".join(group)):
            yield words


def _level(line: list[NavigableString], words: str) -> int:
    named = next((_LEVELS[tag.name] for tag in line[0].parents if tag.name in _LEVELS), 0)
    if named or len(words) > _LONGEST_HEADING or words.endswith((".", ",", "!")):
        return named
    return _AS_HEADING if _all_within(line, _BOLD) else 0


def _all_within(line: list[NavigableString], names: Collection[str]) -> bool:
    """Whether all words of a line stand in one of these elements."""
    return all(any(tag.name in names for tag in node.parents) for node in line if fold(node))


class _Loud:
    """Which elements say what they hold as messages: each is looked at once."""

    def __init__(self, classes: frozenset[str]) -> None:
        """`classes` are those that messages go by."""
        self._classes = classes
        self._known: dict[int, bool] = {}

    def says(self, node: NavigableString) -> bool:
        """Whether a text stands in such an element, or not far below it."""
        for tag in islice(node.parents, _FARTHEST):
            if tag.name in ("body", "form"):
                return False
            if self._is(tag):
                return True
        return False

    def _is(self, tag: Tag) -> bool:
        known = self._known.get(id(tag))
        if known is None:
            known = attribute(tag, "role") in _ROLES or _is_red(tag)
            known = known or not class_parts(tag).isdisjoint(self._classes)
            self._known[id(tag)] = known
        return known


def _is_red(tag: Tag) -> bool:
    style = "".join(attribute(tag, "style").lower().split())
    colour = attribute(tag, "color").lower().strip()
    return colour in _RED or any(f"color:{red}" in style for red in _RED)
