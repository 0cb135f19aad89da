"""Bringing a request to the old site: once, and only with its intent committed before."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec

from adapters.errors import (
    AccountClosed,
    Conflict,
    ExtranetError,
    FormChanged,
    NotListed,
    SessionEnded,
    SignInRefused,
    Unavailable,
    Unstorable,
)
from gateway.clock import Bounds, Clock, Steady
from gateway.documents import DocumentGone
from gateway.pauses import pause
from gateway.pending.errors import BeginAnew, LostRace
from gateway.pending.journal import Journal
from gateway.pending.records import Records, Result
from gateway.pending.sending import leases
from gateway.pending.sending.breaker import Breaker
from gateway.pending.sending.errands import Concluded, Errand
from gateway.pending.sending.intent import Intent
from gateway.pending.sending.leases import Lease
from gateway.pending.sending.old_sessions import NoMeans, OldSessions
from gateway.pending.sending.senders import Senders
from gateway.pending.sending.waits import Waits
from gateway.pending.states import Event
from gateway.pending.subjects import Kind
from gateway.pending.written import Written
from gateway.settings import Delivery as Settings
from gateway.store.requests import RequestRow
from gateway.telemetry import incident

_FEWEST_TRIES = 4
"""However old a request is: a page that cannot be read is often a server in trouble."""

_log = logging.getLogger(__name__)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a request, and after how long it is worked on again."""

    event: Event
    wait: timedelta = timedelta()
    result: Result | None = None
    seen: bool = False


class Delivery:
    """Delivers one request at a time."""

    def __init__(
        self,
        journal: Journal,
        records: Records,
        old_sessions: OldSessions,
        errands: Mapping[Kind, Errand],
        senders: Senders,
        waits: Waits,
        breaker: Breaker,
        settings: Settings,
        written: Written,
        clock: Clock,
        steady: Steady,
    ) -> None:
        """`settings` is the configuration's `[delivery]`."""
        self._journal = journal
        self._records = records
        self._old_sessions = old_sessions
        self._errands = errands
        self._senders = senders
        self._waits = waits
        self._breaker = breaker
        self._settings = settings
        self._written = written
        self._clock = clock
        self._steady = steady
        self._bounds = Bounds(clock, steady)

    async def deliver(self, row: RequestRow) -> RequestRow:
        """Claim a received request and bring it to the old site.

        Raises:
            LostRace: somebody else has moved it on.
        """
        lease = Lease(self._senders.own(), self._settings.lease_seconds, self._clock, self._steady)
        claimed = await self._journal.move(
            row, Event.CLAIMED, attempts=row.attempts + 1, **lease.columns()
        )
        intent = Intent(self._journal, self._records, self._written, self._clock, claimed, lease)
        errand = self._errands[Kind(claimed.kind)]
        try:
            async with (
                self._kept(lease, claimed),
                lease.limiting(),
                self._old_sessions.of(claimed) as session,
            ):
                concluded = await errand.deliver(session, intent)
        except LostRace:
            raise
        except Exception as error:
            self._breaker.heard(row, error)
            since = await self._journal.let_go_at(row)
            return await self._take(intent.row, self._after_error(intent, errand, error, since))
        finally:
            # What others read meanwhile may be of before the effect, or of after it.
            self._written(row.school, row.account)
        self._breaker.heard(row, None if concluded.settled else Unavailable())
        return await self._take(intent.row, self._after(intent.row, concluded))

    @asynccontextmanager
    async def _kept(self, lease: Lease, row: RequestRow) -> AsyncIterator[None]:
        keeping = asyncio.create_task(lease.keep(self._journal, row))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _take(self, row: RequestRow, step: Step) -> RequestRow:
        """What was begun has come to its end here: nobody has bytes of it to send any more."""
        now = self._clock()
        changes: dict[str, Any] = {"due_at": now + step.wait, **leases.NONE}
        if step.event is Event.POSTPONED:
            changes["intent_at"] = None
        if step.event is Event.APPLIED:
            changes["applied_at_once"] = True
        if step.event is Event.CONFLICTED or step.seen:
            changes["seen_at"] = now
        moved = await self._journal.move(row, step.event, step.result, **changes)
        self._waits.begin(moved, step.wait)
        return moved

    def _after(self, row: RequestRow, concluded: Concluded) -> Step:
        return Step(
            event=concluded.event,
            wait=timedelta() if concluded.settled else self._waits.longest_run(row.school),
            result=concluded.result,
            seen=concluded.seen,
        )

    def _after_error(
        self, intent: Intent, errand: Errand, error: Exception, since: datetime
    ) -> Step:
        row = intent.row
        if not isinstance(error, (ExtranetError, NoMeans, BeginAnew, TimeoutError)):
            _log.error(
                "a delivery failed", exc_info=error, extra=_about(row) | {"incident": incident()}
            )
        else:
            _log.info("not delivered: %s", type(error).__name__, extra=_about(row))
        if row.intent_at is not None:
            return Step(event=Event.ANSWER_LOST, wait=self._waits.longest_run(row.school))
        return self._nothing_sent(intent, errand, error, since)

    def _nothing_sent(
        self, intent: Intent, errand: Errand, error: Exception, since: datetime
    ) -> Step:
        known = intent.result
        match error:
            case NoMeans():
                return Step(event=Event.LOCKED_OUT)
            case AccountClosed():
                return Step(event=Event.LOCKED_OUT, result=known.anew(error.words))
            case SignInRefused():
                return Step(event=Event.LOCKED_OUT)
            case Conflict() | FormChanged() | NotListed() | DocumentGone():
                return Step(event=Event.CONFLICTED, result=errand.hindered(known, error))
            case Unstorable():
                caption = errand.caption(intent.body, error.field_key)
                words = f"{caption} : cette valeur ne peut pas y être enregistrée."
                return Step(event=Event.TURNED_DOWN, result=known.anew(words))
            case BeginAnew():
                return Step(event=Event.POSTPONED)
            case Unavailable() | SessionEnded():
                return self._later(intent.row)
            case _ if self._given_up(intent.row, since):
                return Step(event=Event.AGED, result=known.anew())
            case _:
                return self._later(intent.row)

    def _given_up(self, row: RequestRow, since: datetime) -> bool:
        """Whether what cannot be read has been tried for long enough, from when it was let go."""
        limit = since + timedelta(hours=self._settings.keep_hours)
        return row.attempts >= _FEWEST_TRIES and self._bounds.earliest() >= limit

    def _later(self, row: RequestRow) -> Step:
        return Step(event=Event.POSTPONED, wait=pause(self._settings, row.attempts))


def _about(row: RequestRow) -> dict[str, str]:
    return {"school": row.school, "account": row.account, "number": row.number}
