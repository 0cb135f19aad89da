"""The intent to send, committed before the first byte leaves: after it, silence is not « no »."""

from typing import Any

from adapters.port import Session
from gateway.clock import Clock
from gateway.means import Means
from gateway.pending.errors import BeginAnew
from gateway.pending.journal import Journal
from gateway.pending.records import Body, Records, Result
from gateway.pending.sending.leases import Lease
from gateway.pending.written import Written
from gateway.store.requests import RequestRow


class Intent:
    """One claimed request while it is delivered."""

    def __init__(
        self,
        journal: Journal,
        records: Records,
        written: Written,
        clock: Clock,
        row: RequestRow,
        lease: Lease,
    ) -> None:
        """`row` is the request as claimed, under `lease`."""
        self._journal = journal
        self._records = records
        self._written = written
        self._clock = clock
        self._lease = lease
        self.row = row

    @property
    def body(self) -> Body:
        """What it asks for."""
        return self._records.body(self.row)

    @property
    def result(self) -> Result:
        """What is known of it so far."""
        return self._records.result(self.row)

    async def commit(self, session: Session, result: Result | None = None) -> None:
        """Something is about to leave; `result` says what.

        Kept with the session that writes: reading back is done on the same one, if it can be.

        Raises:
            LostRace: somebody else has moved the request on: nothing may leave.
            BeginAnew: too late for it to be over within the lease: nothing may leave.
        """
        before = self.result
        changes: dict[str, Any] = {"intent_at": self._clock(), **self._lease.columns()}
        means = self._records.means(self.row)
        if means is not None:
            same = Means(credentials=means.credentials, state=session.state)
            row = self.row
            changes["means"] = self._records.seal_means(row.school, row.account, row.number, same)
        await self._note(changes, result)
        if not self._lease.has_room():
            # Stopped since, for whatever reason; by now somebody else may think it gone.
            await self.settle(before)
            raise BeginAnew
        self._lease.sends()

    async def settle(self, result: Result) -> None:
        """What had left is known: nothing is under way until the next `commit`.

        Raises:
            LostRace: somebody else has moved the request on.
        """
        self._lease.has_sent()
        await self._note({"intent_at": None}, result)

    async def _note(self, changes: dict[str, Any], result: Result | None) -> None:
        if result is not None:
            changes["result"] = self._records.seal_result(self.row, result)
        self.row = await self._journal.note(self.row, **changes)
        self._written(self.row.school, self.row.account)
