"""Parts of a page that a profile declares, where the page's scripts do not tell it literally."""

import re
from collections.abc import Mapping

from bs4 import BeautifulSoup, Tag

from adapters.imuse.reading.completed.pieces import member
from adapters.imuse.reading.document import attribute
from adapters.imuse.reading.lexicon import Part
from adapters.imuse.reading.scripts.scripts import Program, string
from adapters.imuse.reading.words import fold

_PLACE = re.compile(r"\{([\w.$:-]+)\}")


def part_of(heads: list[Tag], parts: tuple[Part, ...]) -> Part | None:
    """The declared part that fills a table of these headings, or None."""
    shown = {fold(head.get_text(" ")) for head in heads}
    return next(
        (one for one in parts if one.columns and shown == set(map(fold, one.columns))), None
    )


def address(part: Part, soup: BeautifulSoup, program: Program) -> str | None:
    """Where a part is asked for, its `{names}` filled in by what the page holds; None if not."""
    found = {name: _held(name, soup, program) for name in _PLACE.findall(part.address)}
    if any(value is None for value in found.values()):
        return None
    return _PLACE.sub(lambda place: found[place[1]] or "", part.address)


def _held(name: str, soup: BeautifulSoup, program: Program) -> str | None:
    """What the page calls `name`: a script's variable, a control, a `data-` attribute."""
    if (literal := string(program.variables.get(name))) is not None:
        return literal
    for tag in soup.find_all(("input", "select")):
        if name in (attribute(tag, "name"), attribute(tag, "id")):
            chosen = tag.find("option", selected=True) if tag.name == "select" else tag
            return attribute(chosen, "value") if isinstance(chosen, Tag) else None
    data = f"data-{name}"
    carrier = soup.find(lambda tag: tag.has_attr(data))
    return attribute(carrier, data) if isinstance(carrier, Tag) else None


def rows(data: object, path: str) -> list[Mapping[str, object] | list[object]] | None:
    """The records where the profile says that they lie; None where none are there."""
    for name in filter(None, path.split(".")):
        if not isinstance(data, Mapping) or name not in data:
            return None
        data = data[name]
    if not isinstance(data, list) or not all(isinstance(one, dict | list) for one in data):
        return None
    return data


def names(part: Part, heads: list[Tag]) -> list[str]:
    """The members that the columns show, in the table's order."""
    by_head = {fold(head): key for head, key in part.columns.items()}
    return [by_head[fold(head.get_text(" "))] for head in heads]


def opens(part: Part, record: Mapping[str, object] | list[object]) -> str | None:
    """The address that a record's line opens, None where it opens none."""
    if not part.opens:
        return None
    found = {name: member(record, tuple(name.split("."))) for name in _PLACE.findall(part.opens)}
    if any(value is None for value in found.values()):
        return None
    return _PLACE.sub(lambda place: found[place[1]] or "", part.opens)
