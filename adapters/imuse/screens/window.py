"""The window of « Importer »: a file, the document's name from a list, and its limits."""

import re

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.buttons import button
from adapters.model import Option
from adapters.re_enrolment import Imports

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mo|mb|ko|kb|mega|kilo)", re.IGNORECASE)
_FORMATS = ("jpeg", "jpg", "png", "pdf", "gif", "tif", "tiff", "doc", "docx")
_UNITS = {"mo": 1_000_000, "mb": 1_000_000, "mega": 1_000_000, "ko": 1000, "kb": 1000, "kilo": 1000}
_LIMIT_FIELD = "max_file_size"


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A form that takes a file."""

    page: Page
    form: Form
    press: Press | None
    file: int
    name: int | None
    """The list of names, the first of their radio buttons, or a box to write one into."""
    names: tuple[Option, ...]
    texts: tuple[str, ...]

    @property
    def controls(self) -> tuple[int, ...]:
        """The numbers of its controls that are about the file."""
        if self.name is None:
            return (self.file,)
        first = self.form.controls[self.name]
        alike = tuple(
            n
            for n, one in enumerate(self.form.controls)
            if one.type == "radio" and first.type == "radio" and one.name == first.name
        )
        return (self.file, *(alike or (self.name,)))

    def fills(self, name: str) -> dict[int, str]:
        """What to choose for a document of that name."""
        return {} if self.name is None or not name else {self.name: name}

    def imports(self, around: tuple[str, ...] = ()) -> Imports:
        """What it asks for and says; `around` is what the tab itself says."""
        words = [text for text in (*self.texts, *around) if _speaks_of_limits(text)]
        said = " ".join(words)
        return Imports(
            names=self.names,
            max_bytes=_size(said) or _hidden_limit(self.form),
            formats=tuple(one for one in _FORMATS if one in fold(said).split()),
            words=words[0] if words else "",
        )


def window(screen: Screen, profile: Profile) -> Window | None:
    """The form of a screen that takes a file, None where there is none."""
    found = (in_form(page, number, profile) for page, number, _ in screen.forms())
    return next((one for one in found if one is not None), None)


def in_form(page: Page, number: int, profile: Profile) -> Window | None:
    """That form as a window, where it takes one file."""
    form = page.forms[number]
    files = [n for n, one in enumerate(form.controls) if one.type == "file" and one.name]
    if len(files) != 1:
        return None
    name = _name(form, files[0], profile)
    return Window(
        page=page,
        form=form,
        press=_press(page, number, form, files[0], profile),
        file=files[0],
        name=name,
        names=() if name is None else _names(form, name, profile),
        texts=tuple(block.text for block in page.blocks),
    )


def _press(page: Page, number: int, form: Form, file: int, profile: Profile) -> Press | None:
    """What sends the file: a button that says so, the first after the file; else the only one."""
    known = {fold(phrase) for phrase in profile.words.send_document}
    saying = [
        one
        for one in page.pressables
        if one.press.form == number and any(fold(words) in known for words in one.words)
    ]
    start = form.controls[file].place
    if saying:
        nearest = min(
            saying, key=lambda one: (one.press.button is None, one.place < start, one.place)
        )
        return nearest.press
    return button(page, number, form, profile.words.send_document)


def _name(form: Form, file: int, profile: Profile) -> int | None:
    """The control for the document's name: by its caption, else the choice next to the file."""
    around = form.controls[file].place
    choices = [
        n for n, one in enumerate(form.controls) if one.type in ("select", "radio") and one.seen
    ]
    named = [n for n in choices if _is_of_documents(form.controls[n], profile)]
    if named:
        return min(named, key=lambda n: abs(form.controls[n].place - around))
    students = (*profile.words.student_choice, *profile.words.site)
    others = [n for n in choices if not says(form.controls[n].caption, students)]
    if len(others) == 1 and form.controls[others[0]].type == "select":
        return others[0]
    typed = [
        n
        for n, one in enumerate(form.controls)
        if one.type == "text" and one.seen and _is_of_documents(one, profile)
    ]
    return typed[0] if len(typed) == 1 else None


def _is_of_documents(control: Control, profile: Profile) -> bool:
    return says(f"{control.caption} {control.section}", profile.words.document_name)


def _names(form: Form, number: int, profile: Profile) -> tuple[Option, ...]:
    control = form.controls[number]
    if control.type == "radio":
        group = [one for one in form.controls if one.type == "radio" and one.name == control.name]
        return tuple(Option(one.value, one.label or one.value) for one in group)
    return tuple(
        Option(choice.value, choice.label)
        for choice in control.choices
        if not choice.disabled
        and fold(choice.label)
        and not (
            choice.value in ("", "0", "-1")
            and (says(choice.label, profile.words.no_choice) or not choice.label[0].isalnum()
                 or not choice.value)
        )
    )  # fmt: skip


def _speaks_of_limits(text: str) -> bool:
    words = set(fold(text).split())
    return _SIZE.search(text) is not None or len(words & set(_FORMATS)) > 1


def _size(said: str) -> int | None:
    sizes = [
        int(float(number.replace(",", ".")) * _UNITS[unit.lower()])
        for number, unit in _SIZE.findall(said)
    ]
    return min(sizes, default=None)


def _hidden_limit(form: Form) -> int | None:
    limits = [c.value for c in form.controls if c.name.lower() == _LIMIT_FIELD]
    return int(limits[0]) if limits and limits[0].isdecimal() else None
