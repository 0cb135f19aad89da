"""Pending validations as the portal sees them: accept, look, reconcile, and the worker behind."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from adapters.model import Sheet
from adapters.port import Extranet
from adapters.re_enrolment import ReEnrolment
from gateway.clock import Clock, Steady, steady_beside
from gateway.config import Config
from gateway.documents import Documents
from gateway.pending.accepting.acceptance import Acceptance, Asking
from gateway.pending.accepting.re_enrolment_acceptance import ReEnrolmentAcceptance
from gateway.pending.accepting.register import Register
from gateway.pending.errors import NotFound
from gateway.pending.following.enrolled import Enrolled
from gateway.pending.following.learning import Learning
from gateway.pending.following.reconciliation import Reconciliation
from gateway.pending.following.watching import Watching
from gateway.pending.journal import Journal, advance
from gateway.pending.letters.endings import Endings
from gateway.pending.letters.receipts import Receipts
from gateway.pending.people.deciding import Deciding
from gateway.pending.people.resolution import Resolution
from gateway.pending.people.unanswered import Unanswered
from gateway.pending.people.withdrawal import Withdrawal
from gateway.pending.re_enrolments import AskingReEnrolment
from gateway.pending.records import Body, Records, Result, Said
from gateway.pending.sending.breaker import Breaker
from gateway.pending.sending.delivery import Delivery
from gateway.pending.sending.enrolling import ReEnrolmentErrand
from gateway.pending.sending.errands import Errand
from gateway.pending.sending.leases import Leases
from gateway.pending.sending.old_sessions import OldSessions
from gateway.pending.sending.senders import FOLDER, Senders
from gateway.pending.sending.sheets import SheetErrand
from gateway.pending.sending.takeover import Takeover
from gateway.pending.sending.verification import Verification
from gateway.pending.sending.waits import Waits
from gateway.pending.sending.worker import Worker
from gateway.pending.states import SETTLED, Event, State
from gateway.pending.subjects import FAMILY, Kind, Subject
from gateway.pending.written import Written
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
    said: tuple[Said, ...] = ()
    """What the school has written to the family about it."""


class Requests:
    """Everything about requests, put together."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        sessions: Sessions,
        extranets: Mapping[str, Extranet],
        receipts: Receipts,
        documents: Documents,
        config: Config,
        written: Written,
        clock: Clock,
        steady: Steady | None = None,
    ) -> None:
        """`extranets` by school; `written` is told of whatever ends what was read before.

        `steady` is the clock beside `clock` where none is given.
        """
        steady = steady or steady_beside(clock)
        settings = config.delivery
        records = Records(vault)
        endings = Endings(receipts, records, timedelta(minutes=settings.away_minutes))
        journal = Journal(store, records, clock, documents, endings.tell)
        register = Register(records, receipts, timedelta(hours=settings.keep_hours), clock)
        old = OldSessions(sessions, records, extranets)
        errands: dict[Kind, Errand] = {
            Kind.FAMILY: SheetErrand(),
            Kind.STUDENT: SheetErrand(),
            Kind.RE_ENROLMENT: ReEnrolmentErrand(documents),
        }
        senders = Senders(config.gateway.data / FOLDER, steady)
        waits = Waits(settings.longest_pause_seconds, extranets, clock, steady)
        breaker = Breaker(settings, steady)
        delivery = Delivery(
            journal, records, old, errands, senders, waits, breaker, settings, written, clock,
            steady,
        )  # fmt: skip
        verification = Verification(
            journal, records, old, errands, senders, waits, breaker, settings, written, clock,
            steady,
        )  # fmt: skip
        leases = Leases(settings.lease_seconds, steady)
        self._store = store
        self._records = records
        self._receipts = receipts
        self._written = written
        self._clock = clock
        acceptance = Acceptance(vault, records, receipts, register)
        self._re_enrolments = ReEnrolmentAcceptance(
            store, vault, records, register, journal, documents, config.schools, clock
        )
        self._withdrawal = Withdrawal(store, records, journal, clock)
        self._resolution = Resolution(store, records, acceptance, self._withdrawal)
        self.unanswered = Unanswered(
            store, records, journal, settings, config.schools, clock, steady
        )
        self._learning = Learning(
            Reconciliation(store, records, journal, clock),
            Enrolled(store, records, journal, clock),
            written,
        )
        self.watching = Watching(
            store, records, sessions, extranets, self._learning, breaker, config.reconciliation,
            clock, steady,
        )  # fmt: skip
        self.deciding = Deciding(records, journal, endings)
        self._breaker = breaker
        self.senders = senders
        self.worker = Worker(
            store, delivery, verification, Takeover(store, journal, senders, leases, waits, clock),
            waits, breaker, old, extranets, settings.at_once, clock, steady,
        )  # fmt: skip

    async def accept(self, asking: Asking) -> Known:
        """Commit a request and have it delivered.

        Raises:
            InvalidFields: something must be corrected first. Nothing was kept.
        """
        return await self._have_delivered(await self._resolution.accept(asking))

    async def accept_re_enrolment(self, asking: AskingReEnrolment) -> Known:
        """Commit a request with its documents, and have it delivered.

        Raises:
            NotOpen: the school has no wording for the receipt. Nothing was kept.
            InvalidFields: something must be corrected first, under "note", a question's key, or ""
                for the whole. Nothing was kept.
        """
        return await self._have_delivered(await self._re_enrolments.accept(asking))

    async def withdraw(self, school: str, account: str, number: str) -> Known:
        """Take a request back; what the family asked for after it goes on.

        Raises:
            NotFound: there is none of that number, or it is another family's.
            TooLate: it has left, or it has ended. Nothing was changed.
        """
        row = await self._withdrawal.withdraw(school, account, number)
        self.worker.wake()
        return await self._store.read(lambda c: self.known(c, row))

    async def resolve(self, number: str, asking: Asking) -> Known:
        """Ask anew for what a conflict has stopped, or only end it; see `Resolution.resolve`."""
        return await self._have_delivered(await self._resolution.resolve(number, asking))

    async def of_account(self, school: str, account: str) -> list[Known]:
        """The account's requests, the newest first."""

        def read(connection: Connection) -> list[Known]:
            rows = requests.of_account(connection, school, account)
            return [self.known(connection, row) for row in reversed(rows)]

        return await self._store.read(read)

    async def find(self, school: str, account: str, number: str) -> Known:
        """One of the account's requests.

        Raises:
            NotFound: there is none of that number, or it is another family's.
        """

        def read(connection: Connection) -> Known | None:
            row = requests.find(connection, school, number)
            return self.known(connection, row) if row and row.account == account else None

        known = await self._store.read(read)
        if known is None:
            raise NotFound
        return known

    def halted(self, school: str) -> tuple[str, ...]:
        """What the old site gets nothing of for now; see `Breaker.halted`."""
        return self._breaker.halted(school)

    async def reconcile(
        self, school: str, account: str, subject: Subject, sheet: Sheet, began_at: datetime
    ) -> None:
        """Learn from a sheet whose reading began then; as the old site answers, deliver too."""
        self._breaker.works(school, subject.kind)
        await self._learning.learn(school, account, subject, sheet, began_at)
        await self.unblock(school, account)

    async def reconcile_re_enrolment(
        self,
        school: str,
        account: str,
        subject: Subject,
        screen: ReEnrolment | None,
        began_at: datetime,
    ) -> None:
        """As `reconcile`, from a student's tab Réinscription; one that is gone says nothing."""
        self._breaker.works(school, subject.kind)
        await self._learning.learn(school, account, subject, screen, began_at)
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

    def decided(self, row: RequestRow, *, ended: bool) -> None:
        """The staff has decided at the desk: what was read before is past, and work goes on."""
        if ended:
            self._written(row.school, row.account)
        self.worker.wake()

    async def use_password(self, school: str, account: str, password: str) -> None:
        """What is kept for the account's requests is sealed anew with its new password."""

        def write(connection: Connection) -> None:
            for row in requests.of_account(connection, school, account):
                means = self._records.means(row)
                if means is not None:
                    credentials = msgspec.structs.replace(means.credentials, password=password)
                    new = msgspec.structs.replace(means, credentials=credentials)
                    sealed = self._records.seal_means(school, account, row.number, new)
                    requests.note(connection, row, means=sealed)

        await self._store.write(write)
        await self.unblock(school, account)

    async def forget_means(self, school: str, account: str) -> None:
        """Erase what is kept to sign in for the account's requests; each says what it needs."""
        now = self._clock()

        def write(connection: Connection) -> None:
            for row in requests.of_account(connection, school, account):
                if row.means is not None:
                    requests.note(connection, row, means=None, means_until=None)
            requests.hasten(connection, school, account, _MAY_GO_NOW, now)

        await self._store.write(write)
        self.worker.wake()

    async def hold_means(self, school: str, account: str) -> bool:
        """Whether a request of the account keeps an old session for its delivery."""
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return any(row.means is not None for row in rows)

    async def _have_delivered(self, row: RequestRow) -> Known:
        self._written(row.school, row.account)
        self.worker.wake()
        return await self._store.read(lambda c: self.known(c, row))

    def known(self, connection: Connection, row: RequestRow) -> Known:
        """A request with all that is known of it, whoever's it is."""
        return Known(
            row=row,
            body=self._records.body(row),
            result=self._records.result(row),
            said=self._records.said(row),
            events=tuple(events.of_request(connection, row.school, row.number)),
        )
