"""What a part of a page stands under: a caption, a tab, an accordion's button, a heading."""

from bisect import bisect
from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import Document, attribute, stands_in, strings_of
from adapters.imuse.reading.forms.marks import class_parts
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_BOLD = ("b", "strong", "u", "big")
_MAY_HEAD = (*_HEADINGS, "b", "strong", "u", "font", "div", "p", "span", "td", "th", "center")
_NOT_IN_TITLES = ("table", "div", "p", "input", "select", "li", "a")
_HEADED = ("table", "dl", "ul", "ol", "form")
"""What a heading heads."""
_LONGEST = 60
_MOST = 3


class Titles:
    """The headings of one document, for what is no form."""

    def __init__(self, document: Document, lexicon: Lexicon, panels: dict[int, str]) -> None:
        """`panels` are the words of the tabs, by the id() of their panels."""
        self._document = document
        self.panels = panels
        self._classes = set(lexicon.heading_classes)
        self._captions = frozenset(fold(word) for word in lexicon.fact_words)
        self._tags: set[int] = set()
        self._found = list(self._headings())
        self._places = [document.place(tag) for _, tag in self._found]

    def of(self, tag: Tag) -> tuple[str, ...]:
        """What it stands under, the nearest first."""
        return tuple(dict.fromkeys(one for one in self._around(tag) if fold(one)))[:_MOST]

    def is_heading(self, node: NavigableString) -> bool:
        """Whether words are a title of the page or of a part of it."""
        around = list(node.parents)
        large = any(_is_large(tag) for tag in around) and any(tag.name in _BOLD for tag in around)
        return large or any(id(tag) in self._tags for tag in around)

    def _around(self, tag: Tag) -> Iterator[str]:
        own = tag.find("caption")
        if isinstance(own, Tag):
            yield self._words(own)
        yield caption(attribute(tag, "aria-label") or attribute(tag, "summary"))
        start = 0
        panel = next((one for one in (tag, *tag.parents) if id(one) in self.panels), None)
        if panel is not None:
            start = self._document.place(panel)
        before = bisect(self._places, self._document.place(tag))
        for number in range(before - 1, bisect(self._places, start - 1) - 1, -1):
            words, heading = self._found[number]
            if self._reaches(heading, tag):
                yield words
                break
        if panel is not None:
            yield self.panels[id(panel)]

    def _reaches(self, heading: Tag, tag: Tag) -> bool:
        """Whether a heading heads no list or sheet of its own, in a part of the page of its own."""
        place, outer = self._document.place(tag), heading
        for parent in heading.parents:
            if self._document.place(parent) <= place < self._document.end(parent):
                break
            outer = parent
        after = self._document.between(self._document.end(heading), self._document.end(outer))
        return not any(isinstance(one, Tag) and one.name in _HEADED for one in after)

    def _headings(self) -> Iterator[tuple[str, Tag]]:
        for tag in self._document.soup.find_all(_MAY_HEAD):
            if self._heads(tag):
                words = self._words(tag)
                if fold(words) and len(words) <= _LONGEST:
                    if tag.name in (*_HEADINGS, "td") or _is_large(tag):
                        self._tags.add(id(tag))
                    yield words, tag

    def _heads(self, tag: Tag) -> bool:
        if tag.name in _HEADINGS:
            return True
        if self._document.has(tag, _NOT_IN_TITLES):
            return False
        if tag.name in ("td", "th"):
            # A cell across the table, or alone in its row, with nothing but a title in it.
            row = tag.find_parent("tr")
            alone = isinstance(row, Tag) and len(row.find_all(("td", "th"), recursive=False)) == 1
            return alone and bool(class_parts(tag) & self._classes or self._bold(tag))
        if stands_in(tag, ("td", "th")) and not self._alone_in_its_cell(tag):
            return False
        if class_parts(tag) & self._classes:
            return True
        loud = tag.name in _BOLD or _is_large(tag)
        return loud and _on_its_own(tag) and not self._is_caption(tag)

    def _is_caption(self, tag: Tag) -> bool:
        """Whether it is a caption whose value is empty, and no list stands below it."""
        after = tag.next_sibling
        colon = isinstance(after, str) and after.lstrip().startswith(":")
        words = self._document.text(tag)
        if not (colon or words.endswith(":")) or fold(words) not in self._captions:
            return False
        below = [one for one in tag.find_next_siblings(True) if one.name != "br"]
        if not below and tag.parent is not None:
            below = tag.parent.find_next_siblings(True)
        return not below or not (below[0].name in _HEADED or self._document.has(below[0], _HEADED))

    def _bold(self, tag: Tag) -> bool:
        strings = [one for one in strings_of(tag) if fold(one)]
        return bool(strings) and all(stands_in(one, _BOLD) for one in strings)

    def _alone_in_its_cell(self, tag: Tag) -> bool:
        """Whether the cell around it is one of a layout: it holds more than this line."""
        cell = next((one for one in tag.parents if one.name in ("td", "th")), None)
        return cell is not None and self._document.has(cell, ("table", "p", "br", "div", "ul"))

    def _words(self, tag: Tag) -> str:
        return caption(self._document.text(tag) or tag.get_text(" "))


def _is_large(tag: Tag) -> bool:
    return tag.name == "font" and attribute(tag, "size")[:1] in tuple("34567+")


def _on_its_own(tag: Tag) -> bool:
    """Whether no other words stand on its line."""
    for beside in (tag.previous_sibling, tag.next_sibling):
        if isinstance(beside, str) and fold(beside):
            return False
    return True
