"""The headings of a form: which words stand above which fields."""

from bs4 import Tag

from adapters.imuse.reading.beside import cells, is_block
from adapters.imuse.reading.document import CONTROLS, Document, attribute, holds, is_text
from adapters.imuse.reading.forms.captions import Captions
from adapters.imuse.reading.forms.marks import class_parts
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.tabs import tabs
from adapters.imuse.reading.words import caption, fold

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_BOLD = ("b", "strong", "u", "font", "th", "big", "i", "em")
_LINES = ("b", "strong", "u", "font", "big")
_BLOCKS = ("div", "p", "span", "li", "center")
_MAY_HEAD = (*_HEADINGS, "tr", *_BLOCKS, *_LINES)
_LONGEST = 60


class Sections:
    """The headings of one document, in its order."""

    def __init__(self, document: Document, captions: Captions, lexicon: Lexicon) -> None:
        """Captions are known already: what serves as one is no heading."""
        self._document = document
        self._captions = captions
        self._lexicon = lexicon
        self._tabs = tabs(document)
        self._headings = [
            (document.place(tag), caption(document.text(tag)), tag)
            for tag in document.soup.find_all(_MAY_HEAD)
            if self._is_heading(tag)
        ]

    def of(self, control: Tag, form: Tag | None) -> str:
        """The heading above a control, within its form."""
        for cell in (control, *control.parents):
            if head := self._captions.crosses.over(cell):
                return caption(self._document.text(head))
        for fieldset in control.find_parents("fieldset"):
            legend = fieldset.find("legend", recursive=False) or fieldset.find("legend")
            words = caption(self._document.text(legend)) if isinstance(legend, Tag) else ""
            if words and isinstance(legend, Tag) and not self._names_controls(legend):
                return words
        for around in control.parents:
            if tab := self._tabs.get(id(around)):
                return self._nearest(control, (self._document.place(around), tab))
        start = self._document.place(form) if form is not None else -1
        return self._nearest(control, (start, ""))

    def _names_controls(self, legend: Tag) -> bool:
        """Whether a legend is the caption of the radio buttons below it."""
        claimed = self._captions.claimed
        return any(id(string) in claimed for string in self._document.strings(legend))

    def _nearest(self, control: Tag, outer: tuple[int, str]) -> str:
        """The nearest heading above the control after the outer one's place, else the outer one."""
        start, words = outer
        place = self._document.place(control)
        before = [
            heading
            for at, heading, tag in self._headings
            if start < at < place and _reaches(tag, control)
        ]
        return before[-1] if before else words

    def _is_heading(self, tag: Tag) -> bool:
        words = self._document.text(tag)
        if not fold(words) or len(words) > _LONGEST or tag.find(CONTROLS) is not None:
            return False
        if any(id(string) in self._captions.claimed for string in self._document.strings(tag)):
            return False
        if tag.name in _HEADINGS:
            return tag.name != "h1"
        if tag.name == "tr":
            return self._is_heading_row(tag)
        if tag.name in _BLOCKS:
            return self._is_heading_block(tag)
        if tag.name in _LINES:
            return self._is_heading_line(tag)
        return False

    def _is_heading_row(self, row: Tag) -> bool:
        line = cells(row)
        worded = [cell for cell in line if fold(self._document.text(cell))]
        if len(worded) != 1 or row.find("a") is not None:
            return False
        cell = worded[0]
        spans = attribute(cell, "colspan") not in ("", "1")
        following = row.find_next_sibling("tr")
        fields = isinstance(following, Tag) and (
            following.find(CONTROLS) is not None or len(cells(following)) > 1
        )
        return fields and (spans or len(line) == 1 or cell.name == "th" or _is_bold(cell))

    def _is_heading_block(self, tag: Tag) -> bool:
        if tag.find("a") is not None or tag.find(("div", "p", "table", "tr", "li")) is not None:
            return False
        if class_parts(tag) & set(self._lexicon.heading_classes):
            return True
        following = tag.find_next_sibling(True)
        fields = isinstance(following, Tag) and following.find(CONTROLS) is not None
        return tag.name != "span" and fields and _is_bold(tag)

    def _is_heading_line(self, tag: Tag) -> bool:
        """Bold or large words alone on their line, right above what holds controls."""
        around = [_beside(tag, onwards=onwards) for onwards in (False, True)]
        alone = all(node is None or is_block(node) or node.name == "br" for node in around)
        large = tag.name != "font" or attribute(tag, "size")[:1] in tuple("34567+") or _is_bold(tag)
        return alone and large and around[1] is not None and _leads_to_control(around[1])


def _reaches(heading: Tag, control: Tag) -> bool:
    """Whether a heading may be a control's: a legend heads its own fieldset and no more."""
    fieldset = heading.find_parent("fieldset")
    if isinstance(fieldset, Tag) and not holds(fieldset, control):
        return False
    table = heading.find_parent("table") if heading.name == "caption" else None
    return not isinstance(table, Tag) or holds(table, control)


def _leads_to_control(tag: Tag) -> bool:
    """Whether the next line that says or holds anything has a control on it."""
    begun = False
    for node in (tag, *tag.next_siblings):
        if isinstance(node, Tag) and (node.name in CONTROLS or node.find(CONTROLS) is not None):
            return True
        if isinstance(node, Tag) and (node.name == "br" or is_block(node)):
            if begun:
                return False
        elif not isinstance(node, Tag) and is_text(node):
            begun = begun or bool(fold(node))
        elif isinstance(node, Tag):
            begun = begun or bool(fold(node.get_text()))
    return False


def _beside(tag: Tag, *, onwards: bool) -> Tag | None:
    """The element next to this one; itself where words stand between."""
    for node in tag.next_siblings if onwards else tag.previous_siblings:
        if isinstance(node, Tag):
            return node
        if is_text(node) and fold(node):
            return tag
    return None


def _is_bold(tag: Tag) -> bool:
    strings = [string for string in tag.find_all(string=True) if fold(string)]
    return bool(strings) and all(string.find_parent(_BOLD) is not None for string in strings)
