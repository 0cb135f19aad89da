"""What a page's scripts say literally: dialogues at load, and what pressing something does.

No script is ever run. Its syntax tree is walked with the literals it holds; whatever depends on
more than these stays unknown.
"""

from collections.abc import Iterator

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_FUNCTIONS = ("function_declaration", "function_expression", "arrow_function", "method_definition")


class Program:
    """Scripts, parsed together: their functions and variables know each other."""

    def __init__(self, sources: list[str]) -> None:
        """`sources` in the order in which the page runs them."""
        self.sources = tuple(source for source in sources if source.strip())
        self.root = _parse("\n;\n".join(map(_bare, self.sources)))
        self.functions = dict(_functions(self.root))
        self.variables = dict(_variables(self.root))

    def handler(self, source: str) -> Node:
        """The statements of an `onclick` or `javascript:` address."""
        text = source.strip()
        if text.lower().startswith("javascript:"):
            text = text[len("javascript:") :]
        return _parse(text)


def _parse(source: str) -> Node:
    parser = Parser(Language(tree_sitter_javascript.language()))
    return parser.parse(source.encode()).root_node


def _bare(source: str) -> str:
    """Old pages wrap their scripts in an HTML comment, for browsers that knew no scripts."""
    return source.replace("<!--", "//", 1) if source.lstrip().startswith("<!--") else source


def _functions(root: Node) -> Iterator[tuple[str, Node]]:
    for node in walk(root):
        if node.type == "function_declaration":
            yield text(node.child_by_field_name("name")), node
        elif node.type in ("variable_declarator", "assignment_expression", "pair"):
            name, value = _sides(node)
            if value is not None and value.type in _FUNCTIONS:
                yield text(name).rpartition(".")[2], value


def _variables(root: Node) -> Iterator[tuple[str, Node]]:
    for node in root.children:
        for inner in walk(node, into_functions=False):
            if inner.type in ("variable_declarator", "assignment_expression"):
                name, value = _sides(inner)
                if name is not None and name.type == "identifier" and value is not None:
                    yield text(name), value


def _sides(node: Node) -> tuple[Node | None, Node | None]:
    for left, right in (("name", "value"), ("left", "right"), ("key", "value")):
        value = node.child_by_field_name(right)
        if value is not None and (name := node.child_by_field_name(left)) is not None:
            return name, value
    return None, None


def walk(node: Node, *, into_functions: bool = True) -> Iterator[Node]:
    """The node and all below it, in the order of the source."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(
            child
            for child in reversed(current.children)
            if into_functions or child.type not in _FUNCTIONS
        )


def local_value(node: Node, name: str) -> Node | None:
    """What a variable of the functions around a place was made of."""
    around: Node | None = node
    while around is not None:
        if around.type in _FUNCTIONS:
            body = around.child_by_field_name("body")
            for one in walk(body, into_functions=False) if body is not None else ():
                named = text(one.child_by_field_name("name"))
                if one.type == "variable_declarator" and named == name:
                    return one.child_by_field_name("value")
        around = around.parent
    return None


def text(node: Node | None) -> str:
    """The source of a node."""
    return node.text.decode() if node is not None and node.text is not None else ""


def string(node: Node | None) -> str | None:
    """The value of a literal string or number, None for anything else."""
    if node is None:
        return None
    if node.type == "number":
        return text(node)
    if node.type == "string" or (
        node.type == "template_string"
        and not any(child.type == "template_substitution" for child in node.children)
    ):
        return unescaped(text(node)[1:-1])
    return None


def unescaped(body: str) -> str:
    """What the source of a literal says: its escapes as the characters that they stand for."""
    out: list[str] = []
    place = 0
    while place < len(body):
        if body[place] != "\\" or place + 1 == len(body):
            out.append(body[place])
            place += 1
            continue
        kind = body[place + 1]
        width = {"x": 2, "u": 4}.get(kind, 0)
        digits = body[place + 2 : place + 2 + width]
        if width and len(digits) == width and all(c in "0123456789abcdefABCDEF" for c in digits):
            out.append(chr(int(digits, 16)))
        else:
            width = 0
            out.append(_ESCAPES.get(kind, kind))
        place += 2 + width
    return "".join(out)
