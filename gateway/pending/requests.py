"""Pending validations as the portal sees them: accept, look, reconcile, and the worker behind."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from adapters.model import Sheet
from adapters.port import Extranet
from gateway.clock import Clock
from gateway.config import Config
from gateway.pending.acceptance import Acceptance, Asking
from gateway.pending.delivery import Delivery, Written
from gateway.pending.errors import NotFound
from gateway.pending.journal import Journal, advance
from gateway.pending.old_sessions import OldSessions
from gateway.pending.receipts import Receipts
from gateway.pending.reconciliation import Reconciliation
from gateway.pending.records import Body, Records, Result
from gateway.pending.states import SETTLED, Event, State
from gateway.pending.subjects import FAMILY, Subject
from gateway.pending.verification import Verification
from gateway.pending.worker import Worker
from gateway.sessions import Sessions
from gateway.store import events, requests
from gateway.store.events import EventRow
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import Vault

_MAY_GO_NOW = frozenset({State.RECEIVED, State.VERIFYING})
"""Not `unknown`: there the old server is being waited out."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A request with all that is known of it."""

    row: RequestRow
    body: Body
    result: Result
    events: tuple[EventRow, ...]


class Requests:
    """Everything about requests, put together."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        sessions: Sessions,
        extranets: Mapping[str, Extranet],
        receipts: Receipts,
        config: Config,
        written: Written,
        clock: Clock,
    ) -> None:
        """`extranets` by school; `written` is told of whatever ends what was read before."""
        settings = config.delivery
        records = Records(vault)
        journal = Journal(store, records, clock)
        old = OldSessions(sessions, records, extranets)
        keep_for = timedelta(hours=settings.keep_hours)
        delivery = Delivery(journal, records, old, extranets, settings, written, clock)
        verification = Verification(journal, records, old, settings, written, clock)
        self._store = store
        self._records = records
        self._receipts = receipts
        self._written = written
        self._clock = clock
        self._acceptance = Acceptance(store, vault, records, receipts, keep_for, clock)
        self._reconciliation = Reconciliation(store, records, clock)
        self.worker = Worker(
            store, journal, delivery, verification, old, extranets, settings.at_once, clock
        )

    async def accept(self, asking: Asking) -> Known:
        """Commit a request and have it delivered.

        Raises:
            InvalidFields: something must be corrected first. Nothing was kept.
        """
        row = await self._acceptance.accept(asking)
        self._written(asking.school, asking.account)
        self.worker.wake()
        return await self._store.read(lambda c: self._known(c, row))

    async def of_account(self, school: str, account: str) -> list[Known]:
        """The account's requests, the newest first."""

        def read(connection: Connection) -> list[Known]:
            rows = requests.of_account(connection, school, account)
            return [self._known(connection, row) for row in reversed(rows)]

        return await self._store.read(read)

    async def find(self, school: str, account: str, number: str) -> Known:
        """One of the account's requests.

        Raises:
            NotFound: there is none of that number, or it is another family's.
        """

        def read(connection: Connection) -> Known | None:
            row = requests.find(connection, school, number)
            return self._known(connection, row) if row and row.account == account else None

        known = await self._store.read(read)
        if known is None:
            raise NotFound
        return known

    async def reconcile(
        self, school: str, account: str, subject: Subject, sheet: Sheet, began_at: datetime
    ) -> None:
        """Learn from a sheet whose reading began then; as the old site answers, deliver too."""
        if await self._reconciliation.apply(school, account, subject, sheet, began_at):
            self._written(school, account)
        await self.unblock(school, account)

    async def addresses(self, school: str, account: str, family: Sheet) -> tuple[str, ...]:
        """Where the family's letters go, by Famille as just read and by what waits there."""

        def read(connection: Connection) -> list[Body]:
            rows = requests.of_account(connection, school, account)
            return [self._records.body(row) for row in rows if State(row.state) not in SETTLED]

        bodies = await self._store.read(read)
        earlier = [body for body in bodies if body.subject == FAMILY]
        return self._receipts.addresses(family, {}, earlier)

    async def unblock(self, school: str, account: str) -> None:
        """The family is signed in: what only waited for that goes on."""
        now = self._clock()

        def write(connection: Connection) -> None:
            for row in requests.of_account(connection, school, account):
                if row.state == State.BLOCKED_CREDENTIALS:
                    advance(connection, row, Event.UNBLOCKED, now, due_at=now, attempts=0)
            requests.hasten(connection, school, account, _MAY_GO_NOW, now)

        await self._store.write(write)
        self.worker.wake()

    async def hold_means(self, school: str, account: str) -> bool:
        """Whether a request of the account keeps an old session for its delivery."""
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return any(row.means is not None for row in rows)

    def _known(self, connection: Connection, row: RequestRow) -> Known:
        return Known(
            row=row,
            body=self._records.body(row),
            result=self._records.result(row),
            events=tuple(events.of_request(connection, row.school, row.number)),
        )
