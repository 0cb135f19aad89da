"""What an expression of a script makes of a record of JSON, as far as its literals say."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from adapters.imuse.reading.pieces import (
    COMPARING,
    Either,
    Member,
    Path,
    Piece,
    Test,
    Unknown,
    as_text,
    tells,
)
from adapters.imuse.reading.scripts import Program, local_value, string, text, unescaped
from adapters.imuse.reading.values import arguments

_ESCAPER = re.compile(
    r"^(esc|escape\w*|esc_?html|echap\w*|html_?(escape|encode|entities|specialchars)?|"
    r"encode(_?html|_?entities)?|e|h|safe|te?xte?)$",
    re.IGNORECASE,
)
_OWN_ESCAPER = re.compile(r"^(esc|escape\w*|esc_?html|echap\w*)$", re.IGNORECASE)
_AS_IS = ("String", "encodeURIComponent", "Number")
_WORDS = {"null": None, "undefined": None, "true": True, "false": False}
_ESCAPING = re.compile(r"&amp;|&lt;|createTextNode|textContent|\.text\(")


def pieces_of(node: Node, program: Program) -> Iterator[Piece]:
    """The pieces that an expression joins, the unknown ones too."""
    if (literal := string(node)) is not None:
        yield literal
    elif is_join(node):
        if not _is_text(node):
            yield Unknown()  # Perhaps a sum.
            return
        for side in ("left", "right"):
            inner = node.child_by_field_name(side)
            if inner is not None:
                yield from pieces_of(inner, program)
    elif node.type == "template_string":
        for child in node.children:
            if child.type == "template_substitution":
                yield from pieces_of(child.named_children[0], program)
            elif child.type in ("string_fragment", "escape_sequence"):
                yield unescaped(text(child))
    elif node.type == "parenthesized_expression" and node.named_children:
        yield from pieces_of(node.named_children[0], program)
    elif (listed := joined_list(node)) is not None:
        for one in listed:
            yield from pieces_of(one, program)
    else:
        yield _value(node, program)


def _value(node: Node, program: Program) -> Piece:
    if node.type == "ternary_expression":
        return _either(node, program)
    if node.type == "parenthesized_expression" and node.named_children:
        return _value(node.named_children[0], program)
    if node.type == "binary_expression":
        return _or(node, program)
    path = _path(node)
    if path:
        return Member(path)
    if node.type == "call_expression":
        return _called(node, program)
    return Unknown()


def _or(node: Node, program: Program) -> Piece:
    """« c.salle || '' »: a member, and what stands for it where it is empty or missing."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    operator = text(node.child_by_field_name("operator"))
    if left is None or right is None or operator not in ("||", "??"):
        return Unknown()
    return _unless(_value(left, program), tuple(pieces_of(right, program)), operator)


def _unless(piece: Piece, otherwise: tuple[Piece, ...], operator: str) -> Piece:
    if isinstance(piece, Member):
        if operator == "??":
            return Either(Test(piece.path, "=="), otherwise, (piece,))
        return Either(Test(piece.path), (piece,), otherwise)
    if isinstance(piece, Either) and operator == "||" and len(piece.otherwise) == 1:
        return Either(piece.test, piece.then, (_unless(piece.otherwise[0], otherwise, operator),))
    return Unknown()


def _called(node: Node, program: Program) -> Piece:
    """A member that a function makes mere text of, or leaves as it is."""
    function = node.child_by_field_name("function")
    name = text(function).rpartition(".")[2]
    given = [_value(one, program) for one in arguments(node)]
    told = [one for one in given if tells((one,))]
    if len(told) == 1 and (_escapes(name, program) or name in _AS_IS):
        return as_text(told[0])
    owner = function.child_by_field_name("object") if function is not None else None
    if owner is not None and name in ("toString", "trim") and not given:
        return _value(owner, program)
    return Unknown()


def _escapes(name: str, program: Program) -> bool:
    """Whether a function only makes mere text of what it is given: by its name, or by its body."""
    own = program.functions.get(name)
    if own is None:
        return _ESCAPER.match(name) is not None
    return _ESCAPING.search(text(own)) is not None or _OWN_ESCAPER.match(name) is not None


def _either(node: Node, program: Program) -> Piece:
    found = _test(node.child_by_field_name("condition"))
    then, otherwise = (
        tuple(pieces_of(way, program)) if way is not None else (Unknown(),)
        for way in map(node.child_by_field_name, ("consequence", "alternative"))
    )
    if found is None:
        return Unknown()
    test, negated = found
    return Either(test, otherwise, then) if negated else Either(test, then, otherwise)


def _test(node: Node | None) -> tuple[Test, bool] | None:
    """(the condition on a member, whether it is negated); None for any other condition."""
    if node is None:
        return None
    if node.type == "parenthesized_expression" and node.named_children:
        return _test(node.named_children[0])
    operator = text(node.child_by_field_name("operator"))
    if node.type == "unary_expression" and operator == "!":
        inner = _test(node.child_by_field_name("argument"))
        return None if inner is None else (inner[0], not inner[1])
    if path := _path(node):
        return Test(path), False
    path = _path(node.child_by_field_name("left"))
    right = node.child_by_field_name("right")
    negated = operator in ("!=", "!==")
    operator = operator.replace("!", "=") if negated else operator
    if node.type != "binary_expression" or not path or operator not in COMPARING or right is None:
        return None
    if right.type in _WORDS:
        return Test(path, operator, _WORDS[right.type]), negated
    literal = string(right)
    if literal is None:
        return None
    return Test(path, operator, float(literal) if right.type == "number" else literal), negated


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
    if owner.type in ("identifier", "this"):
        if text(owner) in ("document", "window", "$", "jQuery"):
            return ()
        # « var e = d.evaluation »: the record's part, under a name of its own.
        return (*_path(local_value(owner, text(owner))), key)
    # « rows[i].x »: the record is one of a list.
    if owner.type == "subscript_expression" and string(owner.child_by_field_name("index")) is None:
        return (key,)
    outer = _path(owner)
    return (*outer, key) if outer else ()


def is_join(node: Node) -> bool:
    """Whether an expression joins two others with « + »."""
    return node.type == "binary_expression" and text(node.child_by_field_name("operator")) == "+"


def joined_list(node: Node) -> list[Node] | None:
    """What « ['<td>', c.x].join('') » joins, None for any other expression."""
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    owner = function.child_by_field_name("object") if function is not None else None
    if owner is None or owner.type != "array" or not text(function).endswith(".join"):
        return None
    return owner.named_children if [string(one) for one in arguments(node)] == [""] else None


def operands(node: Node) -> list[Node]:
    """What « + » joins, from the left."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if not is_join(node) or left is None or right is None:
        return [node]
    return [*operands(left), right]


def _is_text(node: Node | None) -> bool:
    """Whether an expression is a text for certain: what « + » joins to it is joined, not added."""
    if node is None:
        return False
    if node.type == "parenthesized_expression":
        return any(_is_text(one) for one in node.named_children)
    if is_join(node):
        return any(_is_text(node.child_by_field_name(side)) for side in ("left", "right"))
    return node.type in ("string", "template_string", "call_expression")
