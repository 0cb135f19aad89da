"""Several sheets on one page, a form each: one can be changed, the others are shown beside it."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.words import fold, slug
from adapters.imuse.screens.fields import Bound
from adapters.model import Section


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A form that may be a sheet."""

    page: Page
    form: Form
    said: str
    """What its button « Modifier » says, "" where it has none."""
    press: Press | None
    bound: tuple[Bound, ...]

    @property
    def fields(self) -> int:
        """How many fields can be filled in."""
        return sum(1 for one in self.bound if one.controls)

    @property
    def start(self) -> int:
        """Where its first control stands."""
        return min(control.place for control in self.form.controls)


def modify(page: Page, number: int, profile: Profile) -> tuple[str, Press | None]:
    """(what the button of a form says that sends its changes, what pressing it does)."""
    for phrase in profile.words.modify:
        for one in page.pressables:
            if one.press.form == number and any(fold(w) == fold(phrase) for w in one.words):
                return phrase, one.press
    return "", None


def sections(chosen: Candidate, candidates: list[Candidate]) -> tuple[Section, ...]:
    """The chosen form's sections, with those of its page's other sheets, only to be read.

    A sheet is shown where a heading of its own tells whose it is.
    """
    headed = {_heading(one): one for one in reversed(candidates) if _is_like(one, chosen)}
    shown = [(heading, one) for heading, one in headed.items() if heading and one is not chosen]
    if not shown:
        return _sections(chosen.bound, "")
    keys = {one.field.key for one in chosen.bound}
    made = [(chosen.start, _sections(chosen.bound, _heading(chosen)))]
    for heading, one in shown:
        if heading != _heading(chosen):
            made.append((one.start, _sections(_to_read(one.bound, heading, keys), heading)))
    return tuple(section for _, several in sorted(made, key=_start) for section in several)


def _start(made: tuple[int, tuple[Section, ...]]) -> int:
    return made[0]


def _is_like(one: Candidate, chosen: Candidate) -> bool:
    return one.page is chosen.page and bool(one.said) and one.said == chosen.said


def _heading(candidate: Candidate) -> str:
    """What stands right above a form, after the controls of the one before."""
    before = [
        control.place
        for form in candidate.page.forms
        for control in form.controls
        if control.place < candidate.start
    ]
    last = max(before, default=-1)
    headings = [
        block.text
        for block in candidate.page.blocks
        if last < block.place < candidate.start and block.level > 1 and not block.menu
    ]
    return headings[-1] if headings else ""


def _sections(bound: tuple[Bound, ...], heading: str) -> tuple[Section, ...]:
    titles = list(dict.fromkeys(one.section for one in bound))
    return tuple(
        Section(
            title=" – ".join(dict.fromkeys(filter(None, (heading, title)))),
            fields=tuple(one.field for one in bound if one.section == title),
        )
        for title in titles
    )


def _to_read(bound: tuple[Bound, ...], heading: str, keys: set[str]) -> tuple[Bound, ...]:
    """Fields that belong to another form: under keys and without names that are the chosen's."""
    made: list[Bound] = []
    for one in bound:
        field = msgspec.structs.replace(
            one.field,
            key=_free(f"{slug(heading)}-{one.field.key}", keys),
            name=None,
            editable=False,
        )
        made.append(msgspec.structs.replace(one, field=field))
    return tuple(made)


def _free(key: str, keys: set[str]) -> str:
    number, free = 1, key
    while free in keys:
        number += 1
        free = f"{key}-{number}"
    keys.add(free)
    return free
