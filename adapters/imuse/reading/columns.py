"""The list of columns that a script hands a library: which member each of them shows."""

from collections.abc import Iterator

from tree_sitter import Node

from adapters.imuse.reading.scripts import Program, string, text, walk

_COLUMN_KEYS = ("data", "mData", "field", "key", "prop", "dataIndex", "mDataProp")
_COLUMN_LISTS = ("columns", "aoColumns", "colModel", "fields")


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
