"""What waits for its family, looked over by it: what it still asks is a new request, of its own.

The new one is bound to the sheet as it was read just now; the former one ends in the transaction
that accepts it, and each names the other.
"""

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.pending.accepting.acceptance import Acceptance, Asking
from gateway.pending.accepting.typed import differing
from gateway.pending.errors import LostRace, TooLate
from gateway.pending.people.withdrawal import Withdrawal, of_account
from gateway.pending.states import WITH_FAMILY, State
from gateway.store.requests import RequestRow
from gateway.store.store import Store


class Resolution:
    """Settles what was stopped by a conflict, or sent back by the school."""

    def __init__(self, store: Store, acceptance: Acceptance, withdrawal: Withdrawal) -> None:
        """`acceptance` takes the new request, `withdrawal` ends the former one."""
        self._store = store
        self._acceptance = acceptance
        self._withdrawal = withdrawal

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
            bound = replace(asking, replaces=number)
            row = self._acceptance.commit(connection, bound, changes)
            self._withdrawal.end(connection, former, successor=row.number)
            return row

        try:
            return await self._store.write(write)
        except LostRace:
            raise TooLate from None
