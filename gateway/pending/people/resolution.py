"""What waits for its family, answered by it: what it still asks is a new request, of its own.

The new one is bound to the sheet as it was read just now; the former one ends in the transaction
that accepts it, and each names the other. What was sent back is answered on the sheet itself, too.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.pending.accepting.acceptance import Acceptance, Asking
from gateway.pending.accepting.typed import differing
from gateway.pending.errors import LostRace, TooLate
from gateway.pending.people.withdrawal import Withdrawal, of_account
from gateway.pending.records import Records
from gateway.pending.states import WITH_FAMILY, State
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store


class Resolution:
    """Settles what was stopped by a conflict, or sent back by the school."""

    def __init__(
        self, store: Store, records: Records, acceptance: Acceptance, withdrawal: Withdrawal
    ) -> None:
        """`acceptance` takes the new request, `withdrawal` ends the former one."""
        self._store = store
        self._records = records
        self._acceptance = acceptance
        self._withdrawal = withdrawal

    async def accept(self, asking: Asking) -> RequestRow:
        """Commit a request for a sheet; a double press gives the one that is there.

        What was sent back, and is asked again in it to the last field, ends with it.

        Raises:
            InvalidFields: something must be corrected first. Nothing was kept.
        """
        changes = self._acceptance.check(asking)

        def write(connection: Connection) -> RequestRow:
            if same := self._acceptance.pressed(connection, asking, changes):
                return same
            return self._replace(
                connection, asking, changes, self._answered(connection, asking, changes)
            )

        return await self._store.write(write)

    async def resolve(self, number: str, asking: Asking) -> RequestRow:
        """Ask for what is typed otherwise than the sheet has it now; nothing of that: only end it.

        Returns the new request, or the former one where nothing is left to ask; a double press
        gives what the first one gave.

        Raises:
            InvalidFields: something must be corrected first. Nothing was changed.
            NotFound: there is none of that number, or it is another family's.
            TooLate: it no longer waits for its family. Nothing was changed.
        """
        nothing_left = not differing(asking.sheet.fields(), asking.typed)
        changes = {} if nothing_left else self._acceptance.check(asking)

        def write(connection: Connection) -> RequestRow:
            if changes and (same := self._acceptance.pressed(connection, asking, changes)):
                return same
            former = of_account(connection, asking.school, asking.account, number)
            if nothing_left and former.state == State.WITHDRAWN:
                return former
            if former.state not in WITH_FAMILY:
                raise TooLate
            if nothing_left:
                return self._withdrawal.end(connection, former)
            answered = self._answered(connection, asking, changes)
            others = [each for each in answered if each.number != number]
            return self._replace(connection, asking, changes, [former, *others])

        try:
            return await self._store.write(write)
        except LostRace:
            raise TooLate from None

    def _answered(
        self, connection: Connection, asking: Asking, changes: Collection[str]
    ) -> list[RequestRow]:
        """What was sent back of the same sheet, and asks for nothing but these fields."""
        sent_back = [
            (row, self._records.body(row))
            for row in requests.of_account(connection, asking.school, asking.account)
            if row.state == State.SENT_BACK
        ]
        return [
            row
            for row, body in sent_back
            if body.subject.place == asking.subject.place and set(body.keys) <= set(changes)
        ]

    def _replace(
        self,
        connection: Connection,
        asking: Asking,
        changes: Mapping[str, str],
        former: Sequence[RequestRow],
    ) -> RequestRow:
        bound = replace(asking, replaces=tuple(each.number for each in former))
        row = self._acceptance.commit(connection, bound, changes)
        for each in former:
            self._withdrawal.end(connection, each, successor=row.number)
        return row
