"""A sheet that can be changed: Famille, and later a student's Identité (guide, Menu Famille)."""

import re

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.fields import Bound, bind, shape
from adapters.model import Section, Sheet

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FEWEST = 2
"""A sheet has at least so many fields; fewer is a search box."""


class OpenSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with the form behind it."""

    sheet: Sheet
    page: Page
    form: Form
    press: Press | None
    bound: list[Bound]

    def fills(self, key: str, value: str) -> dict[int, str]:
        """What to type for the field of that key to have this value."""
        one = next(one for one in self.bound if one.field.key == key)
        return one.fills(value, self.form)


def read(screen: Screen, profile: Profile, apart: str = "") -> OpenSheet:
    """The sheet of a screen; the control named `apart` is none of its fields.

    Raises:
        NotUnderstood: no form there has the fields of a sheet.
    """
    candidates: list[tuple[bool, int, Page, Form, Press | None, list[Bound]]] = []
    for page, number, form in screen.forms():
        if any(control.type == "password" and control.seen for control in form.controls):
            continue
        bound = [one for one in bind(form, profile) if not _holds(one, form, apart)]
        fields = sum(1 for one in bound if one.controls)
        if fields >= _FEWEST:
            press = _modify(page, number, profile)
            candidates.append((press is not None, fields, page, form, press, bound))
    if not candidates:
        raise NotUnderstood("no sheet on this screen")
    _, _, page, form, press, bound = max(candidates, key=lambda one: one[:2])
    sheet = Sheet(
        title=page.title,
        sections=_sections(bound),
        shape=shape(form, bound),
        writable=press is not None and any(one.field.editable for one in bound),
        charset="utf-8" if press is not None and press.by_script else form.charset,
        waiting=_waiting(screen, form, profile),
    )
    return OpenSheet(sheet=sheet, page=page, form=form, press=press, bound=bound)


def _holds(one: Bound, form: Form, name: str) -> bool:
    return bool(name) and any(form.controls[number].name == name for number in one.controls)


def _modify(page: Page, number: int, profile: Profile) -> Press | None:
    for phrase in profile.words.modify:
        for one in page.pressables:
            if one.press.form == number and any(fold(w) == fold(phrase) for w in one.words):
                return one.press
    return None


def _sections(bound: list[Bound]) -> tuple[Section, ...]:
    titles = list(dict.fromkeys(one.section for one in bound))
    return tuple(
        Section(title=title, fields=tuple(one.field for one in bound if one.section == title))
        for title in titles
    )


def _waiting(screen: Screen, form: Form, profile: Profile) -> str | None:
    """The site's sentence that the sheet awaits validation: not a field's mark, nor a remark."""
    marks = [control.marker for control in form.controls if control.marker]
    for block in screen.blocks():
        sentences = _SENTENCE_END.split(block.text) if block.shown else []
        awaits = any(_awaits(one, profile) for one in sentences)
        if awaits and not any(block.text in mark for mark in marks):
            return block.text
    return None


def _awaits(sentence: str, profile: Profile) -> bool:
    reading = profile.reading
    return says(sentence, reading.waiting) and not says(sentence, reading.not_waiting)
