"""A sheet to read: captions with their values, whatever holds them (guide: fiche d'un cours…)."""

import re
from itertools import groupby

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, slug
from adapters.imuse.screens import accueil
from adapters.imuse.screens.fields import Bound, bind
from adapters.model import Field, Kind, Section

_DATE = re.compile(r"^\d{1,2}/\d{1,2}/\d{4}$")


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A caption and its value, where they stand."""

    section: str
    place: int
    field: Field


def sections(
    screen: Screen, before: Screen, front: Screen | None, profile: Profile
) -> tuple[Section, ...]:
    """What a screen says as a sheet, in its order.

    What Accueil (`front`) says too is every page's frame; a form of the screen `before` is none of
    the sheet's.
    """
    frame = _frame(screen, front, profile)
    said: list[Said] = []
    for page in screen.pages:
        of_page = [*_facts(page, profile), *_controls(page, before, profile)]
        said += sorted(of_page, key=lambda one: one.place)
    said = [one for one in said if (fold(one.field.caption), one.field.value) not in frame]
    own = {fold(page.title) for page in screen.pages}
    return tuple(
        Section(title="" if fold(title) in own else title, fields=tuple(one.field for one in group))
        for title, group in groupby(_with_keys(said), key=lambda one: one.section)
    )


def _frame(screen: Screen, front: Screen | None, profile: Profile) -> set[tuple[str, str]]:
    if front is None or not accueil.signed_in(screen, profile):
        return set()
    return {(fold(fact.caption), fact.value) for page in front.pages for fact in page.facts}


def _facts(page: Page, profile: Profile) -> list[Said]:
    return [
        Said(
            section=fact.section,
            place=fact.place,
            field=Field(
                key="",
                caption=fact.caption,
                name=_name(fact.caption, profile),
                value=fact.value,
                kind=Kind.DATE if _DATE.match(fact.value) else Kind.TEXT,
                editable=False,
            ),
        )
        for fact in page.facts
    ]


def _controls(page: Page, before: Screen, profile: Profile) -> list[Said]:
    """Fields that only show: a sheet made of the controls of a form that nobody fills in."""
    known = {name for other in before.pages for form in other.forms for name in _names(form)}
    return [
        Said(section=one.section, place=one.place, field=_shown(one, form, profile))
        for form in page.forms
        for one in bind(form, profile)
        if one.controls and not _within_a_list(page, one.place)
        if not any(form.controls[number].name in known for number in one.controls)
        or all(_only_shows(form.controls[number]) for number in one.controls)
    ]


def _names(form: Form) -> set[str]:
    return {control.name for control in form.controls if control.seen and control.name}


def _only_shows(control: Control) -> bool:
    return control.readonly or control.disabled


def _within_a_list(page: Page, place: int) -> bool:
    return any(table.place <= place < table.end for table in page.tables)


def _shown(one: Bound, form: Form, profile: Profile) -> Field:
    return Field(
        key="",
        caption=one.field.caption,
        name=_name(one.field.caption, profile),
        value=one.field.shown(),
        kind=Kind.LONG_TEXT if one.field.kind is Kind.LONG_TEXT else Kind.TEXT,
        editable=False,
    )


def _name(caption: str, profile: Profile) -> str | None:
    folded = fold(caption)
    for names in (profile.columns, profile.captions):
        for name, synonyms in names.items():
            if any(fold(synonym) == folded for synonym in synonyms):
                return name
    return None


def _with_keys(said: list[Said]) -> list[Said]:
    keys: dict[str, int] = {}
    made: list[Said] = []
    for one in said:
        base = slug(one.field.caption)
        keys[base] = keys.get(base, 0) + 1
        key = base if keys[base] == 1 else f"{base}-{keys[base]}"
        made.append(msgspec.structs.replace(one, field=msgspec.structs.replace(one.field, key=key)))
    return made
