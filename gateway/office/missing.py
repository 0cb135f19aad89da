"""Which requests lack something, and reminding their families of it: once a day, nobody else's.

Known are the documents that a re-enrolment was sent without, and what a clerk has asked for at the
desk. What a family has brought to the school since is not known here: a clerk says so by deciding.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Self

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.announcements import today
from gateway.clock import Clock
from gateway.mail import Outbox
from gateway.office.choices import may_decide
from gateway.office.errors import (
    NotAllowed,
    NoteMissing,
    NotFound,
    NotReminded,
    OfficeError,
    Unwritten,
    readable,
)
from gateway.office.groups import OPEN
from gateway.office.lists import Lists
from gateway.office.moved import just_done, taken
from gateway.pending.errors import LostRace
from gateway.pending.letters.paris import day
from gateway.pending.people.deciding import MAY_BE_ASKED_ABOUT
from gateway.pending.records import Body, Records, Said
from gateway.pending.requests import Requests
from gateway.pending.states import FINAL
from gateway.pending.subjects import Kind
from gateway.request_views import masked
from gateway.staff.diary import Diary
from gateway.store import desk
from gateway.store import requests as rows
from gateway.store.errors import NotWritten
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen
from gateway.views.office import REMINDED, Clerk, Hindrance, Lack, Lacking

_WRITTEN = frozenset({"asked", "reminded"})
"""What the school writes to a family of what it waits for."""

PRINTED = "missing_printed"
"""An act: the list was put on paper."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Of a request what a reminder needs."""

    documents: tuple[str, ...]
    missing_by: datetime | None
    asked: str
    written_at: datetime | None
    addresses: tuple[str, ...]
    adds_to: tuple[str, ...]
    """Numbers of the family's earlier requests that it has given documents for."""

    @property
    def lacks(self) -> bool:
        """Whether anything is missing."""
        return bool(self.documents or self.asked)

    def without_documents(self) -> Self:
        """What is left of it where a later request says which documents are missing still."""
        return replace(self, documents=(), missing_by=None)


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

    async def lacking(self, clerk: Clerk, search: str = "") -> Lacking:
        """The school's open requests that lack something, of those that a search finds."""
        now = self._clock()
        return await self._store.read(lambda c: self._lacking(c, clerk, search, now))

    async def for_paper(self, clerk: Clerk, search: str) -> Lacking:
        """As `lacking`, to be taken away on paper; that it was is written down before."""
        now = self._clock()
        await self._store.write(lambda c: self._diary.add(c, clerk, now, PRINTED))
        return await self.lacking(clerk, search)

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
            except NotWritten:
                came_of_it[number] = Unwritten()
        self._outbox.wake()
        return came_of_it

    async def _remind(self, clerk: Clerk, number: str, fence: int, words: str) -> None:
        now = self._clock()

        def write(connection: Connection) -> None:
            row = rows.find(connection, clerk.school, number)
            if row is None:
                raise NotFound
            if row.fence != fence:
                if self._pressed_twice(connection, clerk, row, fence, words):
                    return
                raise taken(connection, row, fence)
            known = _known_now(connection, self._records, row)
            if (why := _hindrance(row, known, now)) is not None:
                raise NotReminded(why)
            letter = _letter(words, known, now)
            try:
                self._requests.deciding.ask(connection, row, now, letter, about="reminded")
            except LostRace:
                raise taken(connection, row, fence) from None
            self._diary.add(connection, clerk, now, REMINDED, number, letter)

        with readable():
            await self._store.write(write)

    def _pressed_twice(
        self, connection: Connection, clerk: Clerk, row: RequestRow, fence: int, words: str
    ) -> bool:
        """Whether a reminder in these words, by this clerk just now, is what moved it on."""
        done = just_done(connection, clerk, row, fence, REMINDED, self._clock())
        return done is not None and self._diary.opened(done).note.startswith(f"{words}\n")

    def _lacking(self, connection: Connection, clerk: Clerk, search: str, now: datetime) -> Lacking:
        found, unread = lacking(connection, self._records, clerk.school)
        outlines = desk.outlines(connection, clerk.school, OPEN)
        chosen = [each for each in outlines if each.number in found]
        chosen = self._lists.searched(connection, clerk.school, chosen, search)
        lines = self._lists.lines(connection, clerk, chosen, now)
        lacks = []
        for line in lines:
            row, known = found[line.number]
            lacks.append(
                Lack(
                    line=line,
                    account=row.account,
                    documents=known.documents,
                    missing_by=known.missing_by,
                    asked=known.asked,
                    written_at=known.written_at,
                    mailed_to=tuple(map(masked, known.addresses)),
                    hindrance=_hindrance(row, known, now),
                )
            )
        pieces = {label for _, known in found.values() for label in known.documents}
        return Lacking(lacks=tuple(lacks), pieces=frozenset(pieces), unread=unread)


def lacking(
    connection: Connection, records: Records, school: str
) -> tuple[dict[str, tuple[RequestRow, Known]], int]:
    """The school's open requests that lack something, by number; and how many do not open."""
    found: dict[str, tuple[RequestRow, Known]] = {}
    unread = 0
    for row in rows.of_school(connection, school, OPEN):
        if row.kind != Kind.RE_ENROLMENT and row.said is None:
            # It brings no documents, and was asked about nothing.
            continue
        try:
            known = _known(connection, records, row)
        except DoesNotOpen:
            unread += 1
            continue
        found[row.number] = row, known
    added_to = {number for _, known in found.values() for number in known.adds_to}
    for number in added_to & found.keys():
        row, known = found[number]
        found[number] = row, known.without_documents()
    return {number: each for number, each in found.items() if each[1].lacks}, unread


def _known(connection: Connection, records: Records, row: RequestRow) -> Known:
    body, said = records.body(row), records.said(row)
    terms = body.re_enrolment.terms if body.re_enrolment else None
    return Known(
        documents=terms.missing if terms else (),
        missing_by=terms.missing_by if terms else None,
        asked=_asked(said),
        written_at=_written_at([*said, *_said_before(connection, records, row, body)]),
        addresses=body.mailed_to,
        adds_to=body.re_enrolment.follows if body.re_enrolment else (),
    )


def _known_now(connection: Connection, records: Records, row: RequestRow) -> Known:
    """The same, less the documents that a later request of the family's speaks for."""
    known = _known(connection, records, row)
    others = rows.of_account(connection, row.school, row.account)
    later = [each for each in others if each.state in OPEN and each.kind == Kind.RE_ENROLMENT]
    asked = (records.body(each).re_enrolment for each in later)
    added_to = any(row.number in each.follows for each in asked if each is not None)
    return known.without_documents() if added_to else known


def _said_before(
    connection: Connection, records: Records, row: RequestRow, body: Body
) -> Iterator[Said]:
    """What this family was written of what this one replaces or adds to, and of theirs."""
    added_to = body.re_enrolment.follows if body.re_enrolment else ()
    for number in (*body.replaces, *added_to):
        former = rows.find(connection, row.school, number)
        if former is not None:
            yield from records.said(former)
            yield from _said_before(connection, records, former, records.body(former))


def _written_at(said: Sequence[Said]) -> datetime | None:
    return max((each.at for each in said if each.about in _WRITTEN), default=None)


def _asked(said: Sequence[Said]) -> str:
    """What was asked last, if nothing was decided since."""
    since = takewhile(lambda each: each.about in _WRITTEN, reversed(said))
    return next((each.words for each in since if each.about == "asked"), "")


def _hindrance(row: RequestRow, known: Known, now: datetime) -> Hindrance | None:
    if row.state in FINAL or not known.lacks:
        return "nothing"
    if row.state not in MAY_BE_ASKED_ABOUT:
        return "moving"
    if not known.addresses:
        return "address"
    if known.written_at is not None and today(known.written_at) >= today(now):
        return "today"
    return None


def _letter(words: str, known: Known, now: datetime) -> str:
    """In French, as all that a school writes to its families from the desk."""
    lines = [words, *(f"– {label}" for label in known.documents)]
    if known.asked:
        lines.append(known.asked)
    if known.documents and known.missing_by is not None and known.missing_by > now:
        lines.append(f"À fournir à l’école au plus tard le {day(known.missing_by, 'fr')}.")
    return "\n".join(lines)
