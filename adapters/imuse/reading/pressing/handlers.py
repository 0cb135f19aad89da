"""What a handler leaves to the browser: the button's own action, and values set for certain."""

from collections.abc import Iterator

from tree_sitter import Node

from adapters.imuse.reading.pressing.follower import Follower
from adapters.imuse.reading.scripts.scripts import Program, text, walk
from adapters.imuse.reading.scripts.values import Attribute, Held, Value

_DEEPEST = 4
_KEEPS_BACK = frozenset({"preventDefault", "stopPropagation", "alert", "focus", "select"})
"""What a script calls to keep an incomplete form back, and nothing more."""


class Watching(Follower):
    """Follows a script, and tells which values it sets whatever its conditions come to."""

    def __init__(self, program: Program, attribute: Attribute, held: Held) -> None:
        """As a follower."""
        super().__init__(program, attribute, held)
        self._perhaps: set[int] = set()

    @property
    def certain(self) -> list[tuple[str, str]]:
        """(control, value) of what is set under no condition that is not known to hold."""
        assigned = self.effects.assigned
        return [one for number, one in enumerate(assigned) if number not in self._perhaps]

    def _assign(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        before = len(self.effects.assigned)
        super()._assign(node, known, depth=depth, sure=sure, load=load)
        self._note(before, sure=sure)

    def _call(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        before = len(self.effects.assigned)
        super()._call(node, known, depth=depth, sure=sure, load=load)
        self._note(before, sure=sure)

    def _note(self, before: int, *, sure: bool) -> None:
        if not sure:
            self._perhaps.update(range(before, len(self.effects.assigned)))


def cancels(handler: Node, program: Program, depth: int = 0) -> bool:
    """Whether a handler, run to its end, keeps the browser from acting itself."""
    if any(_prevents(node) for node in walk(handler, into_functions=False)):
        return True
    returns = [
        node for node in walk(handler, into_functions=False) if node.type == "return_statement"
    ]
    return _ends_false(handler, program, depth) and all(
        _is_false(node, program, depth) for node in returns
    )


def _prevents(node: Node) -> bool:
    """Whether a call keeps the browser back where the script goes on, not only from a mistake."""
    if node.type != "call_expression" or _called(node) != "preventDefault":
        return False
    block = node.parent
    while block is not None and block.type not in ("statement_block", "program"):
        block = block.parent
    if block is None or block.parent is None or block.parent.type != "if_statement":
        return True
    return any(_called(one) not in _KEEPS_BACK for one in _calls(block))


def _ends_false(node: Node, program: Program, depth: int) -> bool:
    """Whether the last statement gives false back, in both ways of a condition."""
    if node.type in ("statement_block", "program"):
        said = [
            one for one in node.named_children if one.type not in ("comment", "empty_statement")
        ]
        return bool(said) and _ends_false(said[-1], program, depth)
    if node.type == "if_statement":
        ways = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
        return all(way is not None and _ends_false(way, program, depth) for way in ways)
    if node.type == "else_clause":
        return bool(node.named_children) and _ends_false(node.named_children[-1], program, depth)
    return node.type == "return_statement" and _is_false(node, program, depth)


def _is_false(statement: Node, program: Program, depth: int) -> bool:
    value = statement.named_children[0] if statement.named_children else None
    if value is None or depth > _DEEPEST:
        return False
    if value.type == "call_expression":
        function = program.functions.get(_called(value))
        body = function.child_by_field_name("body") if function is not None else None
        return body is not None and cancels(body, program, depth + 1)
    return text(value) in ("false", "!1")


def _calls(node: Node) -> Iterator[Node]:
    return (one for one in walk(node) if one.type == "call_expression")


def _called(call: Node) -> str:
    return text(call.child_by_field_name("function")).rpartition(".")[2]
