"""What a cell of a table says: its text, its lines, and what its controls hold."""

from bs4 import Tag
from bs4.element import NavigableString

from adapters.imuse.reading.document import Document, attribute, is_text
from adapters.imuse.reading.words import fold, tidy

_PRESSED = ("a", "button")
_SAID = ("title", "aria-label", "alt")
_LINES = ("br", "div", "p", "li", "tr", "dd", "dt", "h3", "h4", "h5", "h6")
_CELLS = ("td", "th")
_FOR_READERS = ("sr-only", "visually-hidden", "visuallyhidden")
"""Classes of words that only a screen reader is told."""


def text_of(document: Document, cell: Tag) -> str:
    """What a person reads in it, line by line; a picture alone by what it stands for."""
    said = _joined(_pieces(document, cell, cell))
    return said if fold(said) or said else _pictured(document, cell)


def bare(document: Document, cell: Tag) -> bool:
    """Whether it says nothing but what can be pressed in it."""
    pieces = [
        piece
        for node in cell.descendants
        if is_text(node) and document.within(node, cell)
        for piece in [str(node)]
        if fold(piece) and not any(_is_pressed(tag) for tag in _between(node, cell))
    ]
    return not pieces and not _fields(document, cell)


def _between(node: NavigableString, cell: Tag) -> list[Tag]:
    found: list[Tag] = []
    for tag in node.parents:
        if tag is cell:
            return found
        found.append(tag)
    return found


def _is_pressed(tag: Tag) -> bool:
    return tag.name in _PRESSED or tag.has_attr("onclick")


def _pieces(document: Document, node: Tag, root: Tag) -> list[str]:
    found: list[str] = []
    for child in node.children:
        if isinstance(child, Tag):
            if not document.within(child, root) or _only_for_readers(child):
                continue
            if child.name in ("input", "select", "textarea"):
                found.append(f" {_held(child)} ")
            elif child.name == "img":
                found.append(f" {attribute(child, 'alt')} ")
            else:
                inner = _pieces(document, child, root)
                apart = "\n" if child.name in _LINES else " " if child.name in _CELLS else ""
                found += [apart, *inner, apart]
        elif is_text(child) and isinstance(child, NavigableString):
            found.append(" ".join(child.split("\n")))
    return found


def _joined(pieces: list[str]) -> str:
    lines = [tidy(line) for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


def _only_for_readers(tag: Tag) -> bool:
    return any(name in _FOR_READERS for name in attribute(tag, "class").split())


def _fields(document: Document, cell: Tag) -> bool:
    return any(
        _held(tag) and document.within(tag, cell)
        for tag in cell.find_all(("input", "select", "textarea"))
    )


def _held(tag: Tag) -> str:
    """What a control in a list shows; a box that chooses the line says nothing."""
    if tag.name == "select":
        chosen = [o for o in tag.find_all("option") if o.has_attr("selected")]
        first = tag.find("option")
        option = chosen[-1] if chosen else first
        return tidy(option.get_text()) if isinstance(option, Tag) else ""
    if tag.name == "textarea":
        return tag.get_text()
    kind = attribute(tag, "type").lower()
    if kind == "checkbox" and (tag.has_attr("disabled") or tag.has_attr("readonly")):
        return "oui" if tag.has_attr("checked") else "non"
    shows = kind in ("", "text", "email", "tel", "number", "date")
    return attribute(tag, "value") if shows else ""


def _pictured(document: Document, cell: Tag) -> str:
    for tag in cell.find_all(True):
        if document.within(tag, cell) and not any(_is_pressed(one) for one in (tag, *tag.parents)):
            said = next((attribute(tag, name) for name in _SAID if attribute(tag, name)), "")
            if fold(said):
                return tidy(said)
    return ""
