"""Élèves: the choice of students, their lists, and what a line opens."""

from collections.abc import Awaitable, Callable

import msgspec

from adapters.errors import NotListed
from adapters.model import Listing, ListName, Record, Step, Student
from adapters.port import Session
from gateway.cache import Reading
from gateway.portal.old_side import OldSide
from gateway.portal.places import place_of
from gateway.portal.tabs import Tabs
from gateway.portal.told import told
from gateway.views import KeptList, ListView, RecordView, StudentsView, Told, Visit

_ASK: dict[str, Callable[[Session, str], Awaitable[Listing]]] = {
    ListName.COURSES: lambda session, student: session.courses(student),
    ListName.HISTORY: lambda session, student: session.history(student),
    ListName.REPERTOIRE: lambda session, student: session.repertoire(student),
}
"""The lists of a student's file."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """The choice of students, and the one who was asked for: None where it cannot be read."""

    view: StudentsView
    chosen: Student | None
    re_enrols: bool = False
    """Whether Réinscription is known to be among the tabs."""


class _Above(msgspec.Struct, frozen=True, kw_only=True):
    """What was opened before a line: its list, and the sheet that this list is on."""

    told: Told
    listing: Listing | None
    """None where it cannot be read."""
    record: Record | None = None


class Dossiers:
    """Reads a student's file, for the family whose student it is and for no other."""

    def __init__(self, old_side: OldSide, tabs: Tabs) -> None:
        """`old_side` reads; `tabs` knows of Réinscription."""
        self._old_side = old_side
        self._tabs = tabs

    async def students(
        self, visit: Visit, *, refresh: bool = False, hurried: bool = False
    ) -> StudentsView:
        """The choice of students; see `Cache.read`."""
        return await self._view(
            visit, await self._students(visit, refresh=refresh, hurried=hurried)
        )

    async def kept_students(self, visit: Visit) -> StudentsView | None:
        """The choice of students as it was last read."""
        reading = await self._old_side.kept(visit, "students", tuple[Student, ...])
        return None if reading is None else await self._view(visit, reading)

    async def kept_list(self, visit: Visit, student: str, name: ListName) -> KeptList | None:
        """A list of a student's as it was last read."""
        reading = await self._old_side.kept(visit, name, Listing, student)
        if reading is None or reading.value is None:
            return None
        return KeptList(listing=reading.value, **told(reading))

    async def choose(self, visit: Visit, ref: str) -> Choice:
        """The choice of students and the one of that reference.

        Raises:
            NotListed: the family has no such student.
        """
        reading, chosen = await self._old_side.seek(
            lambda refresh: self._students(visit, refresh=refresh),
            lambda students: next((each for each in students if each.ref == ref), None),
        )
        view = StudentsView(students=reading.value, **told(reading))
        if chosen is None:
            return Choice(view=view, chosen=None)
        known = await self._tabs.known_open(visit, (chosen,))
        return Choice(view=view, chosen=chosen, re_enrols=chosen.ref in known)

    async def learn_tabs(self, visit: Visit, choice: Choice) -> None:
        """Find out beside the page whether Réinscription is there; it shows on the next one."""
        if choice.chosen is not None:
            await self._tabs.learn(visit, choice.chosen.ref, choice.view.students or ())

    async def listing(
        self, visit: Visit, student: str, name: ListName, *, refresh: bool = False
    ) -> ListView:
        """A list of a student's.

        Raises:
            NotListed: the family has no such student.
        """
        choice = await self.choose(visit, student)
        if choice.chosen is None:
            return ListView(students=None, chosen=None, listing=None, **told(choice.view))
        reading = await self._listing(visit, student, name, refresh=refresh)
        await self.learn_tabs(visit, choice)
        return ListView(
            students=choice.view.students,
            chosen=choice.chosen,
            re_enrols=choice.re_enrols,
            listing=reading.value,
            **told(reading),
        )

    async def record(
        self, visit: Visit, student: str, steps: tuple[Step, ...], *, refresh: bool = False
    ) -> RecordView:
        """What the last of `steps` opens; each is looked for on what the one before it shows.

        Raises:
            NotListed: the family has no such student, or one of the lines is not there.
        """
        if not steps or steps[0].list not in _ASK:
            raise NotListed
        choice = await self.choose(visit, student)
        if choice.chosen is None:
            return _record_view(choice, steps, choice.view)
        opened: list[_Above] = []
        for depth, step in enumerate(steps):
            above = await self._above(visit, student, steps[:depth], step)
            if above.listing is None:
                return _record_view(choice, steps, above.told, opened)
            opened.append(above)
        reading = await self._record(visit, student, steps, refresh=refresh)
        return _record_view(choice, steps, reading, opened, reading.value)

    async def _above(
        self, visit: Visit, student: str, opened: tuple[Step, ...], step: Step
    ) -> _Above:
        """The list that a line is of: one of the student's, or one on the sheet opened before."""
        if not opened:
            name = ListName(step.list)
            listing, _ = await self._old_side.seek(
                lambda refresh: self._listing(visit, student, name, refresh=refresh),
                lambda listing: listing.line(step.line),
            )
            return _Above(told=Told(**told(listing)), listing=listing.value)
        record, found = await self._old_side.seek(
            lambda refresh: self._record(visit, student, opened, refresh=refresh),
            lambda record: _holding(record, step),
        )
        return _Above(told=Told(**told(record)), listing=found, record=record.value)

    async def _view(self, visit: Visit, reading: Reading[tuple[Student, ...]]) -> StudentsView:
        return StudentsView(
            students=reading.value,
            re_enrol=await self._tabs.known_open(visit, reading.value or ()),
            **told(reading),
        )

    async def _students(
        self, visit: Visit, *, refresh: bool, hurried: bool = False
    ) -> Reading[tuple[Student, ...]]:
        return await self._old_side.read(
            visit,
            "students",
            tuple[Student, ...],
            lambda session: session.students(),
            refresh=refresh,
            hurried=hurried,
        )

    async def _listing(
        self, visit: Visit, student: str, name: ListName, *, refresh: bool
    ) -> Reading[Listing]:
        return await self._old_side.read(
            visit,
            name,
            Listing,
            lambda session: _ASK[name](session, student),
            parameters=(student,),
            refresh=refresh,
        )

    async def _record(
        self, visit: Visit, student: str, steps: tuple[Step, ...], *, refresh: bool
    ) -> Reading[Record]:
        places = (part for step in steps for part in (step.list, step.line))
        return await self._old_side.read(
            visit,
            "record",
            Record,
            lambda session: session.record(student, steps),
            parameters=(student, *places),
            refresh=refresh,
        )


def _holding(record: Record, step: Step) -> Listing | None:
    listing = record.listing(step.list)
    return listing if listing is not None and listing.line(step.line) is not None else None


def _record_view(
    choice: Choice,
    steps: tuple[Step, ...],
    currency: Reading[Record] | Told,
    opened: list[_Above] | None = None,
    record: Record | None = None,
) -> RecordView:
    whole = opened is not None and len(opened) == len(steps)
    listing = opened[-1].listing if opened and whole else None
    return RecordView(
        students=choice.view.students,
        chosen=choice.chosen,
        re_enrols=choice.re_enrols,
        steps=steps,
        record=record,
        listing=listing,
        place=None if listing is None else place_of(listing, steps[-1].line),
        trail=tuple(above.record for above in opened or () if above.record is not None),
        **told(currency),
    )
