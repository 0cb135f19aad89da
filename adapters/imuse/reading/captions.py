"""The caption of a control: the words that a person reads as its name.

Tried in this order, as an eye would: its own label; the text before it on its line; the block
before it; the cell before it; the cell above it; its title or placeholder. What a person would
read as the same name (a second line of an address) has no caption of its own.
"""

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import CONTROLS, Document, attribute, is_text
from adapters.imuse.reading.words import caption, fold, tidy

LONGEST = 90
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_CELLS = ("td", "th")
_STOPS = ("form", "fieldset", "body", "html", "table", "[document]")


class Captions:
    """Finds captions on one document and remembers which texts they are made of."""

    def __init__(self, document: Document) -> None:
        """Nothing is searched yet."""
        self._document = document
        self.claimed: set[int] = set()
        """The ids of the text nodes that serve as captions."""
        self._nodes: dict[int, list[NavigableString]] = {}
        self._current = 0

    def nodes(self, control: Tag) -> list[NavigableString]:
        """The text nodes that the control's own caption is made of."""
        return self._nodes.get(id(control), [])

    def caption(self, control: Tag, radios: list[Tag]) -> str:
        """The caption of any control; `radios` is the group of a radio button."""
        self._current = id(control)
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
            or self._accessible(control, "title")
            or self._accessible(control, "placeholder")
        )

    def of_group(self, radios: list[Tag]) -> str:
        """The caption of a group of radio buttons, whose labels name only its options."""
        first = radios[0]
        group = first.find_parent(attrs={"role": ["radiogroup", "group"]})
        if isinstance(group, Tag) and (named := self._accessible(group, "aria-label")):
            return named
        return self._before_group(first) or self._legend(radios)

    def _before_group(self, first: Tag) -> str:
        wrapper = first.find_parent("label") or first
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
        self._current = id(control)
        return self._box(control)

    def of_box(self, control: Tag) -> str:
        """The caption of a check box that stands alone: before it, or its own words."""
        return self._on_its_line(control) or self._in_a_cell(control) or self._box(control)

    def _box(self, control: Tag) -> str:
        """Its label, or the text that follows it."""
        return (
            self._labelled(control)
            or self._accessible(control, "aria-label")
            or self._after(control)
        )

    def _labelled(self, control: Tag) -> str:
        ident = attribute(control, "id")
        label = self._document.soup.find("label", attrs={"for": ident}) if ident else None
        if not isinstance(label, Tag):
            label = control.find_parent("label")
        if isinstance(label, Tag) and (words := self._claim(label)):
            return words
        named_by = attribute(control, "aria-labelledby").split()
        named = [self._document.soup.find(id=one) for one in named_by]
        return tidy(" ".join(self._claim(tag) for tag in named if isinstance(tag, Tag)))

    def _accessible(self, control: Tag, name: str) -> str:
        return caption(attribute(control, name))

    def _on_its_line(self, control: Tag) -> str:
        """The text before it, back to another control, the line's start or its cell's."""
        found: list[NavigableString] = []
        for node in _backwards(control):
            if isinstance(node, Tag) and node.name in CONTROLS and _is_seen(node):
                break
            if isinstance(node, Tag) and (node.name in _HEADINGS or node.name == "hr"):
                break
            if isinstance(node, Tag) and node.name == "br" and _worded(found):
                break
            if is_text(node) and self._readable(node):
                found.insert(0, node)
        return self._claim_strings(found)

    def _after(self, control: Tag) -> str:
        found: list[NavigableString] = []
        for node in _forwards(control):
            if isinstance(node, Tag) and (node.name in CONTROLS or node.name == "br"):
                break
            if is_text(node) and self._readable(node):
                found.append(node)
        if _worded(found):
            return self._claim_strings(found)
        cell = control.find_parent(_CELLS)
        following = cell.find_next_sibling(_CELLS) if isinstance(cell, Tag) else None
        if isinstance(following, Tag) and not _holds_control(following):
            return self._claim(following)
        return ""

    def _in_a_cell(self, control: Tag) -> str:
        """From cell to cell outwards; a table set within a line is named by that line's words."""
        cell = control.find_parent(_CELLS)
        while isinstance(cell, Tag):
            if words := self._left_of(cell) or self._above(cell):
                return words
            if self._shares_caption(cell):
                return ""
            table = cell.find_parent("table")
            if isinstance(table, Tag) and (words := self._before_table(table)):
                return words
            cell = cell.find_parent(_CELLS)
        return ""

    def _before_table(self, table: Tag) -> str:
        for before in table.previous_siblings:
            if isinstance(before, Tag) and (_is_block(before) or _holds_control(before)):
                return ""
            words = self._document.text(before) if isinstance(before, Tag) else str(before)
            if fold(words) and isinstance(before, Tag):
                return self._claim(before)
            if fold(words) and is_text(before):
                return self._claim_strings([before])
        return ""

    def _left_of(self, cell: Tag) -> str:
        for before in cell.find_previous_siblings(_CELLS):
            if _holds_control(before) or len(before.find_all("a")) > 1:
                return ""
            if fold(self._document.text(before)):
                return self._claim(before)
        return ""

    def _shares_caption(self, cell: Tag) -> bool:
        return any(_holds_control(before) for before in cell.find_previous_siblings(_CELLS))

    def _above(self, cell: Tag) -> str:
        row = cell.find_parent("tr")
        above = row.find_previous_sibling("tr") if isinstance(row, Tag) else None
        if not isinstance(row, Tag) or not isinstance(above, Tag) or _holds_control(above):
            return ""
        cells, captions = _cells(row), _cells(above)
        if len(cells) != len(captions) or len(cells) < 2:
            return ""
        return self._claim(captions[[id(one) for one in cells].index(id(cell))])

    def _in_a_block(self, control: Tag) -> str:
        node: Tag = control
        while node.parent is not None and node.name not in (*_CELLS, *_STOPS):
            for before in node.previous_siblings:
                if not isinstance(before, Tag) or before.name in ("script", "style", "br"):
                    continue
                if _holds_control(before) or before.name in _HEADINGS:
                    return ""
                if fold(self._document.text(before)):
                    return self._claim(before)
            node = node.parent
        return ""

    def _claim(self, tag: Tag) -> str:
        return self._claim_strings([s for s in self._document.strings(tag) if self._readable(s)])

    def _claim_strings(self, strings: list[NavigableString]) -> str:
        words = caption(" ".join(strings))
        if not fold(words) or len(words) > LONGEST:
            return ""
        self.claimed.update(id(string) for string in strings)
        self._nodes.setdefault(self._current, []).extend(strings)
        return words

    def _readable(self, string: NavigableString) -> bool:
        if not self._document.visible(string) or any(
            parent.name in (*CONTROLS, "option") for parent in string.parents
        ):
            return False
        return id(string) not in self.claimed or string.find_parent("label") is not None


def _backwards(control: Tag) -> Iterator[Tag | NavigableString]:
    """What stands before a control within its line's block, nearest first."""
    node: Tag = control
    while True:
        for before in node.previous_siblings:
            if isinstance(before, Tag) and _is_block(before):
                return
            if isinstance(before, Tag):
                yield from _leaves_backwards(before)
            if isinstance(before, Tag | NavigableString):
                yield before
        if node.parent is None or _is_block(node):
            return
        node = node.parent
        if _is_block(node):
            return


def _leaves_backwards(tag: Tag) -> Iterator[Tag | NavigableString]:
    yield from (n for n in reversed(list(tag.descendants)) if isinstance(n, Tag | NavigableString))


def _forwards(control: Tag) -> Iterator[Tag | NavigableString]:
    for after in control.next_siblings:
        if isinstance(after, Tag) and _is_block(after):
            return
        if isinstance(after, Tag):
            yield after
            yield from (n for n in after.descendants if isinstance(n, Tag | NavigableString))
        elif isinstance(after, NavigableString):
            yield after


_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "body",
    ]
)


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS


def _is_seen(control: Tag) -> bool:
    return attribute(control, "type").lower() != "hidden"


def _holds_control(tag: Tag) -> bool:
    if tag.name in CONTROLS:
        return _is_seen(tag)
    return any(_is_seen(found) for found in tag.find_all(CONTROLS))


def _worded(strings: list[NavigableString]) -> bool:
    return any(fold(string) for string in strings)


def _cells(row: Tag) -> list[Tag]:
    return list(row.find_all(_CELLS, recursive=False))
