"""Everything that can be pressed on a document, by what it says, and what pressing it does."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bs4 import Tag
from tree_sitter import Node

from adapters.imuse.reading.document import Document, attribute, holds
from adapters.imuse.reading.forms.forms import Forms
from adapters.imuse.reading.kinds import BUTTONS, kind_of
from adapters.imuse.reading.page import Press, Pressable
from adapters.imuse.reading.pressing.bindings import Binding, bindings
from adapters.imuse.reading.pressing.follower import Follower
from adapters.imuse.reading.pressing.handlers import Watching, cancels
from adapters.imuse.reading.scripts.effects import Effects
from adapters.imuse.reading.scripts.held import held_by, said_by
from adapters.imuse.reading.scripts.scripts import Program
from adapters.imuse.reading.scripts.values import Ref
from adapters.imuse.reading.tabs import panel_of
from adapters.imuse.reading.words import caption, tidy

_DATA = ("data-url", "data-href", "data-page", "data-link", "data-src", "data-remote", "data-load")
_LINES = ("data-href", "data-url", "data-link", "data-target", "data-bs-target")
"""On a line of a list or a card, these say what it opens."""
_MAY_HEAD = ("a", "button", "span", "label", "strong")
_EVENTS = ("onclick", "ondblclick", "onmousedown", "onmouseup")
_WORDS = ("value", "alt", "title", "aria-label")
_STEM = re.compile(r"([^/\\?#]+)\.(?:gif|png|jpe?g|svg|bmp)(?:[?#]|$)", re.IGNORECASE)


class Pressables:
    """Reads what can be pressed on one document."""

    def __init__(self, document: Document, forms: Forms, program: Program) -> None:
        """`program` holds the page's scripts."""
        self._document = document
        self._forms = forms
        self._program = program
        self._heard: dict[int, list[Binding]] = {}
        for binding in bindings(program):
            for tag in document.selected(binding.selector):
                self._heard.setdefault(id(tag), []).append(binding)
        controls = [tag for _, inside in forms.elements for tag in inside]
        self._values = dict(held_by(controls))

    def read(self) -> Iterator[Pressable]:
        """Links, buttons, image maps and whatever else answers to a click."""
        for tag in self._document.soup.find_all(True):
            if not _can_be_pressed(tag) and not self._bound(tag):
                continue
            words = self._words(tag)
            if words or _in_a_line(tag):
                panel = panel_of(self._document, tag)
                yield Pressable(
                    words=words,
                    press=self.press(tag),
                    place=self._document.place(tag),
                    seen=self._document.visible(tag),
                    under=self._above(tag) if tag.name == "a" else "",
                    part=attribute(panel, "id") if panel is not None else "",
                )

    def _above(self, link: Tag) -> str:
        """What heads the list that a link stands in: the words before its list's element."""
        around: Tag | None = link
        for _ in range(5):
            around = around.parent if around is not None else None
            if around is None or around.name in ("body", "table", "main"):
                return ""
            if len(around.find_all("a")) < 1 or around.name in ("li", "td", "tr"):
                continue
            before = around.find_previous_sibling(True)
            if isinstance(before, Tag) and before.name in _MAY_HEAD:
                return caption(self._document.text(before) or before.get_text(" "))
        return ""

    def _words(self, tag: Tag) -> tuple[str, ...]:
        said = [self._document.text(tag) or tag.get_text(" ")]
        said += [attribute(tag, name) for name in _WORDS]
        for image in tag.find_all(("img", "i", "svg", "span")):
            said += [attribute(image, name) for name in ("alt", "title", "aria-label")]
        words = tuple(dict.fromkeys(tidy(one) for one in said if tidy(one)))
        return words or tuple(filter(None, (_drawn(one) for one in (tag, *tag.find_all("img")))))

    def press(self, tag: Tag, chosen: Tag | None = None) -> Press:
        """What pressing an element does; with an option, what choosing it in a list does."""
        follower = self._followed(tag, chosen)
        effects = follower.effects
        form, button = self._place_in_forms(tag)
        submits = form is not None and kind_of(tag) in ("submit", "image")
        goes_on = submits and not self._kept_back(tag)
        scripted = _as_press(effects, form, self, (True,) if goes_on else (True, False))
        if scripted is not None and scripted.leads:
            # What a script submits the browser submits again, and then with the button.
            again = goes_on and scripted.form == form and not scripted.by_script
            if not again:
                return scripted
        unknown = tuple(dict.fromkeys(effects.unknown))
        for name in _DATA:
            if reference := attribute(tag, name):
                url = self._document.address(reference)
                return Press(url=url, by_script=name != "data-href")
        reference = attribute(tag, "href").strip()
        if reference and not reference.lower().startswith(("#", "javascript:", "mailto:", "tel:")):
            return Press(url=self._document.address(reference))
        if form is None or not submits:
            # What a plain button does, its script alone knows.
            return Press(unknown=unknown)
        return self._submitted(tag, form, button, follower)

    def _submitted(self, tag: Tag, form: int, button: int | None, follower: Watching) -> Press:
        """What the browser does: the form is sent, with the button and what scripts fill in."""
        sending, effects = self._sending(form), follower.effects
        if by_script := self._sent_by_script(sending, form):
            return by_script
        # What is filled in only where the script itself may submit belongs to that way.
        aside = any(not sure for *_, sure in (*effects.submitted, *effects.opened))
        assigned = follower.certain if aside else effects.assigned
        elsewhere = attribute(tag, "formaction").strip()
        if not elsewhere and effects.actions and not aside:
            elsewhere = effects.actions[-1]
        return Press(
            form=form,
            button=button,
            assigns=tuple(assigned + sending.assigned),
            action=self._document.address(elsewhere) if elsewhere else None,
            method=attribute(tag, "formmethod").upper() or None,
            unknown=tuple(dict.fromkeys(effects.unknown)),
        )

    def listens(self, tag: Tag) -> bool:
        """Whether a script is told when something is chosen in a list."""
        return tag.has_attr("onchange") or bool(self._bound(tag, "change"))

    def _followed(self, tag: Tag, chosen: Tag | None) -> Watching:
        def read(name: str) -> str:
            return said_by(tag if chosen is None else chosen, name)

        def held(name: str) -> str | None:
            own = chosen is not None and name in (attribute(tag, "id"), attribute(tag, "name"))
            return attribute(chosen, "value") if own and chosen else self._values.get(name)

        follower = Watching(self._program, read, held)
        for source in self._sources(tag, _EVENTS if chosen is None else ("onchange",)):
            follower.pressed(source)
        for binding in self._bound(tag, "click" if chosen is None else "change"):
            body = binding.function.child_by_field_name("body")
            if body is not None:
                follower.pressed(body, alias=binding.alias, records=binding.records)
        return follower

    def _sources(self, tag: Tag, events: tuple[str, ...]) -> Iterator[Node]:
        """The handlers that an element's own markup gives it."""
        said = [attribute(tag, event) for event in events]
        if attribute(tag, "href").strip().lower().startswith("javascript:"):
            said.append(attribute(tag, "href"))
        return (self._program.handler(source) for source in said if source)

    def _kept_back(self, tag: Tag) -> bool:
        """Whether a click's handler keeps the browser from acting itself."""
        bound = [one.function.child_by_field_name("body") for one in self._bound(tag)]
        handlers = [*self._sources(tag, _EVENTS), *(body for body in bound if body is not None)]
        return any(cancels(handler, self._program) for handler in handlers)

    def _sending(self, form: int) -> Effects:
        """What the form's own handlers do before it is sent."""
        element = self._forms.elements[form][0]
        follower = Follower(self._program, lambda name: "")
        if element is None:
            return follower.effects
        this = Ref("", form=True)
        if source := attribute(element, "onsubmit"):
            follower.pressed(self._program.handler(source), this)
        for binding in self._bound(element, "submit"):
            body = binding.function.child_by_field_name("body")
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

    def _bound(self, tag: Tag, event: str = "click") -> list[Binding]:
        return [binding for binding in self._heard.get(id(tag), ()) if event in binding.event]

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


def _drawn(tag: Tag) -> str:
    """What a picture without words is called: « suivant.gif » has that word drawn on it."""
    if tag.name not in ("img", "input") or tag.has_attr("alt"):
        return ""
    stem = _STEM.search(attribute(tag, "src"))
    return tidy(re.sub(r"[\d_.-]+", " ", stem[1])) if stem else ""


def _in_a_line(tag: Tag) -> bool:
    """Whether it stands in a line of a list, where a mere picture is enough to be pressed."""
    return tag.name == "a" and tag.find_parent(("tr", "li")) is not None


def _can_be_pressed(tag: Tag) -> bool:
    if tag.name in ("a", "area", "button", "summary"):
        return True
    if tag.name == "input":
        return kind_of(tag) in BUTTONS
    if tag.name in ("tr", "td", "li", "div") and any(attribute(tag, name) for name in _LINES):
        return True
    return any(tag.has_attr(event) for event in _EVENTS) or attribute(tag, "role") in (
        "button",
        "link",
        "tab",
        "menuitem",
    )


def _as_press(
    effects: Effects, form: int | None, page: Pressables, ways: tuple[bool, ...] = (True, False)
) -> Press | None:
    """One press from all that a script does; what is certain goes before what may be."""
    unknown = tuple(dict.fromkeys(effects.unknown))
    assigns = tuple(effects.assigned)
    action = page.address(effects.actions[-1]) if effects.actions else None
    for sure in ways:
        for ref, by_script, certain in effects.submitted:
            number = page.form_number(ref, form)
            if certain is sure and number is not None:
                return Press(
                    form=number,
                    assigns=assigns,
                    action=action,
                    by_script=by_script,
                    with_files=effects.files,
                    unknown=unknown,
                )
        for url, method, by_script, certain in effects.opened:
            if certain is not sure:
                continue
            if method == "GET":
                into = effects.targets.get(url, "")
                address = page.address(url)
                return Press(url=address, by_script=by_script, into=into, unknown=unknown)
            number = page.form_number(effects.data[0], form) if effects.data else form
            return Press(
                form=number,
                assigns=assigns,
                action=page.address(url),
                method=method,
                by_script=by_script,
                with_files=effects.files,
                unknown=unknown,
            )
    return None
