"""What marks a field as waiting for validation: words, a sign explained in a legend, a class."""

import re
from collections.abc import Iterable

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.beside import CELLS, cells, holds_control, is_box, line_around
from adapters.imuse.reading.document import (
    CONTROLS,
    Document,
    attribute,
    block_of,
    holds,
    is_text,
)
from adapters.imuse.reading.forms.captions import Captions
from adapters.imuse.reading.forms.marked import is_mark, marks
from adapters.imuse.reading.kinds import kind_of
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import fold, says, tidy

Node = Tag | NavigableString
_ROWS = ("tr", "li", "p", "dl", "dd", "div", "fieldset", "form", "body", "section", "article")
_PLAIN = r"\w\s.,:;!?()'’\"«»/\-–—%€&@+"
_EXPLAINED = re.compile(rf"([^{_PLAIN}])([{_PLAIN}]+)")
"""A sign, and what is said of it up to the next one."""
_LETTERED = re.compile(r"([(\[]\w{1,3}[)\]])\s*[:=–-]?\s*([^()\[\]]+)")
"""The same of a letter in brackets: « (M) : champ modifié »."""
_LONGEST_LEGEND = 160
_SENDS = re.compile(r"modif|enregistr|valid|mettre|envo|sauv|ok\b|^$")
"""What a button says that sends a form, or nothing."""
_REQUIRED = ("obligatoire", "obligatoires", "requis", "requise", "à remplir")


class Region:
    """What stands around one control, up to its neighbours' words."""

    def __init__(self, control: Tag, nodes: list[Node], wraps: list[Tag], said: list[str]) -> None:
        """`nodes` in the document's order; `wraps` are the elements that hold this control only.

        `said` are the marks among its caption's own words.
        """
        self.control = control
        self.nodes = nodes
        self.wraps = wraps
        self.said = said


def regions(
    document: Document, captions: Captions, lexicon: Lexicon, controls: list[Tag]
) -> dict[int, Region]:
    """The region of each visible control, by the control's id()."""
    starts = [captions.start(control) for control in controls]
    found: dict[int, Region] = {}
    for number, control in enumerate(controls):
        row = _row(control, captions.nodes(control))
        shared = _sharing(row, control)
        tools = [one for one in controls if len(shared) == 1 and _is_tool(one) and holds(row, one)]
        aside = {document.place(one) for one in tools}
        following = [start for start in starts if start > document.place(control)]
        end = min((start for start in following if start not in aside), default=10**9)
        lays_out = row.name != "tr" or row.find("table") is not None
        if lays_out and len(shared) > 1:
            end = min(end, _line_end(document, control))
        last = _with_its_remarks(row, document) if len(shared) == 1 else row
        nodes = document.between(starts[number], min(end, document.end(last)))
        cell, line = control.find_parent(CELLS), control.find_parent("tr")
        if cell is not None and captions.crosses.heads(cell):
            # What stands in the next cell is another's, even where it is only text.
            nodes = document.between(document.place(cell), min(end, document.end(cell)))
        elif not is_box(control) and (pair := _next_pair(document, captions, lexicon, cell)):
            nodes = document.between(starts[number], min(end, document.place(pair)))
        elif cell is not None and line is not None and starts[number] < document.place(line):
            nodes = _column(document, captions.nodes(control), cell, min(end, document.end(line)))
        wraps = [tag for tag in control.parents if tag is row or holds(row, tag)]
        alone = [tag for tag in wraps if len(_sharing(tag, control)) == 1]
        found[id(control)] = Region(control, nodes, alone, captions.marks(control))
    return found


def _column(document: Document, caption: list[NavigableString], cell: Tag, end: int) -> list[Node]:
    """A caption's cell above and the control's own: what stands between names other columns."""
    above = next((found for node in caption if (found := node.find_parent(CELLS))), None)
    named = (
        [] if above is None else document.between(document.place(above) + 1, document.end(above))
    )
    return [*named, *document.between(document.place(cell) + 1, end)]


def _next_pair(
    document: Document, captions: Captions, lexicon: Lexicon, cell: Tag | None
) -> Tag | None:
    """The caption of a value that is only text, further on in the row of a cell."""
    for after in cell.find_next_siblings(CELLS) if cell is not None else ():
        words = document.text(after)
        if holds_control(after) or after.find_next_sibling(CELLS) is None:
            return None
        if not fold(words) or is_mark(words, lexicon):
            continue
        if words.endswith(":") or after.name == "th" or captions.in_column(after):
            return after
    return None


def _with_its_remarks(row: Tag, document: Document) -> Tag:
    """The last of the rows below that only go on with this one: nothing in their first cell."""
    below = row.find_next_sibling("tr") if row.name == "tr" else None
    if not isinstance(below, Tag) or holds_control(below) or len(cells(below)) < 2:
        return row
    if fold(document.text(cells(below)[0])):
        return row
    return _with_its_remarks(below, document)


def _row(control: Tag, caption: list[NavigableString]) -> Tag:
    """The smallest line of the page that holds the control with its caption."""
    around = list(control.parents)
    shared = [tag for tag in around if all(holds(tag, node) for node in caption)]
    row = next((tag for tag in shared if tag.name in _ROWS), around[-1])
    cell = control.find_parent(("td", "th"))
    if isinstance(cell, Tag) and holds(row, cell) and row.name != "tr":
        return row
    line = control.find_parent("tr")
    return line if isinstance(line, Tag) and holds(line, row) else row


def _line_end(document: Document, control: Tag) -> int:
    """Where the line of a control ends on a page that has no rows."""
    for node in control.next_elements:
        ends = isinstance(node, Tag) and node.name in ("br", "hr", "button", *_ROWS)
        if ends and isinstance(node, Tag) and not holds(control, node):
            return document.place(node)
    return 10**9


def _sharing(tag: Tag, control: Tag) -> list[Tag]:
    """The controls that an element holds, this one among them, without what helps to fill in."""
    return [one for one in _visible_controls(tag) if one is control or not _is_tool(one)]


def _is_tool(control: Tag) -> bool:
    """Whether it only helps to fill in a field, as a calendar does: it sends nothing."""
    said = fold(" ".join(attribute(control, name) for name in ("value", "alt", "title")))
    return kind_of(control) in ("image", "button") and _SENDS.match(said) is None


def _visible_controls(tag: Tag) -> list[Tag]:
    controls = tag.find_all(CONTROLS)
    return [one for one in controls if attribute(one, "type").lower() not in ("hidden", "radio")]


class Marks:
    """Finds the marks of one document; its legends explain signs that have no words."""

    def __init__(self, document: Document, lexicon: Lexicon, within: Iterable[Region]) -> None:
        """`within` are the fields' regions: a legend lies outside them all."""
        self._document = document
        self._lexicon = lexicon
        inside = {id(node) for region in within for node in region.nodes}
        self.legends: set[int] = set()
        """The ids of the texts that are legends."""
        self._signs: set[str] = set()
        self._pictures: set[str] = set()
        required: set[str] = set()
        for string in document.soup.find_all(string=True):
            free = id(string) not in inside and id(string) not in self.legends
            if is_text(string) and fold(string) and free and document.visible(string):
                required |= self._learn(string)
        # A sign that stands for « obligatoire » as well tells nothing.
        self._signs -= required

    def _learn(self, string: NavigableString) -> set[str]:
        """Learn from what stands around a text; the signs there that mean something else."""
        nodes = self._explaining(string)
        words = tidy("".join(self._words(node) for node in nodes))
        if len(words) > _LONGEST_LEGEND:
            return set()
        explained = [*_EXPLAINED.findall(words), *_LETTERED.findall(words)]
        required = {sign for sign, said in explained if says(said, _REQUIRED)}
        if not is_mark(words, self._lexicon):
            return required
        signs = {sign for sign, said in explained if marks(said, self._lexicon)}
        pictures = {picture for tag in nodes if isinstance(tag, Tag) and (picture := _picture(tag))}
        if signs or pictures:
            self.legends |= {id(node) for node in nodes if isinstance(node, NavigableString)}
            self._signs |= signs
            self._pictures |= pictures
        return required

    def _explaining(self, string: NavigableString) -> list[Node]:
        """All of the block that a text explains in; of a longer one, or a form, its line there."""
        block = block_of(string)
        short = block is not None and len(self._document.text(block)) <= _LONGEST_LEGEND
        if block is None or not short or self._document.has(block, CONTROLS):
            return list(line_around(string))
        return [node for node in block.descendants if isinstance(node, Node)]

    def _words(self, node: Node) -> str:
        if isinstance(node, Tag):
            return f" {attribute(node, 'alt')} " if node.name == "img" else ""
        return str(node) if is_text(node) and self._document.visible(node) else ""

    def of(self, region: Region, claimed: set[int]) -> str | None:
        """The words of the mark in a region, "" for a mere sign, None where there is none."""
        said = [*region.said, *self._texts(region, claimed)]
        words = [tidy(text) for text in said if is_mark(text, self._lexicon)]
        if words:
            return tidy(" ".join(dict.fromkeys(words)))
        return "" if self._signed(region) or self._classed(region) else None

    def hint(self, region: Region, claimed: set[int]) -> str:
        """What is said beside the control that is neither its caption nor a mark."""
        after = self._document.place(region.control)
        texts = [
            tidy(node)
            for node in region.nodes
            if isinstance(node, NavigableString)
            and self._document.place(node) > after
            and self._plain(node, claimed)
        ]
        said = tidy(
            " ".join(text for text in texts if fold(text) and not marks(text, self._lexicon))
        )
        return said if len(said) <= _LONGEST_LEGEND else ""

    def _plain(self, node: NavigableString, claimed: set[int]) -> bool:
        in_control = self._document.in_control(node) or node.find_parent("a") is not None
        return (
            is_text(node)
            and not in_control
            and id(node) not in claimed
            and self._document.visible(node)
        )

    def _texts(self, region: Region, claimed: set[int]) -> Iterable[str]:
        for node in region.nodes:
            if isinstance(node, Tag):
                if self._document.visible(node):
                    yield from (attribute(node, name) for name in ("alt", "title", "aria-label"))
            elif self._plain(node, claimed):
                block = node.parent
                inside = block is not None and any(block is one for one in region.nodes)
                yield self._document.text(block) if block is not None and inside else str(node)
        for tag in region.wraps:
            yield from (attribute(tag, name) for name in ("title", "aria-label"))

    def _signed(self, region: Region) -> bool:
        for node in region.nodes:
            if isinstance(node, Tag):
                if _picture(node) in self._pictures - {""} and self._document.visible(node):
                    return True
            elif is_text(node) and self._has_sign(node) and not self._document.in_control(node):
                return self._document.visible(node)
        return False

    def _has_sign(self, words: str) -> bool:
        return any(sign in words for sign in self._signs)

    def _classed(self, region: Region) -> bool:
        tags = [node for node in region.nodes if isinstance(node, Tag)] + region.wraps
        parts = {part for tag in tags for part in class_parts(tag) if self._document.visible(tag)}
        return bool(parts & set(self._lexicon.mark_classes))


def _picture(tag: Tag) -> str:
    """What tells one picture from another: its file, or the dress of an empty element."""
    if tag.name == "img":
        return attribute(tag, "src")
    if tag.name in ("i", "span", "em", "b") and not tag.get_text(strip=True):
        style = "".join(attribute(tag, "style").split())
        return attribute(tag, "class") or (style if "background" in style else "")
    return ""


def class_parts(tag: Tag) -> set[str]:
    """The words that an element's class names and id are made of."""
    names = f"{attribute(tag, 'class')} {attribute(tag, 'id')}"
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", names)
    return {fold(part) for part in re.split(r"[\s_\-:$]+", apart) if part}
