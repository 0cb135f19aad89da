"""What is ticked on Réinscription: boxes, or a yes and a no, one for each cursus or discipline."""

from collections.abc import Iterator

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Form, Page, Table, TableLine
from adapters.imuse.reading.words import fold, says, slug, tidy
from adapters.re_enrolment import Discipline

_YES = ("oui", "yes", "se reinscrit", "reinscription", "continue", "poursuit")
_NEAR = 12
"""Places after a box within which its own line begins."""
_NO = ("non", "no", "ne se reinscrit pas", "arret", "arrete", "n est pas reinscrit")


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
    found: list[Tick] = []
    keys: dict[str, int] = {}
    for group in groups:
        found.append(_tick(page, form, group, profile, keys))
    return tuple(found)


def _is_course(page: Page, box: Control, profile: Profile) -> bool:
    in_line = _line(page, box) is not None
    said = box.label or box.caption
    # « Tout cocher » has no name, an agreement is no course.
    return bool(box.name) and (in_line or (bool(said) and not says(said, profile.words.agreements)))


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
    yes = [value for value, words in said if words in _YES]
    no = [value for value, words in said if words in _NO]
    sure = len(yes) == len(no) == 1 and len(said) == len(yes) + len(no)
    return (yes[0], no[0]) if sure else None


def _tick(
    page: Page, form: Form, group: tuple[int, ...], profile: Profile, keys: dict[str, int]
) -> Tick:
    controls = [form.controls[n] for n in group]
    first = controls[0]
    answers = _answers(form, group) if first.type != "checkbox" else None
    yes, no = answers or ("1", "")
    at = _line(page, first)
    caption, details, heading = _said(page, first, at, profile)
    base = slug(caption)
    keys[base] = keys.get(base, 0) + 1
    discipline = Discipline(
        key=base if keys[base] == 1 else f"{base}-{keys[base]}",
        caption=caption,
        details=details,
        group=heading,
        ticked=_ticked(controls, yes),
        editable=all(not c.disabled and not c.readonly and bool(c.name) for c in controls),
    )
    return Tick(discipline=discipline, place=first.place, controls=group, yes=yes, no=no)


def _ticked(controls: list[Control], yes: str) -> bool:
    first = controls[0]
    if first.type == "checkbox":
        return first.checked
    if first.type == "radio":
        return any(one.checked and one.value == yes for one in controls)
    return any(choice.selected and choice.value == yes for choice in first.choices)


def _line(page: Page, control: Control) -> tuple[Table, TableLine] | None:
    for table in page.tables:
        for line in table.lines:
            if line.place <= control.place < line.end:
                return table, line
    return None


def _said(
    page: Page, control: Control, at: tuple[Table, TableLine] | None, profile: Profile
) -> tuple[str, tuple[tuple[str, str], ...], str]:
    """(its name, what else its line says, the heading that it stands under)."""
    said = control.label or control.caption
    if at is None:
        return said, _beside(page, control, said), control.section
    table, line = at
    cells = [
        (head, cell)
        for head, cell in zip(table.heads, line.cells, strict=False)
        if cell and fold(cell) not in (*_YES, *_NO, "oui non")
    ]
    named = next((n for n, (head, _) in enumerate(cells) if _is_name(head, profile)), 0)
    if not cells:
        return said, (), line.group or control.section
    caption = cells[named][1]
    rest = tuple(pair for n, pair in enumerate(cells) if n != named)
    return caption, rest, line.group


def _is_name(head: str, profile: Profile) -> bool:
    words = (*profile.columns.get("course", ()), "Cursus", "Discipline", "Cours")
    return fold(head) in {fold(word) for word in words}


def _beside(page: Page, control: Control, said: str) -> tuple[tuple[str, str], ...]:
    """What else stands on the line of a box that is in no table."""
    lines = [
        tidy(text.replace(said, " ", 1))
        for block in page.blocks
        for text in block.lines
        if said and said in text and block.place <= control.place + _NEAR
    ]
    rest = lines[-1] if lines else control.hint
    return (("", rest),) if fold(rest) else ()
