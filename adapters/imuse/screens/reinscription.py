"""Réinscription: a student's tab, where it is activated (guide, Onglet Réinscription)."""

import hashlib
import re
from collections.abc import Iterator

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, Page, Press
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import pieces
from adapters.imuse.screens.area import Area, area
from adapters.imuse.screens.buttons import button
from adapters.imuse.screens.fields import Bound, bind
from adapters.imuse.screens.ticks import Tick, ticks
from adapters.imuse.screens.window import Window, in_form
from adapters.model import Field, Kind
from adapters.re_enrolment import Discipline, ReEnrolment

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_TO_COME = ("sera", "seront", "restera", "apparaîtra", "s'affichera", "s'affiche", "jusqu'à")
_TELLING = ("cochez", "cocher", "choisissez", "sélectionnez", "veuillez", "attention")
"""Of a line that tells what to do, and is no course."""

_FEWEST_WORDS = 4
_LONGEST_NAME = 8
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


class _Chosen(msgspec.Struct, frozen=True, kw_only=True):
    page: Page
    number: int
    form: Form
    press: Press | None
    ticks: tuple[Tick, ...]
    texts: tuple[int, ...]


def read(screen: Screen, front: Screen | None, profile: Profile, apart: str = "") -> OpenTab:
    """The tab; the control named `apart` chooses a student, and `front` is Accueil.

    Raises:
        NotUnderstood: there is neither its form, nor a sentence that it awaits validation.
    """
    own = area(screen, profile.words.re_enrolment)
    chosen = _choose(own, profile)
    note = None if chosen is None else _note(chosen, profile)
    after = chosen.form.controls[note].place if chosen is not None and note is not None else -1
    waiting = _waiting(own, after, profile)
    if chosen is None:
        if waiting is None:
            raise NotUnderstood("no form for re-enrolment")
        return _without_form(screen, own, waiting, front, profile)
    inside = in_form(chosen.page, chosen.number, profile)
    questions = _questions(chosen, note, inside, apart, profile)
    lines = (*(one.discipline for one in chosen.ticks), *_without_box(own, chosen, profile))
    listed = pieces.imported(own, _names(inside), profile)
    tab = ReEnrolment(
        title=chosen.page.title,
        disciplines=tuple(sorted(lines, key=lambda one: _place(one, chosen, own))),
        note=None if note is None else _field(chosen.form, note),
        questions=tuple(one.field for one in questions),
        imports=None if inside is None else inside.imports(own.texts()),
        imported=listed,
        waiting=waiting,
        notes=_notes(own, chosen, front, waiting, profile),
        shape=_shape(chosen, note, questions),
        writable=chosen.press is not None,
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
    )


def _names(inside: Window | None) -> tuple[str, ...]:
    return () if inside is None else tuple(one.label for one in inside.names)


def _choose(own: Area, profile: Profile) -> _Chosen | None:
    """The form with most boxes to tick; where there are none, the one with a text to write."""
    found: list[_Chosen] = []
    for page, number, form in own.forms():
        press = button(page, number, form, profile.words.submit_re_enrolment)
        texts = tuple(n for n, c in enumerate(form.controls) if c.type == "textarea" and c.seen)
        boxes = ticks(page, form, profile)
        if boxes or (texts and press is not None):
            found.append(
                _Chosen(page=page, number=number, form=form, press=press, ticks=boxes, texts=texts)
            )
    if not found:
        return None
    return max(found, key=lambda one: (one.press is not None, len(one.ticks), len(one.texts)))


def _note(chosen: _Chosen, profile: Profile) -> int | None:
    words = profile.words.further_requests
    named = [n for n in chosen.texts if says(chosen.form.controls[n].caption, words)]
    if named:
        return named[0]
    return chosen.texts[0] if len(chosen.texts) == 1 else None


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
    chosen: _Chosen, note: int | None, inside: Window | None, apart: str, profile: Profile
) -> tuple[Bound, ...]:
    """Whatever else the form asks: not what is ticked, written, imported, nor the student."""
    used = {number for tick in chosen.ticks for number in tick.controls}
    used |= {note} if note is not None else set()
    used |= set(inside.controls) if inside is not None and inside.form is chosen.form else set()
    controls = chosen.form.controls
    return tuple(
        one
        for one in bind(chosen.form, profile)
        if used.isdisjoint(one.controls)
        and one.controls
        and not any(apart and controls[n].name == apart for n in one.controls)
    )


def _without_box(own: Area, chosen: _Chosen, profile: Profile) -> tuple[Discipline, ...]:
    """Lines among those with a box that have none: shown, never ticked."""
    keys = {one.discipline.key for one in chosen.ticks}
    found: list[Discipline] = []
    for table in chosen.page.tables:
        inside = [one for one in chosen.ticks if table.place <= one.place < table.end]
        for line in table.lines if inside else ():
            if any(line.place <= one.place < line.end for one in inside):
                continue
            cells = [cell for cell in line.cells if cell]
            if cells:
                found.append(_closed(cells[0], tuple(cells[1:]), line.group, line.place, keys))
    loose = list(_loose_lines(own, chosen, profile))
    # As many lines as boxes are what else is said of each.
    few = len(loose) * 2 <= len(chosen.ticks)
    for text, place in loose:
        short = len(text.split()) <= _LONGEST_NAME and not text.endswith(".")
        if says(text, profile.words.closed_course) or (few and short):
            found.append(_closed(text, (), "", place, keys))
    return tuple(found)


def _loose_lines(own: Area, chosen: _Chosen, profile: Profile) -> Iterator[tuple[str, int]]:
    """Lines from the first box on, in no table, that are neither a box's nor a heading."""
    start, end = _around_boxes(own, chosen, profile)
    tables = [
        t for t in chosen.page.tables if any(t.place <= o.place < t.end for o in chosen.ticks)
    ]
    telling = (*_TELLING, *profile.words.re_enrolment)
    said = tuple(fold(one.discipline.caption) for one in chosen.ticks)
    heads = {fold(one.discipline.group) for one in chosen.ticks}
    for block in own.blocks(chosen.page):
        in_table = any(table.place <= block.place < table.end for table in tables)
        if in_table or not start < block.place < end or block.level or block.menu:
            continue
        for text in block.lines:
            told = says(text, telling) or fold(text).startswith(said)
            if fold(text) not in heads and not told:
                yield text, block.place


def _around_boxes(own: Area, chosen: _Chosen, profile: Profile) -> tuple[int, int]:
    """From the heading or field before the first box up to what follows the last, or documents."""
    first = min((one.place for one in chosen.ticks), default=0)
    last = max((one.place for one in chosen.ticks), default=0)
    used = {number for one in chosen.ticks for number in one.controls}
    others = [
        control.place
        for number, control in enumerate(chosen.form.controls)
        if number not in used and control.seen
    ]
    words = profile.words
    about = (*words.imported, *words.import_document, *words.asked_documents)
    for block in own.blocks(chosen.page):
        if block.level or (block.place > last and says(block.text, about)):
            others.append(block.place)
    before = [place for place in others if place < first]
    after = [place for place in others if place > last]
    return max(before, default=first), min(after, default=10**9)


def _closed(
    caption: str, rest: tuple[str, ...], group: str, place: int, keys: set[str]
) -> Discipline:
    key, number = f"ligne-{fold(caption).replace(' ', '-')}", 1
    while key in keys:
        number += 1
        key = f"ligne-{fold(caption).replace(' ', '-')}-{number}"
    keys.add(key)
    details = tuple(("", one) for one in rest)
    return Discipline(key=key, caption=caption, details=details, group=group, editable=False)


def _place(one: Discipline, chosen: _Chosen, own: Area) -> int:
    known = next((t.place for t in chosen.ticks if t.discipline.key == one.key), None)
    if known is not None:
        return known
    for block in own.blocks(chosen.page):
        if fold(one.caption) in fold(block.text):
            return block.place
    return 10**9


def _waiting(own: Area, after: int, profile: Profile) -> str | None:
    """The sentence that it awaits validation: about a re-enrolment, or below the text area."""
    about = (*profile.words.re_enrolment, "réinscrit", "réinscrite", "inscription", "demande")
    for page in own.pages:
        for block in own.blocks(page):
            for line in block.lines if block.shown else ():
                below = 0 <= after < block.place
                if any(_awaits(one, about, below, profile) for one in _SENTENCE_END.split(line)):
                    return line
    return None


def _awaits(sentence: str, about: tuple[str, ...], below: bool, profile: Profile) -> bool:
    reading = profile.reading
    if not says(sentence, reading.waiting) or says(sentence, ("fiche",)):
        return False
    to_come = says(sentence, (*reading.not_waiting, *_TO_COME))
    return not to_come and (below or says(sentence, about))


def _without_form(
    screen: Screen, own: Area, waiting: str, front: Screen | None, profile: Profile
) -> OpenTab:
    """The tab while it waits, where the school then shows no form."""
    tab = ReEnrolment(
        title=screen.pages[0].title,
        disciplines=(),
        imported=pieces.imported(own, (), profile),
        waiting=waiting,
        notes=_notes(own, None, front, waiting, profile),
        shape="",
        writable=False,
    )
    return OpenTab(
        tab=tab, page=screen.pages[0], form=None, press=None, ticks=(), note=None, questions=()
    )


def _notes(
    own: Area,
    chosen: _Chosen | None,
    front: Screen | None,
    waiting: str | None,
    profile: Profile,
) -> tuple[str, ...]:
    """What the tab says besides: sentences that stand neither in its lists nor on Accueil."""
    known = {fold(block.text) for block in front.blocks()} if front is not None else set()
    boxes = () if chosen is None else chosen.ticks
    loose = [] if chosen is None else [text for text, _ in _loose_lines(own, chosen, profile)]
    said: list[str] = []
    for page in own.pages:
        for block in own.blocks(page):
            in_table = any(t.place <= block.place < t.end for t in page.tables)
            if block.menu or block.level or in_table or not block.shown or waiting in block.lines:
                continue
            holds = any(fold(one.discipline.caption) in fold(block.text) for one in boxes)
            if holds or fold(block.text) in known or len(block.text.split()) < _FEWEST_WORDS:
                continue
            said.append(block.text)
    shown = [text for text in loose if not any(text in one for one in said)]
    return tuple(dict.fromkeys((*said[:_MOST_NOTES], *shown)))


def _shape(chosen: _Chosen, note: int | None, questions: tuple[Bound, ...]) -> str:
    """A digest of the form: which control is ticked for what, which are hidden; no value."""
    controls = chosen.form.controls
    visible = [
        f"{one.discipline.key}={','.join(controls[n].name for n in one.controls)}"
        for one in chosen.ticks
    ]
    visible += [
        f"{one.field.key}={','.join(controls[n].name for n in one.controls)}" for one in questions
    ]
    visible.append("" if note is None else controls[note].name)
    hidden = sorted(
        {re.sub(r"[0-9a-fA-F]{8,}", "#", c.name) for c in controls if c.type == "hidden"}
    )
    return hashlib.sha256("\n".join([*visible, "", *hidden]).encode()).hexdigest()
