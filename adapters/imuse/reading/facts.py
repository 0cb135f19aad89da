"""Captions with their values anywhere on a page: what a sheet to read says.

A form's own read-only fields are found by `labels`, where captions stand among controls. A sheet to
read has no controls to go by: its captions are known ones, or look and stand as known ones do.
"""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import cells
from adapters.imuse.reading.cells import bare, text_of
from adapters.imuse.reading.document import (
    CONTROLS,
    Document,
    attribute,
    block_of,
    is_text,
    stands_in,
    strings_of,
)
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.marks import class_parts
from adapters.imuse.reading.page import Label
from adapters.imuse.reading.titles import Titles
from adapters.imuse.reading.words import caption, fold, tidy

_LONGEST_CAPTION = 60
_LONGEST_VALUE = 2000
_BOLD = ("b", "strong", "em", "u", "font", "label", "span", "th", "dt", "i")
_LABEL_CLASSES = frozenset({"label", "lib", "libelle", "caption", "intitule", "etiquette", "lbl"})
_WHOLE = re.compile(r"^(?P<caption>[^:]{2,50}?)\s*:(?:\s+(?P<value>\S.*))?$", re.DOTALL)
_MAY_CAPTION = ("td", "th", "dt", "div", "span", "label", "b", "strong", "p", "font", "h5", "h6",
                "small", "em", "u")  # fmt: skip
_NOT_IN_CAPTIONS = (*CONTROLS, "table", "div", "p", "ul", "dl", "br", "a", "tr")
_RUNNING = ("a", "abbr", "acronym", "small", "i", "em", "sup", "sub", "time", "tt", "code", "q")
"""Elements that go on with the words before them."""
_NO_VALUES = ("label", "dt", "script", "table", "form", "ul", "ol", "legend",
              "h1", "h2", "h3", "h4", *CONTROLS)  # fmt: skip
_APART = ("nav", "header", "footer", "script", "style")
Look = tuple[str, str, str, str]


class Facts:
    """Reads the captions and values of one document that are no form's fields."""

    def __init__(
        self,
        document: Document,
        lexicon: Lexicon,
        titles: Titles,
        taken: set[int],
        lists: list[Tag],
    ) -> None:
        """`taken` are the ids of texts that are a form's; `lists` are the document's tables."""
        self._document = document
        self._panels = titles.panels
        self._titles = titles
        self._known = frozenset(fold(word) for word in lexicon.fact_words)
        self._remarks = frozenset(fold(word) for word in lexicon.remarks)
        self._lists = {id(tag) for tag in lists}
        self._taken = set(taken)
        self._looks: set[Look] = set()

    def read(self) -> tuple[Label, ...]:
        """In the document's order."""
        tags = [tag for tag in self._document.soup.find_all(True) if self._may_caption(tag)]
        self._looks = {
            _look(tag)
            for tag in tags
            if fold(self._words(tag)) in self._known and self._value_of(tag) is not None
        }
        found: list[Label] = []
        for tag in tags:
            if not self._free(tag) or not self._is_caption(tag):
                continue
            value = self._value_of(tag)
            if value is None:
                continue
            said, node = value
            found.append(self._label(self._words(tag), said, tag))
            self._take(tag)
            if node is not None:
                self._take(node)
        found += list(self._lines())
        return tuple(sorted(found, key=lambda one: one.place))

    def _label(self, words: str, value: str, node: Tag | NavigableString) -> Label:
        tag = node if isinstance(node, Tag) else _tag_of(node)
        return Label(
            caption=caption(words),
            value=value,
            section=next(iter(self._titles.of(tag)), ""),
            place=self._document.place(node),
        )

    def _may_caption(self, tag: Tag) -> bool:
        if tag.name not in _MAY_CAPTION or tag.has_attr("onclick"):
            return False
        if self._document.has(tag, _NOT_IN_CAPTIONS):
            return False
        words = self._words(tag)
        if not fold(words) or len(words) > _LONGEST_CAPTION or self._elsewhere(tag):
            return False
        if fold(words) in self._remarks and fold(words) not in self._known:
            return False
        return self._in_view(tag)

    def _in_view(self, tag: Tag) -> bool:
        """Whether a person sees it, or would with the tab that it stands behind in front."""
        away = [one for one in (tag, *tag.parents) if self._document.is_away(one)]
        return all(id(one) in self._panels for one in away)

    def _elsewhere(self, tag: Tag | NavigableString) -> bool:
        """Whether it stands in a list, a menu, or the page's edges."""
        return any(id(parent) in self._lists or parent.name in _APART for parent in tag.parents)

    def _is_caption(self, tag: Tag) -> bool:
        words = self._words(tag)
        if words.endswith(":") or tag.name in ("dt", "label") or fold(words) in self._known:
            return True
        if class_parts(tag) & _LABEL_CLASSES:
            return True
        if tag.name == "th":
            row = tag.find_parent("tr")
            return isinstance(row, Tag) and any(cell.name == "td" for cell in cells(row))
        return _look(tag) in self._looks and any(_look(tag)[1:])

    def _value_of(self, tag: Tag) -> tuple[str, Tag | None] | None:
        """The value beside or after a caption, None where there is none."""
        following = tag.find_next_sibling(True)
        between = self._text_after(tag)
        if between is not None and fold(between):
            return (between.lstrip(" :"), None) if len(between) <= _LONGEST_VALUE else None
        if not isinstance(following, Tag):
            alone = self._words(tag).endswith(":") and tag.name in _BOLD
            return ("", None) if alone else None
        if tag.name in ("td", "th"):
            if following.name not in ("td", "th") or not self._value_cell(following):
                return None
            if tag.name == following.name == "th":
                return None  # Headings of columns, or captions of the row below.
            return text_of(self._document, following), following
        if tag.name == "dt":
            return (
                (text_of(self._document, following), following)
                if following.name == "dd" and not _holds(following)
                else None
            )
        if following.name in _NO_VALUES:
            return None
        if following.name == "br":
            alone = self._words(tag).endswith(":") and tag.name in _BOLD
            return (self._text_below(following), None) if alone else None
        if _holds(following) or self._document.has(following, ("table", "ul", "ol", "dl", "form")):
            return None
        if _look(following)[:3] == _look(tag)[:3] or self._only_leads(following):
            return None
        if any(fold(self._words(one)) in self._known for one in following.find_all(_MAY_CAPTION)):
            return None
        value = text_of(self._document, following)
        if len(value) > _LONGEST_VALUE or fold(value) in self._known:
            return None
        return value, following

    def _only_leads(self, tag: Tag) -> bool:
        """Whether all that it says is a link elsewhere: a tab, a button, and no value."""
        links = [one for one in (tag, *tag.find_all("a")) if one.name in ("a", "button")]
        links = [one for one in links if not attribute(one, "href").startswith(("mailto:", "tel:"))]
        return bool(links) and bare(self._document, tag)

    def _value_cell(self, cell: Tag) -> bool:
        """Whether a cell beside a caption is a value, and no caption or layout of its own."""
        words = self._words(cell)
        if words.endswith(":") or self._document.has(cell, ("table", *CONTROLS)):
            return False
        if self._only_leads(cell):
            return False
        return len(words) <= _LONGEST_VALUE

    def _text_after(self, tag: Tag) -> str | None:
        """Words that follow on the same line, before any other element that makes a line."""
        parts: list[str] = []
        for node in tag.next_siblings:
            if isinstance(node, Tag):
                if node.name not in _RUNNING:
                    break
                parts.append(self._document.text(node))
            elif is_text(node):
                parts.append(str(node))
        said = tidy("".join(parts))
        return said or None

    def _text_below(self, tag: Tag) -> str:
        """The lines below a caption that stands alone on its own, up to the next caption."""
        lines: list[str] = [""]
        for node in tag.next_siblings:
            if isinstance(node, Tag) and node.name not in (*_RUNNING, "br"):
                break
            if isinstance(node, Tag) and node.name == "br":
                lines.append("")
            elif isinstance(node, Tag) or is_text(node):
                lines[-1] += self._document.text(node) if isinstance(node, Tag) else str(node)
        said = [tidy(one) for one in lines]
        return "\n".join(one for one in takewhile(lambda one: not _WHOLE.match(one), said) if one)

    def _lines(self) -> Iterator[Label]:
        """« Caption : value » on a line of its own."""
        body = self._document.soup.find("body") or self._document.soup
        if not isinstance(body, Tag):
            return
        strings = [
            one for one in self._document.strings(body) if not self._document.in_control(one)
        ]
        for _, group in groupby(strings, key=self._line):
            found = [one for one in group if one.strip()]
            if not found or any(id(one) in self._taken for one in found):
                continue
            block = block_of(found[0])
            if block is None or self._elsewhere(found[0]) or any(_linked(one) for one in found):
                continue
            if not self._in_view(block) or all(map(self._titles.is_heading, found)):
                continue
            whole = _WHOLE.match(tidy("".join(found)))
            if whole is None or not self._reads_as_fact(whole["caption"], found):
                continue
            value = whole["value"] or ""
            after = found[0].find_next_sibling(True) if found[0].strip().endswith(":") else None
            below = found[-1].next_sibling
            if isinstance(after, Tag) and after.name in _BOLD:
                # Its value stands in an element of its own, perhaps of several lines.
                value = text_of(self._document, after)
                self._take(after)
            elif stands_in(found[0], ("pre",)):
                value = tidy(" ".join([value, *self._going_on(strings, found[-1])]))
            elif not value and isinstance(below, Tag) and below.name == "br":
                value = self._text_below(below)
            yield self._label(whole["caption"], value, found[0])

    def _going_on(self, strings: list[NavigableString], last: NavigableString) -> Iterator[str]:
        """The lines below one of text laid out beforehand that go on with it: they are set in."""
        after = strings[next(n for n, one in enumerate(strings) if one is last) + 1 :]
        for _, group in groupby(after, key=self._line):
            line = "".join(group)
            if not line.startswith("  ") or not line.strip() or _WHOLE.match(tidy(line)):
                return
            yield tidy(line)

    def _reads_as_fact(self, words: str, strings: list[NavigableString]) -> bool:
        folded = fold(words)
        if not folded or len(words.split()) > 6:
            return False
        if folded in self._remarks and folded not in self._known:
            return False
        dressed = stands_in(strings[0], ("b", "strong", "u", "font", "dt", "em"))
        apart = strings[0].strip().endswith(":") and strings[-1].parent is not strings[0].parent
        return dressed or apart or folded in self._known or len(strings) == 1

    def _line(self, node: NavigableString) -> tuple[int, int]:
        return id(block_of(node)), self._document.breaks_before(node)

    def _words(self, tag: Tag) -> str:
        return tidy(self._document.text(tag) or tag.get_text(" "))

    def _free(self, tag: Tag) -> bool:
        return not any(id(one) in self._taken for one in strings_of(tag))

    def _take(self, tag: Tag) -> None:
        self._taken.update(id(one) for one in strings_of(tag))


def _holds(tag: Tag) -> bool:
    return tag.name in CONTROLS or tag.find(CONTROLS) is not None


def _linked(node: NavigableString) -> bool:
    return stands_in(node, ("a", "button", "label"))


def _tag_of(node: NavigableString) -> Tag:
    parent = node.parent
    if parent is None:
        raise ValueError("text without a parent")
    return parent


def _look(tag: Tag) -> Look:
    """What tells a caption's element from a value's: its dress, and the column it stands in."""
    dress = attribute(tag, "class") or attribute(tag, "bgcolor") or attribute(tag, "align")
    bold = tag.name in ("b", "strong", "dt", "th") or (
        bool(strings_of(tag))
        and all(stands_in(one, ("b", "strong")) for one in strings_of(tag) if one.strip())
    )
    table = tag.find_parent("table") if tag.name in ("td", "th") else None
    column = ""
    if isinstance(table, Tag):
        before = len(tag.find_previous_siblings(("td", "th")))
        column = f"{id(table)}/{before}"
    return tag.name, dress, "bold" if bold else "", column
