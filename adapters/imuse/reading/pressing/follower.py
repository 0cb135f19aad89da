"""Follows what a script does through the functions that it calls."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from tree_sitter import Node

from adapters.imuse.reading.scripts.conditions import literal, truth
from adapters.imuse.reading.scripts.effects import Effects
from adapters.imuse.reading.scripts.scripts import Program, string, text, walk
from adapters.imuse.reading.scripts.values import (
    Action,
    Attribute,
    Data,
    Held,
    Own,
    Ref,
    Value,
    Values,
    arguments,
    holds_nothing,
)

_DEPTH = 8
_SOON = 10_000
"""Milliseconds."""
_DIALOGUE = re.compile(
    r"^(alert|swal|toast\w*|notif\w*|growl|dialog\w*|modal\w*|popup\w*|(show|affich\w*)_?"
    r"(message|msg|alert\w*|info\w*|erreur|error|notif\w*|modal\w*|dialog\w*|popup)\w*|"
    r"(message|msg)\w*|bootbox|success|error|info|warning|fire)$",
    re.IGNORECASE,
)
_LIBRARY_TABLE = re.compile(r"^(dataTable|bootstrapTable|jqGrid|tabulator)$", re.IGNORECASE)
_LOCATION = re.compile(r"(^|\.)location(\.href)?$|(^|\.)frames?\b.*\.src$")
_AT_LOAD = re.compile(r"(^|\.)onload$")
_LATER = ("ready", "load", "onload", "DOMContentLoaded")
_FUNCTIONS = ("function_expression", "arrow_function", "function_declaration")
_BRANCHES = ("if_statement", "ternary_expression")
_WINDOWS = ("window", "self", "top", "parent", "opener")
_METHODS = ("GET", "POST", "PUT")
_BUILT_IN = frozenset(
    """
    alert confirm prompt parseInt parseFloat isNaN String Number Boolean escape unescape
    focus encodeURIComponent decodeURIComponent encodeURI decodeURI setTimeout clearTimeout
    open $ jQuery require close print eval history fetch
    """.split()  # noqa: SIM905
)


class Follower:
    """Follows statements with what is known of their names."""

    def __init__(self, program: Program, attribute: Attribute, held: Held = holds_nothing) -> None:
        """`attribute` reads the pressed element's; at load nothing is pressed."""
        self._program = program
        self._values = Values(program, attribute, held)
        self._inside: list[int] = []
        self.effects = Effects()

    def at_load(self, root: Node) -> None:
        """Follow what runs by itself."""
        self._follow(root, {}, depth=0, sure=True, load=True)

    def pressed(
        self,
        root: Node,
        this: Ref = Ref(""),  # noqa: B008
        alias: str = "",
        records: tuple[str, ...] = (),
    ) -> None:
        """Follow a handler of what `this` is.

        A script around it calls this `alias`, and the record that it was made of `records`.
        """
        known: dict[str, Value] = {name: Own() for name in records}
        known["this"] = this
        if alias:
            known[alias] = this
        self._follow(root, known, depth=0, sure=True, load=False)

    def _follow(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        if node.type in _FUNCTIONS:
            return
        if node.type in _BRANCHES:
            self._branch(node, known, depth=depth, sure=sure, load=load)
            return
        if node.type == "switch_statement":
            self._switch(node, known, depth=depth, sure=sure, load=load)
            return
        if node.type == "catch_clause":
            sure = False
        if node.type == "variable_declarator":
            known[text(node.child_by_field_name("name"))] = self._values.of(
                node.child_by_field_name("value"), known
            )
        elif node.type == "assignment_expression":
            self._assign(node, known, depth=depth, sure=sure, load=load)
        elif node.type in ("call_expression", "new_expression"):
            self._call(node, known, depth=depth, sure=sure, load=load)
        for child in node.children:
            self._follow(child, known, depth=depth, sure=sure, load=load)

    def _branch(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        """Both ways where the condition is not known, neither of them certain."""
        condition = node.child_by_field_name("condition")
        holds = truth(condition, known, self._values)
        if condition is not None:
            self._follow(condition, known, depth=depth, sure=sure, load=load)
        for name, taken in (("consequence", True), ("alternative", False)):
            way = node.child_by_field_name(name)
            if way is not None and holds in (taken, None):
                certain = sure and holds is taken
                self._follow(way, known, depth=depth, sure=certain, load=load)

    def _switch(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        wanted = literal(node.child_by_field_name("value"), known, self._values)
        body = node.child_by_field_name("body")
        cases = body.named_children if body is not None else []
        named = [literal(one.child_by_field_name("value"), known, self._values) for one in cases]
        chosen = [one for one, name in zip(cases, named, strict=True) if name == wanted]
        if wanted is not None and not chosen:
            chosen = [one for one in cases if one.type == "switch_default"]
        for one in cases if wanted is None else chosen[:1]:
            for child in one.children:
                certain = sure and wanted is not None
                self._follow(child, known, depth=depth, sure=certain, load=load)

    def _assign(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        target, value = text(left), self._values.of(right, known)
        function = self._function(right)
        if function is not None:
            if load and _AT_LOAD.search(target):
                self._enter(function, [], known, depth=depth, sure=sure, load=load)
        elif _LOCATION.search(target):
            if isinstance(value, str):
                self.effects.opened.append((value, "GET", False, sure))
        elif left is not None and left.type == "identifier":
            known[target] = value
        elif left is not None and isinstance(value, str):
            self._set(left, value, known)

    def _set(self, left: Node, value: str, known: dict[str, Value]) -> None:
        key = text(left.child_by_field_name("property"))
        owner = self._values.of(left.child_by_field_name("object"), known)
        if key == "value" and isinstance(owner, Ref):
            self.effects.assigned.append((owner.name, value))
        elif key == "action" and isinstance(owner, Ref):
            self.effects.actions.append(value)

    def _call(
        self, node: Node, known: dict[str, Value], *, depth: int, sure: bool, load: bool
    ) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        name = text(function).rpartition(".")[2]
        nodes = arguments(node)
        given = [self._values.of(one, known) for one in nodes]
        owner = self._values.of(function.child_by_field_name("object"), known)
        options = [pair_of(one, key) for one in nodes for key in ("data", "body")]
        self._gather([*given, *(self._values.of(one, known) for one in options)])
        before = len(self.effects.opened)
        if load or name == "setTimeout":
            self._enter_callbacks(function, name, nodes, known, depth=depth, sure=sure, load=load)
        if self._is_own(function) and name in self._program.functions:
            inner = self._program.functions[name]
            self._enter(inner, given, known, depth=depth, sure=sure, load=load)
        elif _DIALOGUE.match(name) and sure:
            self.effects.said.extend(one for one in given[:2] if isinstance(one, str))
        elif name in ("submit", "requestSubmit") and isinstance(owner, Ref):
            self.effects.submitted.append((Ref(owner.name, form=True), False, sure))
        elif name == "submit" and function.type == "identifier":
            # In a handler of the markup, « submit() » alone is the pressed one's form's.
            self.effects.submitted.append((Ref("", form=True), False, sure))
        elif name in ("val", "attr", "prop") and isinstance(owner, Ref):
            self._set_by_library(name, owner, given)
        elif self._opens(text(function), name, nodes, given, known, sure=sure):
            into = (
                owner.name
                if (name == "load" or _LIBRARY_TABLE.match(name)) and isinstance(owner, Ref)
                else _put_into([*nodes, *_chained(node)])
            )
            for url, _, _, _ in self.effects.opened[before:] if into else ():
                self.effects.targets[url] = into
        elif function.type == "identifier" and name not in _BUILT_IN:
            self.effects.unknown.append(name)

    def _gather(self, given: Iterable[Value]) -> None:
        for one in given:
            if isinstance(one, Data):
                self.effects.data.append(one.form)
                self.effects.files = self.effects.files or one.files

    def _set_by_library(self, name: str, owner: Ref, given: list[Value]) -> None:
        if name == "val" and len(given) == 1 and isinstance(given[0], str):
            self.effects.assigned.append((owner.name, given[0]))
        elif given[:1] == ["action"] and len(given) == 2 and isinstance(given[1], str):
            self.effects.actions.append(given[1])

    def _enter_callbacks(
        self, function: Node, name: str, nodes: list[Node], known: dict[str, Value], *,
        depth: int, sure: bool, load: bool,
    ) -> None:  # fmt: skip
        soon = name == "setTimeout" and _is_soon(nodes)
        waits = (
            soon
            or name in ("ready", "$", "jQuery")
            or (
                name in ("addEventListener", "attachEvent", "on")
                and bool(nodes)
                and string(nodes[0]) in _LATER
            )
        )
        if soon and (source := string(nodes[0])):
            self._follow(
                self._program.handler(source), known, depth=depth + 1, sure=sure, load=load
            )
        while function.type == "parenthesized_expression" and function.named_children:
            function = function.named_children[0]
        called = [function] if function.type in _FUNCTIONS else []
        for callback in called + (nodes if waits else []):
            inner = self._function(callback)
            if inner is not None:
                self._enter(inner, [], known, depth=depth, sure=sure, load=load)

    def _function(self, node: Node | None) -> Node | None:
        """The function that an expression is or names."""
        if node is None or node.type in _FUNCTIONS:
            return node
        return self._program.functions.get(text(node)) if node.type == "identifier" else None

    def _is_own(self, function: Node) -> bool:
        """Whether a call is of the page's own functions: plain, of its window, of its object."""
        if function.type != "member_expression":
            return function.type == "identifier"
        owner = text(function.child_by_field_name("object"))
        made = self._program.variables.get(owner)
        return owner in _WINDOWS or (made is not None and made.type == "object")

    def _enter(
        self, function: Node, given: list[Value], known: dict[str, Value], *,
        depth: int, sure: bool, load: bool,
    ) -> None:  # fmt: skip
        body = function.child_by_field_name("body")
        if depth >= _DEPTH or body is None or function.id in self._inside:
            return
        inside = {**known, **dict(_bound(function, given))}
        self._inside.append(function.id)
        self._follow(body, inside, depth=depth + 1, sure=sure, load=load)
        self._inside.pop()

    def _opens(
        self, function: str, name: str, nodes: list[Node], given: list[Value],
        known: dict[str, Value], *, sure: bool,
    ) -> bool:  # fmt: skip
        first = given[0] if given else None
        if name in ("assign", "replace") and _LOCATION.search(function.rpartition(".")[0]):
            return self._open(first, "GET", by_script=False, sure=sure)
        if function in ("open", "window.open"):
            return self._open(first, "GET", by_script=False, sure=sure)
        if name == "open" and len(given) > 1 and isinstance(first, str):
            return self._open(given[1], first, by_script=True, sure=sure)
        if _LIBRARY_TABLE.match(name) and nodes:
            source = self._option(nodes[0], ("ajax", "sAjaxSource", "url"), known)
            return self._open(source, "GET", by_script=True, sure=sure)
        if name in ("load", "get", "getJSON", "fetch") and given and nodes[0].type != "object":
            if name == "load" and isinstance(first, str):
                first = first.split(" ")[0]
            if name != "fetch" and len(nodes) > 1 and nodes[1].type == "object":
                first = self._asking(first, nodes[1], known)
            method = self._option(nodes[1], ("method",), known) if len(nodes) > 1 else None
            return self._open(first, str(method or "GET"), by_script=True, sure=sure)
        if name == "post":
            return self._open(first, "POST", by_script=True, sure=sure)
        if name in ("ajax", "request") and nodes:
            named = [one for one in given if isinstance(one, str) and one.upper() in _METHODS]
            places = [one for one in given if isinstance(one, str | Action) and one not in named]
            url = places[0] if places else self._option(nodes[0], ("url",), known)
            method = named[0] if named else self._option(nodes[-1], ("method", "type"), known)
            data = pair_of(nodes[-1], "data")
            if data is not None and data.type == "object" and str(method or "GET").upper() == "GET":
                url = self._asking(url, data, known)
            return self._open(url, str(method or "GET"), by_script=True, sure=sure)
        return False

    def _open(self, url: Value, method: str, *, by_script: bool, sure: bool) -> bool:
        if isinstance(url, Action):
            self.effects.submitted.append((url.form, by_script, sure))
        elif isinstance(url, str):
            self.effects.opened.append((url, method.upper(), by_script, sure))
        else:
            self.effects.unread = self.effects.unread or by_script
        return True

    def _asking(self, url: Value, data: Node, known: dict[str, Value]) -> Value:
        """An address with what a script asks for added to it; None where that is not known."""
        pairs: list[tuple[str, str]] = []
        for pair in data.named_children:
            value = self._values.of(pair.child_by_field_name("value"), known)
            if not isinstance(value, str):
                return None
            pairs.append((text(pair.child_by_field_name("key")).strip("'\""), value))
        if not isinstance(url, str) or not pairs:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(pairs)}"

    def _option(self, node: Node, keys: tuple[str, ...], known: dict[str, Value]) -> Value:
        if node.type != "object":
            return None
        for pair in node.named_children:
            if text(pair.child_by_field_name("key")).strip("'\"") in keys:
                value_node = pair.child_by_field_name("value")
                if value_node is not None and value_node.type == "object":
                    return self._option(value_node, ("url",), known)
                return self._values.of(value_node, known)
        return None


def _chained(call: Node) -> Iterator[Node]:
    """What the calls made on a call's result are given: `fetch(…).then(…).then(…)`."""
    step = call.parent
    while step is not None and step.type in ("member_expression", "call_expression"):
        if step.type == "call_expression":
            yield from arguments(step)
        step = step.parent


def _put_into(nodes: list[Node]) -> str:
    """The id of the element that a call-back puts what came into, "" where none is named."""
    for node in nodes:
        for one in walk(node):
            if one.type == "call_expression":
                function = one.child_by_field_name("function")
                owner = function.child_by_field_name("object") if function is not None else None
                setter = text(function).rpartition(".")[2]
            elif one.type == "assignment_expression":
                left = one.child_by_field_name("left")
                owner = left.child_by_field_name("object") if left is not None else None
                setter = text(left.child_by_field_name("property")) if left is not None else ""
            else:
                continue
            named = re.search(r"""['"]#?([\w-]+)['"]""", text(owner)) if owner is not None else None
            if named is not None and setter in ("html", "append", "innerHTML", "replaceWith"):
                return named[1]
    return ""


def pair_of(node: Node, key: str) -> Node | None:
    """The value of a key of an object that is written out."""
    for pair in node.named_children if node.type == "object" else ():
        if text(pair.child_by_field_name("key")).strip("'\"") == key:
            return pair.child_by_field_name("value")
    return None


def _is_soon(nodes: list[Node]) -> bool:
    """Whether a timer runs before a person could read the page: the end of a session does not."""
    delay = text(nodes[1]) if len(nodes) > 1 else "0"
    return bool(nodes) and delay.isdecimal() and int(delay) < _SOON


def _bound(function: Node, given: list[Value]) -> Iterator[tuple[str, Value]]:
    parameters = function.child_by_field_name("parameters")
    single = function.child_by_field_name("parameter")
    nodes = [single] if single is not None else parameters.named_children if parameters else []
    for number, node in enumerate(nodes):
        names = [one for one in walk(node) if one.type == "identifier"]
        if names:
            yield text(names[0]), given[number] if number < len(given) else None
