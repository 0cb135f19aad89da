"""Élèves: the choice of a student (guide, Menu Élèves)."""

import re
from collections.abc import Iterator
from itertools import groupby

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page, Pick, Press, Pressable
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import fiche, listing
from adapters.model import Student

_OF_STUDENTS = re.compile(r"eleve|enfant|usager|student|pupil")
_FEWEST_TABS = 2


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A student with the way to choose it; without one, the screen is this student's already."""

    student: Student
    found: Found | None = None
    fills: dict[int, str] = {}
    picker: str = ""
    """The name of the control that students are chosen by."""


def read(screen: Screen, home: Screen | None, profile: Profile) -> tuple[Choice, ...] | None:
    """The students that a screen offers; () where it says that there is none.

    `home` is Accueil: what it offers too is the menu's. None where nothing can be told.
    """
    for way in (_picked, _listed, _under_the_menu, _linked):
        choices = tuple(way(screen, home, profile))
        if choices:
            return _told_apart(choices)
    if offers_tabs(screen, profile):
        alone = _alone(screen, profile)
        if alone is not None:
            return (alone,)
    if _has_empty_picker(screen, profile) or _says_none(screen, home, profile):
        return ()
    return None


def offers_tabs(screen: Screen, profile: Profile) -> bool:
    """Whether a screen is a student's: it offers the tabs of the guide."""
    words = profile.words
    tabs = (words.identity, words.courses, words.history, words.repertoire)
    return sum(1 for phrases in tabs if screen.find(phrases) is not None) >= _FEWEST_TABS


def _picked(screen: Screen, home: Screen | None, profile: Profile) -> Iterator[Choice]:
    best: tuple[int, Page, list[Pick]] | None = None
    for page, picks in _pickers(screen):
        score = _score(page, picks, profile)
        if score >= 3 and (best is None or score > best[0]):
            best = (score, page, picks)
    if best is None:
        return
    _, page, picks = best
    for pick in picks:
        found = _way(page, pick, profile)
        if _invites(pick, profile) or (found is None and not pick.selected):
            continue
        yield Choice(
            student=Student(ref="", name=pick.label),
            found=found,
            fills={pick.control: pick.value} if found is not None else {},
            picker=control_name(page, pick),
        )


def _pickers(screen: Screen) -> Iterator[tuple[Page, list[Pick]]]:
    for page in screen.pages:
        for _, group in groupby(page.picks, key=lambda one: (one.form, control_name(page, one))):
            yield page, list(group)


def control_name(page: Page, pick: Pick) -> str:
    """The name of the control that a possibility belongs to."""
    return page.forms[pick.form].controls[pick.control].name


def _score(page: Page, picks: list[Pick], profile: Profile) -> int:
    control = page.forms[picks[0].form].controls[picks[0].control]
    named = _OF_STUDENTS.search(fold(f"{control.name} {control.ident}".replace("_", " ")))
    captioned = says(picks[0].caption, profile.words.student_choice)
    leads = any(pick.press.leads for pick in picks)
    sends = leads or any(_way(page, pick, profile) is not None for pick in picks[:1])
    if not sends:
        return 0
    return 4 * captioned + 3 * (named is not None) + 2 * leads


def _way(page: Page, pick: Pick, profile: Profile) -> Found | None:
    """What choosing does: by itself, or with the button beside it."""
    if pick.press.leads:
        return Found(page, Pressable(words=(pick.label,), press=pick.press, place=0))
    for one in page.pressables:
        submits = one.press.form == pick.form and one.press.leads
        if submits and any(fold(w) == fold(p) for w in one.words for p in profile.words.choose):
            return Found(page, one)
    return None


def _invites(pick: Pick, profile: Profile) -> bool:
    """Whether it only asks to choose: « -- Sélectionner un élève -- »."""
    label = pick.label
    return not fold(label) or (
        (pick.value in ("", "0", "-1") or not label[0].isalnum())
        and (says(label, profile.words.no_choice) or not label[0].isalnum() or not pick.value)
    )


def _has_empty_picker(screen: Screen, profile: Profile) -> bool:
    return any(
        all(_invites(pick, profile) for pick in picks)
        and (
            _OF_STUDENTS.search(fold(picks[0].caption))
            or _OF_STUDENTS.search(control_name(page, picks[0]))
        )
        for page, picks in _pickers(screen)
    )


def _listed(screen: Screen, home: Screen | None, profile: Profile) -> Iterator[Choice]:
    """From a table with a column of names."""
    for page in screen.pages:
        for table in page.tables:
            found = listing.columns(table.heads, None, profile)
            by_name = {column.name: number for number, column in enumerate(found)}
            for line in table.lines:
                name = _name_in(line.cells, by_name)
                opens = listing.opening(page, line, profile)
                if name and opens is not None:
                    student = Student(ref="", name=name)
                    yield Choice(student=student, found=opens.found, fills=opens.fills)


def _name_in(cells: tuple[str, ...], by_name: dict[str | None, int]) -> str:
    if "student" in by_name:
        return cells[by_name["student"]]
    parts = [cells[by_name[one]] for one in ("given_name", "family_name") if one in by_name]
    # One column may hold the whole name.
    return " ".join(parts) if len(parts) > 1 or any(map(_is_a_name, parts)) else ""


def _under_the_menu(screen: Screen, home: Screen | None, profile: Profile) -> Iterator[Choice]:
    """From the entries of the menu's own list under « Élèves »."""
    seen: set[Press] = set()
    listed: list[Choice] = []
    for found in _pressables(screen):
        one = found.pressable
        if not one.words or not one.press.leads or not _is_students(one.under, profile):
            continue
        # The same list may stand twice: in the menu, and in the one for small screens.
        if one.press not in seen and not _is_students(one.words[0], profile):
            seen.add(one.press)
            listed.append(Choice(student=Student(ref="", name=one.words[0]), found=found))
    # « Vue d'ensemble » is no name.
    yield from [one for one in listed if _is_a_name(one.student.name)]


def onward(screen: Screen, profile: Profile) -> Found | None:
    """An entry under « Élèves » that leads on, where none says a name."""
    for found in _pressables(screen):
        one = found.pressable
        if one.words and one.press.leads and _is_students(one.under, profile):
            return found
    return None


def _is_students(words: str, profile: Profile) -> bool:
    return any(fold(words) == fold(phrase) for phrase in profile.words.students)


def _linked(screen: Screen, home: Screen | None, profile: Profile) -> Iterator[Choice]:
    """From links that Accueil does not have: each says a name, or stands under one.

    What Accueil begins with is the frame's: the school's own name, over every page.
    """
    known = {fold(words) for one in _pressables(home) for words in one.pressable.words}
    begins = [block for block in home.blocks() if not block.menu] if home is not None else []
    heads = [block for block in begins if block.level > 0]
    frame = {fold(block.text) for block in (*begins[:1], *heads[:1])}
    tabs = profile.words
    own = (*tabs.identity, *tabs.courses, *tabs.history, *tabs.repertoire, *tabs.open, *tabs.never)
    for found in _pressables(screen):
        words = found.pressable.words[:1]
        if not words or not found.pressable.press.leads or fold(words[0]) in known:
            continue
        name = words[0]
        if any(fold(name) == fold(one) for one in tabs.choose + tabs.open):
            name = _heading_before(found)
            name = "" if fold(name) in frame else name
        if name and not any(fold(name) == fold(one) for one in own) and _is_a_name(name):
            yield Choice(student=Student(ref="", name=name), found=found)


def _pressables(screen: Screen | None) -> Iterator[Found]:
    if screen is not None:
        for page in screen.pages:
            yield from (Found(page, one) for one in page.pressables)


def _heading_before(found: Found) -> str:
    before = [
        block
        for block in found.page.blocks
        if block.place < found.pressable.place and block.level > 0
    ]
    return before[-1].text if before else ""


def _is_a_name(words: str) -> bool:
    parts = re.sub(r"\([^)]*\)", " ", words).split()
    return 2 <= len(parts) <= 7 and sum(1 for one in parts if one[:1].isupper()) >= 2


def _alone(screen: Screen, profile: Profile) -> Choice | None:
    """The one student of a family whose dossier opens without a choice."""
    try:
        sheet = fiche.read(screen, profile).sheet
    except NotUnderstood:
        return None
    named = [sheet.named(name) for name in ("given_name", "family_name")]
    words = [field.value for field in named if field is not None and field.value]
    return Choice(student=Student(ref="", name=" ".join(words))) if words else None


def _says_none(screen: Screen, home: Screen | None, profile: Profile) -> bool:
    is_home = home is None or home.pages[0].url == screen.pages[0].url
    said = {fold(block.text) for block in home.blocks()} if home and not is_home else set()
    return any(
        listing.says_empty(block.text, profile)
        and _OF_STUDENTS.search(fold(block.text)) is not None
        and fold(block.text) not in said
        for block in screen.blocks()
        if block.shown or is_home
    )


def _told_apart(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Each with a reference: of its name, and among the same names of what chooses it."""
    made: list[Choice] = []
    for choice in choices:
        alike = [one for one in choices if fold(one.student.name) == fold(choice.student.name)]
        apart = _mark(choice, alike) if len(alike) > 1 else ""
        ref = listing.reference("student", fold(choice.student.name), apart)
        student = msgspec.structs.replace(choice.student, ref=ref)
        made.append(msgspec.structs.replace(choice, student=student))
    return tuple(made)


def _mark(choice: Choice, alike: list[Choice]) -> str:
    """What tells it from its namesakes: the parts of its way that are not theirs."""
    parts = {one: n for n, one in enumerate(_parts(choice))}
    shared = set.intersection(*(set(_parts(other)) for other in alike))
    own = [one for one in parts if one not in shared]
    return "|".join(own) or str(alike.index(choice))


def _parts(choice: Choice) -> list[str]:
    if choice.fills:
        return [f"{name}={value}" for name, value in choice.fills.items()]
    press = choice.found.pressable.press if choice.found is not None else None
    if press is None:
        return []
    address = re.split(r"[?&#/]", press.url or "")
    return [*address, *(f"{name}={value}" for name, value in press.assigns)]
