"""Which words belong to one control and can name no other.

A label names its control. Beside several check boxes or radio buttons, the words stand either all
after their box or all before it: whether words follow the last one tells.
"""

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import CELLS, cells, holds_control, is_box, is_seen, worded
from adapters.imuse.reading.document import CONTROLS, Document, attribute, block_of, is_text
from adapters.imuse.reading.words import fold

Run = tuple[Tag, list[NavigableString], list[NavigableString]]
"""A box with the texts before and after it."""


class Owners:
    """The texts of one document that belong to one control each."""

    def __init__(self, document: Document) -> None:
        """Reads at once."""
        self._document = document
        self._of: dict[int, int] = {}
        self.strings: dict[int, list[NavigableString]] = {}
        """The texts of each control, by its id()."""
        self.labels: dict[int, Tag] = {}
        """The label of each control, by its id()."""
        self._read_labels()
        self.peers: dict[int, list[Tag]] = {}
        """The check boxes that share a line's block with each, by its id()."""
        self._read_blocks()

    def _read_labels(self) -> None:
        controls = [tag for tag in self._document.soup.find_all(CONTROLS) if is_seen(tag)]
        by_id = {attribute(tag, "id"): tag for tag in reversed(controls)}
        for label in self._document.soup.find_all("label"):
            inside = [tag for tag in label.find_all(CONTROLS) if is_seen(tag)]
            named = by_id.get(attribute(label, "for")) if label.has_attr("for") else None
            control = named or (inside[0] if len(inside) == 1 else None)
            if control is not None and id(control) not in self.labels:
                self.labels[id(control)] = label
                self._own(control, list(self._document.strings(label)))

    def _read_blocks(self) -> None:
        boxes = [tag for tag in self._document.soup.find_all("input") if is_box(tag)]
        alone: dict[int, Tag] = {}
        for block in {id(b): b for tag in boxes if (b := block_of(tag)) is not None}.values():
            runs = list(self._runs(block))
            for box, strings in _on_one_side(runs):
                self._own(box, strings)
            checks = [box for box, _, _ in runs if attribute(box, "type").lower() == "checkbox"]
            self.peers.update((id(box), checks) for box in checks)
            if block.name in CELLS and len(runs) == 1 and not fold(self._document.text(block)):
                alone[id(block)] = runs[0][0]
        for row in self._document.soup.find_all("tr") if len(alone) > 1 else ():
            for box, strings in _on_one_side(list(self._cell_runs(row, alone))):
                self._own(box, strings)

    def _own(self, control: Tag, strings: list[NavigableString]) -> None:
        free = [string for string in strings if id(string) not in self._of]
        self._of.update((id(string), id(control)) for string in free)
        self.strings.setdefault(id(control), []).extend(free)

    def _runs(self, block: Tag) -> Iterator[Run]:
        """The boxes of a block: words reach to the neighbours or to the line's end."""
        box: Tag | None = None
        before: list[NavigableString] = []
        found: list[NavigableString] = []
        for node in block.descendants:
            if isinstance(node, Tag) and (node.name == "br" or _ends(node)):
                if box is not None:
                    # Words between two things, of which the first has its own, name the second.
                    named = worded(before) and node.name != "br" and not is_box(node)
                    yield box, before, [] if named else found
                box, before, found = (node if is_box(node) else None), found, []
            elif (
                is_text(node)
                and self._document.visible(node)
                and not self._document.in_control(node)
            ):
                found.append(node)
        if box is not None:
            yield box, before, found

    def _cell_runs(self, row: Tag, alone: dict[int, Tag]) -> Iterator[Run]:
        """The boxes of a row that have a cell each, with the cells before and after them."""
        line = cells(row)
        places = [n for n, cell in enumerate(line) if id(cell) in alone]
        for n in places if len(places) > 1 else ():
            beside = [line[m] if 0 <= m < len(line) else None for m in (n - 1, n + 1)]
            before, after = [
                [] if one is None or holds_control(one) else list(self._document.strings(one))
                for one in beside
            ]
            yield alone[id(line[n])], before, after

    def owns(self, string: NavigableString, control: int) -> bool:
        """Whether a text is the control's own (by its id())."""
        return self._of.get(id(string)) == control

    def is_free(self, string: NavigableString, control: int) -> bool:
        """Whether a text may name the control (by its id())."""
        return self._of.get(id(string), control) == control


def _on_one_side(runs: list[Run]) -> Iterator[tuple[Tag, list[NavigableString]]]:
    """The boxes with their words: where none follow the last of several, they stand before."""
    before = len(runs) > 1 and not worded(runs[-1][2])
    for box, left, right in runs:
        yield box, left if before else right


def _ends(node: Tag) -> bool:
    return node.name in CONTROLS and holds_control(node)
