"""A sheet that can be changed: Famille, and later a student's Identité (guide, Menu Famille)."""

import re

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Block, Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import record, siblings
from adapters.imuse.screens.fields import Bound, bind, nameless, shape
from adapters.imuse.screens.siblings import Candidate
from adapters.model import Sheet

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FEWEST = 2
"""A sheet has at least so many fields; fewer is a search box."""


class OpenSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with the form behind it."""

    sheet: Sheet
    page: Page
    form: Form
    press: Press | None
    bound: tuple[Bound, ...]

    def fills(self, key: str, value: str) -> dict[int, str]:
        """What to type for the field of that key to have this value."""
        one = next(one for one in self.bound if one.field.key == key)
        return one.fills(value, self.form)


def read(screen: Screen, profile: Profile, apart: str = "") -> OpenSheet:
    """The sheet of a screen; the control named `apart` is none of its fields.

    Raises:
        NotUnderstood: no form there has the fields of a sheet.
    """
    candidates = [
        candidate
        for page, number, form in screen.forms()
        if (candidate := _candidate(page, number, form, profile, apart)) is not None
    ]
    if not candidates:
        raise NotUnderstood("no sheet on this screen")
    chosen = max(candidates, key=lambda one: (one.press is not None, one.fields))
    form, bound, press = chosen.form, chosen.bound, chosen.press
    named = [name for name in nameless(form, bound, profile) if not apart or name != apart]
    editable = any(one.field.editable for one in bound)
    sheet = Sheet(
        title=chosen.page.title,
        sections=siblings.sections(chosen, candidates),
        shape=shape(form, bound),
        writable=press is not None and editable and not named,
        charset="utf-8" if press is not None and press.by_script else form.charset,
        waiting=_waiting(screen, form, profile),
    )
    return OpenSheet(sheet=sheet, page=chosen.page, form=form, press=press, bound=bound)


def shown(screen: Screen, front: Screen | None, profile: Profile) -> Sheet | None:
    """The sheet of a screen that has no form for it: only captions with their values.

    None where it does not show as much of a person as a sheet does.
    """
    sections = record.sections(screen, screen, front, profile)
    known = [one for section in sections for one in section.fields if one.name in profile.captions]
    if len(known) < _FEWEST:
        return None
    return Sheet(title=screen.pages[0].title, sections=sections, shape="", writable=False)


def _candidate(
    page: Page, number: int, form: Form, profile: Profile, apart: str
) -> Candidate | None:
    """A form with the fields of a sheet."""
    if any(control.type == "password" and control.seen for control in form.controls):
        return None
    bound = [one for one in bind(form, profile) if not _holds(one, form, apart)]
    said, press = siblings.modify(page, number, profile)
    candidate = Candidate(page=page, form=form, said=said, press=press, bound=tuple(bound))
    return candidate if candidate.fields >= _FEWEST else None


def _holds(one: Bound, form: Form, name: str) -> bool:
    return bool(name) and any(form.controls[number].name == name for number in one.controls)


def _waiting(screen: Screen, form: Form, profile: Profile) -> str | None:
    """The site's sentence that the sheet awaits validation: not a field's mark, nor a remark."""
    marks = [control.marker for control in form.controls if control.marker]
    for block in screen.blocks():
        sentences = _SENTENCE_END.split(block.text) if block.shown else []
        awaits = any(_awaits(one, profile) for one in sentences)
        if awaits and not any(_is_of(block, mark) for mark in marks):
            return block.text
    return None


def _is_of(block: Block, mark: str) -> bool:
    """Whether a line is a field's mark, or its caption with the mark."""
    return block.text in mark or (block.menu and fold(mark) in fold(block.text))


def _awaits(sentence: str, profile: Profile) -> bool:
    reading = profile.reading
    return says(sentence, reading.waiting) and not says(sentence, reading.not_waiting)
