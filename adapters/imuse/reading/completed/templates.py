"""How a script makes a line of a list of one record of JSON, as far as its literals say.

A script that fills a list does it in one of a few ways: it joins pieces of HTML with the record's
members, it makes cells and gives them their text, or it hands a library a list of columns.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from adapters.imuse.reading.completed.expressions import is_join, joined_list, operands, pieces_of
from adapters.imuse.reading.completed.pieces import Either, Member, Piece, Unknown, as_text, tells
from adapters.imuse.reading.scripts.scripts import Program, local_value, string, text, walk
from adapters.imuse.reading.scripts.values import arguments

_BRANCHES = ("if_statement", "switch_statement", "ternary_expression")
_TEXT_SETTERS = ("innerText", "textContent", "innerHTML")
_CELL_MAKER = re.compile(r"createElement\(['\"]td['\"]\)|insertCell\(|\$\(['\"]<td")
_SETS_TEXT = re.compile(r"\.textContent\s*=|\.innerText\s*=|createTextNode\(|\.text\([^)]")
_TD = re.compile(r"<td\b", re.IGNORECASE)


def templates(program: Program) -> Iterator[tuple[Piece, ...]]:
    """The ways to make a line that the scripts show, the likeliest first."""
    scopes = [node for node in walk(program.root) if _is_scope(node)]
    for scope in reversed(scopes):
        pieces = list(_written(scope, program))
        words = "".join(piece if isinstance(piece, str) else " " for piece in pieces)
        if _TD.search(words) and tells(pieces):
            yield tuple(pieces)
    for scope in reversed(scopes):
        made = list(_made(scope, program))
        if len(made) > 1:
            yield tuple(piece for cell in made for piece in ("<td>", *cell, "</td>"))


def cells_of(pieces: tuple[Piece, ...]) -> int:
    """How many cells a way to make a line has, known ones and others."""
    return sum(len(_TD.findall(piece)) for piece in pieces if isinstance(piece, str))


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
        pieces = tuple(pieces_of(value, program))
        if tells(pieces):
            yield key, pieces


def _dashed(key: str) -> str:
    return re.sub(r"([A-Z])", r"-\1", key).lower()


def _makes_a_cell(call: Node, program: Program) -> bool:
    """Whether it calls a function of the page's own that makes one cell."""
    function = call.child_by_field_name("function")
    own = program.functions.get(text(function)) if function is not None else None
    return own is not None and _CELL_MAKER.search(text(own)) is not None


def _shown_by(call: Node, program: Program) -> tuple[Piece, ...]:
    """What a cell made so shows: the one thing of the record, or the one word, that it is given."""
    given = [tuple(pieces_of(one, program)) for one in arguments(call)]
    told = [pieces for pieces in given if tells(pieces)]
    words = [literal for one in arguments(call) if (literal := string(one)) is not None]
    if len(told) == 1:
        return tuple(map(as_text, told[0]))
    return (words[0],) if len(words) == 1 and not told else (Unknown(),)


def sets_text(program: Program) -> bool:
    """Whether the scripts put values in as text, not as HTML."""
    return any(_SETS_TEXT.search(source) for source in program.sources)


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
    growing = _growing(scope)
    waiting = [scope]
    while waiting:
        node = waiting.pop()
        if node is not scope and _is_scope(node) and not _TD.search(text(node)):
            continue
        if node.type in _BRANCHES and node is not scope:
            if _may_write(node, growing):
                yield Unknown()
            elif _always(node):
                waiting.extend(reversed(node.children))
            continue
        added = _added(node, growing)
        if added is not None:
            for one in added:
                yield from pieces_of(one, program)
            continue
        if node.type == "template_string" or is_join(node):
            if "<" in text(node):
                yield from pieces_of(node, program)
            continue
        if node.type == "string":
            if "<" in (string(node) or "") and not _is_argument_of_library(node):
                yield string(node) or ""
            continue
        waiting.extend(reversed(node.children))


def _growing(scope: Node) -> set[str]:
    """What the scope calls the texts, or the lists of texts, that it gathers HTML in."""
    return {
        name
        for node in walk(scope)
        for name, added in [_adding(node)]
        if any("<" in (string(one) or "") for part in added for one in walk(part))
    }


def _adding(node: Node) -> tuple[str, list[Node]]:
    """(what is added to, what is added): « s += x », « s = s + x », « s.push(x) »."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is not None and right is not None:
        grows = node.type == "augmented_assignment_expression"
        if grows and text(node.child_by_field_name("operator")) == "+=":
            return text(left), [right]
        if node.type == "assignment_expression":
            first, *others = operands(right)
            if others and text(first) == text(left):
                return text(left), others
    if node.type == "call_expression":
        owner, _, name = text(node.child_by_field_name("function")).rpartition(".")
        if name == "push":
            return owner, arguments(node)
    return "", []


def _added(node: Node, growing: set[str]) -> list[Node] | None:
    """What a statement adds to a text that is gathered, or a list that is joined at once."""
    name, added = _adding(node)
    return added if name in growing else joined_list(node)


def _may_write(branch: Node, growing: set[str]) -> bool:
    """Whether a condition decides on what is written, or on whether a line is."""
    if _always(branch):
        return False
    return any(
        _adding(node)[0] in growing
        or node.type == "continue_statement"
        or (node.type in ("string", "template_string") and "<" in text(node))
        for node in walk(branch)
    )


def _always(branch: Node) -> bool:
    """Whether a condition holds for every record: it only asks whether it is the list's own."""
    return "hasOwnProperty" in text(branch.child_by_field_name("condition"))


def _is_argument_of_library(node: Node) -> bool:
    """Whether it is the `'<td>'` of `$('<td>')`, which makes an element and writes nothing."""
    call = node.parent.parent if node.parent is not None else None
    function = call.child_by_field_name("function") if call is not None else None
    return text(function) in ("$", "jQuery")


def _made(scope: Node, program: Program) -> Iterator[tuple[Piece, ...]]:
    """Cells that a scope makes and gives their text, in their order."""
    for node in walk(scope):
        if node.type == "call_expression" and _makes_a_cell(node, program):
            yield (Unknown(),) if _perhaps(node, scope) else _shown_by(node, program)
            continue
        owner, key, value = _setting(node)
        if value is None:
            continue
        made = tuple(pieces_of(value, program))
        if tells(made) and not _perhaps(node, scope):
            yield made if key in ("html", "innerHTML") else tuple(map(as_text, made))
        elif tells(made) or _is_cell(owner):
            yield (Unknown(),)


def _setting(node: Node) -> tuple[Node | None, str, Node | None]:
    """(what is given a text, by which name, the text); no text for anything else."""
    if node.type == "call_expression":
        function = node.child_by_field_name("function")
        key = text(function).rpartition(".")[2]
        given = arguments(node)
        if function is not None and key in ("text", "html") and len(given) == 1:
            return function.child_by_field_name("object"), key, given[0]
    elif node.type == "assignment_expression":
        left = node.child_by_field_name("left")
        key = text(left.child_by_field_name("property")) if left is not None else ""
        if left is not None and key in _TEXT_SETTERS:
            return left.child_by_field_name("object"), key, node.child_by_field_name("right")
    return None, "", None


def _is_cell(node: Node | None) -> bool:
    """Whether an expression is a cell that the script has made."""
    made = local_value(node, text(node)) if node is not None else None
    return _CELL_MAKER.search(text(node)) is not None or _CELL_MAKER.search(text(made)) is not None


def _perhaps(node: Node, scope: Node) -> bool:
    """Whether a condition decides on what a place within a scope does."""
    around = node.parent
    while around is not None and around != scope:
        if around.type in _BRANCHES and not _always(around):
            return True
        around = around.parent
    return False
