"""Erasing on demand: the family's copy here goes, in one transaction; open requests go on.

A request that has not ended is never lost by this: its contents stay until its end, and go then.
What counts attempts stays until its window is over: it protects the account, and names nobody.
"""

from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.documents import Documents
from gateway.holdings.contents import erase_contents
from gateway.pending.records import Records
from gateway.pending.states import FINAL, State
from gateway.store import holdings as rows
from gateway.store import purges, requests
from gateway.store.store import Store


class Erasure:
    """Erases what is held on one account."""

    def __init__(self, store: Store, records: Records, documents: Documents, clock: Clock) -> None:
        """`documents` erases files whose rows are gone."""
        self._store = store
        self._records = records
        self._documents = documents
        self._clock = clock

    async def erase(self, school: str, account: str) -> int:
        """Erase it; returns how many of its requests are open, and erased at their end.

        On return nothing of it is left in the store's files, unless a backup reads them just then:
        the next look of `Purging` sees to it. Sessions in memory are the caller's.
        """
        now = self._clock()

        def write(connection: Connection) -> int:
            gone = rows.erase(connection, school, account)
            rows.erase_at_their_end(connection, school, account, now)
            ended = left = 0
            for row in requests.of_account(connection, school, account):
                if State(row.state) not in FINAL:
                    left += 1
                elif row.erased_at is None:
                    ended += erase_contents(connection, self._records, row, now)
            for kind, count in (gone | {"request": ended}).items():
                purges.note(connection, {school: count}, kind=kind, at=now, until=now, why="demand")
            return left

        left = await self._store.write(write)
        await self._documents.sweep()
        await self._store.scrub()
        return left

    async def erase_late(self, school: str, account: str) -> None:
        """Erase what a reading that was under way has kept since."""
        await self._store.write(lambda c: rows.erase_readings(c, school, account))
        await self._store.scrub()
