"""Deciding: the move, the act and the family's letter are one transaction, or nothing is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.mail import Outbox
from gateway.office.choices import ALONE, choices, may_decide, needs_words
from gateway.office.errors import (
    NotAllowed,
    NoteMissing,
    NotFound,
    NotPossible,
    OfficeError,
    Unchosen,
    Unwritten,
    readable,
)
from gateway.office.field_by_field import Will
from gateway.office.moved import just_done, taken
from gateway.pending.errors import LostRace, TooLate
from gateway.pending.records import Records
from gateway.pending.requests import Requests
from gateway.pending.states import FINAL, IllegalTransition, State
from gateway.staff.diary import Diary
from gateway.store import requests as rows
from gateway.store.errors import NotWritten
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.views.office import Clerk, Decision


class Decisions:
    """Takes them, one transaction each."""

    def __init__(
        self,
        store: Store,
        records: Records,
        requests: Requests,
        diary: Diary,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        """`requests` move, `diary` says who has moved them, `outbox` has letters to send then."""
        self._store = store
        self._records = records
        self._requests = requests
        self._diary = diary
        self._outbox = outbox
        self._clock = clock

    async def decide(self, clerk: Clerk, number: str, fence: int, will: Will) -> None:
        """See `Office.decide`."""
        will = _checked(clerk, will)
        row = await self._decide(clerk, number, fence, will)
        self._go_on([row])

    async def decide_many(
        self, clerk: Clerk, fences: Mapping[str, int], will: Will
    ) -> dict[str, OfficeError | None]:
        """See `Office.decide_many`."""
        will = _checked(clerk, will)
        if will.decision in ALONE:
            return dict.fromkeys(fences, NotPossible())
        came_of_it: dict[str, OfficeError | None] = {}
        moved = []
        for number, fence in fences.items():
            try:
                moved.append(await self._decide(clerk, number, fence, will))
                came_of_it[number] = None
            except OfficeError as error:
                came_of_it[number] = error
            except NotWritten:
                # What is done already is accounted for all the same.
                came_of_it[number] = Unwritten()
        self._go_on(moved)
        return came_of_it

    async def _decide(self, clerk: Clerk, number: str, fence: int, will: Will) -> RequestRow:
        now = self._clock()

        def write(connection: Connection) -> RequestRow:
            row = rows.find(connection, clerk.school, number)
            if row is None:
                raise NotFound
            note = self._note(row, will)
            if row.fence != fence:
                if self._pressed_twice(connection, clerk, row, fence, will):
                    return row
                raise taken(connection, row, fence)
            if not self._possible(connection, clerk, row, will, now):
                raise NotPossible
            self._complete(row, will)
            try:
                moved = self._move(connection, row, now, will)
            except LostRace:
                raise taken(connection, row, fence) from None
            except (TooLate, IllegalTransition):
                raise NotPossible from None
            self._diary.add(connection, clerk, now, will.comes_to, number, note)
            return moved

        with readable():
            return await self._store.write(write)

    def _possible(
        self, connection: Connection, clerk: Clerk, row: RequestRow, will: Will, now: datetime
    ) -> bool:
        if will.decision not in choices(clerk, row, now):
            return False
        # Said first: it would help nobody to choose for each field what cannot be sent.
        sends = will.comes_to in (Decision.SEND_ANYWAY, Decision.FIELD_BY_FIELD)
        return not sends or self._requests.deciding.may_be_sent_anyway(connection, row)

    def _note(self, row: RequestRow, will: Will) -> str:
        """What the journal says of it."""
        by_field = will.decision is Decision.FIELD_BY_FIELD
        return will.note(self._records.body(row)) if by_field else will.words

    def _complete(self, row: RequestRow, will: Will) -> None:
        """Raises Unchosen or NoteMissing where something is still to be said.

        NotPossible for choices that no form of the desk's makes.
        """
        told = needs_words(will.comes_to, State(row.state))
        if will.decision is Decision.FIELD_BY_FIELD:
            body, shown = self._records.body(row), self._records.result(row).conflict
            if unchosen := will.unchosen(body):
                raise Unchosen(unchosen)
            if will.strange(body):
                raise NotPossible
            told = told or will.keeps_another_value(body, shown)
        if told and not will.words:
            raise NoteMissing

    def _pressed_twice(
        self, connection: Connection, clerk: Clerk, row: RequestRow, fence: int, will: Will
    ) -> bool:
        """Whether this very decision, by this clerk just now, is what moved it on."""
        done = just_done(connection, clerk, row, fence, will.comes_to, self._clock())
        return done is not None and self._diary.opened(done).note == self._note(row, will)

    def _move(
        self, connection: Connection, row: RequestRow, now: datetime, will: Will
    ) -> RequestRow:
        deciding, words = self._requests.deciding, will.words
        match will.comes_to:
            case Decision.APPROVE:
                return deciding.approve(connection, row, now)
            case Decision.REFUSE:
                return deciding.turn_down(connection, row, now, words)
            case Decision.ASK:
                return deciding.ask(connection, row, now, words)
            case Decision.SEND_ANYWAY | Decision.FIELD_BY_FIELD:
                # What is typed beside one press is for the journal, beside choices the family's.
                told = words if will.decision is Decision.FIELD_BY_FIELD else ""
                return deciding.send_anyway(connection, row, now, told, will.kept)
            case Decision.KEEP:
                return deciding.keep(connection, row, now, words)
            case Decision.RETRY:
                return deciding.try_again(connection, row, now)
            case Decision.VALIDATED_THERE:
                # What somebody saw in iMuse is for the journal: the family reads that it is done.
                return deciding.settle(connection, row, now, "", validated=True)
            case Decision.REFUSED_THERE:
                return deciding.settle(connection, row, now, words, validated=False)

    def _go_on(self, moved: list[RequestRow]) -> None:
        for row in moved:
            self._requests.decided(row, ended=State(row.state) in FINAL)
        self._outbox.wake()


def _checked(clerk: Clerk, will: Will) -> Will:
    if not may_decide(clerk):
        raise NotAllowed
    return replace(will, words=will.words.strip())
