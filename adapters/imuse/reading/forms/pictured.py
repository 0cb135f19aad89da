"""What a picture in front of a control says: the envelope that stands for « Courriel »."""

from bs4 import Tag

from adapters.imuse.reading.beside import CELLS, backwards, holds_control
from adapters.imuse.reading.document import CONTROLS, Document, attribute
from adapters.imuse.reading.forms.marked import is_mark
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold


def pictured(document: Document, control: Tag, lexicon: Lexicon) -> str:
    """Its words when pointed at, where it stands before the control or in the cell before it."""
    for node in backwards(control):
        if isinstance(node, Tag) and (node.name in CONTROLS or node.name == "br"):
            return ""
        if isinstance(node, Tag) and (words := _words(document, node, lexicon)):
            return words
    cell = control.find_parent(CELLS)
    before = cell.find_previous_sibling(CELLS) if isinstance(cell, Tag) else None
    if not isinstance(before, Tag) or holds_control(before):
        return ""
    said = (_words(document, tag, lexicon) for tag in before.find_all(True))
    return next(filter(None, said), "")


def _words(document: Document, tag: Tag, lexicon: Lexicon) -> str:
    """A picture's words, "" for a mark, and for what has words of its own."""
    if tag.get_text(strip=True) or not document.visible(tag):
        return ""
    said = [caption(attribute(tag, name)) for name in ("alt", "title", "aria-label")]
    return next((one for one in said if fold(one) and not is_mark(one, lexicon)), "")
