"""What an expression of a script makes of a record of JSON, as far as its literals say."""

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from adapters.imuse.reading.completed.pieces import (
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
from adapters.imuse.reading.scripts.scripts import Program, local_value, string, text, unescaped
from adapters.imuse.reading.scripts.values import arguments

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
    return Expressions(program).pieces_of(node)


class Expressions:
    """Reads expressions of one program."""

    def __init__(self, program: Program, given: Mapping[str, Path] | None = None) -> None:
        """`given` are names that stand for the record, or for members of it."""
        self._program = program
        self._given = given or {}

    def pieces_of(self, node: Node) -> Iterator[Piece]:
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
                    yield from self.pieces_of(inner)
        elif node.type == "template_string":
            for child in node.children:
                if child.type == "template_substitution":
                    yield from self.pieces_of(child.named_children[0])
                elif child.type in ("string_fragment", "escape_sequence"):
                    yield unescaped(text(child))
        elif node.type == "parenthesized_expression" and node.named_children:
            yield from self.pieces_of(node.named_children[0])
        elif (listed := joined_list(node)) is not None:
            for one in listed:
                yield from self.pieces_of(one)
        else:
            yield self._value(node)

    def _value(self, node: Node) -> Piece:
        if node.type == "ternary_expression":
            return self._either(node)
        if node.type == "parenthesized_expression" and node.named_children:
            return self._value(node.named_children[0])
        if node.type == "binary_expression":
            return self._or(node)
        path = self._path(node)
        if path:
            return Member(path)
        if node.type == "call_expression":
            return self._called(node)
        return Unknown()

    def _or(self, node: Node) -> Piece:
        """« c.salle || '' »: a member, and what stands for it where it is empty or missing."""
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = text(node.child_by_field_name("operator"))
        if left is None or right is None or operator not in ("||", "??"):
            return Unknown()
        return _unless(self._value(left), tuple(self.pieces_of(right)), operator)

    def _called(self, node: Node) -> Piece:
        """A member that a function makes mere text of, or leaves as it is."""
        function = node.child_by_field_name("function")
        name = text(function).rpartition(".")[2]
        given = [self._value(one) for one in arguments(node)]
        told = [one for one in given if tells((one,))]
        if len(told) == 1 and (self._escapes(name) or name in _AS_IS):
            return as_text(told[0])
        owner = function.child_by_field_name("object") if function is not None else None
        if owner is not None and name in ("toString", "trim") and not given:
            return self._value(owner)
        return Unknown()

    def _escapes(self, name: str) -> bool:
        """Whether a function only makes mere text of what it is given: its name or body says so."""
        own = self._program.functions.get(name)
        if own is None:
            return _ESCAPER.match(name) is not None
        return _ESCAPING.search(text(own)) is not None or _OWN_ESCAPER.match(name) is not None

    def _either(self, node: Node) -> Piece:
        found = self._test(node.child_by_field_name("condition"))
        then, otherwise = (
            tuple(self.pieces_of(way)) if way is not None else (Unknown(),)
            for way in map(node.child_by_field_name, ("consequence", "alternative"))
        )
        if found is None:
            return Unknown()
        test, negated = found
        return Either(test, otherwise, then) if negated else Either(test, then, otherwise)

    def _test(self, node: Node | None) -> tuple[Test, bool] | None:
        """(the condition on a member, whether it is negated); None for any other condition."""
        if node is None:
            return None
        if node.type == "parenthesized_expression" and node.named_children:
            return self._test(node.named_children[0])
        operator = text(node.child_by_field_name("operator"))
        if node.type == "unary_expression" and operator == "!":
            inner = self._test(node.child_by_field_name("argument"))
            return None if inner is None else (inner[0], not inner[1])
        if path := self._path(node):
            return Test(path), False
        path = self._path(node.child_by_field_name("left"))
        right = node.child_by_field_name("right")
        negated = operator in ("!=", "!==")
        operator = operator.replace("!", "=") if negated else operator
        if (
            node.type != "binary_expression"
            or not path
            or operator not in COMPARING
            or right is None
        ):
            return None
        if right.type in _WORDS:
            return Test(path, operator, _WORDS[right.type]), negated
        literal = string(right)
        if literal is None:
            return None
        return Test(path, operator, float(literal) if right.type == "number" else literal), negated

    def _path(self, node: Node | None) -> Path:
        """The members below a record's name: `c.enseignant.nom` is (enseignant, nom)."""
        if node is not None and node.type == "identifier":
            return self._given.get(text(node), ())
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
            if text(owner) in self._given:
                return (*self._given[text(owner)], key)
            # « var e = d.evaluation »: the record's part, under a name of its own.
            return (*self._path(local_value(owner, text(owner))), key)
        # « rows[i].x »: the record is one of a list.
        if (
            owner.type == "subscript_expression"
            and string(owner.child_by_field_name("index")) is None
        ):
            return (key,)
        outer = self._path(owner)
        return (*outer, key) if outer else ()


def _unless(piece: Piece, otherwise: tuple[Piece, ...], operator: str) -> Piece:
    if isinstance(piece, Member):
        if operator == "??":
            return Either(Test(piece.path, "=="), otherwise, (piece,))
        return Either(Test(piece.path), (piece,), otherwise)
    if isinstance(piece, Either) and operator == "||" and len(piece.otherwise) == 1:
        return Either(piece.test, piece.then, (_unless(piece.otherwise[0], otherwise, operator),))
    return Unknown()


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
