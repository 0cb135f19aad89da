"""The list of columns that a script hands a library: what each of them shows of a record."""

from collections.abc import Iterator

from tree_sitter import Node

from adapters.imuse.reading.completed.expressions import Expressions
from adapters.imuse.reading.completed.pieces import Member, Path, Piece, Unknown
from adapters.imuse.reading.scripts.scripts import Program, string, text, walk

_COLUMN_KEYS = ("data", "mData", "field", "key", "prop", "dataIndex", "mDataProp")
_COLUMN_LISTS = ("columns", "aoColumns", "colModel", "fields")
_RENDERS = ("render", "mRender", "fnRender", "formatter")
_PLAIN = ("text", "html", "plaintext", "textarea")
"""What libraries call a column that shows its member as it is."""

Column = str | tuple[Piece, ...] | None
"""The name of a member, or what a function of the page makes of it; "" is a column of no member,
None one that the library hides."""


def columns(program: Program) -> Iterator[tuple[Column, ...]]:
    """The columns, in order, of each list of columns that a library is handed."""
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
        named = [_column(one, program) for one in value.named_children if one.type != "comment"]
        if named:
            yield tuple(named)


def rendered(function: Node | None, name: str, program: Program) -> Column:
    """What a function of the page makes of the member of that name."""
    if function is not None and function.type == "identifier":
        function = program.functions.get(text(function))
    if function is None:
        return (Unknown(),)
    path = tuple(name.split(".")) if name else ()
    given = dict(zip(_parameters(function), _meant(path, function), strict=False))
    result = _result(function)
    return (Unknown(),) if result is None else tuple(Expressions(program, given).pieces_of(result))


def _meant(path: Path, function: Node) -> tuple[Path, ...]:
    """What a library calls such a function with: the member and the record, or so."""
    # « (data, type, row) » and « (value, row, index) »: what stands for no record is never a path.
    second = _parameters(function)[1:2]
    return (path, (), ()) if second == ["row"] else (path, ("",), ())


def _parameters(function: Node) -> list[str]:
    single = function.child_by_field_name("parameter")
    parameters = function.child_by_field_name("parameters")
    nodes = [single] if single is not None else parameters.named_children if parameters else []
    return [text(one) for one in nodes if one.type == "identifier"]


def _result(function: Node) -> Node | None:
    """The one expression that a function gives back, None where it does anything else."""
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block":
        return body
    statements = [one for one in body.named_children if one.type != "comment"]
    returns = len(statements) == 1 and statements[0].type == "return_statement"
    return next(iter(statements[0].named_children), None) if returns else None


def _words(array: Node) -> tuple[str, ...]:
    """The strings of an array of nothing else; () of any other."""
    words = [string(one) for one in array.named_children]
    return tuple(word for word in words if word is not None) if None not in words else ()


def _column(node: Node, program: Program) -> Column:
    """What one column shows: `{data: "x"}`, or the member's name alone."""
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
    named = next((string(pairs[key]) or "" for key in _COLUMN_KEYS if key in pairs), "")
    render = next((pairs[key] for key in _RENDERS if key in pairs), None)
    if render is None or string(render) in _PLAIN:
        return named
    if text(render).endswith(".render.text()"):
        return (Member(tuple(named.split(".")), as_text=True),)
    return rendered(render, named, program)
