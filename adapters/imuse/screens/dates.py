"""A date in three controls, lists or short texts, is one field: « jj/mm/aaaa »."""

import re

from adapters.imuse.reading.page import Choice, Control, Form
from adapters.imuse.reading.words import fold

_OF_DATES = re.compile(r"\b(date|ne|nee|naissance)\b")
_NAMES = ("mois", "annee")
_TEXTS = ("text", "number", "tel")
_LISTED = ((28, 32), (12, 13), (5, 300))
"""How many days, months and years a list offers."""
_PARTS = (re.compile(r"\d{0,2}"), re.compile(r"\d{0,2}"), re.compile(r"(\d{4})?"))


def group(form: Form, number: int) -> tuple[int, ...]:
    """The numbers of a day, a month and a year of which only the first has words of its own."""
    found = [n for n in range(number, len(form.controls)) if form.controls[n].type != "hidden"][:3]
    three = [form.controls[n] for n in found]
    if len(three) < len(_PARTS) or not three[0].caption:
        return ()
    if not all(control.seen for control in three):
        return ()
    if any(
        fold(control.caption) not in ("", name)
        for control, name in zip(three[1:], _NAMES, strict=True)
    ):
        return ()
    return tuple(found) if is_date(three) else ()


def is_date(three: list[Control]) -> bool:
    """Whether each control fits its part, and lists or the caption leave no doubt."""
    if len(three) != len(_PARTS) or not all(
        _fits(control, part) for part, control in enumerate(three)
    ):
        return False
    listed = [control.type == "select" for control in three]
    return listed[:2] == [True, True] or _OF_DATES.search(fold(three[0].caption)) is not None


def _fits(control: Control, part: int) -> bool:
    if control.type == "select":
        fewest, most = _LISTED[part]
        return fewest <= sum(1 for choice in control.choices if fold(choice.label)) <= most
    return control.type in _TEXTS and _PARTS[part].fullmatch(control.value) is not None


def value(controls: list[Control]) -> str:
    """The date as one text, "" where none is given."""
    return "/".join(_part(control) for control in controls).strip("/")


def _part(control: Control) -> str:
    """The number of a day, month or year: a month may be named."""
    if control.type != "select":
        return control.value
    chosen = [n for n, choice in enumerate(control.choices) if choice.selected] or [0]
    choice = control.choices[chosen[-1]] if control.choices else None
    if choice is None or not fold(choice.value):
        return ""
    if choice.value.isdecimal():
        return choice.value.zfill(2)
    named = [c.value for c in control.choices if fold(c.value)]
    return str(named.index(choice.value) + 1).zfill(2)


def fills(form: Form, numbers: tuple[int, ...], date: str) -> dict[int, str]:
    """What to put into the three controls; "" where the date has no such part."""
    return {
        number: _stored(form.controls[number], part)
        for number, part in zip(numbers, _parts(date), strict=True)
    }


def _parts(date: str) -> tuple[str, str, str]:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", date)
    if iso:
        return iso[3], iso[2], iso[1]
    parts = re.split(r"\D+", date.strip())
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else ("", "", "")


def _stored(control: Control, part: str) -> str:
    return _matching(control.choices, part) if control.type == "select" else part


def _matching(choices: tuple[Choice, ...], part: str) -> str:
    """The option for a day, a month or a year; what no option stands for is left to the site."""
    wanted = int(part) if part.isdecimal() else None
    for choice in choices:
        if wanted is not None and choice.value.isdecimal() and int(choice.value) == wanted:
            return choice.value
    named = [choice.value for choice in choices if fold(choice.value)]
    is_month = wanted is not None and len(named) == 12 and 1 <= wanted <= 12
    return named[wanted - 1] if is_month and wanted is not None else ""
