"""What style sheets hide, as far as plain rules tell: the later rule has the last word."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from threading import Lock

import soupsieve
import tinycss2
from bs4 import Tag
from cachetools import LRUCache, cached
from soupsieve import SelectorSyntaxError

from adapters.imuse.reading.elements import Soup

_LAST_CLASS = re.compile(r"[^,()\[\]\\]*?[\s>+~\w*-]?\.(-?[_a-zA-Z][\w-]*)(?::[a-z-]+)?")
"""A selector, and only one, whose own element must be of a class: only those need be looked at."""


def hidden_by(soup: Soup, sheets: Iterable[str]) -> set[int]:
    """The id()s of the elements that the style sheets, in their order, hide."""
    hidden: set[int] = set()
    for selector, hides in (rule for sheet in sheets for rule in _rules(sheet)):
        found = {id(tag) for tag in chosen(soup, selector)}
        hidden = hidden | found if hides else hidden - found
    return hidden


def chosen(soup: Soup, selector: str) -> Iterable[Tag]:
    """The elements that a selector finds, as they stand; none where nobody can tell."""
    try:
        return _chosen(soup, selector)
    except (SelectorSyntaxError, ValueError, NotImplementedError):
        return ()


def _chosen(soup: Soup, selector: str) -> Iterable[Tag]:
    classed = _LAST_CLASS.fullmatch(selector)
    if classed is None or soup.order is None or not soup.order.holds:
        return soup.select(selector)
    compiled = soupsieve.compile(selector)
    return [tag for tag in soup.order.of_class.get(classed[1], ()) if compiled.match(tag)]


@cached(
    LRUCache(64), key=lambda sheet: blake2b(sheet.encode("utf-8", "replace")).digest(), lock=Lock()
)
def _rules(sheet: str) -> tuple[tuple[str, bool], ...]:
    """(selector, whether it hides) of each rule that says; what a screen's size decides is not."""
    return tuple(_read(sheet))


def _read(sheet: str) -> Iterator[tuple[str, bool]]:
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            declarations = tinycss2.serialize(rule.content)
            if hides(declarations) or shows(declarations):
                yield tinycss2.serialize(rule.prelude).strip(), hides(declarations)


def hides(declarations: str) -> bool:
    """Whether declarations hide what they are for."""
    packed = "".join(declarations.lower().split())
    return "display:none" in packed or "visibility:hidden" in packed


def shows(declarations: str) -> bool:
    """Whether declarations show what others may hide."""
    packed = "".join(declarations.lower().split())
    return not hides(packed) and ("display:" in packed or "visibility:visible" in packed)
