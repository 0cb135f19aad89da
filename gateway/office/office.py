"""The desk's side of requests: looking, deciding, and what is written down of both.

A family's password, session or cookie is never touched from here. A clerk sees their own school's
requests alone: another school's are not found, as if they were not there.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.config import School
from gateway.documents import Documents
from gateway.drift import Drifted
from gateway.mail import Outbox
from gateway.office.announcing import Announcing
from gateway.office.attachments import Attachments
from gateway.office.cases import Cases
from gateway.office.days import day, midnight
from gateway.office.decisions import Decisions
from gateway.office.errors import NotFound, OfficeError, readable
from gateway.office.field_by_field import Will
from gateway.office.lists import Lists
from gateway.office.missing import Missing
from gateway.office.names import NameBook
from gateway.pending.records import Records
from gateway.pending.requests import Requests
from gateway.settings import Sentences
from gateway.staff.diary import Diary
from gateway.store import requests as rows
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views.office import (
    Attachment,
    Case,
    Clerk,
    Day,
    Decision,
    Line,
    Lines,
    Wanted,
)

_SEEN_FOR = timedelta(minutes=10)
SAW = "saw"
SAW_DOCUMENT = "saw document"
EXPORTED = "list_exported"


class Office:
    """What the desk's screens call."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        requests: Requests,
        documents: Documents,
        outbox: Outbox,
        schools: Mapping[str, School],
        drifted: Callable[[str], tuple[Drifted, ...]],
        clock: Clock,
    ) -> None:
        """`outbox` sends what decisions write; `schools` by their ids, of which `drifted` tells."""
        records = Records(vault)
        self._store = store
        self._requests = requests
        self._schools = schools
        self._drifted = drifted
        self._clock = clock
        self._lists = Lists(NameBook(records))
        self._diary = Diary(vault)
        self._cases = Cases(requests, self._lists, self._diary)
        self._decisions = Decisions(store, records, requests, self._diary, outbox, clock)
        self._attachments = Attachments(documents, records)
        self.missing = Missing(store, records, self._lists, requests, self._diary, outbox, clock)
        self.announcing = Announcing(store, self._diary, clock)

    async def lines(self, clerk: Clerk, wanted: Wanted) -> Lines:
        """A page of the list: the urgent first, then the oldest; counts for every group."""
        now = self._clock()
        return await self._store.read(lambda c: self._lists.page(c, clerk, wanted, now))

    async def chosen(self, clerk: Clerk, numbers: Collection[str]) -> tuple[Line, ...]:
        """Those of the school's requests, as they stand now: fewer than a page of the list."""
        now = self._clock()
        return await self._store.read(lambda c: self._lists.chosen(c, clerk, numbers, now))

    async def export(self, clerk: Clerk, wanted: Wanted) -> tuple[Line, ...]:
        """Every line of the list, to be taken away; that it was is written down before."""
        now = self._clock()
        await self._store.write(lambda c: self._diary.add(c, clerk, now, EXPORTED))
        return await self._store.read(lambda c: self._lists.whole(c, clerk, wanted, now))

    async def case(self, clerk: Clerk, number: str, wanted: Wanted | None = None) -> Case:
        """A request with all that a decision needs; that it was seen is written down.

        `wanted` is the list that it was opened from: without it, the usual one.

        Raises:
            NotFound: there is no such request of this school's.
            Unreadable: it does not open.
        """
        await self._note(clerk, number, SAW)
        now = self._clock()
        with readable():
            return await self._store.read(
                lambda c: self._cases.case(c, clerk, number, wanted or Wanted(), now)
            )

    async def onward(self, clerk: Clerk, number: str, wanted: Wanted) -> str:
        """That request of a list, or the next one of it that nobody has dealt with; "" for none."""
        return await self._store.read(lambda c: self._lists.onward(c, clerk.school, number, wanted))

    async def decide(
        self,
        clerk: Clerk,
        number: str,
        fence: int,
        decision: Decision,
        note: str = "",
        choices: Mapping[str, Decision] | None = None,
    ) -> None:
        """Decide on a request as the clerk saw it; `fence` is that of the case or line.

        `choices` are those of FIELD_BY_FIELD: key → SEND_ANYWAY or KEEP.

        Raises:
            NotAllowed: the clerk may look only.
            NotFound: there is no such request of this school's.
            Unchosen: of some fields it is not said what becomes of them.
            NoteMissing: nobody would be told why.
            Taken: it has moved on since; by whom, and when.
            NotPossible: this cannot be decided where it stands.
        """
        await self._decisions.decide(clerk, number, fence, Will(decision, note, choices or {}))

    async def decide_many(
        self, clerk: Clerk, fences: Mapping[str, int], decision: Decision, note: str = ""
    ) -> dict[str, OfficeError | None]:
        """The same decision on several, each for itself: by number, None or why not.

        Raises:
            NotAllowed: the clerk may look only.
        """
        return await self._decisions.decide_many(clerk, fences, Will(decision, note))

    async def day(self, clerk: Clerk) -> Day:
        """How the school's queue stands today in Paris, and its old site."""
        now = self._clock()
        numbers = await self._store.read(lambda c: day(c, clerk.school, midnight(now), now))
        return replace(
            numbers,
            halted=self._requests.halted(clerk.school),
            drifted=self._drifted(clerk.school),
        )

    async def document(self, clerk: Clerk, number: str, place: int) -> Attachment:
        """A request's document by its place, from 0; that it was seen is written down.

        Raises:
            NotFound: there is no such request of this school's, or none of its documents there:
                a request's documents are erased with its end.
        """
        row = await self._store.read(lambda c: _found(c, clerk.school, number))
        with readable():
            attachment = await self._attachments.read(row, place)
        await self._note(clerk, number, SAW_DOCUMENT)
        return attachment

    def sentences(self, clerk: Clerk) -> Sentences:
        """The school's own, to begin a note with."""
        return self._schools[clerk.school].desk

    async def _note(self, clerk: Clerk, number: str, what: str) -> None:
        """Write down what the clerk saw, once in a while."""
        now = self._clock()

        def known(connection: Connection) -> bool:
            _found(connection, clerk.school, number)
            return self._diary.has(connection, clerk, number, what, since=now - _SEEN_FOR)

        if await self._store.read(known):
            return

        def write(connection: Connection) -> None:
            if not known(connection):
                self._diary.add(connection, clerk, now, what, number)

        await self._store.write(write)


def _found(connection: Connection, school: str, number: str) -> RequestRow:
    row = rows.find(connection, school, number)
    if row is None:
        raise NotFound
    return row
