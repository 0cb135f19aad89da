"""Taking a request back: as long as nothing of it has left, and where it is stopped by a conflict.

The worker claims a request before it sends anything, and both are conditional on state and fence:
whichever comes first wins, and the other changes nothing.
"""

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.pending.errors import LostRace, NotFound, TooLate
from gateway.pending.imports import Sending
from gateway.pending.journal import Journal
from gateway.pending.records import Records, Result
from gateway.pending.states import Event, State
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store

_NOT_ON_ITS_WAY = frozenset(
    {State.RECEIVED, State.REVIEW, State.SENT_BACK, State.BLOCKED_CREDENTIALS}
)


def may_be_taken_back(row: RequestRow, result: Result) -> bool:
    """Whether its family may take it back now. Pure.

    What was sent once and proved absent is not: a proof that proves wrong would make it a lie.
    """
    if row.state == State.BLOCKED_CONFLICT:
        return True
    return row.state in _NOT_ON_ITS_WAY and not _has_left(row, result)


def _has_left(row: RequestRow, result: Result) -> bool:
    if row.intent_at is not None or row.resent:
        return True
    progress = result.re_enrolment
    if progress is None:
        return False
    untouched = all(document == Sending() for document in progress.documents)
    return progress.pressed_on is not None or not untouched


class Withdrawal:
    """Ends requests for the families that asked for them."""

    def __init__(self, store: Store, records: Records, journal: Journal, clock: Clock) -> None:
        """`journal` lets go of what an ended request holds."""
        self._store = store
        self._records = records
        self._journal = journal
        self._clock = clock

    async def withdraw(self, school: str, account: str, number: str) -> RequestRow:
        """Take one of the account's requests back; one that is withdrawn already stays so.

        Raises:
            NotFound: there is none of that number, or it is another family's.
            TooLate: it has left, or it has ended. Nothing was changed.
        """

        def write(connection: Connection) -> RequestRow:
            row = of_account(connection, school, account, number)
            if row.state == State.WITHDRAWN:
                return row
            if not may_be_taken_back(row, self._records.result(row)):
                raise TooLate
            return self.end(connection, row)

        try:
            return await self._store.write(write)
        except LostRace:
            raise TooLate from None

    def end(self, connection: Connection, row: RequestRow, successor: str = "") -> RequestRow:
        """End it, within the caller's transaction; `successor` numbers what takes its place.

        Raises:
            LostRace: it is no longer as `row` has it; nothing is changed.
        """
        # What the old site said on the way says nothing of how it has ended.
        kept = replace(self._records.result(row).anew(), replaced_by=successor)
        sealed = self._records.seal_result(row, kept)
        return self._journal.advance(
            connection, row, Event.TAKEN_BACK, self._clock(), result=sealed
        )


def of_account(connection: Connection, school: str, account: str, number: str) -> RequestRow:
    """The account's request of that number.

    Raises:
        NotFound: there is none, or it is another family's.
    """
    row = requests.find(connection, school, number)
    if row is None or row.account != account:
        raise NotFound
    return row
