"""Which requests lack something, and reminding their families of it: once a day, nobody else's.

Known are the documents that a re-enrolment was sent without, and what a clerk has asked for at the
desk. What a family has brought to the school since is not known here: a clerk says so by deciding.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile

import msgspec
from sqlalchemy import Connection

from gateway.announcements import today
from gateway.clock import Clock
from gateway.mail import Outbox
from gateway.office.choices import may_decide
from gateway.office.decisions import MOVES, taken
from gateway.office.errors import NotAllowed, NoteMissing, NotFound, NotReminded, OfficeError
from gateway.office.groups import OPEN
from gateway.office.lists import Lists
from gateway.pending.errors import LostRace
from gateway.pending.letters.paris import day
from gateway.pending.people.deciding import MAY_BE_ASKED_ABOUT
from gateway.pending.records import Records, Said
from gateway.pending.requests import Requests
from gateway.pending.states import FINAL
from gateway.request_views import masked
from gateway.staff.diary import Diary
from gateway.store import acts, desk
from gateway.store import requests as rows
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen
from gateway.views.office import REMINDED, Clerk, Hindrance, Lack, Lacking


class _Known(msgspec.Struct, frozen=True, kw_only=True):
    """Of a request what a reminder needs."""

    documents: tuple[str, ...]
    missing_by: datetime | None
    asked: str
    written_at: datetime | None
    addresses: tuple[str, ...]


class Missing:
    """Tells it, and has the letters written."""

    def __init__(
        self,
        store: Store,
        records: Records,
        lists: Lists,
        requests: Requests,
        diary: Diary,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        """`requests` write to families, `diary` says who had it done, `outbox` sends."""
        self._store = store
        self._records = records
        self._lists = lists
        self._requests = requests
        self._diary = diary
        self._outbox = outbox
        self._clock = clock

    async def lacking(self, clerk: Clerk) -> Lacking:
        """The school's open requests that lack something."""
        now = self._clock()
        return await self._store.read(lambda c: self._lacking(c, clerk, now))

    async def remind(
        self, clerk: Clerk, fences: Mapping[str, int], words: str
    ) -> dict[str, OfficeError | None]:
        """Write to the families of these, as the clerk saw them: by number, None or why not.

        A letter is `words`, then what that very request lacks; it goes to the addresses of that
        request's receipt. The same press once more changes nothing and is no error.

        Raises:
            NotAllowed: the clerk may look only.
            NoteMissing: there are no words.
        """
        if not may_decide(clerk):
            raise NotAllowed
        if not words.strip():
            raise NoteMissing
        came_of_it: dict[str, OfficeError | None] = {}
        for number, fence in fences.items():
            try:
                await self._remind(clerk, number, fence, words.strip())
                came_of_it[number] = None
            except OfficeError as error:
                came_of_it[number] = error
        self._outbox.wake()
        return came_of_it

    async def _remind(self, clerk: Clerk, number: str, fence: int, words: str) -> None:
        now = self._clock()

        def write(connection: Connection) -> None:
            row = rows.find(connection, clerk.school, number)
            if row is None:
                raise NotFound
            if row.fence != fence:
                if row.fence == fence + 1 and _pressed_twice(connection, clerk, number):
                    return
                raise taken(connection, row, fence)
            known = self._known(row)
            if (why := _hindrance(row, known, now)) is not None:
                raise NotReminded(why)
            letter = _letter(words, known, now)
            try:
                self._requests.deciding.ask(connection, row, now, letter, about="reminded")
            except LostRace:
                raise taken(connection, row, fence) from None
            self._diary.add(connection, clerk, now, REMINDED, number, letter)

        await self._store.write(write)

    def _lacking(self, connection: Connection, clerk: Clerk, now: datetime) -> Lacking:
        found: dict[str, tuple[RequestRow, _Known]] = {}
        unread = 0
        for row in rows.of_school(connection, clerk.school, OPEN):
            try:
                known = self._known(row)
            except DoesNotOpen:
                unread += 1
                continue
            if known.documents or known.asked:
                found[row.number] = row, known
        outlines = desk.outlines(connection, clerk.school, OPEN)
        chosen = [each for each in outlines if each.number in found]
        lines = self._lists.lines(connection, clerk, chosen, now)
        lacks = []
        for line in lines:
            row, known = found[line.number]
            lacks.append(
                Lack(
                    line=line,
                    documents=known.documents,
                    missing_by=known.missing_by,
                    asked=known.asked,
                    written_at=known.written_at,
                    mailed_to=tuple(map(masked, known.addresses)),
                    hindrance=_hindrance(row, known, now),
                )
            )
        return Lacking(lacks=tuple(lacks), unread=unread)

    def _known(self, row: RequestRow) -> _Known:
        body, said = self._records.body(row), self._records.said(row)
        terms = body.re_enrolment.terms if body.re_enrolment else None
        return _Known(
            documents=terms.missing if terms else (),
            missing_by=terms.missing_by if terms else None,
            asked=_asked(said),
            written_at=max((each.at for each in said if each.about in _WRITTEN), default=None),
            addresses=body.mailed_to,
        )


_WRITTEN = frozenset({"asked", "reminded"})


def _asked(said: Sequence[Said]) -> str:
    """What was asked last, if nothing was decided since."""
    since = takewhile(lambda each: each.about in _WRITTEN, reversed(said))
    return next((each.words for each in since if each.about == "asked"), "")


def _hindrance(row: RequestRow, known: _Known, now: datetime) -> Hindrance | None:
    if row.state in FINAL or not (known.documents or known.asked):
        return "nothing"
    if row.state not in MAY_BE_ASKED_ABOUT:
        return "moving"
    if not known.addresses:
        return "address"
    if known.written_at is not None and today(known.written_at) == today(now):
        return "today"
    return None


def _letter(words: str, known: _Known, now: datetime) -> str:
    """In French, as all that a school writes to its families from the desk."""
    lines = [words, *(f"– {label}" for label in known.documents)]
    if known.asked:
        lines.append(known.asked)
    if known.documents and known.missing_by is not None and known.missing_by > now:
        lines.append(f"À fournir à l’école au plus tard le {day(known.missing_by, 'fr')}.")
    return "\n".join(lines)


def _pressed_twice(connection: Connection, clerk: Clerk, number: str) -> bool:
    """Whether the last thing that was done about it is this reminder of this clerk's."""
    done = [act for act in acts.of_request(connection, clerk.school, number) if act.what in MOVES]
    return bool(done) and (done[-1].staff, done[-1].what) == (clerk.id, REMINDED)
