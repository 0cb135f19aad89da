"""The caption of a control: the words that a person reads as its name.

Tried in this order, as an eye would: its own label; the text before it on its line; the block
before it; the cell before it; the cell above it; its title or placeholder. What a person would
read as the same name (a second line of an address) has no caption of its own.
"""

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import (
    CELLS,
    backwards,
    cells,
    column_heads,
    forwards,
    holds_control,
    is_block,
    is_seen,
    row_above,
    worded,
)
from adapters.imuse.reading.boxes import Owners
from adapters.imuse.reading.document import CONTROLS, Document, attribute, is_text
from adapters.imuse.reading.words import caption, fold

_TOOLTIPS = ("?", "(?)", "i", "ℹ", "ⓘ")
"""What opens a help text beside a caption."""

LONGEST = 90
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_STOPS = ("form", "fieldset", "body", "html", "table", "[document]")


class Captions:
    """Finds captions on one document and remembers which texts they are made of."""

    def __init__(self, document: Document) -> None:
        """Nothing is searched yet."""
        self._document = document
        self.claimed: set[int] = set()
        """The ids of the text nodes that serve as captions."""
        self._nodes: dict[int, list[NavigableString]] = {}
        self._owners = Owners(document)
        self._groups: dict[int, str] = {}
        self._current = 0
        self._owner = 0

    def shows(self, control: Tag) -> bool:
        """Whether a person sees the control, or a label that stands for it."""
        label = self._owners.labels.get(id(control))
        shown = self._document.visible
        return shown(control) or (label is not None and shown(label))

    def nodes(self, control: Tag) -> list[NavigableString]:
        """The text nodes that the control's own caption is made of."""
        return self._nodes.get(id(control), [])

    def caption(self, control: Tag, radios: list[Tag]) -> str:
        """The caption of any control; `radios` is the group of a radio button."""
        self._current = self._owner = id(control)
        kind = attribute(control, "type").lower()
        if control.name == "input" and kind == "radio":
            return self.of_group(radios) if control is radios[0] else ""
        if control.name == "input" and kind == "checkbox":
            return self.of_box(control)
        return self.of(control)

    def of(self, control: Tag) -> str:
        """The control's caption, or "" where it has no words of its own."""
        return (
            self._labelled(control)
            or self._accessible(control, "aria-label")
            or self._on_its_line(control)
            or self._in_a_block(control)
            or self._in_a_cell(control)
            or self._unseen_label(control)
            or self._accessible(control, "title")
            or self._accessible(control, "placeholder")
        )

    def of_group(self, radios: list[Tag]) -> str:
        """The caption of a group of radio buttons, whose labels name only its options."""
        first = radios[0]
        group = first.find_parent(attrs={"role": ["radiogroup", "group"]})
        if isinstance(group, Tag) and (named := self._accessible(group, "aria-label")):
            return named
        own, colon, _ = self._own_words(first).partition(":")
        return self._before_group(first) or self._legend(radios) or (caption(own) if colon else "")

    def _before_group(self, first: Tag) -> str:
        """Words before several boxes, none of which are one box's own."""
        wrapper = first.find_parent("label") or first
        self._owner = 0
        return self._on_its_line(wrapper) or self._in_a_block(wrapper) or self._in_a_cell(wrapper)

    def _legend(self, radios: list[Tag]) -> str:
        fieldset = radios[0].find_parent("fieldset")
        if not isinstance(fieldset, Tag):
            return ""
        inside = [tag for tag in fieldset.find_all(CONTROLS) if attribute(tag, "type") != "hidden"]
        legend = fieldset.find("legend")
        if isinstance(legend, Tag) and len(inside) == len(radios):
            return self._claim(legend)
        return ""

    def words_of_box(self, control: Tag) -> str:
        """The words of this very box or radio button, whatever its field's caption is."""
        self._current = self._owner = id(control)
        words = self._box(control)
        return words.partition(":")[2].strip() or words

    def of_box(self, control: Tag) -> str:
        """The caption of a check box: before it, or its own words, or both where several share."""
        peers = self._owners.peers.get(id(control), [])
        if len(peers) < 2:
            return (
                self._on_its_line(control)
                or self._in_a_cell(control, nearest=True)
                or self._box(control)
                or self._in_a_cell(control)
            )
        own, first = self._box(control), peers[0]
        if id(first) not in self._groups:
            self._groups[id(first)] = self._before_group(first)
        return " – ".join(filter(None, (self._groups[id(first)], own)))

    def _box(self, control: Tag) -> str:
        """Its label, or the text beside it."""
        return (
            self._labelled(control)
            or self._accessible(control, "aria-label")
            or self._own_words(control)
            or self._after(control)
        )

    def _own_words(self, control: Tag) -> str:
        return self._claim_strings(self._owners.strings.get(id(control), []))

    def _labelled(self, control: Tag) -> str:
        label = self._owners.labels.get(id(control))
        if label is not None and (words := self._claim(label)):
            return words
        named_by = attribute(control, "aria-labelledby").split()
        named = [self._document.by_id(one) for one in named_by]
        return self._claim_strings(
            [s for tag in named if tag is not None for s in self._document.strings(tag)]
        )

    def _unseen_label(self, control: Tag) -> str:
        """A label that only a screen reader is told of."""
        label = self._owners.labels.get(id(control))
        return (
            caption(label.get_text(" ")) if label is not None and not label.find(CONTROLS) else ""
        )

    def _accessible(self, control: Tag, name: str) -> str:
        return caption(attribute(control, name))

    def _on_its_line(self, control: Tag) -> str:
        """The text before it, back to another control, the line's start or its cell's."""
        found: list[NavigableString] = []
        for node in backwards(control):
            if isinstance(node, Tag) and node.name in CONTROLS and is_seen(node):
                break
            if isinstance(node, Tag) and (node.name in _HEADINGS or node.name == "hr"):
                break
            if isinstance(node, Tag) and node.name == "br" and worded(found):
                break
            if is_text(node) and self._readable(node):
                found.insert(0, node)
        return self._claim_strings(found)

    def _after(self, control: Tag) -> str:
        found: list[NavigableString] = []
        for node in forwards(control):
            if isinstance(node, Tag) and (node.name in CONTROLS or node.name == "br"):
                break
            if is_text(node) and self._readable(node):
                found.append(node)
        if worded(found):
            return self._claim_strings(found)
        cell = control.find_parent(CELLS)
        following = cell.find_next_sibling(CELLS) if isinstance(cell, Tag) else None
        if isinstance(following, Tag) and not holds_control(following):
            return self._claim(following)
        return ""

    def _in_a_cell(self, control: Tag, *, nearest: bool = False) -> str:
        """From cell to cell outwards; a table set within a line is named by that line's words."""
        cell = control.find_parent(CELLS)
        while isinstance(cell, Tag):
            ways = (self._headed, self._left_of, self._across, self._above)
            for way in ways[:2] if nearest else ways:
                if words := way(cell):
                    return words
            if self._shares_caption(cell) or nearest:
                return ""
            table = cell.find_parent("table")
            if isinstance(table, Tag) and (words := self._before_table(table)):
                return words
            cell = cell.find_parent(CELLS)
        return ""

    def _before_table(self, table: Tag) -> str:
        for before in table.previous_siblings:
            if isinstance(before, Tag) and (is_block(before) or holds_control(before)):
                return ""
            words = self._document.text(before) if isinstance(before, Tag) else str(before)
            if fold(words) and isinstance(before, Tag):
                return self._claim(before)
            if fold(words) and is_text(before):
                return self._claim_strings([before])
        return ""

    def _headed(self, cell: Tag) -> str:
        row = cell.find_parent("tr")
        heads = column_heads(row) if isinstance(row, Tag) else []
        return (
            self._claim(heads[_index(cells(row), cell)]) if isinstance(row, Tag) and heads else ""
        )

    def _left_of(self, cell: Tag) -> str:
        for before in cell.find_previous_siblings(CELLS):
            if holds_control(before) or len(before.find_all("a")) > 1:
                return ""
            if fold(self._document.text(before)):
                return self._claim(before)
        return ""

    def _shares_caption(self, cell: Tag) -> bool:
        return any(holds_control(before) for before in cell.find_previous_siblings(CELLS))

    def _across(self, cell: Tag) -> str:
        """Row and column: « Portable – Conjoint », where one row holds both parents'."""
        row = cell.find_parent("tr")
        if not isinstance(row, Tag) or not self._shares_caption(cell):
            return ""
        line = cells(row)
        name = self._document.text(line[0])
        above = row_above(row)
        while above is not None and holds_control(above):
            above = row_above(above)
        heads = cells(above) if above is not None else []
        if holds_control(line[0]) or not fold(name) or len(heads) != len(line):
            return ""
        if fold(self._document.text(heads[0])) and heads[0].name != "th":
            return ""
        column = self._document.text(heads[_index(line, cell)])
        return f"{caption(name)} – {caption(column)}" if fold(column) else ""

    def _above(self, cell: Tag) -> str:
        row = cell.find_parent("tr")
        above = row_above(row) if isinstance(row, Tag) else None
        if not isinstance(row, Tag) or above is None or holds_control(above):
            return ""
        line, captions = cells(row), cells(above)
        return self._claim(captions[_index(line, cell)]) if len(line) == len(captions) else ""

    def _in_a_block(self, control: Tag) -> str:
        node: Tag = control
        while node.parent is not None and node.name not in (*CELLS, *_STOPS):
            for before in node.previous_siblings:
                if not isinstance(before, Tag) or before.name in ("script", "style", "br"):
                    continue
                if holds_control(before) or before.name in _HEADINGS:
                    return ""
                if fold(self._document.text(before)):
                    return self._claim(before)
            node = node.parent
        return ""

    def _claim(self, tag: Tag) -> str:
        strings = list(self._document.strings(tag))
        if not worded(strings):
            return caption(self._document.text(tag))
        return self._claim_strings([string for string in strings if self._readable(string)])

    def _claim_strings(self, strings: list[NavigableString]) -> str:
        words = caption(" ".join(strings))
        if not fold(words) or len(words) > LONGEST:
            return ""
        self.claimed.update(id(string) for string in strings)
        self._nodes.setdefault(self._current, []).extend(strings)
        return words

    def _readable(self, string: NavigableString) -> bool:
        if not self._document.visible(string) or self._document.in_control(string):
            return False
        if string.strip() in _TOOLTIPS:
            return False
        if not self._owners.is_free(string, self._owner):
            return False
        return id(string) not in self.claimed or self._owners.owns(string, self._owner)


def _index(line: list[Tag], cell: Tag) -> int:
    return next(n for n, one in enumerate(line) if one is cell)
