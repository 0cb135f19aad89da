"""The clicks and submissions that a page's scripts listen to, by the selectors they name."""

import re
from collections.abc import Iterator

import msgspec
from tree_sitter import Node

from adapters.imuse.reading.completed.filled import LINES
from adapters.imuse.reading.scripts.scripts import Program, local_value, string, text, walk
from adapters.imuse.reading.scripts.values import arguments

_BINDERS = re.compile(
    r"^(click|on|bind|live|delegate|dblclick|submit|change|addEventListener|attachEvent)$"
)
_EACH = ("each", "forEach", "map")
_FUNCTIONS = ("function_expression", "arrow_function", "function_declaration")
_SELECTORS = ("$", "jQuery", "querySelector", "querySelectorAll")
_TAB_EVENTS = ("show", "select", "activate", "beforeActivate")
_ASSIGNED = ("onclick", "ondblclick", "onsubmit", "onchange")


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """One handler; `alias` is what the script around it calls the element."""

    selector: str
    event: str
    function: Node
    alias: str = ""
    records: tuple[str, ...] = ()
    """What the script calls the record that it made the element of."""


def bindings(program: Program) -> Iterator[Binding]:
    """What the scripts bind to elements, in their order."""
    for node in walk(program.root):
        if node.type == "call_expression":
            yield from _called(node, program)
        elif node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            handler = function_of(node.child_by_field_name("right"), program)
            key = text(left.child_by_field_name("property")) if left is not None else ""
            owner = left.child_by_field_name("object") if left is not None else None
            if handler is not None and key in _ASSIGNED:
                selector, alias = _selector(owner, program)
                if selector:
                    yield Binding(
                        selector=selector,
                        event=key,
                        function=handler,
                        alias=alias,
                        records=_records(node),
                    )


def dialogs(program: Program) -> Iterator[str]:
    """The selectors of what a library makes windows of, which are not open as yet."""
    for node in walk(program.root):
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        if text(function).rpartition(".")[2] != "dialog":
            continue
        given = arguments(node)
        options = given[0].named_children if given and given[0].type == "object" else []
        closed = any(
            text(pair.child_by_field_name("key")).strip("'\"") == "autoOpen"
            and text(pair.child_by_field_name("value")) in ("false", "!1", "0")
            for pair in options
        )
        owner = function.child_by_field_name("object") if function is not None else None
        selector, _ = _selector(owner, program)
        if closed and selector:
            yield selector


def _called(node: Node, program: Program) -> Iterator[Binding]:
    function = node.child_by_field_name("function")
    given = arguments(node)
    name = text(function).rpartition(".")[2] if function is not None else ""
    if name == "tabs":
        yield from _of_tabs(node, program)
        return
    if function is None or not given or not _BINDERS.match(name):
        return
    handler = function_of(given[-1], program)
    if handler is None:
        return
    if name == "delegate" and len(given) > 2:
        given = [given[1], given[0], given[2]]  # The older order: the selector, then the event.
    event = string(given[0]) or (name if name in ("submit", "change") else "click")
    owner = function.child_by_field_name("object")
    selector, alias = _selector(owner, program)
    delegated = string(given[1]) if len(given) > 2 else None
    if delegated:
        within = selector if selector and name in ("on", "delegate") else None
        selector = ",".join(
            f"{within} {one.strip()}" if within else one.strip() for one in delegated.split(",")
        )
    elif text(owner) in ("document", "window", "document.body"):
        selector = _closest(handler)
    if selector:
        yield Binding(
            selector=selector,
            event=event,
            function=handler,
            alias=alias,
            records=_records(node),
        )


def _of_tabs(node: Node, program: Program) -> Iterator[Binding]:
    """What a library's tabs call when one of them comes to the front."""
    function = node.child_by_field_name("function")
    given = arguments(node)
    owner = function.child_by_field_name("object") if function is not None else None
    selector, _ = _selector(owner, program)
    if selector is None or not given or given[0].type != "object":
        return
    for pair in given[0].named_children:
        key = text(pair.child_by_field_name("key")).strip("'\"")
        handler = function_of(pair.child_by_field_name("value"), program)
        if handler is not None and key in _TAB_EVENTS:
            links = ",".join(f"{one.strip()} a" for one in selector.split(","))
            yield Binding(selector=links, event="click", function=handler)


def _closest(handler: Node) -> str | None:
    """What a handler of the whole document looks for around the place that was pressed."""
    for node in walk(handler):
        if node.type == "call_expression":
            name = text(node.child_by_field_name("function")).rpartition(".")[2]
            given = arguments(node)
            named = [literal for one in given if (literal := string(one)) is not None]
            if name in ("closest", "matches") and named:
                return named[0]
    return None


def _selector(node: Node | None, program: Program) -> tuple[str | None, str]:
    """(the selector that an expression's elements are found by, what the script calls each)."""
    alias = ""
    if node is not None and node.type == "subscript_expression":
        node = node.child_by_field_name("object")
    if node is not None and node.type in ("identifier", "this"):
        alias = text(node)
        node = program.variables.get(alias) or local_value(node, alias) or _looped(node, alias)
    if node is None or node.type != "call_expression":
        return None, alias
    name = text(node.child_by_field_name("function")).rpartition(".")[2]
    given = arguments(node)
    if name in _SELECTORS and given and given[0].type == "this":
        return _selector(given[0], program)
    if _makes_a_line(name, given):
        return f"table[{LINES}] tr", alias
    literal = string(given[0]) if given else None
    if name in ("find", "children") and literal is not None:
        function = node.child_by_field_name("function")
        outer, _ = _selector(function.child_by_field_name("object") if function else None, program)
        return (f"{outer} {literal}" if outer else literal), alias
    if literal is None:
        return None, alias
    if name == "getElementById":
        return f"#{literal}", alias
    if name == "getElementsByClassName":
        return f".{literal}", alias
    if name == "getElementsByTagName":
        return literal, alias
    return (literal if name in _SELECTORS else None), alias


def _records(node: Node) -> tuple[str, ...]:
    """What the loops around a place call the record that they are at."""
    names: list[str] = []
    around: Node | None = node
    while around is not None:
        if around.type in _FUNCTIONS:
            call = around.parent.parent if around.parent is not None else None
            function = call.child_by_field_name("function") if call is not None else None
            parameters = around.child_by_field_name("parameters")
            if text(function).rpartition(".")[2] in _EACH and parameters is not None:
                names += [text(one) for one in parameters.named_children]
            single = around.child_by_field_name("parameter")
            names += [text(single)] if single is not None else []
        around = around.parent
    return tuple(names)


def _makes_a_line(name: str, given: list[Node]) -> bool:
    """Whether a call makes a line of a list: of the one that the script fills."""
    made = (string(given[0]) or "") if given else ""
    return name == "insertRow" or (
        made.strip("</> ").lower() == "tr" and name in ("createElement", "$", "jQuery")
    )


def _looped(node: Node, name: str) -> Node | None:
    """The elements that a loop around a place goes through, if `name` is what it calls each."""
    around: Node | None = node
    while around is not None:
        if around.type in _FUNCTIONS and around.parent is not None:
            call = around.parent.parent
            function = call.child_by_field_name("function") if call is not None else None
            looping = text(function).rpartition(".")[2] in _EACH if function is not None else False
            if looping and function is not None and _calls_it(around, name):
                return function.child_by_field_name("object")
        if around.type == "for_in_statement" and name in _names(around):
            return around.child_by_field_name("right")
        around = around.parent
    return None


def _calls_it(function: Node, name: str) -> bool:
    return name == "this" or any(
        text(one) == name
        for field in ("parameters", "parameter")
        if (parameters := function.child_by_field_name(field)) is not None
        for one in walk(parameters)
    )


def _names(loop: Node) -> set[str]:
    left = loop.child_by_field_name("left")
    return {text(one) for one in walk(left)} if left is not None else set()


def function_of(node: Node | None, program: Program) -> Node | None:
    """The function that an expression is, or names."""
    if node is None:
        return None
    if node.type == "identifier":
        return program.functions.get(text(node))
    return node if node.type in ("function_expression", "arrow_function") else None
