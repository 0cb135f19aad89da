"""What goes on with a value below its first line."""

from collections.abc import Iterator
from itertools import takewhile

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.cells import text_of
from adapters.imuse.reading.document import CONTROLS, is_text
from adapters.imuse.reading.shown.fact_scene import RUNNING, WHOLE, Scene
from adapters.imuse.reading.words import tidy

Line = list[Tag | NavigableString]


def lines_of(scene: Scene, tag: Tag) -> list[str]:
    """The further lines of the value that follows a caption's element; they are taken.

    After a term they are all its definitions. Elsewhere they are the text up to the next caption or
    to the end of the paragraph: what a longer text goes on with may itself have a colon in it.
    """
    if tag.name == "dt":
        return [said for said in _definitions(scene, tag) if said]
    lines, ended = _below(tag)
    long = scene.is_long(scene.words(tag))
    kept = list(takewhile(lambda one: _goes_on(scene, one, long=long), lines))
    another = isinstance(ended, Tag) and _is_caption(scene, ended)
    of_paragraph = ended is None and tag.parent is not None and tag.parent.name == "p"
    if not (long or another or of_paragraph or len(kept) < len(lines)):
        return []
    for node in (node for line in kept for node in line):
        scene.take(node)
    return [said for line in kept if (said := _said(scene, line))]


def _definitions(scene: Scene, tag: Tag) -> Iterator[str]:
    own = takewhile(lambda one: one.name == "dd", tag.find_next_siblings(True))
    for number, one in enumerate(own):
        if scene.document.has(one, (*CONTROLS, "table", "dl")):
            return
        if number:
            yield text_of(scene.document, one)
            scene.take(one)


def _below(tag: Tag) -> tuple[list[Line], Tag | None]:
    """The lines after the caption's own, and the element that they end at."""
    lines: list[Line] = [[]]
    for node in tag.next_siblings:
        if isinstance(node, Tag) and node.name == "br":
            lines.append([])
        elif isinstance(node, Tag) and node.name not in RUNNING:
            return lines[1:], node
        elif isinstance(node, Tag) or is_text(node):
            lines[-1].append(node)
    return lines[1:], None


def _goes_on(scene: Scene, line: Line, *, long: bool) -> bool:
    said = _said(scene, line)
    whole = WHOLE.match(said)
    if whole is not None:
        return long and not scene.is_known(whole["caption"])
    return long or bool(said)


def _is_caption(scene: Scene, tag: Tag) -> bool:
    words = scene.words(tag)
    after = tag.next_sibling
    colon = is_text(after) and str(after).lstrip().startswith(":")
    return words.endswith(":") or colon or scene.is_known(words)


def _said(scene: Scene, line: Line) -> str:
    return tidy("".join(scene.document.text(n) if isinstance(n, Tag) else str(n) for n in line))
