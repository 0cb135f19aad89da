"""Captions with their values anywhere on a page: what a sheet to read says.

A form's own read-only fields are found by `labels`, where captions stand among controls. A sheet to
read has no controls to go by: its captions are known ones, or look and stand as known ones do.
"""

from bs4 import Tag

from adapters.imuse.reading.beside import cells, is_block
from adapters.imuse.reading.cells import bare, text_of
from adapters.imuse.reading.document import (
    CONTROLS,
    attribute,
    is_text,
    stands_in,
    strings_of,
)
from adapters.imuse.reading.forms.marks import class_parts
from adapters.imuse.reading.page import Label
from adapters.imuse.reading.shown.fact_lines import FactLines, text_below
from adapters.imuse.reading.shown.fact_more import lines_of
from adapters.imuse.reading.shown.fact_scene import RUNNING, WHOLE, Scene
from adapters.imuse.reading.words import fold, tidy

_LONGEST_CAPTION = 60
_LONGEST_VALUE = 2000
_BOLD = ("b", "strong", "em", "u", "font", "label", "span", "th", "dt", "i")
_LABEL_CLASSES = frozenset({"label", "lib", "libelle", "caption", "intitule", "etiquette", "lbl"})
_MAY_CAPTION = ("td", "th", "dt", "div", "span", "label", "b", "strong", "p", "font", "h5", "h6",
                "small", "em", "u")  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4")
_NOT_IN_CAPTIONS = (*CONTROLS, "table", "div", "p", "ul", "dl", "br", "a", "tr")
_NO_VALUES = ("label", "dt", "script", "table", "form", "ul", "ol", "legend", *_HEADINGS, *CONTROLS)
_NOT_IN_VALUES = ("table", "ul", "ol", "dl", "form")
_DRESS = ("class", "bgcolor", "color", "align")
_PARTING = " \t\n\xa0|•·–—-;"
Look = tuple[str, str, str, str]
Value = tuple[str, Tag | None]
"""What a caption's value says, and the element that says it if it has one of its own."""


class Facts:
    """Reads the captions and values of one document that are no form's fields."""

    def __init__(self, scene: Scene) -> None:
        """What is taken already is left out."""
        self._document = scene.document
        self._scene = scene
        self._looks: set[Look] = set()

    def read(self) -> tuple[Label, ...]:
        """In the document's order."""
        scene = self._scene
        tags = [tag for tag in self._document.soup.find_all(True) if self._may_caption(tag)]
        self._looks = {
            _look(tag)
            for tag in tags
            if scene.is_known(scene.words(tag)) and self._value_of(tag) is not None
        }
        found: list[Label] = []
        for tag in tags:
            if not scene.is_free(tag) or not self._is_caption(tag):
                continue
            value = self._value_of(tag)
            if value is None:
                continue
            said, node = value
            goes_on = tag.name == "dt" or (node is None and self._text_after(tag))
            lines = [said, *lines_of(scene, tag)] if goes_on else [said]
            found.append(scene.label(scene.words(tag), "\n".join(filter(None, lines)), tag))
            scene.take(tag)
            if node is not None:
                scene.take(node)
        found += FactLines(scene).read()
        return tuple(sorted(found, key=lambda one: one.place))

    def _may_caption(self, tag: Tag) -> bool:
        scene = self._scene
        if tag.name not in (*_MAY_CAPTION, *_HEADINGS) or tag.has_attr("onclick"):
            return False
        if self._document.has(tag, _NOT_IN_CAPTIONS):
            return False
        words = scene.words(tag)
        if not fold(words) or len(words) > _LONGEST_CAPTION or scene.elsewhere(tag):
            return False
        if tag.name in _HEADINGS and not scene.is_long(words):
            return False
        return not scene.is_remark(words) and scene.in_view(tag)

    def _is_caption(self, tag: Tag) -> bool:
        words = self._scene.words(tag)
        if self._says_so(tag) or self._scene.is_known(words) or _colon_beside(tag):
            return True
        if tag.name == "th":
            row = tag.find_parent("tr")
            return isinstance(row, Tag) and any(cell.name == "td" for cell in cells(row))
        return _look(tag) in self._looks and any(_look(tag)[1:])

    def _says_so(self, tag: Tag) -> bool:
        """Whether its own markup or its colon makes it a caption, whatever its words."""
        ends = self._scene.words(tag).endswith(":")
        return ends or tag.name in ("dt", "label") or bool(class_parts(tag) & _LABEL_CLASSES)

    def _value_of(self, tag: Tag) -> Value | None:
        """The value beside, after or below a caption, None where there is none."""
        following = tag.find_next_sibling(True)
        between = self._text_after(tag)
        after = between.lstrip(" :")
        another = isinstance(following, Tag) and self._begins_another(following)
        if after and (fold(after) or another or not self._goes_on(following)):
            return (after, None) if len(after) <= _LONGEST_VALUE else None
        if between and another:
            return "", None
        if tag.name in ("td", "th"):
            return self._in_cells(tag)
        if (below := self._below(tag, following)) is not None:
            return below
        alone = self._scene.words(tag).endswith(":") and tag.name in _BOLD
        if not isinstance(following, Tag):
            return ("", None) if alone else None
        if tag.name == "dt":
            said = following.name == "dd" and not _holds(following)
            return (text_of(self._document, following), following) if said else None
        if following.name == "br":
            return (text_below(self._document, following), None) if alone else None
        return self._in_element(tag, following)

    def _in_cells(self, tag: Tag) -> Value | None:
        """The value in the cell beside a caption's, or in the one below it."""
        following = _colon_beside(tag) or tag
        beside = following.find_next_sibling(("td", "th"))
        if not isinstance(beside, Tag):
            return self._in_row_below(tag)
        if tag.name == beside.name == "th":
            return None  # Headings of columns, or captions of the row below.
        return (text_of(self._document, beside), beside) if self._value_cell(beside) else None

    def _in_row_below(self, tag: Tag) -> Value | None:
        """The value below a caption that has a row of its own, across several columns."""
        row = tag.find_parent("tr")
        words = self._scene.words(tag)
        across = attribute(tag, "colspan").isdecimal() and int(attribute(tag, "colspan")) > 1
        if not isinstance(row, Tag) or len(cells(row)) != 1 or not words.endswith(":"):
            return None
        below = row.find_next_sibling("tr")
        if not isinstance(below, Tag) or not (across or self._scene.is_long(words)):
            return None
        cell = next(iter(cells(below)), tag)
        one = len(cells(below)) == 1 and self._value_cell(cell) and self._is_plain(cell)
        return (text_of(self._document, cell), cell) if one else None

    def _below(self, tag: Tag, following: Tag | None) -> Value | None:
        """A longer text in the block below its caption's own."""
        words = self._scene.words(tag)
        if not self._scene.is_long(words) or not isinstance(following, Tag):
            return None
        if following.name not in ("p", "div") or tag.name not in ("p", "div", *_HEADINGS):
            return None
        if self._document.has(tag, ("label",)) or self._document.has(following, ("label",)):
            return None  # Each is a caption with its own value, perhaps an empty one.
        return (
            (text_of(self._document, following), following) if self._is_plain(following) else None
        )

    def _is_plain(self, tag: Tag) -> bool:
        """Whether an element only says something, and no caption of its own."""
        words = self._scene.words(tag)
        return (
            bool(fold(words))
            and not self._document.has(tag, (*_NOT_IN_VALUES, *_HEADINGS, *CONTROLS))
            and not (WHOLE.match(words) or self._scene.is_known(words) or self._only_leads(tag))
        )

    def _in_element(self, tag: Tag, following: Tag) -> Value | None:
        if following.name in _NO_VALUES or _holds(following):
            return None
        if is_block(tag) and following.name in RUNNING:
            return None  # What begins a line of its own goes on with nothing.
        if self._document.has(following, _NOT_IN_VALUES):
            return None
        if _look(following)[:3] == _look(tag)[:3] or self._only_leads(following):
            return None
        inner = following.find_all(_MAY_CAPTION)
        if any(self._scene.is_known(self._scene.words(one)) for one in inner):
            return None
        value = text_of(self._document, following)
        if len(value) > _LONGEST_VALUE:
            return None
        # « Cours » below « Discipline »: only what is clearly a caption has such a value.
        return (value, following) if self._says_so(tag) or not self._scene.is_known(value) else None

    def _only_leads(self, tag: Tag) -> bool:
        """Whether all that it says is a link elsewhere: a tab, a button, and no value."""
        links = [one for one in (tag, *tag.find_all("a")) if one.name in ("a", "button")]
        links = [one for one in links if not attribute(one, "href").startswith(("mailto:", "tel:"))]
        return bool(links) and bare(self._document, tag)

    def _value_cell(self, cell: Tag) -> bool:
        """Whether a cell beside a caption is a value, and no caption or layout of its own."""
        words = self._scene.words(cell)
        if words.endswith(":") or self._document.has(cell, CONTROLS):
            return False
        if self._document.has(cell, ("table",)) and self._lays_out(cell):
            return False
        return not self._only_leads(cell) and len(words) <= _LONGEST_VALUE

    def _lays_out(self, cell: Tag) -> bool:
        """Whether the table in a cell holds lists, or captions with values of their own."""
        inner = [one for one in cell.find_all(("td", "th")) if fold(self._scene.words(one))]
        return any(id(one) in self._scene.lists for one in cell.find_all(True)) or any(
            self._scene.words(one).endswith(":") or self._scene.is_known(self._scene.words(one))
            for one in inner
        )

    def _goes_on(self, following: Tag | None) -> bool:
        """Whether an element on the same line says something."""
        if not isinstance(following, Tag) or following.name not in (*_BOLD, "small"):
            return False
        return bool(fold(self._scene.words(following)))

    def _text_after(self, tag: Tag) -> str:
        """Words that follow on the same line, before any other element that makes a line."""
        parts: list[str] = []
        for node in tag.next_siblings:
            if isinstance(node, Tag):
                if self._begins_another(node):
                    parts = ["".join(parts).rstrip(_PARTING)]
                    break
                if node.name not in RUNNING or is_block(tag):
                    break
                parts.append(self._document.text(node))
            elif is_text(node):
                parts.append(str(node))
        return tidy("".join(parts))

    def _begins_another(self, tag: Tag) -> bool:
        """Whether the next caption on the same line begins there."""
        after = tag.next_sibling
        colon = is_text(after) and str(after).lstrip().startswith(":")
        words = self._scene.words(tag)
        return self._scene.is_known(words) and (colon or words.endswith(":"))


def _colon_beside(tag: Tag) -> Tag | None:
    """The cell that holds nothing but a caption's colon."""
    beside = tag.find_next_sibling(True) if tag.name in ("td", "th") else None
    return beside if isinstance(beside, Tag) and beside.get_text().strip() == ":" else None


def _holds(tag: Tag) -> bool:
    return tag.name in CONTROLS or tag.find(CONTROLS) is not None


def _look(tag: Tag) -> Look:
    """What tells a caption's element from a value's: its dress, and the column it stands in."""
    dress = next(filter(None, (attribute(tag, name) for name in _DRESS)), "")
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
