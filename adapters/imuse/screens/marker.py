"""A mark's words: which value is in force, and which one is asked for."""

import re

from adapters.model import Waiting

_NAMED = re.compile(
    r"(?P<requested>(?:valeur|modification) demandée?|nouvelle valeur|nouveau|demandée?|demande)"
    r"|(?P<current>ancienne valeur|valeur (?:actuelle|précédente|en vigueur)|en vigueur|ancien"
    r"|actuellement)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"\s*(?:→|⇒|➔|=>|->)\s*")
_AROUND = " «»\"'[].,;|/–—-\u00a0\u202f"


def read(words: str) -> Waiting:
    """The mark with the values that it names, each up to the next name."""
    values: dict[str, str] = {}
    names = [one for one in _NAMED.finditer(words) if _ends_in_colon(words[one.end() :])]
    for one, end in zip(names, [*(n.start() for n in names[1:]), len(words)], strict=False):
        value = words[one.end() : end].lstrip().removeprefix(":")
        values.setdefault(str(one.lastgroup), _value(value))
    parts = _ARROW.split(words)
    if not values and len(parts) == 2:
        values = {"current": _value(parts[0].rpartition(": ")[2]), "requested": _value(parts[1])}
    return Waiting(words=words, current=values.get("current"), requested=values.get("requested"))


def _ends_in_colon(after: str) -> bool:
    return after.lstrip().startswith(":")


def _value(words: str) -> str:
    value = words.strip(_AROUND)
    for opening, closing in (("(", ")"), ("[", "]")):
        if value.count(closing) > value.count(opening):
            value = value.removesuffix(closing)
        if value.count(opening) > value.count(closing):
            value = value.removesuffix(opening)
    return value.strip(_AROUND)
