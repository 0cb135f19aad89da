"""Values that a script's expressions have, as far as literals tell. None is "cannot be known"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tree_sitter import Node

from adapters.imuse.reading.scripts.scripts import Program, string, text


@dataclass(frozen=True)
class Ref:
    """Something on the page: a form or a control, by name, id or number; "" is the pressed one."""

    name: str
    form: bool = False


@dataclass(frozen=True)
class Action:
    """The address that a form's own markup gives."""

    form: Ref


@dataclass(frozen=True)
class Data:
    """All that a form would send."""

    form: Ref
    files: bool = False
    """Whether its files too."""


@dataclass(frozen=True)
class Own:
    """The data that the pressed element carries: its `data-` attributes, by their names."""


Value = str | Ref | Action | Data | Own | None
Attribute = Callable[[str], str]
"""Reads an attribute of the pressed element, "" where it has none."""

Held = Callable[[str], str | None]
"""What a control of the page holds, by its name or id; None where there is none such."""


def holds_nothing(name: str) -> None:
    """Of a page whose controls do not matter."""


_DOCUMENT = re.compile(r"^(?:(?:window|self|top|parent)\.)*document$")
_NOT_FORMS = frozenset(
    [
        "forms",
        "location",
        "body",
        "cookie",
        "all",
        "images",
        "links",
        "title",
        "head",
        "documentElement",
        "referrer",
        "URL",
    ]
)
_LIST = re.compile(r"\.(options|selectedOptions)$")
_NO_PANEL = "-"
"""A tab whose content comes from elsewhere has a panel that no script of the page knows."""
_PANEL = re.compile(r"\.(panel|newPanel)(\[0\])?$")
_NEAR = ("closest", "parents", "parent", "find", "children", "first", "eq", "filter")
"""Steps to a neighbour: its `data-` attributes are looked for on the pressed one and around it."""
_ENCODERS = ("encodeURIComponent", "escape", "encodeURI")
_SERIALISERS = re.compile(r"seriali[sz]e|formdata|urlsearchparams|param", re.IGNORECASE)


class Values:
    """Evaluates expressions of one program for one pressed element."""

    def __init__(self, program: Program, attribute: Attribute, held: Held = holds_nothing) -> None:
        """`attribute` reads the pressed element's; `held` what the page's controls hold."""
        self._program = program
        self._attribute = attribute
        self._held = held

    def of(self, node: Node | None, known: Mapping[str, Value]) -> Value:
        """The value of an expression, with what is known of the names in scope."""
        if node is None:
            return None
        literal = string(node)
        if literal is not None:
            return literal
        match node.type:
            case "identifier":
                return self.named(text(node), known)
            case "true" | "false":
                return node.type
            case "this":
                return known.get("this", Ref(""))
            case "parenthesized_expression" | "await_expression":
                return self.of(node.named_children[0] if node.named_children else None, known)
            case "binary_expression":
                return self._joined(node, known)
            case "template_string":
                return self._template(node, known)
            case "member_expression" | "subscript_expression":
                return self._member(node, known)
            case "call_expression" | "new_expression":
                return self._called(node, known)
        return None

    def has(self, node: Node, known: Mapping[str, Value]) -> bool | None:
        """Whether the pressed element has the attribute that a call asks for."""
        function = node.child_by_field_name("function")
        owner = self.of(function.child_by_field_name("object"), known) if function else None
        names = [string(one) for one in arguments(node)]
        if owner != Ref("") or not names or names[0] is None:
            return None
        return bool(self._attribute(names[0]))

    def named(self, name: str, known: Mapping[str, Value]) -> Value:
        """The value of a variable."""
        if name in known:
            return known[name]
        # A variable that is made of itself stays unknown.
        return self.of(self._program.variables.get(name), {**known, name: None})

    def _joined(self, node: Node, known: Mapping[str, Value]) -> Value:
        left = self.of(node.child_by_field_name("left"), known)
        right = self.of(node.child_by_field_name("right"), known)
        operator = text(node.child_by_field_name("operator"))
        if operator == "||":
            return left if left is not None else right
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        return None

    def _template(self, node: Node, known: Mapping[str, Value]) -> Value:
        parts: list[str] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                value = self.of(child.named_children[0] if child.named_children else None, known)
                if not isinstance(value, str):
                    return None
                parts.append(value)
            else:
                parts.append(text(child))
        return "".join(parts)

    def _member(self, node: Node, known: Mapping[str, Value]) -> Value:
        owner = node.child_by_field_name("object")
        if node.type == "subscript_expression" and _LIST.search(text(owner)):
            # What is chosen in a list stands for the list itself.
            return self.of(owner.child_by_field_name("object"), known) if owner else None
        key = self._key(node, known)
        if key is None or owner is None:
            return None
        if key in ("target", "currentTarget", "srcElement", "delegateTarget"):
            return Ref("")
        if key == "id" and _PANEL.search(text(owner)):
            return self._attribute("href").partition("#")[2] or _NO_PANEL
        if _DOCUMENT.match(text(owner)):
            return None if key in _NOT_FORMS else Ref(key, form=True)
        if re.search(r"(^|\.)document\.forms$", text(owner)):
            return Ref(key, form=True)
        if text(owner).endswith(".dataset") and isinstance(
            self.of(owner.child_by_field_name("object"), known), Ref
        ):
            return self._attribute("data-" + re.sub("([A-Z])", r"-\1", key).lower()) or None
        return self._property(self.of(owner, known), key)

    def _key(self, node: Node, known: Mapping[str, Value]) -> str | None:
        if node.type == "member_expression":
            return text(node.child_by_field_name("property"))
        index = self.of(node.child_by_field_name("index"), known)
        return index if isinstance(index, str) else None

    def _property(self, owner: Value, key: str) -> Value:
        if isinstance(owner, Own):
            return self._attribute(f"data-{key.lower()}") or None
        if not isinstance(owner, Ref):
            return None
        if owner.form:
            return Action(owner) if key == "action" else _inside(owner, key)
        if key == "form":
            return Ref("", form=True)
        if key == "action":
            return Action(Ref(owner.name, form=True))
        if owner.name == "" and key in ("href", "src", "value", "id", "name", "title"):
            return self._attribute(key) or None
        return self._held(owner.name) if key == "value" and owner.name else None

    def _called(self, node: Node, known: Mapping[str, Value]) -> Value:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = [self.of(one, known) for one in arguments(node)]
        first = given[0] if given else None
        name = text(function).rpartition(".")[2]
        if name in _ENCODERS:
            return quote(first, safe="") if isinstance(first, str) else None
        if name in ("getElementById", "getElementsByName", "$", "jQuery", "querySelector"):
            return _selected(first)
        owner = self.of(function.child_by_field_name("object"), known) if function else None
        if name in ("closest", "parents") and first == "form":
            return Ref("", form=True)
        if name in _NEAR and isinstance(owner, Ref) and not owner.form:
            return owner
        if name in _NEAR and isinstance(first, Ref) and not first.form:
            return first
        if name in ("row", "fnGetData", "getRowData") and Ref("") in given:
            return Own()
        if name == "data" and not given:
            return Own() if owner in (Ref(""), Own()) else None
        if name == "val" and not given:
            return self._property(owner, "value")
        if name in ("String", "parseInt", "Number") and isinstance(first, str):
            return first
        if name in ("attr", "prop") and first == "id" and _PANEL.search(_owner_text(function)):
            return self._attribute("href").partition("#")[2] or _NO_PANEL
        if name in ("attr", "data", "getAttribute", "prop") and isinstance(first, str):
            key = f"data-{first}" if name == "data" else first
            if isinstance(owner, Ref) and key == "action":
                return Action(Ref(owner.name, form=True))
            is_pressed = isinstance(owner, Ref) and owner.name == ""
            return (self._attribute(key) or None) if is_pressed else None
        if _SERIALISERS.search(name):
            whole = first if isinstance(first, Ref) else owner
            if not isinstance(whole, Ref):
                return None
            return Data(Ref(whole.name, form=True), files=name == "FormData")
        return None


def _owner_text(function: Node | None) -> str:
    return text(function.child_by_field_name("object")) if function is not None else ""


def _inside(form: Ref, key: str) -> Ref:
    return form if key == "elements" else Ref(key)


def _selected(selector: Value) -> Value:
    if isinstance(selector, Ref):
        return selector
    if not isinstance(selector, str):
        return None
    named = re.fullmatch(
        r"(?:\w+)?#([\w:.$-]+)|([\w$]+)|\w*\[name=['\"]?([^'\"\]]+)['\"]?\]", selector
    )
    if named is None:
        return None
    name = next(group for group in named.groups() if group)
    return Ref("", form=True) if name == "form" and "#" not in selector else Ref(name)


def arguments(node: Node) -> list[Node]:
    """The arguments of a call."""
    given = node.child_by_field_name("arguments")
    return [] if given is None else [one for one in given.named_children if one.type != "comment"]
