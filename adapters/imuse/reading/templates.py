"""How a script makes a line of a list of one record of JSON, as far as its literals say.

A script that fills a list does it in one of a few ways: it joins pieces of HTML with the record's
members, it makes cells and gives them their text, or it hands a library a list of columns.
"""

import html
import re
from collections.abc import Iterator, Mapping

import msgspec
from tree_sitter import Node

from adapters.imuse.reading.scripts import Program, local_value, string, text, walk
from adapters.imuse.reading.values import arguments

_TEXT_SETTERS = ("innerText", "textContent", "innerHTML")
_ESCAPER = re.compile(r"^(esc|escape|html|encode|echap|e$|h$|safe|text)", re.IGNORECASE)
_ESCAPING = re.compile(r"&amp;|&lt;|createTextNode|textContent|\.text\(")
_COLUMN_KEYS = ("data", "mData", "field", "key", "prop", "dataIndex", "mDataProp")
_COLUMN_LISTS = ("columns", "aoColumns", "colModel", "fields")
_CELL_MAKER = re.compile(r"createElement\(['\"]td['\"]\)|insertCell\(|\$\(['\"]<td")
_SETS_TEXT = re.compile(r"\.textContent\s*=|\.innerText\s*=|createTextNode\(|\.text\([^)]")
_TD = re.compile(r"<td\b", re.IGNORECASE)
_ROW = re.compile(r"<tr\b.*?(?:</tr>|$)", re.IGNORECASE | re.DOTALL)
_CELLS = re.compile(r"<td\b.*(?:</td>|$)", re.IGNORECASE | re.DOTALL)

Path = tuple[str, ...]
Record = Mapping[str, object] | list[object]


class Member(msgspec.Struct, frozen=True):
    """A member of the record, put into the line: as HTML where nothing makes mere text of it."""

    path: Path
    as_text: bool = False


class Either(msgspec.Struct, frozen=True):
    """One of two words, as a member holds or not."""

    path: Path
    equals: str | None
    then: str
    otherwise: str


class Unknown(msgspec.Struct, frozen=True):
    """Something that literals do not tell: a line with it in a cell cannot be made."""


Piece = str | Member | Either | Unknown


def templates(program: Program) -> Iterator[tuple[Piece, ...]]:
    """The ways to make a line that the scripts show, the likeliest first."""
    scopes = [node for node in walk(program.root) if _is_scope(node)]
    for scope in reversed(scopes):
        pieces = list(_written(scope, program))
        words = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
        if _TD.search(words) and any(isinstance(piece, Member) for piece in pieces):
            yield tuple(pieces)
    for scope in reversed(scopes):
        made = list(_made(scope, program))
        if len(made) > 1:
            yield tuple(piece for cell in made for piece in ("<td>", cell, "</td>"))


def columns(program: Program) -> Iterator[tuple[str | None, ...]]:
    """The members named, in order, by a list of columns that a library is handed.

    "" is a column of no member, None one that the library hides.
    """
    for node in walk(program.root):
        if node.type == "variable_declarator":
            listed = node.child_by_field_name("value")
            words = _words(listed) if listed is not None and listed.type == "array" else ()
            if words:
                yield words
        if node.type != "pair":
            continue
        key = text(node.child_by_field_name("key")).strip("'\"")
        value = node.child_by_field_name("value")
        if key not in _COLUMN_LISTS or value is None or value.type != "array":
            continue
        named = [_column(one) for one in value.named_children if one.type != "comment"]
        if named:
            yield tuple(named)


def sheets(program: Program) -> Iterator[tuple[Piece, ...]]:
    """The ways to write a sheet of one record that the scripts show, the fullest first."""
    scopes = [node for node in walk(program.root) if _is_scope(node)]
    written = [tuple(_written(scope, program)) for scope in scopes if scope.type != "program"]
    full = [pieces for pieces in written if _members(pieces) > 1]
    yield from sorted(full, key=_members, reverse=True)


def _members(pieces: tuple[Piece, ...]) -> int:
    return sum(1 for piece in pieces if isinstance(piece, Member | Either))


def attributes(program: Program) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The attributes that a script gives to a line it makes: « data-href », and of what."""
    for node in walk(program.root):
        if node.type == "call_expression":
            name = text(node.child_by_field_name("function")).rpartition(".")[2]
            given = arguments(node)
            key = string(given[0]) if len(given) == 2 else None
            if key is None or name not in ("setAttribute", "attr", "data"):
                continue
            key, value = (f"data-{key}" if name == "data" else key), given[1]
        elif node.type == "assignment_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            owner = left.child_by_field_name("object") if left is not None else None
            if right is None or left is None:
                continue
            key, value = text(left.child_by_field_name("property")), right
            if text(owner).endswith(".dataset"):
                key = f"data-{_dashed(key)}"
            elif key == "href" and owner is not None and not text(owner).endswith("location"):
                key = "data-href"  # A link that the line holds.
            else:
                continue
        else:
            continue
        pieces = tuple(_pieces(value, program))
        if any(isinstance(piece, Member) for piece in pieces):
            yield key, pieces


def _dashed(key: str) -> str:
    return re.sub(r"([A-Z])", r"-\1", key).lower()


def joined(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """The text that pieces make of a record; None where it cannot be known."""
    made: list[str] = []
    for piece in pieces:
        said = piece if isinstance(piece, str) else None
        if isinstance(piece, Member):
            said = member(record, piece.path)
        if said is None:
            return None
        made.append(said)
    return "".join(made)


def line(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """The HTML of one record's line; None where it cannot be known."""
    whole = markup(pieces, record)
    row = _ROW.search(whole) if whole is not None else None
    if row is not None:
        return row.group(0)
    cells = _CELLS.search(whole) if whole is not None else None
    return f"<tr>{cells.group(0)}</tr>" if cells is not None else None


def markup(pieces: tuple[Piece, ...], record: Record) -> str | None:
    """All the HTML that pieces make of a record; None where it cannot be known."""
    made: list[str] = []
    for piece in pieces:
        if isinstance(piece, Unknown):
            if _within_a_tag(made):
                continue  # An attribute for the eye: the colour of every second line.
            return None
        if isinstance(piece, str):
            made.append(piece)
        elif isinstance(piece, Member):
            value = member(record, piece.path)
            if value is None:
                return None
            made.append(html.escape(value) if piece.as_text else value)
        else:
            value = member(record, piece.path)
            holds = value == piece.equals if piece.equals is not None else _is_true(value)
            made.append(piece.then if holds else piece.otherwise)
    return "".join(made)


def _within_a_tag(made: list[str]) -> bool:
    said = "".join(made)
    return said.rfind("<") > said.rfind(">")


def member(record: object, path: Path) -> str | None:
    """A record's member as a page shows it; None where the record has none of that name."""
    value: object = record
    for name in path:
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return None
    return shown(value)


def shown(value: object) -> str | None:
    """A value of JSON as text; None for what is no single value."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float():
            return str(value)
        case list() if all(isinstance(one, str | int | float) for one in value):
            return ", ".join(str(one) for one in value)
        case _:
            return None


def _makes_a_cell(call: Node, program: Program) -> bool:
    """Whether it calls a function of the page's own that makes one cell."""
    function = call.child_by_field_name("function")
    own = program.functions.get(text(function)) if function is not None else None
    return own is not None and _CELL_MAKER.search(text(own)) is not None


def _shown_by(call: Node, program: Program) -> Piece:
    """What a cell made so shows: the one member, or the one word, that the function is given."""
    found = [_value(one, program) for one in arguments(call)]
    members = [one for one in found if isinstance(one, Member | Either)]
    words = [literal for one in arguments(call) if (literal := string(one)) is not None]
    if len(members) == 1:
        only = members[0]
        return Member(only.path, as_text=True) if isinstance(only, Member) else only
    return words[0] if len(words) == 1 and not members else Unknown()


def sets_text(program: Program) -> bool:
    """Whether the scripts put values in as text, not as HTML."""
    return any(_SETS_TEXT.search(source) for source in program.sources)


def _is_true(value: str | None) -> bool:
    return value not in (None, "", "0", "non", "false")


def _words(array: Node) -> tuple[str, ...]:
    """The strings of an array of nothing else; () of any other."""
    words = [string(one) for one in array.named_children]
    return tuple(word for word in words if word is not None) if None not in words else ()


def _column(node: Node) -> str | None:
    """The member that one column shows: `{data: "x"}`, or its name alone."""
    if (name := string(node)) is not None:
        return name
    if node.type != "object":
        return ""
    pairs = {
        text(pair.child_by_field_name("key")).strip("'\""): pair.child_by_field_name("value")
        for pair in node.named_children
    }
    if any(text(pairs.get(key)) == "false" for key in ("visible", "bVisible")):
        return None
    return next((string(pairs[key]) or "" for key in _COLUMN_KEYS if key in pairs), "")


def _is_scope(node: Node) -> bool:
    return node.type in (
        "function_expression",
        "arrow_function",
        "function_declaration",
        "for_in_statement",
        "for_statement",
        "program",
    )


def _written(scope: Node, program: Program) -> Iterator[Piece]:
    """What a scope's strings say in their order, with what is put between them."""
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        if node is not scope and _is_scope(node) and not _TD.search(text(node)):
            continue
        if node.type == "template_string" or _is_join(node):
            if "<" in text(node):
                yield from _pieces(node, program)
            continue
        if node.type == "string":
            if "<" in (string(node) or "") and not _is_argument_of_library(node):
                yield string(node) or ""
            continue
        waiting.extend(reversed(node.children))


def _is_join(node: Node) -> bool:
    return node.type == "binary_expression" and text(node.child_by_field_name("operator")) == "+"


def _is_argument_of_library(node: Node) -> bool:
    """Whether it is the `'<td>'` of `$('<td>')`, which makes an element and writes nothing."""
    call = node.parent.parent if node.parent is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    return text(function) in ("$", "jQuery")


def _pieces(node: Node, program: Program) -> Iterator[Piece]:
    if (literal := string(node)) is not None:
        yield literal
    elif _is_join(node):
        for side in ("left", "right"):
            inner = node.child_by_field_name(side)
            if inner is not None:
                yield from _pieces(inner, program)
    elif node.type == "template_string":
        for child in node.children:
            if child.type == "template_substitution":
                yield from _pieces(child.named_children[0], program)
            elif child.type == "string_fragment":
                yield text(child)
    elif node.type == "parenthesized_expression" and node.named_children:
        yield from _pieces(node.named_children[0], program)
    else:
        yield _value(node, program)


def _value(node: Node, program: Program) -> Piece:
    if node.type == "ternary_expression":
        return _either(node)
    if node.type == "parenthesized_expression" and node.named_children:
        return _value(node.named_children[0], program)
    if node.type == "binary_expression":
        # « c.salle || '' »: what is missing is empty.
        left = node.child_by_field_name("left")
        alone = text(node.child_by_field_name("operator")) in ("||", "??")
        return _value(left, program) if left is not None and alone else Unknown()
    path = _path(node)
    if path:
        return Member(path)
    if node.type == "call_expression":
        return _called(node, program)
    return Unknown()


def _called(node: Node, program: Program) -> Piece:
    """A member that a function makes mere text of, or leaves as it is."""
    function = node.child_by_field_name("function")
    name = text(function).rpartition(".")[2]
    found = [_value(one, program) for one in arguments(node)]
    members = [one for one in found if isinstance(one, Member)]
    own = program.functions.get(name)
    escapes = _ESCAPER.search(name) or (own is not None and _ESCAPING.search(text(own)))
    if len(members) == 1 and (escapes or name in ("String", "encodeURIComponent", "Number")):
        return Member(members[0].path, as_text=True)
    owner = function.child_by_field_name("object") if function is not None else None
    if owner is not None and name in ("toString", "trim") and not found:
        return _value(owner, program)
    return Unknown()


def _either(node: Node) -> Piece:
    condition = node.child_by_field_name("condition")
    ways = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
    then, otherwise = (string(way) for way in ways)
    while condition is not None and condition.type == "parenthesized_expression":
        condition = condition.named_children[0]
    if condition is None:
        return Unknown()
    path, equals = _path(condition), None
    if condition.type == "binary_expression":
        path = _path(condition.child_by_field_name("left"))
        equals = string(condition.child_by_field_name("right"))
    if not path:
        return Unknown()
    if then is not None and otherwise is not None:
        return Either(path, equals, then, otherwise)
    # « c.x ? c.x : '' » and « c.x === null ? '' : c.x » show the member.
    shown_one = next((_path(way) for way in ways if _path(way)), ())
    return Member(shown_one) if shown_one and "" in (then, otherwise) else Unknown()


def _path(node: Node | None) -> Path:
    """The members below a record's name: `c.enseignant.nom` is (enseignant, nom)."""
    if node is None or node.type not in ("member_expression", "subscript_expression"):
        return ()
    owner = node.child_by_field_name("object")
    if node.type == "member_expression":
        key: str | None = text(node.child_by_field_name("property"))
    else:
        key = string(node.child_by_field_name("index"))
    if key is None or owner is None:
        return ()
    if owner.type == "identifier":
        if text(owner) in ("document", "window", "$", "jQuery"):
            return ()
        # « var e = d.evaluation »: the record's part, under a name of its own.
        return (*_path(local_value(owner, text(owner))), key)
    # « rows[i].x »: the record is one of a list.
    if owner.type == "subscript_expression" and string(owner.child_by_field_name("index")) is None:
        return (key,)
    outer = _path(owner)
    return (*outer, key) if outer else ()


def _made(scope: Node, program: Program) -> Iterator[Piece]:
    """Cells that a scope makes and gives their text, in their order."""
    for node in walk(scope):
        if node.type == "call_expression" and _makes_a_cell(node, program):
            yield _shown_by(node, program)
            continue
        value: Node | None = None
        key = ""
        if node.type == "call_expression":
            key = text(node.child_by_field_name("function")).rpartition(".")[2]
            given = arguments(node)
            value = given[0] if key in ("text", "html") and len(given) == 1 else None
        elif node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            key = text(left.child_by_field_name("property")) if left is not None else ""
            if key in _TEXT_SETTERS:
                value = node.child_by_field_name("right")
        if value is None:
            continue
        made = _value(value, program)
        if isinstance(made, Member):
            yield Member(made.path, as_text=key not in ("html", "innerHTML"))
        elif isinstance(made, Either):
            yield made
