"""What style sheets hide, as far as plain rules tell: the later rule has the last word."""

from collections.abc import Iterable, Iterator

import tinycss2
from bs4 import BeautifulSoup
from soupsieve import SelectorSyntaxError


def hidden_by(soup: BeautifulSoup, sheets: Iterable[str]) -> set[int]:
    """The id()s of the elements that the style sheets, in their order, hide."""
    hidden: set[int] = set()
    for selector, hides in (rule for sheet in sheets for rule in _rules(sheet)):
        try:
            chosen = {id(tag) for tag in soup.select(selector)}
        except (SelectorSyntaxError, ValueError, NotImplementedError):
            continue
        hidden = hidden | chosen if hides else hidden - chosen
    return hidden


def _rules(sheet: str) -> Iterator[tuple[str, bool]]:
    """(selector, whether it hides) of each rule that says; what a screen's size decides is not."""
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
