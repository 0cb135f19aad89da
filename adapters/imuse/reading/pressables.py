"""Everything that can be pressed on a document, by what it says, and what pressing it does."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bs4 import Tag
from soupsieve import SelectorSyntaxError
from tree_sitter import Node

from adapters.imuse.reading.document import CONTROLS, Document, attribute, holds
from adapters.imuse.reading.effects import Effects
from adapters.imuse.reading.follower import Follower
from adapters.imuse.reading.forms import BUTTONS, Forms
from adapters.imuse.reading.page import Press, Pressable
from adapters.imuse.reading.scripts import Program, string, text, walk
from adapters.imuse.reading.values import Ref, arguments
from adapters.imuse.reading.words import fold, tidy

_DATA = ("data-url", "data-href", "data-page", "data-link", "data-src", "data-remote", "data-load")
_EVENTS = ("onclick", "ondblclick", "onmousedown", "onmouseup")
_WORDS = ("value", "alt", "title", "aria-label")


class Pressables:
    """Reads what can be pressed on one document."""

    def __init__(self, document: Document, forms: Forms, program: Program) -> None:
        """`program` holds the page's scripts."""
        self._document = document
        self._forms = forms
        self._program = program
        self._heard: dict[int, list[tuple[str, Node]]] = {}
        for selector, event, function in _bindings(program):
            for tag in self._selected(selector):
                self._heard.setdefault(id(tag), []).append((event, function))

    def read(self) -> Iterator[Pressable]:
        """Links, buttons, image maps and whatever else answers to a click."""
        for tag in self._document.soup.find_all(True):
            if not _can_be_pressed(tag) and not self._bound(tag):
                continue
            words = self._words(tag)
            if words:
                yield Pressable(
                    words=words,
                    press=self._press(tag),
                    place=self._document.place(tag),
                    seen=self._document.visible(tag),
                )

    def _words(self, tag: Tag) -> tuple[str, ...]:
        said = [self._document.text(tag) or tag.get_text(" ")]
        said += [attribute(tag, name) for name in _WORDS]
        for image in tag.find_all(("img", "i", "svg", "span")):
            said += [attribute(image, name) for name in ("alt", "title", "aria-label")]
        return tuple(dict.fromkeys(tidy(one) for one in said if fold(one)))

    def _press(self, tag: Tag) -> Press:
        effects = self._effects(tag)
        form, button = self._place_in_forms(tag)
        scripted = _as_press(effects, form, self)
        if scripted is not None and scripted.leads:
            # A submit button whose script only fills in fields is itself submitted with them.
            return scripted
        unknown = tuple(dict.fromkeys(effects.unknown))
        for name in _DATA:
            if reference := attribute(tag, name):
                url = self._document.address(reference)
                return Press(url=url, by_script=name != "data-href")
        reference = attribute(tag, "href").strip()
        if reference and not reference.lower().startswith(("#", "javascript:", "mailto:", "tel:")):
            return Press(url=self._document.address(reference))
        kind = _kind(tag)
        if form is not None and kind in ("submit", "image", "button"):
            submitted = button if kind != "button" else None
            sending = self._sending(form) if kind != "button" else Effects()
            if by_script := self._sent_by_script(sending, form):
                return by_script
            elsewhere = attribute(tag, "formaction").strip()
            return Press(
                form=form,
                button=submitted,
                assigns=tuple(effects.assigned + sending.assigned),
                action=self._document.address(elsewhere) if elsewhere else None,
                method=attribute(tag, "formmethod").upper() or None,
                unknown=unknown,
            )
        return Press(unknown=unknown)

    def _effects(self, tag: Tag) -> Effects:
        follower = Follower(self._program, lambda name: attribute(tag, name))
        sources = [attribute(tag, event) for event in _EVENTS]
        if attribute(tag, "href").strip().lower().startswith("javascript:"):
            sources.append(attribute(tag, "href"))
        for source in filter(None, sources):
            follower.pressed(self._program.handler(source))
        for function in self._bound(tag):
            body = function.child_by_field_name("body")
            if body is not None:
                follower.pressed(body)
        return follower.effects

    def _sending(self, form: int) -> Effects:
        """What the form's own handlers do before it is sent."""
        element = self._forms.elements[form][0]
        follower = Follower(self._program, lambda name: "")
        if element is None:
            return follower.effects
        this = Ref("", form=True)
        if source := attribute(element, "onsubmit"):
            follower.pressed(self._program.handler(source), this)
        for function in self._bound(element, "submit"):
            body = function.child_by_field_name("body")
            if body is not None:
                follower.pressed(body, this)
        return follower.effects

    def _sent_by_script(self, sending: Effects, form: int) -> Press | None:
        """A handler that sends the form's content itself, in the browser's place."""
        gathered = bool(sending.data)
        opened: list[tuple[str, str, bool, bool]] = [
            (url, method, by_script, sure)
            for url, method, by_script, sure in sending.opened
            if by_script and (gathered or method == "POST")
        ]
        submitted = [one for one in sending.submitted if one[1]]
        kept = replace(sending, opened=opened, submitted=submitted)
        return _as_press(kept, form, self)

    def _bound(self, tag: Tag, event: str = "click") -> list[Node]:
        return [function for heard, function in self._heard.get(id(tag), ()) if event in heard]

    def _selected(self, selector: str) -> list[Tag]:
        if re.fullmatch(r"#[\w-]+", selector):
            named = self._document.by_id(selector[1:])
            return [] if named is None else [named]
        try:
            return list(self._document.soup.select(selector))
        except (SelectorSyntaxError, ValueError, NotImplementedError):
            return []

    def _place_in_forms(self, tag: Tag) -> tuple[int | None, int | None]:
        for number, (element, controls) in enumerate(self._forms.elements):
            for place, control in enumerate(controls):
                if control is tag:
                    return number, place
            if element is not None and holds(element, tag):
                return number, None
        return None, None

    def form_number(self, ref: Ref, pressed: int | None) -> int | None:
        """Which form a script means: by name, id or number; "" is the pressed element's own."""
        if ref.name == "":
            return pressed
        elements = [element for element, _ in self._forms.elements]
        if ref.name.isdecimal():
            return int(ref.name) if int(ref.name) < len(elements) else None
        for number, element in enumerate(elements):
            names = (
                () if element is None else (attribute(element, "name"), attribute(element, "id"))
            )
            if ref.name in names:
                return number
        only = [number for number, element in enumerate(elements) if element is not None]
        return only[0] if len(only) == 1 else pressed

    def address(self, reference: str) -> str:
        """An address that a script gives, made absolute."""
        return self._document.address(reference)


def _can_be_pressed(tag: Tag) -> bool:
    if tag.name in ("a", "area", "button", "summary"):
        return True
    if tag.name == "input":
        return _kind(tag) in BUTTONS
    return any(tag.has_attr(event) for event in _EVENTS) or attribute(tag, "role") in (
        "button",
        "link",
        "tab",
        "menuitem",
    )


def _kind(tag: Tag) -> str:
    if tag.name not in CONTROLS:
        return ""
    return attribute(tag, "type").lower() or ("submit" if tag.name == "button" else "text")


def _as_press(effects: Effects, form: int | None, page: Pressables) -> Press | None:
    """One press from all that a script does; what is certain goes before what may be."""
    unknown = tuple(dict.fromkeys(effects.unknown))
    assigns = tuple(effects.assigned)
    action = page.address(effects.actions[-1]) if effects.actions else None
    for sure in (True, False):
        for ref, by_script, certain in effects.submitted:
            number = page.form_number(ref, form)
            if certain is sure and number is not None:
                return Press(
                    form=number,
                    assigns=assigns,
                    action=action,
                    by_script=by_script,
                    unknown=unknown,
                )
        for url, method, by_script, certain in effects.opened:
            if certain is not sure:
                continue
            if method == "GET":
                return Press(url=page.address(url), by_script=by_script, unknown=unknown)
            number = page.form_number(effects.data[0], form) if effects.data else form
            return Press(
                form=number,
                assigns=assigns,
                action=page.address(url),
                method=method,
                by_script=by_script,
                unknown=unknown,
            )
    return None


_BINDERS = re.compile(r"^(click|on|bind|live|delegate|dblclick|submit|addEventListener)$")


def _bindings(program: Program) -> Iterator[tuple[str, str, Node]]:
    """(selector, event, function) for the clicks and submissions that scripts listen to."""
    for node in walk(program.root):
        if node.type == "call_expression":
            function = node.child_by_field_name("function")
            given = arguments(node)
            name = text(function).rpartition(".")[2] if function is not None else ""
            if function is None or not given or not _BINDERS.match(name):
                continue
            named = "submit" if name == "submit" else "click"
            events = string(given[0]) or named
            delegated = string(given[1]) if len(given) > 2 else None
            selector = delegated or _selector(function.child_by_field_name("object"), program)
            handler = _function(given[-1], program)
            if selector and handler is not None:
                yield selector, events, handler
        elif node.type == "assignment_expression":
            left = node.child_by_field_name("left")
            handler = _function(node.child_by_field_name("right"), program)
            key = text(left.child_by_field_name("property")) if left is not None else ""
            owner = left.child_by_field_name("object") if left is not None else None
            selector = _selector(owner, program)
            if selector and handler is not None and key in ("onclick", "ondblclick", "onsubmit"):
                yield selector, key, handler


def _selector(node: Node | None, program: Program) -> str | None:
    if node is not None and node.type == "identifier":
        node = program.variables.get(text(node))
    if node is None or node.type != "call_expression":
        return None
    name = text(node.child_by_field_name("function")).rpartition(".")[2]
    given = arguments(node)
    literal = string(given[0]) if given else None
    if literal is None:
        return None
    if name == "getElementById":
        return f"#{literal}"
    return literal if name in ("$", "jQuery", "querySelector", "querySelectorAll") else None


def _function(node: Node | None, program: Program) -> Node | None:
    if node is None:
        return None
    if node.type == "identifier":
        return program.functions.get(text(node))
    return node if node.type in ("function_expression", "arrow_function") else None
