"""What is ticked on Réinscription: boxes, or a yes and a no, one for each cursus or discipline."""

from collections.abc import Iterator

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page
from adapters.imuse.reading.words import fold, says, slug
from adapters.imuse.screens import pieces
from adapters.imuse.screens.tick_words import NO, YES, Said, line_of, names, said_of
from adapters.re_enrolment import Discipline


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A discipline with the controls that hold its answer."""

    discipline: Discipline
    place: int
    controls: tuple[int, ...]
    yes: str = "1"
    no: str = ""
    """What its control is filled with for either."""

    def fills(self, *, ticked: bool) -> dict[int, str]:
        """What to type for it to be ticked, or not."""
        return {self.controls[0]: self.yes if ticked else self.no}


def ticks(page: Page, form: Form, profile: Profile) -> tuple[Tick, ...]:
    """The form's disciplines in their order: its boxes; without any, its yes-or-no questions."""
    boxes: list[tuple[int, ...]] = [
        (number,)
        for number, one in enumerate(form.controls)
        if one.type == "checkbox" and _is_course(page, one, profile)
    ]
    groups = boxes or [group for group in _pairs(form) if _answers(form, group) is not None]
    firsts = [form.controls[group[0]] for group in groups]
    said = [said_of(page, [form.controls[n] for n in group], firsts, profile) for group in groups]
    keys = _keys(said)
    return tuple(
        _tick(form, group, one, key) for group, one, key in zip(groups, said, keys, strict=True)
    )


def are_clear(found: tuple[Tick, ...], profile: Profile) -> bool:
    """Whether each says what it is for: not « Oui » alone, nor two on a line alike."""
    said = [(one.discipline.group, one.discipline.caption, one.discipline.details) for one in found]
    return len(set(said)) == len(said) and all(
        names(one.discipline.caption, profile) for one in found
    )


def _is_course(page: Page, box: Control, profile: Profile) -> bool:
    """Whether a box is for a course: « Tout cocher » is not, an agreement is not."""
    if not box.name or pieces.is_about_one(page, box, profile):
        return False
    own = box.label or box.caption
    words = profile.words
    if says(own, (*words.agreements, *words.not_courses)):
        return False
    at = line_of(page, box)
    if at is not None:
        return not any(says(cell, words.agreements) for cell in at[1].cells)
    return any(fold(one) for one in (own, *(line for lines in box.around for line in lines)))


def _pairs(form: Form) -> Iterator[tuple[int, ...]]:
    names = dict.fromkeys(c.name for c in form.controls if c.type == "radio" and c.name)
    for name in names:
        yield tuple(n for n, c in enumerate(form.controls) if c.type == "radio" and c.name == name)
    for number, one in enumerate(form.controls):
        if one.type == "select" and one.seen:
            yield (number,)


def _answers(form: Form, group: tuple[int, ...]) -> tuple[str, str] | None:
    """The values for yes and for no, where these are all that a group offers."""
    first = form.controls[group[0]]
    if first.type == "select":
        said = [(c.value, fold(c.label)) for c in first.choices if fold(c.label)]
    else:
        said = [
            (form.controls[n].value, fold(form.controls[n].label or form.controls[n].value))
            for n in group
        ]
    yes = [value for value, words in said if words in YES]
    no = [value for value, words in said if words in NO]
    sure = len(yes) == len(no) == 1 and len(said) == len(yes) + len(no)
    return (yes[0], no[0]) if sure else None


def _keys(said: list[Said]) -> Iterator[str]:
    """A key for each: what it is called, with the rest of its line where others are called so."""
    bases = [slug(one.caption) for one in said]
    seen: dict[str, int] = {}
    for one, base in zip(said, bases, strict=True):
        more = " ".join(words for _, words in one.details)
        key = slug(f"{one.caption} {one.group} {more}") if bases.count(base) > 1 else base
        seen[key] = seen.get(key, 0) + 1
        yield key if seen[key] == 1 else f"{key}-{seen[key]}"


def _tick(form: Form, group: tuple[int, ...], said: Said, key: str) -> Tick:
    controls = [form.controls[n] for n in group]
    first = controls[0]
    yes, no = (_answers(form, group) if first.type != "checkbox" else None) or ("1", "")
    discipline = Discipline(
        key=key,
        caption=said.caption,
        details=said.details,
        group=said.group,
        ticked=_is_ticked(controls, yes),
        editable=all(not c.disabled and not c.readonly and bool(c.name) for c in controls),
    )
    return Tick(discipline=discipline, place=first.place, controls=group, yes=yes, no=no)


def _is_ticked(controls: list[Control], yes: str) -> bool:
    first = controls[0]
    if first.type == "checkbox":
        return first.checked
    if first.type == "radio":
        return any(one.checked and one.value == yes for one in controls)
    # A list shows its first possibility where none is chosen.
    chosen = [one for one in first.choices if one.selected] or list(first.choices[:1])
    return chosen[-1].value == yes
