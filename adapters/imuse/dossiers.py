"""The students' dossiers: chosen, proven to be theirs, read tab by tab (guide, Menu Élèves)."""

from functools import partial

import msgspec

from adapters.errors import ColumnsLost, NotListed, NotUnderstood, ScreenMissing
from adapters.imuse import importing, lists
from adapters.imuse.reading.page import Table
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import eleves, fiche, listing, naming, record, reinscription, tabbed
from adapters.imuse.screens.eleves import Choice
from adapters.imuse.screens.listing import Opening, Shown
from adapters.imuse.walk import Walk
from adapters.imuse.writing import Opened
from adapters.model import Listing, ListName, Record, Sheet, Step, Student

TABS = (ListName.COURSES, ListName.HISTORY, ListName.REPERTOIRE)
_INNER = (ListName.EVALUATIONS, ListName.ABSENCES)


class Dossier(msgspec.Struct, frozen=True):
    """The student that the old session is at, with the screen that it was chosen to."""

    choice: Choice
    screen: Screen
    entered: int
    """At which signing in."""
    others: tuple[Choice, ...] = ()
    """The family's other students."""


class Window(msgspec.Struct, frozen=True):
    """A sheet to read, with its lists and what opens their lines."""

    record: Record
    lists: dict[str, Shown]


class Dossiers:
    """Reads through one family's walk; whoever uses it holds the session's lock."""

    def __init__(self, walk: Walk) -> None:
        """Nothing is read yet."""
        self._walk = walk
        self._at: Dossier | None = None
        self._lists: dict[ListName, Shown] = {}
        """The lists of the dossier in front, with what opens their lines."""

    async def students(self) -> tuple[Student, ...]:
        """All students that the family may choose."""
        return tuple(choice.student for choice in await self._walk.reading(self._choices))

    async def sheet(self, student: str) -> Sheet:
        """A student's Identité."""
        return await self._walk.reading(partial(self._sheet, student))

    async def open_sheet(self, student: str) -> Opened:
        """Identité from the menu onwards, open to be changed."""
        dossier, screen = await self._identity(student)
        try:
            sheet = fiche.read(screen, self._walk.profile, apart=dossier.choice.picker)
        except NotUnderstood:
            await self._walk.confirm(screen)
            raise
        return Opened(screen, sheet)

    async def _sheet(self, student: str) -> Sheet:
        """Identité, which some schools only show."""
        walk = self._walk
        dossier, screen = await self._identity(student)
        try:
            return fiche.read(screen, walk.profile, apart=dossier.choice.picker).sheet
        except NotUnderstood:
            await walk.confirm(screen)
            shown = fiche.shown(screen, walk.front, walk.profile)
            if shown is None:
                raise
            return shown

    async def _identity(self, student: str) -> tuple[Dossier, Screen]:
        self._at = None
        dossier = await self._dossier(student)
        return dossier, await self._tab(dossier, self._walk.profile.words.identity)

    async def open_re_enrolment(self, student: str) -> importing.Opened | None:
        """Réinscription from the menu onwards; None where this dossier has no such tab.

        None too where the tab says that the school has not opened re-enrolments.

        Raises:
            ScreenMissing: it shows none of its other tabs either: nobody knows.
        """
        self._at = None
        dossier = await self._dossier(student)
        walk, words = self._walk, self._walk.profile.words
        tabs = (words.identity, words.courses, words.history, words.repertoire)
        if not tabbed.offered(dossier.screen, words.re_enrolment, tabs):
            if not any(dossier.screen.find(one) for one in tabs):
                raise ScreenMissing("Réinscription")
            return None
        screen = await self._tab(dossier, words.re_enrolment)
        try:
            tab = reinscription.read(screen, walk.front, walk.profile, dossier.choice.picker)
        except NotUnderstood:
            await walk.confirm(screen)
            if reinscription.is_closed(screen, walk.profile):
                return None
            raise
        is_another = partial(_is_another, dossier.choice, dossier.others)
        return importing.Opened(screen, tab, is_another)

    async def list(self, student: str, kind: ListName) -> Listing:
        """A student's courses, history or repertoire."""
        found = await self._walk.reading(partial(self._list, student, kind))
        return found.listing

    async def record(self, student: str, steps: tuple[Step, ...]) -> Record:
        """What opening the lines of these steps shows, one after the other."""
        return (await self._walk.reading(partial(self._opened, student, steps))).record

    async def _choices(self) -> tuple[Choice, ...]:
        walk, profile = self._walk, self._walk.profile
        self._at = None
        screen = await walk.enter("Élèves", profile.words.students, profile.routes.students)
        choices = eleves.read(screen, walk.front, profile)
        onward = eleves.onward(screen, profile) if choices is None else None
        if onward is not None:
            screen = walk.certain(await walk.browser.press(onward))
            choices = eleves.read(screen, walk.front, profile)
        if choices is None:
            await walk.confirm(screen)
            raise NotUnderstood("neither students nor words that there are none")
        if any(choice.found is None for choice in choices):
            # The only student's dossier is in front already.
            self._at = Dossier(choices[0], screen, walk.entered)
        return choices

    async def _dossier(self, student: str) -> Dossier:
        """The dossier of a student, in front on the old site."""
        at = self._at
        if at and at.choice.student.ref == student and at.entered == self._walk.entered:
            return at
        choices = await self._choices()
        choice = next((one for one in choices if one.student.ref == student), None)
        if choice is None:
            raise NotListed
        self._lists = {}
        if choice.found is None:
            if self._at is None:
                raise NotUnderstood("no way to choose this student")
            return self._at
        screen = await self._walk.browser.press(choice.found, choice.fills)
        screen = self._walk.certain(screen)
        others = tuple(one for one in choices if one is not choice)
        if not naming.names(screen, choice, others):
            await self._walk.confirm(screen)
            raise NotUnderstood("the page does not name the student that was chosen")
        self._at = Dossier(choice, screen, self._walk.entered, others)
        return self._at

    async def _tab(self, dossier: Dossier, words: tuple[str, ...]) -> Screen:
        """The screen of a tab; the dossier's own where the tab only brings a part of it forward."""
        found = dossier.screen.find(words)
        if found is None or not found.pressable.press.leads:
            return dossier.screen
        screen = self._walk.certain(await self._walk.browser.press(found))
        named = naming.names(screen, dossier.choice, dossier.others)
        if not screen.pages[0].fragment and not named:
            await self._walk.confirm(screen)
            raise NotUnderstood("the tab's page does not name the student that was chosen")
        return screen

    async def _list(self, student: str, kind: ListName) -> Shown:
        dossier = await self._dossier(student)
        words = listing.words_of(kind, self._walk.profile)
        if dossier.screen.find(words) is None and not _shows(dossier.screen, kind, self._walk):
            raise ScreenMissing(kind.value)
        screen = await self._tab(dossier, words)
        before = _outside(dossier.screen, screen)
        try:
            found = await lists.whole(self._walk, screen, kind, headed=True, before=before)
        except ColumnsLost:
            await self._walk.confirm(screen)
            raise
        own = fold(dossier.choice.student.name)
        siblings = (one.student.name for one in dossier.others)
        names = tuple(name for name in siblings if fold(name) != own)
        if any(says(line.group, names) for line in found.listing.lines if line.group):
            raise NotUnderstood("the list names another student than the one that was chosen")
        self._lists[kind] = found
        return found

    async def _opened(self, student: str, steps: tuple[Step, ...]) -> Window:
        first, *rest = steps
        kind = next((one for one in TABS if one.value == first.list), None)
        if kind is None:
            raise NotListed
        window = await self._window(await self._line(student, kind, first.line), deeper=True)
        for step in rest:
            shown = window.lists.get(step.list)
            found = shown.opens.get(step.line) if shown is not None else None
            if shown is None or found is None:
                raise NotListed
            window = await self._window((shown, found), deeper=False)
        return window

    async def _line(self, student: str, kind: ListName, line: str) -> tuple[Shown, Opening]:
        """The list in front with that line; read anew where it was not, or has changed."""
        await self._dossier(student)
        shown = self._lists.get(kind) or await self._list(student, kind)
        found = shown.opens.get(line)
        if found is None:
            self._at = None
            shown = await self._list(student, kind)
            found = shown.opens.get(line)
        if found is None:
            raise NotListed
        return shown, found

    async def _window(self, line: tuple[Shown, Opening], *, deeper: bool) -> Window:
        """What opens with a line; with `deeper`, its tabs and their lists too."""
        shown, opening = line
        screen = await self._press(shown, opening)
        at = self._at
        if at is not None and naming.names_another(screen, at.choice, at.others):
            raise NotUnderstood("the sheet names another student than the one that was chosen")
        profile = self._walk.profile
        inner: dict[str, Shown] = {}
        for kind in _INNER if deeper else ():
            found_list = await self._inner(screen, kind, shown.screen)
            if found_list is not None:
                inner[kind.value] = found_list
        for number, spot in enumerate(listing.other_tables(screen, shown, inner.values()), 1):
            key = f"list-{number}"
            inner[key] = listing.shown(key, None, (spot,), screen, profile)
        sheet = Record(
            title=screen.pages[0].title,
            sections=record.sections(screen, shown.screen, self._walk.front, profile),
            lists=tuple(one.listing for one in inner.values()),
        )
        if not sheet.sections and not sheet.lists:
            await self._walk.confirm(screen)
            raise NotUnderstood("the line opens nothing that can be read")
        return Window(sheet, inner)

    async def _press(self, shown: Shown, opening: Opening) -> Screen:
        found = opening.found
        part = dict(found.page.parts).get(found.pressable.part)
        if part is not None and not found.pressable.press.leads:
            return Screen((part,))
        screen = self._walk.certain(await self._walk.browser.press(found, opening.fills))
        if not _speaks_of(screen, shown, opening):
            # It may be about nothing that was opened: « le contexte est fermé ».
            await self._walk.confirm(screen)
        return screen

    async def _inner(self, screen: Screen, kind: ListName, outside: Screen) -> Shown | None:
        """Évaluations or Absence of a course's sheet; None where it has no such tab."""
        words = listing.words_of(kind, self._walk.profile)
        tab = screen.find(words)
        if tab is not None and tab.pressable.press.leads:
            screen = self._walk.certain(await self._walk.browser.press(tab))
        elif tab is None and not self._says(screen, kind, outside):
            return None
        return await lists.whole(
            self._walk, screen, kind, headed=tab is not None, before=outside, sheet=True
        )

    def _says(self, screen: Screen, kind: ListName, outside: Screen) -> bool:
        """Whether a sheet has that list without a tab for it: shown, or headed by its words."""
        return _shows(screen, kind, self._walk, outside) or listing.heads(
            screen, kind, self._walk.profile
        )


def _speaks_of(screen: Screen, shown: Shown, opening: Opening) -> bool:
    """Whether a screen says anything that the line said which opened it."""
    refs = {ref for ref, one in shown.opens.items() if one is opening}
    cells = [cell for one in shown.listing.lines if one.ref in refs for cell in one.cells]
    wanted = tuple(cell for cell in cells if fold(cell))
    held = (control.value for _, _, form in screen.forms() for control in form.controls)
    return any(says(words, wanted) for words in (*screen.texts(), *held))


def _is_another(choice: Choice, others: tuple[Choice, ...], screen: Screen) -> bool:
    return naming.names_another(screen, choice, others)


def _outside(dossier: Screen, tab: Screen) -> Screen | None:
    """What of the dossier's own screen is none of a tab's: all that the tab's shows unchanged.

    None where the tab's screen is that very screen: the dossier opened with this tab in front.
    """
    if tab is dossier or tab.texts() == dossier.texts():
        return None
    shown = {_content(table) for page in tab.pages for table in page.tables}
    pages = (
        msgspec.structs.replace(
            page, tables=tuple(table for table in page.tables if _content(table) in shown)
        )
        for page in dossier.pages
    )
    return Screen(tuple(pages))


def _content(table: Table) -> tuple[tuple[str, ...], ...]:
    return (table.heads, *(line.cells for line in table.lines))


def _shows(screen: Screen, kind: ListName, walk: Walk, before: Screen | None = None) -> bool:
    return listing.find(screen, kind, walk.profile, before=before) is not None
