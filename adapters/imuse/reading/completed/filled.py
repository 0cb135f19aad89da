"""A page completed by what its scripts ask for: lines that come as JSON, fragments of HTML."""

import html
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from bs4 import BeautifulSoup, Tag

from adapters.imuse.reading.completed import declared
from adapters.imuse.reading.completed.columns import Column, columns, rendered
from adapters.imuse.reading.completed.failures import failed
from adapters.imuse.reading.completed.pieces import joined, line, markup, member, shown
from adapters.imuse.reading.completed.templates import (
    attributes,
    cells_of,
    sets_text,
    sheets,
    templates,
)
from adapters.imuse.reading.document import attribute
from adapters.imuse.reading.lexicon import Lexicon, Part
from adapters.imuse.reading.scripts.scripts import Program
from adapters.imuse.reading.words import fold

_FIELD_NAMES = ("data-field", "data-key", "data-name", "data-column", "data-data", "data-prop")
_RENDERS = ("data-formatter", "data-render")
LINES = "data-imuse-lines"
"""On a table: a script's data is in it, so many lines."""

_MOST = 2000
Records = list[Mapping[str, object] | list[object]]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the old site sent for one of a page's parts; `target` is the id it is put into."""

    body: str
    target: str = ""


def filled(soup: BeautifulSoup, program: Program, answers: list[Answer], lexicon: Lexicon) -> str:
    """The page's source with its parts in their places; what has no place is left out."""
    for answer in answers:
        data = _json(answer.body)
        if data is None:
            _put(soup, answer.body, answer.target)
            continue
        inner = _markup(data)
        if inner:
            _put(soup, inner, answer.target)
            continue
        _put_lines(soup, program, data, lexicon, answer.target)
    return str(soup)


def sheet(body: str, program: Program) -> str | None:
    """What a script writes of a record that came as JSON; None where nothing tells how."""
    data = _json(body)
    if not isinstance(data, dict):
        return None
    inner = _markup(data)
    found = (markup(pieces, data) for pieces in sheets(program))
    return inner or next((made for made in found if made is not None), None)


def _json(body: str) -> object | None:
    start = body.lstrip()[:1]
    if start not in ("{", "["):
        return None
    try:
        found: object = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    return found


def _markup(data: object) -> str:
    """The HTML that an answer in JSON holds, "" where it holds data."""
    if isinstance(data, dict):
        for value in data.values():
            if isinstance(value, str) and value.lstrip().startswith("<"):
                return value
    return ""


def records(data: object) -> Records | None:
    """The first list of records, however deep it lies; None where there is none."""
    waiting: list[object] = [data]
    empty: Records | None = None
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, list):
            if current and all(isinstance(one, dict | list) for one in current):
                return list(current)
            if not current:
                empty = []
        elif isinstance(current, dict):
            waiting.extend(current.values())
    return empty


def _put(soup: BeautifulSoup, markup: str, target: str) -> None:
    place = soup.find(id=target) if target else None
    inside = place if isinstance(place, Tag) else soup.find("body") or soup
    if isinstance(place, Tag):
        place.clear()
    if isinstance(inside, Tag):
        for node in list(BeautifulSoup(markup, "html.parser").contents):
            inside.append(node)


def _put_lines(
    soup: BeautifulSoup, program: Program, data: object, lexicon: Lexicon, target: str
) -> None:
    for table in _meant(soup, data, target):
        heads = heads_of(table)
        rows = _rows(heads, program, data, lexicon)
        if rows is None:
            continue
        body = table.find("tbody") or table
        if isinstance(body, Tag):
            if body.name == "tbody":
                body.clear()
            for row in rows:
                made = BeautifulSoup(row, "html.parser").find("tr")
                if isinstance(made, Tag):
                    body.append(made)
            # The list is whole now, lines or none: what reads it may believe that.
            table[LINES] = str(len(rows))
        return


def _meant(soup: BeautifulSoup, data: object, target: str) -> list[Tag]:
    """The tables that an answer's lines may be for: the one that its script names, or any."""
    waiting = [one for one in soup.find_all("table") if awaits_lines(one)]
    place = soup.find(id=target) if target else None
    if isinstance(place, Tag):
        near = (place, *place.parents, *place.find_all("table"))
        named = [one for one in waiting if any(one is tag for tag in near)]
        if named:
            return named
    waiting = [one for one in waiting if not one.has_attr(LINES)]
    # No lines at all, for one of several lists: of which, nothing tells.
    return waiting if len(waiting) == 1 or records(data) else []


def awaits_lines(table: Tag) -> bool:
    """Whether it has headings and no line yet, but perhaps one that says « Chargement… »."""
    rows = [row for row in table.find_all("tr") if row.find("td") is not None]
    if table.find("table") is not None or len(heads_of(table)) < 2:
        return False
    return all(len(row.find_all("td")) == 1 for row in rows)


def heads_of(table: Tag) -> list[Tag]:
    """The cells of a table's first row of headings."""
    row = next((one for one in table.find_all("tr") if one.find("th") is not None), None)
    return list(row.find_all("th")) if row is not None else []


def _rows(heads: list[Tag], program: Program, data: object, lexicon: Lexicon) -> list[str] | None:
    """The lines that the records of an answer make in a table; None where nothing tells how."""
    part = declared.part_of(heads, lexicon.parts)
    if part is not None:
        return _declared(part, heads, data)
    found = records(data)
    if found is None or len(found) > _MOST:
        return None
    if not found and failed(data, lexicon):
        return None
    if not found:
        for listed in columns(program):
            if len(listed) == len(heads):
                _hide(heads, listed)
                break
        return []
    as_text = sets_text(program)
    told = False
    for names in _named(heads, program, found):
        told = told or any(isinstance(name, tuple) for name in names)
        shown_ones = [name for name in names if name is not None]
        rows = [row for one in found if (row := _row(shown_ones, one, as_text=as_text)) is not None]
        if len(rows) == len(found):
            _hide(heads, names)
            return [_with_data(one, of, program) for one, of in zip(rows, found, strict=True)]
    for pieces in templates(program):
        told = told or cells_of(pieces) == len(heads)
        made = [line(pieces, record) for record in found]
        wide = [one for one in made if one is not None and _width(one) == len(heads)]
        if len(wide) == len(found):
            return [
                _with_data(one, record, program) for one, record in zip(wide, found, strict=True)
            ]
    if told:
        return None  # A script tells how, and not all of it can be known.
    by_name = [_by_name(fold(head.get_text(" ")), found, lexicon) for head in heads]
    known = [name for name in by_name if name is not None]
    if len(known) < len(heads):
        return None
    rows = [row for one in found if (row := _row(known, one, as_text=True)) is not None]
    if len(rows) < len(found):
        return None
    return [_with_data(row, record, program) for row, record in zip(rows, found, strict=True)]


def _declared(part: Part, heads: list[Tag], data: object) -> list[str] | None:
    found = declared.rows(data, part.rows)
    made: list[str] = []
    for record in found or ():
        row = _row(declared.names(part, heads), record, as_text=True)
        address = declared.opens(part, record)
        if row is None:
            return None
        made.append(
            row.replace("<tr", f'<tr data-href="{html.escape(address)}"', 1) if address else row
        )
    return None if found is None else made


def _width(row: str) -> int:
    made = BeautifulSoup(row, "html.parser").find("tr")
    return len(made.find_all("td", recursive=False)) if isinstance(made, Tag) else 0


def _hide(heads: list[Tag], names: Sequence[Column]) -> None:
    for head, name in zip(heads, names, strict=True):
        if name is None:
            head.decompose()


def _named(heads: list[Tag], program: Program, found: Records) -> Iterator[Sequence[Column]]:
    """What the columns show, where markup or a list of columns says so."""
    by_markup = [_by_markup(head, program) for head in heads]
    if any(by_markup):
        yield by_markup
    if isinstance(found[0], list) and len(found[0]) == len(heads):
        yield [str(number) for number in range(len(heads))]
    for listed in columns(program):
        if len(listed) == len(heads):
            yield listed


def _by_markup(head: Tag, program: Program) -> Column:
    name = next((attribute(head, one) for one in _FIELD_NAMES if attribute(head, one)), "")
    render = next((attribute(head, one) for one in _RENDERS if attribute(head, one)), "")
    return rendered(program.functions.get(render), name, program) if render else name


def _row(
    names: Sequence[Column], record: Mapping[str, object] | list[object], *, as_text: bool = False
) -> str | None:
    """A line of what columns show, as HTML, as libraries do; "" is an empty cell."""
    cells: list[str] = []
    for name in names:
        if isinstance(name, tuple):
            value = markup(name, record)
        else:
            value = member(record, tuple(name.split("."))) if name else ""
            value = html.escape(value) if value is not None and as_text else value
        if value is None:
            return None
        cells.append(value)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _with_data(row: str, record: Mapping[str, object] | list[object], program: Program) -> str:
    """The line with what scripts put on it, and the record's members for those that ask it."""
    made = BeautifulSoup(row, "html.parser").find("tr")
    if not isinstance(made, Tag):
        return row
    for name, pieces in attributes(program):
        value = joined(pieces, record)
        if value is not None and not made.has_attr(name):
            made[name] = value
    for name, held in record.items() if isinstance(record, Mapping) else ():
        said = shown(held)
        if said is not None and name.isidentifier() and not made.has_attr(f"data-{name.lower()}"):
            made[f"data-{name.lower()}"] = said
    return str(made)


def _by_name(head: str, found: Records, lexicon: Lexicon) -> str | None:
    """The one member of the records whose name is the heading's, or a word for the same."""
    if not head:
        return ""
    same = next((group for group in lexicon.column_groups if head in map(fold, group)), (head,))
    wanted = {fold(word).replace(" ", "") for word in (head, *same)}
    keys = [str(key) for key in found[0]] if isinstance(found[0], Mapping) else []
    fitting = [key for key in keys if fold(key.replace("_", " ")).replace(" ", "") in wanted]
    return fitting[0] if len(fitting) == 1 else None
