"""Whether a script's condition holds, as far as literals tell. None is "cannot be known"."""

from collections.abc import Mapping

from tree_sitter import Node

from adapters.imuse.reading.scripts.scripts import text
from adapters.imuse.reading.scripts.values import Value, Values

_FALSE = ("", "0", "false", "null", "undefined")
_HAS = (".hasAttribute", ".has")
_EQUAL = {"==": True, "===": True, "!=": False, "!==": False}


def truth(node: Node | None, known: Mapping[str, Value], values: Values) -> bool | None:
    """The condition's truth; a family that presses a button confirms what it is asked."""
    if node is None:
        return None
    match node.type:
        case "parenthesized_expression":
            return truth(node.named_children[0] if node.named_children else None, known, values)
        case "true" | "false":
            return node.type == "true"
        case "unary_expression":
            inner = truth(node.child_by_field_name("argument"), known, values)
            negated = text(node.child_by_field_name("operator")) == "!"
            return not inner if negated and inner is not None else None
        case "binary_expression":
            return _compared(node, known, values)
        case "call_expression" if text(node).startswith(("confirm(", "window.confirm(")):
            return True
        case "call_expression" if text(node.child_by_field_name("function")).endswith(_HAS):
            return values.has(node, known)
        case "member_expression" if text(node.child_by_field_name("property")) == "length":
            return truth(node.child_by_field_name("object"), known, values)
    value = values.of(node, known)
    return value not in _FALSE if isinstance(value, str) else None


def _compared(node: Node, known: Mapping[str, Value], values: Values) -> bool | None:
    sides = [node.child_by_field_name(name) for name in ("left", "right")]
    operator = text(node.child_by_field_name("operator"))
    if operator in ("&&", "||"):
        decides = operator == "||"
        truths = [truth(side, known, values) for side in sides]
        if decides in truths:
            return decides
        return None if None in truths else not decides
    if operator == ">" and text(sides[1]) == "0":
        return truth(sides[0], known, values)
    left, right = (literal(side, known, values) for side in sides)
    if operator in _EQUAL and left is not None and right is not None:
        return (left == right) is _EQUAL[operator]
    return None


def literal(node: Node | None, known: Mapping[str, Value], values: Values) -> str | None:
    """The text of a value that is known, with nothing and null as the empty text."""
    if node is not None and node.type in ("null", "undefined"):
        return ""
    value = values.of(node, known)
    return value if isinstance(value, str) else None
