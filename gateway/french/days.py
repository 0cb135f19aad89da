"""Days and school years as French sites write them. Pure."""

import re
from datetime import date

from gateway.french.words import folded

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier", "janv", "jan"),
            ("fevrier", "fevr", "fev"),
            ("mars",),
            ("avril", "avr"),
            ("mai",),
            ("juin",),
            ("juillet", "juil"),
            ("aout",),
            ("septembre", "sept", "sep"),
            ("octobre", "oct"),
            ("novembre", "nov"),
            ("decembre", "dec"),
        ),
        start=1,
    )
    for name in names
}
_CENTURY = 2000

_WEEKDAY = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.? )?(?:le )?"
_HOUR = r"(?: ?,? ?(?:a )?\d{1,2} ?[h:] ?(?:\d{2})?(?::\d{2})?)?"
_NUMBERS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}|\d{{2}}){_HOUR}")
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_HOUR.replace('?,?', '?[,t]?')}")
_IN_WORDS = re.compile(rf"{_WEEKDAY}(\d{{1,2}})(?:er)? ([a-z]+)\.? (\d{{4}}){_HOUR}")
_SCHOOL_YEAR = re.compile(r"(?:annee (?:scolaire )?)?(\d{4})(?: ?[-/\u2013] ?(\d{4}|\d{2}))?")


def day(text: str) -> date | None:
    """The day that a cell names, an hour after it left out; None where it names none, or more."""
    plain = folded(text)
    try:
        if iso := _ISO.fullmatch(plain):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if numbers := _NUMBERS.fullmatch(plain):
            return date(_year(numbers[3]), int(numbers[2]), int(numbers[1]))
        if (words := _IN_WORDS.fullmatch(plain)) and words[2] in _MONTHS:
            return date(int(words[3]), _MONTHS[words[2]], int(words[1]))
    except ValueError:
        return None
    return None


def school_year(text: str) -> int | None:
    """The year in which a school year begins: 2025 for « 2025-2026 », « 2025/26 » and « 2025 »."""
    found = _SCHOOL_YEAR.fullmatch(folded(text))
    if found is None:
        return None
    first = int(found[1])
    if found[2] is not None and int(found[2]) % 100 != (first + 1) % 100:
        return None
    return first


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else _CENTURY + int(digits)
