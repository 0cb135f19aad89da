"""Bringing a request to the old site: once, and only with its intent committed before."""

import logging
from collections.abc import Mapping
from datetime import timedelta
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
from adapters.port import Extranet
from gateway.clock import Clock
from gateway.documents import DocumentGone
from gateway.pauses import pause
from gateway.pending.errands import Concluded, Errand
from gateway.pending.errors import BeginAnew, LostRace
from gateway.pending.intent import Intent
from gateway.pending.journal import Journal
from gateway.pending.old_sessions import NoMeans, OldSessions
from gateway.pending.records import Records, Result
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
        extranets: Mapping[str, Extranet],
        errands: Mapping[Kind, Errand],
        settings: Settings,
        written: Written,
        clock: Clock,
    ) -> None:
        """`extranets` by school; `settings` is the configuration's `[delivery]`."""
        self._journal = journal
        self._records = records
        self._old_sessions = old_sessions
        self._extranets = extranets
        self._errands = errands
        self._settings = settings
        self._written = written
        self._clock = clock

    async def deliver(self, row: RequestRow) -> RequestRow:
        """Claim a received request and bring it to the old site.

        Raises:
            LostRace: somebody else has moved it on.
        """
        claimed = await self._journal.move(row, Event.CLAIMED, attempts=row.attempts + 1)
        intent = Intent(self._journal, self._records, self._written, self._clock, claimed)
        errand = self._errands[Kind(claimed.kind)]
        try:
            async with self._old_sessions.of(claimed) as session:
                concluded = await errand.deliver(session, intent)
        except LostRace:
            raise
        except Exception as error:
            return await self._take(intent.row, self._after_error(intent, errand, error))
        finally:
            # What others read meanwhile may be of before the effect, or of after it.
            self._written(row.school, row.account)
        return await self._take(intent.row, self._after(intent.row, concluded))

    async def _take(self, row: RequestRow, step: Step) -> RequestRow:
        now = self._clock()
        changes: dict[str, Any] = {"due_at": now + step.wait}
        if step.event is Event.POSTPONED:
            changes["intent_at"] = None
        if step.event is Event.APPLIED:
            changes["applied_at_once"] = True
        if step.event is Event.CONFLICTED or step.seen:
            changes["seen_at"] = now
        return await self._journal.move(row, step.event, step.result, **changes)

    def _after(self, row: RequestRow, concluded: Concluded) -> Step:
        return Step(
            event=concluded.event,
            wait=timedelta() if concluded.settled else self._longest_run(row),
            result=concluded.result,
            seen=concluded.seen,
        )

    def _after_error(self, intent: Intent, errand: Errand, error: Exception) -> Step:
        row = intent.row
        if not isinstance(error, (ExtranetError, NoMeans, BeginAnew)):
            _log.error(
                "a delivery failed", exc_info=error, extra=_about(row) | {"incident": incident()}
            )
        else:
            _log.info("not delivered: %s", type(error).__name__, extra=_about(row))
        if row.intent_at is not None:
            return Step(event=Event.ANSWER_LOST, wait=self._longest_run(row))
        return self._nothing_sent(intent, errand, error)

    def _nothing_sent(self, intent: Intent, errand: Errand, error: Exception) -> Step:
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
            case _ if self._given_up(intent.row):
                return Step(event=Event.AGED, result=known.anew())
            case _:
                return self._later(intent.row)

    def _given_up(self, row: RequestRow) -> bool:
        """Whether what cannot be read has been tried for long enough."""
        limit = row.asked_at + timedelta(hours=self._settings.keep_hours)
        return row.attempts >= _FEWEST_TRIES and self._clock() >= limit

    def _later(self, row: RequestRow) -> Step:
        return Step(event=Event.POSTPONED, wait=pause(self._settings, row.attempts))

    def _longest_run(self, row: RequestRow) -> timedelta:
        return timedelta(seconds=self._extranets[row.school].longest_run)


def _about(row: RequestRow) -> dict[str, str]:
    return {"school": row.school, "account": row.account, "number": row.number}
