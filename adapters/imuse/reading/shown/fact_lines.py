"""« Caption : value » on a line of its own, or several of them on one."""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.cells import text_of
from adapters.imuse.reading.document import CONTROLS, Document, block_of, is_text, stands_in
from adapters.imuse.reading.page import Label
from adapters.imuse.reading.shown.fact_scene import RUNNING, WHOLE, Scene
from adapters.imuse.reading.words import fold, tidy

_BOLD = ("b", "strong", "em", "u", "font", "label", "span", "th", "dt", "i")
_BETWEEN = re.compile(r"\s+[|•·–—-]\s+(?=[^:|]{2,50}:(?:\s|$))")
_SUM = re.compile(r":\s*[-+\u2212]?\s?\d[\d\s.,]*(?:€|euros?|EUR)$", re.IGNORECASE)


class FactLines:
    """Reads the lines of one document that say a caption and its value."""

    def __init__(self, scene: Scene) -> None:
        """What is taken already is left out."""
        self._scene = scene
        self._document = scene.document

    def read(self) -> Iterator[Label]:
        """In the document's order."""
        body = self._document.soup.find("body") or self._document.soup
        if not isinstance(body, Tag):
            return
        strings = [
            one for one in self._document.strings(body) if not self._document.in_control(one)
        ]
        for _, group in groupby(strings, key=self._line):
            found = [one for one in group if one.strip()]
            if not found or any(map(self._scene.is_taken, found)) or self._no_fact(found):
                continue
            parts = self._parts(tidy("".join(found)))
            if len(parts) > 1:
                yield from (self._scene.label(*part, found[0]) for part in parts)
                continue
            whole = WHOLE.match(tidy("".join(found)))
            if whole is None or not self._reads_as_fact(whole["caption"], found):
                continue
            value = self._apart(found) or whole["value"] or self._elsewhere(found)
            if value is None:
                continue
            if stands_in(found[0], ("pre",)):
                value = tidy(" ".join([value, *self._going_on(strings, found[-1])]))
            yield self._scene.label(whole["caption"], value, found[0])

    def _no_fact(self, found: list[NavigableString]) -> bool:
        block = block_of(found[0])
        if block is None or self._scene.elsewhere(found[0]) or any(map(_is_linked, found)):
            return True
        if not self._scene.in_view(block):
            return True
        # « Solde : 120,50 € » in bold letters heads nothing.
        is_sum = _SUM.search(tidy("".join(found))) is not None
        return not is_sum and all(map(self._scene.titles.is_heading, found))

    def _parts(self, line: str) -> list[tuple[str, str]]:
        """The captions of a line that says several, each of them known."""
        found = [WHOLE.match(part) for part in _BETWEEN.split(line)]
        pairs = [(one["caption"], one["value"] or "") for one in found if one is not None]
        whole = len(pairs) == len(found) and all(self._scene.is_known(one) for one, _ in pairs)
        return pairs if whole else []

    def _apart(self, found: list[NavigableString]) -> str:
        """The value in an element of its own after the caption, perhaps of several lines."""
        after = found[0].find_next_sibling(True) if found[0].strip().endswith(":") else None
        if not isinstance(after, Tag) or after.name not in _BOLD:
            return ""
        self._scene.take(after)
        return text_of(self._document, after)

    def _elsewhere(self, found: list[NavigableString]) -> str | None:
        """The value of a caption that ends its line: below it, or nowhere.

        None where something else than a value stands beside it.
        """
        below = found[-1].next_sibling
        if isinstance(below, Tag) and below.name == "br" and not stands_in(found[0], ("pre",)):
            return text_below(self._document, below)
        cell = next((one for one in found[0].parents if one.name in ("td", "th")), None)
        beside = cell.find_next_sibling(("td", "th")) if cell is not None else None
        if isinstance(beside, Tag) and (
            self._document.has(beside, ("table", *CONTROLS))
            or (fold(self._scene.words(beside)) and not WHOLE.match(self._scene.words(beside)))
        ):
            return None
        return ""

    def _going_on(self, strings: list[NavigableString], last: NavigableString) -> Iterator[str]:
        """The lines below one of text laid out beforehand that go on with it: they are set in."""
        after = strings[next(n for n, one in enumerate(strings) if one is last) + 1 :]
        for _, group in groupby(after, key=self._line):
            line = "".join(group)
            if not line.startswith("  ") or not line.strip() or WHOLE.match(tidy(line)):
                return
            yield tidy(line)

    def _reads_as_fact(self, words: str, strings: list[NavigableString]) -> bool:
        if not fold(words) or len(words.split()) > 6 or self._scene.is_remark(words):
            return False
        dressed = stands_in(strings[0], ("b", "strong", "u", "font", "dt", "em"))
        apart = strings[0].strip().endswith(":") and strings[-1].parent is not strings[0].parent
        return dressed or apart or self._scene.is_known(words) or len(strings) == 1

    def _line(self, node: NavigableString) -> tuple[int, int]:
        return id(block_of(node)), self._document.breaks_before(node)


def text_below(document: Document, tag: Tag) -> str:
    """The lines below a caption that stands alone on its own, up to the next caption."""
    lines: list[str] = [""]
    for node in tag.next_siblings:
        if isinstance(node, Tag) and node.name not in (*RUNNING, "br"):
            break
        if isinstance(node, Tag) and node.name == "br":
            lines.append("")
        elif isinstance(node, Tag) or is_text(node):
            lines[-1] += document.text(node) if isinstance(node, Tag) else str(node)
    said = [tidy(one) for one in lines]
    return "\n".join(one for one in takewhile(lambda one: not WHOLE.match(one), said) if one)


def _is_linked(node: NavigableString) -> bool:
    return stands_in(node, ("a", "button", "label"))
