"""The window of « Importer »: a file, the document's name from a list, and its limits."""

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Press
from adapters.imuse.reading.words import fold, says, slug
from adapters.imuse.screens import limits
from adapters.imuse.screens.buttons import button
from adapters.imuse.screens.tick_words import NO, YES, line_of
from adapters.imuse.submission import sends_files
from adapters.model import Option
from adapters.re_enrolment import Imports

_NAMELESS = ("fichier", "parcourir", "importer", "choisir un fichier", "document", "file",
             "selectionner un fichier", "votre fichier", "fichier a importer")  # fmt: skip
"""Captions of a file's control that name no document."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A form that takes a file, or that first asks for the name of one."""

    page: Page
    number: int
    press: Press | None
    file: int | None
    """The file's control; None where it comes one step later."""
    name: int | None
    """The list of names, the first of their radio buttons, or a box to write one into."""
    names: tuple[Option, ...]
    label: str = ""
    """The document that this very control is for, where its line says so."""

    @property
    def form(self) -> Form:
        """The form behind it."""
        return self.page.forms[self.number]

    @property
    def controls(self) -> tuple[int, ...]:
        """The numbers of its controls that are about the file."""
        files = () if self.file is None else (self.file,)
        if self.name is None:
            return files
        first = self.form.controls[self.name]
        alike = tuple(
            n
            for n, one in enumerate(self.form.controls)
            if one.type == "radio" and first.type == "radio" and one.name == first.name
        )
        return (*files, *(alike or (self.name,)))

    def fills(self, name: str) -> dict[int, str]:
        """What to choose for a document of that name."""
        return {} if self.name is None or not name else {self.name: name}


def imports(windows: tuple[Window, ...], around: tuple[str, ...]) -> Imports:
    """What they ask for and say together; `around` is what the tab itself says."""
    first = windows[0]
    inside = tuple(line for block in first.page.blocks for line in block.lines)
    said = limits.sentences(inside) or limits.sentences(around)
    accept = "" if first.file is None else first.form.controls[first.file].accept
    return Imports(
        names=names(windows),
        max_bytes=limits.max_bytes(said, first.form),
        formats=limits.formats(said, accept),
        words=said[0] if said else "",
    )


def names(windows: tuple[Window, ...]) -> tuple[Option, ...]:
    """The names to choose from: those of a list, or of what each of several controls is for."""
    if windows[0].names or len(windows) == 1:
        return windows[0].names
    return tuple(Option(slug(one.label), one.label) for one in windows)


def of_name(windows: tuple[Window, ...], name: str) -> Window | None:
    """The window for a document of that name."""
    if windows[0].names or len(windows) == 1:
        return windows[0]
    return next((one for one in windows if slug(one.label) == name), None)


def in_form(page: Page, number: int, profile: Profile) -> tuple[Window, ...]:
    """What of that form takes a file: a window for each of its file's controls.

    Raises:
        NotUnderstood: its file would go with what sends the whole form, or nothing sends it.
    """
    form = page.forms[number]
    files = [n for n, one in enumerate(form.controls) if one.type == "file" and one.name]
    shared = _asks_for_more(form, profile)
    found: list[Window] = []
    for file in files:
        press = _press(page, number, file, profile, shared=shared)
        if press is None:
            raise NotUnderstood("nothing sends the file by itself")
        if not sends_files(form, press):
            raise NotUnderstood("this form sends no file")
        name = _name(form, file, profile, shared=shared)
        found.append(
            Window(
                page=page,
                number=number,
                press=press,
                file=file,
                name=name,
                names=() if name is None else _names(form, name, profile),
                label=_label(page, form.controls[file]),
            )
        )
    return tuple(found)


def sure(found: tuple[Window, ...]) -> tuple[Window, ...]:
    """The same, where each of several is for a document of its own, or all take any.

    Raises:
        NotUnderstood: nothing says which is for what.
    """
    if len(found) < 2 or (found[0].names and len({one.names for one in found}) == 1):
        return found[:1]
    labels = [slug(one.label) if one.label else "" for one in found]
    if "" in labels or len(set(labels)) < len(labels) or any(one.names for one in found):
        raise NotUnderstood("several controls take a file, and nothing says for what")
    return found


def first_step(page: Page, number: int, profile: Profile) -> Window | None:
    """A form that only asks for a document's name, and leads on to where its file is taken."""
    form = page.forms[number]
    if _asks_for_more(form, profile) or any(one.type == "password" for one in form.controls):
        return None
    chosen = [
        n
        for n, one in enumerate(form.controls)
        if one.type in ("select", "radio") and one.seen and _is_of_documents(one, profile)
    ]
    words = profile.words
    press = button(page, number, form, (*words.send_document, *words.onward), words.back)
    if not chosen or press is None:
        return None
    offered = _names(form, chosen[0], profile)
    if not offered:
        return None
    return Window(page=page, number=number, press=press, file=None, name=chosen[0], names=offered)


def _asks_for_more(form: Form, profile: Profile) -> bool:
    """Whether a form is more than a window's: it has a text to write, or courses to tick."""
    return any(
        one.type == "textarea" or not says(one.label or one.caption, profile.words.agreements)
        for one in form.controls
        if one.type in ("textarea", "checkbox") and one.seen
    )


def _press(page: Page, number: int, file: int, profile: Profile, *, shared: bool) -> Press | None:
    """What sends the file: a button that says so, the first after the file; else the only one.

    In a form that asks for more, only what speaks of importing: « Valider » is for all of it.
    """
    form, words = page.forms[number], profile.words
    known = {fold(phrase) for phrase in (*words.send_document, *words.import_document)}
    if shared:
        known -= {fold(phrase) for phrase in words.submit_re_enrolment}
    saying = [
        one
        for one in page.pressables
        if one.press.form == number and any(fold(said) in known for said in one.words)
    ]
    start = form.controls[file].place
    if saying:
        nearest = min(
            saying, key=lambda one: (one.press.button is None, one.place < start, one.place)
        )
        return nearest.press
    return None if shared else button(page, number, form, words.send_document, words.back)


def _label(page: Page, file: Control) -> str:
    """What the line of a file's control says that it is for."""
    at = line_of(page, file)
    cells = [cell for cell in at[1].cells if fold(cell)] if at is not None else []
    around = [line for lines in file.around for line in lines]
    said = [one for one in (*cells, file.caption, *around) if fold(one)]
    return next((one for one in said if fold(one) not in _NAMELESS), "")


def _name(form: Form, file: int, profile: Profile, *, shared: bool) -> int | None:
    """The control for the document's name: by its caption, else the choice next to the file."""
    around = form.controls[file].place
    choices = [
        n
        for n, one in enumerate(form.controls)
        if one.type in ("select", "radio") and one.seen and not _is_yes_or_no(one)
    ]
    named = [n for n in choices if _is_of_documents(form.controls[n], profile)]
    if named:
        return min(named, key=lambda n: abs(form.controls[n].place - around))
    students = (*profile.words.student_choice, *profile.words.site)
    others = [
        n
        for n in choices
        if form.controls[n].type == "select"
        and not says(form.controls[n].caption, students)
        and not (shared and form.controls[n].caption)
    ]
    if len(others) == 1:
        return others[0]
    typed = [
        n
        for n, one in enumerate(form.controls)
        if one.type == "text" and one.seen and _is_of_documents(one, profile)
    ]
    return typed[0] if len(typed) == 1 else None


def _is_yes_or_no(control: Control) -> bool:
    said = [fold(one.label) for one in control.choices if fold(one.label)]
    return bool(said) and all(one in (*YES, *NO) for one in said)


def _is_of_documents(control: Control, profile: Profile) -> bool:
    said = control.caption or control.section
    return says(said, profile.words.document_name)


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
        and not _invites(choice.value, choice.label, profile)
    )


def _invites(value: str, label: str, profile: Profile) -> bool:
    """Whether a possibility only invites to choose."""
    if value not in ("", "0", "-1"):
        return False
    return not value or not label[0].isalnum() or says(label, profile.words.no_choice)
