"""The caption of a control: the words that a person reads as its name.

Tried in this order, as an eye would: its own label; the text before it on its line; the headings of
its row and its column together; the block before it; the cell before it; the cell above it; its
title or placeholder. Where none stand before, and words follow each field of a run, those. What a
person would read as the same name (a second line of an address) has no caption of its own.
"""

import re

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import (
    CELLS,
    backwards,
    column_around,
    forwards,
    holds_control,
    is_box,
    is_seen,
    next_caption,
    worded,
)
from adapters.imuse.reading.document import CONTROLS, Document, attribute, block_of, is_text
from adapters.imuse.reading.forms import following
from adapters.imuse.reading.forms.boxes import Owners
from adapters.imuse.reading.forms.claims import Claims
from adapters.imuse.reading.forms.crosses import Crosses
from adapters.imuse.reading.forms.in_cells import InCells, Name
from adapters.imuse.reading.forms.pictured import pictured
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_BOLD = ("b", "strong", "u", "big", "h1", "h2", "h3", "h4", "h5", "h6")
_AFTER_COLON = re.compile(r":(?=\s|$)")
_STOPS = ("form", "fieldset", "body", "html", "table", "[document]")


class Captions:
    """Finds captions on one document and remembers which texts they are made of."""

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        """Nothing is searched yet."""
        self._document = document
        self._lexicon = lexicon
        self._owners = Owners(document)
        self._claims = Claims(document, self._owners, lexicon)
        self.crosses = Crosses(document, lexicon)
        self._cells = InCells(document, self.crosses)
        self._crossed: set[int] = set()
        self._runs = {
            id(field): run
            for run in following.runs(document, self._owners, lexicon)
            for field in run.fields
        }
        self._followed: dict[int, bool] = {}
        self._groups: dict[int, str] = {}

    @property
    def claimed(self) -> set[int]:
        """The ids of the text nodes that serve as captions."""
        return self._claims.texts

    def shows(self, control: Tag) -> bool:
        """Whether a person sees the control, or a label that stands for it."""
        label = self._owners.labels.get(id(control))
        shown = self._document.visible
        return shown(control) or (label is not None and shown(label))

    def nodes(self, control: Tag) -> list[NavigableString]:
        """The text nodes that the control's own caption is made of."""
        return self._claims.nodes(control)

    def start(self, control: Tag) -> int:
        """Where the control begins, with its caption and what stands in front of that."""
        return self._claims.start(control)

    def marks(self, control: Tag) -> list[str]:
        """What stands among the words of its caption that is a mark of it, and no part of these."""
        return self._claims.marks(control)

    def in_column(self, cell: Tag) -> bool:
        """Whether other cells of a cell's column are captions."""
        around = (string for one in column_around(cell) for string in self._document.strings(one))
        return any(id(string) in self.claimed for string in around)

    def crossed(self, cell: Tag) -> str:
        """The caption of a cell that both its row and its column name, "" for any other."""
        return self._claims.words(self.crosses.heads(cell) or ())

    def caption(self, control: Tag, radios: list[Tag]) -> str:
        """The caption of any control; `radios` is the group of a radio button."""
        self._claims.turn_to(control)
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
            or (self._following(control) if self._is_followed(control) else self._before(control))
            or self._unseen_label(control)
            or self._accessible(control, "title")
            or self._accessible(control, "placeholder")
            or pictured(self._document, control, self._lexicon)
        )

    def _before(self, control: Tag) -> str:
        return (
            self._on_its_line(control)
            or self._in_both(control)
            or self._in_a_block(control)
            or self._in_a_cell(control)
        )

    def _is_followed(self, control: Tag) -> bool:
        """Whether the words of a whole run of fields follow them: none stand before its first."""
        run = self._runs.get(id(control))
        if run is None:
            return False
        first = run.fields[0]
        if id(first) not in self._followed:
            self._followed[id(first)] = not self._leads(first)
        return self._followed[id(first)]

    def _leads(self, control: Tag) -> bool:
        """Whether words before a control are its caption, and no heading or remark above it."""
        kept = set(self._crossed)
        with self._claims.tried():
            words = self._before(control)
            found = self.nodes(control)
        self._crossed = kept
        if not words or " ".join(found).rstrip().endswith((".", "!")):
            return False
        elsewhere = all(self._line(one) != self._line(control) for one in found)
        return not (elsewhere and all(one.find_parent(_BOLD) for one in found))

    def _line(self, node: Tag | NavigableString) -> tuple[int, int]:
        return id(block_of(node)), self._document.breaks_before(node)

    def _following(self, control: Tag) -> str:
        return self._claims.strings(self._runs[id(control)].words.get(id(control), []))

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
        self._claims.turn_to(first, owned=False)
        return self._before(wrapper)

    def _legend(self, radios: list[Tag]) -> str:
        fieldset = radios[0].find_parent("fieldset")
        if not isinstance(fieldset, Tag):
            return ""
        inside = [tag for tag in fieldset.find_all(CONTROLS) if attribute(tag, "type") != "hidden"]
        legend = fieldset.find("legend")
        if isinstance(legend, Tag) and len(inside) == len(radios):
            return self._claims.element(legend)
        return ""

    def words_of_box(self, control: Tag) -> str:
        """The words of this very box or radio button, whatever its field's caption is."""
        self._claims.turn_to(control)
        words = self._box(control)
        # « Choix : oui », and not « mercredi 14:00 ».
        return _AFTER_COLON.split(words, maxsplit=1)[-1].strip() or words

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
            marked = len(self.marks(first))
            self._groups[id(first)] = self._before_group(first)
            for peer in peers[1:]:
                # A mark beside what names them all marks each of them.
                self._claims.mark(peer, self.marks(first)[marked:])
        return " – ".join(filter(None, (self._groups[id(first)], own)))

    def _box(self, control: Tag) -> str:
        """Its label, or the text beside it."""
        return (
            self._labelled(control)
            or self._accessible(control, "aria-label")
            or self._own_words(control)
            or self._beside(control)
        )

    def _own_words(self, control: Tag) -> str:
        return self._claims.strings(self._owners.strings.get(id(control), []))

    def _labelled(self, control: Tag) -> str:
        label = self._owners.labels.get(id(control))
        if label is not None and (words := self._claims.element(label)):
            return words
        named_by = attribute(control, "aria-labelledby").split()
        named = [self._document.by_id(one) for one in named_by]
        return self._claims.strings(
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
        above = False
        for node in backwards(control):
            if isinstance(node, Tag) and node.name in CONTROLS and is_seen(node):
                if above and kind_of(node) not in BUTTONS and not is_box(node):
                    return ""  # These words stand on that control's line.
                found = self._claims.without_marks_before(found)
                break
            if isinstance(node, Tag) and (node.name in _HEADINGS or node.name == "hr"):
                break
            if isinstance(node, Tag) and node.name == "br":
                if worded(found):
                    break
                above = True
            if is_text(node) and self._claims.may_be(node):
                found.insert(0, node)
        return self._claims.strings(found)

    def _beside(self, control: Tag) -> str:
        found: list[NavigableString] = []
        for node in forwards(control):
            if isinstance(node, Tag) and (node.name in CONTROLS or node.name == "br"):
                break
            if is_text(node) and self._claims.may_be(node):
                found.append(node)
        if worded(found):
            return self._claims.strings(found)
        cell = control.find_parent(CELLS)
        following = cell.find_next_sibling(CELLS) if isinstance(cell, Tag) else None
        begins = following is not None and next_caption(control, following)
        if isinstance(following, Tag) and not holds_control(following) and not begins:
            return self._claims.element(following)
        return ""

    def _in_a_cell(self, control: Tag, *, nearest: bool = False) -> str:
        if self._cells.crossed(control) is not None:
            return self._in_both(control)
        for name in self._cells.naming(control, nearest=nearest):
            if words := self._named(name):
                return words
        return ""

    def _in_both(self, control: Tag) -> str:
        """« Portable – Mère »: the words of its row and of its column, for a cell's first field."""
        cell = self._cells.crossed(control)
        if cell is None or id(cell) in self._crossed:
            return ""
        self._crossed.add(id(cell))
        return self._claims.heads(self.crosses.heads(cell) or ())

    def _named(self, name: Name) -> str:
        return self._claims.element(name) if isinstance(name, Tag) else self._claims.strings([name])

    def _in_a_block(self, control: Tag) -> str:
        node: Tag = control
        while node.parent is not None and node.name not in (*CELLS, *_STOPS):
            for before in node.previous_siblings:
                if not isinstance(before, Tag) or before.name in ("script", "style", "br"):
                    continue
                if holds_control(before) or before.name in _HEADINGS:
                    return ""
                if fold(self._document.text(before)) and not self.crosses.is_value(before):
                    return self._claims.element(before)
            node = node.parent
        return ""
