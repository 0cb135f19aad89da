"""What leads from one page of a list to the next, however the old site says so."""

import re
from collections.abc import Iterator
from itertools import groupby

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page, Pick, Pressable, Table
from adapters.imuse.reading.screen import Found
from adapters.imuse.reading.words import fold
from adapters.imuse.screens.listing import Spot

_FURTHER = ("...", "…")
_DOUBLE = (">>", "»»", "››", "►►", "▶▶")
"""The last page, or the next one where nothing else leads there."""
_OF_LINES = (
    "(?:lignes|resultats|elements|enregistrements|factures|reglements|paiements|evaluations|"
    "absences|evenements|pages)"
)
_NEXT = re.compile(
    rf"(?:(?:voir|afficher) )?(?:les )?(?:\d+ )?(?:{_OF_LINES} )?(?:suivant(?:e?s)?|suiv)"
    rf"(?: {_OF_LINES})?(?: \d+)?"
)
_MORE = re.compile(
    rf"(?:en )?(?:voir|afficher|charger) (?:la suite|plus|davantage)(?: (?:de|d) {_OF_LINES})?"
    rf"|(?:voir )?(?:les )?plus (?:de {_OF_LINES}|anciens|anciennes)"
    rf"|(?:voir )?(?:les )?{_OF_LINES} plus (?:anciens|anciennes)"
)
_NUMBERED = re.compile(r"(?:page |p |pg )?(\d+)")
_RANGE = re.compile(r"(\d+)\s*(?:-|–|—|à|\.{2,3}|…)\s*(\d+)")
_OF_PAGES = re.compile(r"\b(?:pages?|pg|pagination)", re.IGNORECASE)


class Onward(msgspec.Struct, frozen=True):
    """What to press, perhaps with a page chosen in a list."""

    found: Found
    fills: dict[int, str] = {}


def onward(spot: Spot, number: int, lines: int, profile: Profile) -> Iterator[Onward]:
    """What leads to page `number` of a list of which so many `lines` are read, the likeliest first.

    Its number, « Suivante », the lines that it shows (« 21-40 »), a list of pages, « » », « … ».
    """
    page, table = spot.page, spot.table
    near = [
        one
        for one in page.pressables
        if one.press.leads and one.words and not _in_a_line(table, one.place)
        if belongs(page, table, one.place)
    ]
    for says in (
        lambda words: _numbered(words) == number,
        lambda words: _is_next(words, profile),
        lambda words: _begins(words) == lines + 1,
    ):
        yield from (Onward(Found(page, one)) for one in near if any(map(says, one.words)))
    yield from _chosen(page, table, number)
    doubled = [one for one in near if any(words.strip() in _DOUBLE for words in one.words)]
    further = [one for one in near if any(words.strip() in _FURTHER for words in one.words)]
    yield from (Onward(Found(page, one)) for one in (*doubled[-1:], *further[-1:]))


def _numbered(words: str) -> int | None:
    found = _NUMBERED.fullmatch(fold(words))
    return int(found[1]) if found else None


def _begins(words: str) -> int | None:
    """The number of the first line that a page shows."""
    found = _RANGE.fullmatch(words.strip(" []()"))
    return int(found[1]) if found else None


def _is_next(words: str, profile: Profile) -> bool:
    said = {words.strip(), fold(words)}
    phrases = profile.words.next_page
    if any(phrase in said or (fold(phrase) and fold(phrase) in said) for phrase in phrases):
        return True
    bare = fold(words.strip(" <>«»‹›→←"))
    known = {fold(phrase) for phrase in phrases if fold(phrase)}
    return bare in known or bool(_NEXT.fullmatch(bare) or _MORE.fullmatch(bare))


def _chosen(page: Page, table: Table, number: int) -> Iterator[Onward]:
    """The next page in a list of all of them, by itself or with the button beside it."""
    for (form, place), group in groupby(page.picks, key=lambda one: (one.form, one.control)):
        control, options = page.forms[form].controls[place], list(group)
        numbers = [_numbered(one.label) for one in options]
        named = f"{options[0].caption} {control.name} {options[0].label}".replace("_", " ")
        if numbers != list(range(1, len(options) + 1)) or not _OF_PAGES.search(named):
            continue
        if number > len(options) or not belongs(page, table, control.place):
            continue
        pressed = _leading(page, options[number - 1])
        if pressed is not None:
            yield Onward(Found(page, pressed), {place: options[number - 1].value})


def _leading(page: Page, pick: Pick) -> Pressable | None:
    if pick.press.leads:
        return Pressable(words=(pick.label,), press=pick.press, place=0)
    of_form = [one for one in page.pressables if one.press.form == pick.form and one.press.leads]
    return of_form[0] if len(of_form) == 1 else None


def _in_a_line(table: Table, place: int) -> bool:
    return any(line.place <= place < line.end for line in table.lines)


def belongs(page: Page, table: Table, place: int) -> bool:
    """Whether a pager that stands there is this list's: no other list is nearer to it."""
    if table.place <= place < table.end:
        return True
    after = [other.place for other in page.tables if other.place > table.place]
    before = [other.end for other in page.tables if other.end <= table.place]
    upto = min(after, default=10**9)
    since = 10**9 if before else 0
    panel = next((p for p in page.panels if p.place <= table.place < p.end), None)
    if panel is not None:
        upto, since = min(upto, panel.end), max(since, panel.place)
    return table.end <= place < upto or since <= place < table.place


def chosen(page: Page, table: Table, profile: Profile) -> Iterator[str]:
    """What a list is limited to by a choice above it: « Exercice : 2026-2027 »."""
    years = {fold(words) for words in profile.columns["year"]}
    for (form, place), group in groupby(page.picks, key=lambda one: (one.form, one.control)):
        control, options = page.forms[form].controls[place], list(group)
        if control.type != "select" or fold(control.caption) not in years or len(options) < 2:
            continue
        if not belongs(page, table, control.place) or _leading(page, options[0]) is None:
            continue
        yield from (
            f"{control.caption}\N{NO-BREAK SPACE}: {one.label}" for one in options if one.selected
        )
