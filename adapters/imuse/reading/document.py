"""A parsed document: the only files that know the parser are this one and those that take it."""

from bisect import bisect
from collections.abc import Iterator
from functools import cached_property
from typing import TypeGuard

import tinycss2
from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString
from soupsieve import SelectorSyntaxError

from adapters.imuse.origin import resolve
from adapters.imuse.reading.words import tidy

UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "title", "noframes"})
CONTROLS = ("input", "select", "textarea", "button")
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdo",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "input",
        "select",
        "textarea",
        "button",
    ]
)


class Document:
    """A document with every element's place in it, and what of it is visible."""

    def __init__(self, text: str, url: str, charset: str) -> None:
        """`text` is decoded already; `url` is where it came from."""
        self.soup = BeautifulSoup(text, "lxml")
        self.charset = charset
        base = self.soup.find("base", href=True)
        self.url = resolve(url, str(base["href"]), charset) if isinstance(base, Tag) else url
        self._places = {id(node): n for n, node in enumerate(self.soup.descendants)}
        self._breaks = [self._places[id(tag)] for tag in self.soup.find_all("br")]

    def place(self, node: Tag | NavigableString) -> int:
        """Where the node stands in the document's order."""
        return self._places.get(id(node), -1)

    def breaks_before(self, node: Tag | NavigableString) -> int:
        """How many line breaks stand before the node: the same number is the same line."""
        return bisect(self._breaks, self.place(node))

    def address(self, reference: str) -> str:
        """The absolute address of a reference on this page."""
        return resolve(self.url, reference, self.charset)

    @cached_property
    def _hidden(self) -> set[int]:
        hidden = {id(tag) for tag in self.soup.find_all(_hides_itself)}
        for selector in self._hiding_selectors():
            try:
                hidden.update(id(tag) for tag in self.soup.select(selector))
            except (SelectorSyntaxError, ValueError, NotImplementedError):
                continue
        shown = {id(tag) for tag in self.soup.find_all(_shows_itself)}
        return hidden - shown

    def _hiding_selectors(self) -> Iterator[str]:
        for style in self.soup.find_all("style"):
            rules = tinycss2.parse_stylesheet(
                style.get_text(), skip_comments=True, skip_whitespace=True
            )
            for rule in rules:
                if rule.type == "qualified-rule" and _hides(tinycss2.serialize(rule.content)):
                    yield tinycss2.serialize(rule.prelude).strip()

    def visible(self, node: Tag | NavigableString) -> bool:
        """Whether a person sees it, as far as the document itself says."""
        tag = node if isinstance(node, Tag) else node.parent
        while tag is not None:
            if tag.name in UNSEEN or id(tag) in self._hidden:
                return False
            tag = tag.parent
        return True

    def strings(self, tag: Tag) -> Iterator[NavigableString]:
        """The visible strings of an element, without what its controls hold."""
        for node in tag.descendants:
            if is_text(node) and self.visible(node) and not _in_control(node):
                yield node

    def text(self, tag: Tag) -> str:
        """The visible text of an element, images by their alt."""
        parts: list[str] = []
        for node in (tag, *tag.descendants):
            if isinstance(node, Tag):
                if node.name == "br":
                    parts.append(" ")
                elif node.name == "img" and node.get("alt"):
                    parts.append(f" {attribute(node, 'alt')} ")
            elif is_text(node) and self.visible(node) and not _in_control(node):
                parts.append(str(node) if _flows(node) else f" {node} ")
        return tidy("".join(parts))


def is_text(node: object) -> TypeGuard[NavigableString]:
    """Whether a node is text that could be seen: no comment, no doctype."""
    return isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype)


def holds(tag: Tag, node: Tag | NavigableString) -> bool:
    """Whether `node` is somewhere within `tag`: the parser's own `in` compares content."""
    return any(parent is tag for parent in node.parents)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as one string, "" where it is missing."""
    value = tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def block_of(node: Tag | NavigableString) -> Tag | None:
    """The nearest element around a node that makes lines of its own."""
    parent = node.parent
    while parent is not None and parent.name in _INLINE:
        parent = parent.parent
    return parent


def _flows(node: NavigableString) -> bool:
    return node.parent is not None and node.parent.name in _INLINE


def _in_control(node: NavigableString) -> bool:
    return any(parent.name in ("select", "textarea") for parent in node.parents)


def _hides_itself(tag: Tag) -> bool:
    return tag.has_attr("hidden") or _hides(attribute(tag, "style"))


def _shows_itself(tag: Tag) -> bool:
    style = attribute(tag, "style").replace(" ", "").lower()
    return "display:" in style and "display:none" not in style


def _hides(declarations: str) -> bool:
    packed = "".join(declarations.lower().split())
    return "display:none" in packed or "visibility:hidden" in packed
