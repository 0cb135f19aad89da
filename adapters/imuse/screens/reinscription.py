"""Réinscription: a student's tab, where it is activated (guide, Onglet Réinscription)."""

import hashlib
from collections.abc import Iterator

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import awaiting, pieces, unticked
from adapters.imuse.screens.area import Area, area
from adapters.imuse.screens.fields import Bound, bind
from adapters.imuse.screens.tab_form import Chosen, choose
from adapters.imuse.screens.ticks import Tick, are_clear
from adapters.imuse.screens.window import Window, imports
from adapters.imuse.screens.windows import windows
from adapters.model import Field, Kind
from adapters.re_enrolment import Imported, ReEnrolment

_FEWEST_WORDS = 4
_MOST_NOTES = 15


class OpenTab(msgspec.Struct, frozen=True, kw_only=True):
    """The tab with the form behind it."""

    tab: ReEnrolment
    page: Page
    form: Form | None
    press: Press | None
    ticks: tuple[Tick, ...]
    note: int | None
    questions: tuple[Bound, ...]
    windows: tuple[Window, ...] = ()
    """What takes documents on this very screen."""
    certain: bool = True
    """Whether that can be told."""


def read(screen: Screen, front: Screen | None, profile: Profile, apart: str = "") -> OpenTab:
    """The tab; the control named `apart` chooses a student, and `front` is Accueil.

    Raises:
        NotUnderstood: there is neither its form, nor a sentence that it awaits validation.
    """
    own = area(screen, profile.words.re_enrolment)
    chosen = choose(own, profile)
    if chosen is None:
        return _without_form(screen, own, front, profile)
    note = _note(chosen, profile)
    inside, certain = _windows(own, screen, profile)
    listed = pieces.imported(own, _names(inside), profile)
    waiting = awaiting.sentence(own, _place(chosen.form, note), listed, profile)
    questions = _questions(own, chosen, note, inside, apart, profile)
    closed = unticked.lines(own, chosen.page, chosen.form, chosen.ticks, profile)
    lines = (*((one.place, one.discipline) for one in chosen.ticks), *closed)
    tab = ReEnrolment(
        title=chosen.page.title,
        disciplines=tuple(one for _, one in sorted(lines, key=lambda line: line[0])),
        note=None if note is None else _field(chosen.form, note),
        questions=tuple(one.field for one in questions),
        imports=imports(inside, own.texts()) if inside else None,
        imported=listed,
        waiting=waiting,
        notes=_notes(own, chosen, front, waiting, listed, profile),
        shape=_shape(chosen, note, questions),
        writable=chosen.press is not None and certain and are_clear(chosen.ticks, profile),
        charset="utf-8" if chosen.press and chosen.press.by_script else chosen.form.charset,
    )
    return OpenTab(
        tab=tab,
        page=chosen.page,
        form=chosen.form,
        press=chosen.press,
        ticks=chosen.ticks,
        note=note,
        questions=questions,
        windows=inside,
        certain=certain,
    )


def is_closed(screen: Screen, profile: Profile) -> bool:
    """Whether the tab only says that the school has not opened re-enrolments."""
    own = area(screen, profile.words.re_enrolment)
    said = any(says(text, profile.messages.re_enrolment_closed) for text in own.texts())
    return said and choose(own, profile) is None


def _windows(own: Area, screen: Screen, profile: Profile) -> tuple[tuple[Window, ...], bool]:
    """(what takes documents here, whether that is certain)."""
    try:
        return windows(own, screen, profile), True
    except NotUnderstood:
        return (), False


def _names(inside: tuple[Window, ...]) -> tuple[str, ...]:
    return tuple(option.label for one in inside for option in one.names)


def _note(chosen: Chosen, profile: Profile) -> int | None:
    words = profile.words.further_requests
    named = [n for n in chosen.texts if says(chosen.form.controls[n].caption, words)]
    if named:
        return named[0]
    return chosen.texts[0] if len(chosen.texts) == 1 else None


def _place(form: Form, note: int | None) -> int:
    """Where the text area stands; -1 where there is none."""
    return -1 if note is None else form.controls[note].place


def _field(form: Form, number: int) -> Field:
    control = form.controls[number]
    return Field(
        key="note",
        caption=control.caption or "Demandes complémentaires",
        value=control.value,
        kind=Kind.LONG_TEXT,
        editable=not control.disabled and not control.readonly and bool(control.name),
        required=control.required,
        max_length=control.max_length,
        hint=control.hint,
    )


def _questions(
    own: Area,
    chosen: Chosen,
    note: int | None,
    inside: tuple[Window, ...],
    apart: str,
    profile: Profile,
) -> tuple[Bound, ...]:
    """Whatever else the form asks: not what is ticked, written, imported, nor the student."""
    controls = chosen.form.controls
    used = {number for tick in chosen.ticks for number in tick.controls}
    used |= {note} if note is not None else set()
    for one in inside:
        used |= set(one.controls) if one.form is chosen.form else set()
    used |= {
        number
        for number, one in enumerate(controls)
        if (apart and one.name == apart)
        or pieces.is_about_one(chosen.page, one, profile)
        or (one.type == "checkbox" and says(one.label, profile.words.not_courses))
    }
    return tuple(
        one
        for one in bind(chosen.form, profile)
        if one.controls and used.isdisjoint(one.controls) and own.holds(chosen.page, one.place)
    )


def _without_form(screen: Screen, own: Area, front: Screen | None, profile: Profile) -> OpenTab:
    """The tab while it waits, where the school then shows no form."""
    listed = pieces.imported(own, (), profile)
    waiting = awaiting.sentence(own, -1, listed, profile)
    if waiting is None:
        raise NotUnderstood("no form for re-enrolment")
    tab = ReEnrolment(
        title=screen.pages[0].title,
        disciplines=(),
        imported=listed,
        waiting=waiting,
        notes=_notes(own, None, front, waiting, listed, profile),
        shape="",
        writable=False,
    )
    return OpenTab(
        tab=tab, page=screen.pages[0], form=None, press=None, ticks=(), note=None, questions=()
    )


def _notes(
    own: Area,
    chosen: Chosen | None,
    front: Screen | None,
    waiting: str | None,
    listed: tuple[Imported, ...] | None,
    profile: Profile,
) -> tuple[str, ...]:
    """What the tab says besides: sentences that stand neither in its lists nor on Accueil."""
    known = {fold(block.text) for block in front.blocks()} if front is not None else set()
    known |= {fold(one.words) for one in listed or ()}
    said: list[str] = []
    shown: list[str] = []
    if chosen is not None:
        found = unticked.loose_lines(own, chosen.page, chosen.form, chosen.ticks, profile)
        spans = [(table.place, table.end) for table in chosen.page.tables]
        shown = [
            text
            for place, text in found
            if fold(text) not in known and not any(start <= place < end for start, end in spans)
        ]
        known |= set(_of_boxes(chosen))
    names = [fold(one.discipline.caption) for one in (chosen.ticks if chosen else ())]
    for page in own.pages:
        for block in own.blocks(page):
            in_list = any(start <= block.place < end for start, end in _lists(page, chosen))
            if block.menu or block.level or in_list or not block.shown or waiting in block.lines:
                continue
            folded = fold(block.text)
            if folded in known or any(name in folded for name in names):
                continue
            if len(block.text.split()) >= _FEWEST_WORDS:
                said.append(block.text)
    rest = [text for text in shown if not any(text in one for one in said)]
    return tuple(dict.fromkeys((*said[:_MOST_NOTES], *rest)))


def _lists(page: Page, chosen: Chosen | None) -> list[tuple[int, int]]:
    """Where the lists of a page stand, and the lines without a box among the courses."""
    lists = [(one.place, one.end) for one in page.tables]
    if chosen is not None and chosen.page is page:
        lists += [(one.place, one.end) for one in unticked.of_lists(page, chosen.ticks)]
    return lists


def _of_boxes(chosen: Chosen) -> Iterator[str]:
    """What the lines of the boxes say."""
    for one in chosen.ticks:
        yield from (fold(words) for _, words in one.discipline.details)


def _shape(chosen: Chosen, note: int | None, questions: tuple[Bound, ...]) -> str:
    """A digest of the form: which control is ticked for what, and which else a person sees.

    What is hidden holds tokens, and what was imported: it changes from one reading to the next.
    """
    controls = chosen.form.controls
    visible = [
        f"{one.discipline.key}={','.join(controls[n].name for n in one.controls)}"
        for one in chosen.ticks
    ]
    visible += [
        f"{one.field.key}={','.join(controls[n].name for n in one.controls)}" for one in questions
    ]
    visible.append("" if note is None else controls[note].name)
    return hashlib.sha256("\n".join(visible).encode()).hexdigest()
