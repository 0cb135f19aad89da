"""Who lacks what, put in order for paper: family by family, or document by document. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.french.words import folded, natural
from gateway.views.office import Lack


@dataclass(frozen=True)
class Family:
    """A family, and its requests that lack something."""

    name: str
    """"" where it is not known."""
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Piece:
    """A document, and the families that lack it."""

    label: str
    """"" for what the school has asked for in its own words."""
    families: list[Family]


def by_family(lacks: Iterable[Lack]) -> list[Family]:
    """Each family once, by its name; two of one name stay two."""
    found: dict[str, list[Lack]] = {}
    for each in lacks:
        found.setdefault(each.account, []).append(each)
    families = [Family(_name(each), tuple(each)) for each in found.values()]
    return sorted(families, key=lambda each: folded(each.name))


def by_piece(lacks: list[Lack], piece: str = "") -> list[Piece]:
    """Each document once, or that one alone; what was asked for in words comes last."""
    labels = {piece} if piece else {label for each in lacks for label in each.documents}
    pieces = [
        Piece(label, by_family(each for each in lacks if label in each.documents))
        for label in sorted(labels, key=natural)
    ]
    asked = [each for each in lacks if each.asked]
    return [*pieces, Piece("", by_family(asked))] if asked and not piece else pieces


def _name(lacks: list[Lack]) -> str:
    return next((each.line.family for each in lacks if each.line.family), "")
