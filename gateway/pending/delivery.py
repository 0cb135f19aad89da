"""Bringing a request to the old site: once, and only with its intent committed before."""

import logging
from collections.abc import Callable, Mapping
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
from adapters.model import Outcome, Verdict
from adapters.port import Extranet, Session
from gateway.clock import Clock
from gateway.means import Means
from gateway.pauses import pause
from gateway.pending.errors import LostRace
from gateway.pending.journal import Journal
from gateway.pending.old_sessions import NoMeans, OldSessions
from gateway.pending.records import Records, Result
from gateway.pending.states import Event
from gateway.settings import Delivery as Settings
from gateway.store.requests import RequestRow
from gateway.telemetry import incident

_FEWEST_TRIES = 4
"""However old a request is: a page that cannot be read is often a server in trouble."""

_OF_VERDICT = {
    Verdict.APPLIED: Event.APPLIED,
    Verdict.PENDING_VALIDATION: Event.PUT_IN,
    Verdict.REFUSED: Event.TURNED_DOWN,
    Verdict.UNKNOWN: Event.ANSWER_LOST,
}

Written = Callable[[str, str], None]
"""Called with a school and an account when something of it was, or may have been, written."""

_log = logging.getLogger(__name__)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a request, and after how long it is worked on again."""

    event: Event
    wait: timedelta = timedelta()
    result: Result | None = None


class Delivery:
    """Delivers one request at a time."""

    def __init__(
        self,
        journal: Journal,
        records: Records,
        old_sessions: OldSessions,
        extranets: Mapping[str, Extranet],
        settings: Settings,
        written: Written,
        clock: Clock,
    ) -> None:
        """`extranets` by school; `settings` is the configuration's `[delivery]`."""
        self._journal = journal
        self._records = records
        self._old_sessions = old_sessions
        self._extranets = extranets
        self._settings = settings
        self._written = written
        self._clock = clock

    async def deliver(self, row: RequestRow) -> RequestRow:
        """Claim a received request and bring it to the old site.

        Raises:
            LostRace: somebody else has moved it on.
        """
        claimed = await self._journal.move(row, Event.CLAIMED, attempts=row.attempts + 1)
        intent = _Intent(self._journal, self._records, self._written, self._clock, claimed)
        try:
            async with self._old_sessions.of(claimed) as session:
                outcome = await intent.send(session)
        except LostRace:
            raise
        except Exception as error:
            return await self._take(intent.row, self._after_error(intent.row, error))
        finally:
            # What others read meanwhile may be of before the effect, or of after it.
            self._written(row.school, row.account)
        return await self._take(intent.row, self._after_outcome(intent.row, outcome), outcome)

    async def _take(
        self, row: RequestRow, step: Step, outcome: Outcome | None = None
    ) -> RequestRow:
        now = self._clock()
        changes: dict[str, Any] = {"due_at": now + step.wait}
        if step.event is Event.POSTPONED:
            changes["intent_at"] = None
        if step.event is Event.APPLIED:
            changes["applied_at_once"] = True
        if step.event is Event.CONFLICTED or (outcome and outcome.sheet):
            changes["seen_at"] = now
        return await self._journal.move(row, step.event, step.result, **changes)

    def _after_outcome(self, row: RequestRow, outcome: Outcome) -> Step:
        longest = timedelta(seconds=self._extranets[row.school].longest_run)
        result = Result(words=outcome.words)
        if outcome.sheet is not None:
            result = result.seeing(self._records.body(row), outcome.sheet)
        return Step(
            event=_OF_VERDICT[outcome.verdict],
            wait=timedelta() if outcome.settled else longest,
            result=result,
        )

    def _after_error(self, row: RequestRow, error: Exception) -> Step:
        if not isinstance(error, (ExtranetError, NoMeans)):
            _log.error(
                "a delivery failed", exc_info=error, extra=_about(row) | {"incident": incident()}
            )
        else:
            _log.info("not delivered: %s", type(error).__name__, extra=_about(row))
        if row.intent_at is not None:
            longest = timedelta(seconds=self._extranets[row.school].longest_run)
            return Step(event=Event.ANSWER_LOST, wait=longest)
        return self._nothing_sent(row, error)

    def _nothing_sent(self, row: RequestRow, error: Exception) -> Step:
        match error:
            case NoMeans():
                return Step(event=Event.LOCKED_OUT)
            case AccountClosed():
                return Step(event=Event.LOCKED_OUT, result=Result(words=error.words))
            case SignInRefused():
                return Step(event=Event.LOCKED_OUT)
            case Conflict():
                return Step(event=Event.CONFLICTED, result=Result(conflict=error.shown))
            case FormChanged() | NotListed():
                return Step(event=Event.CONFLICTED, result=Result())
            case Unstorable():
                return Step(event=Event.TURNED_DOWN, result=self._unstorable(row, error))
            case Unavailable() | SessionEnded():
                return self._later(row)
            case _ if self._given_up(row):
                return Step(event=Event.AGED, result=Result())
            case _:
                return self._later(row)

    def _given_up(self, row: RequestRow) -> bool:
        """Whether what cannot be read has been tried for long enough."""
        limit = row.asked_at + timedelta(hours=self._settings.keep_hours)
        return row.attempts >= _FEWEST_TRIES and self._clock() >= limit

    def _later(self, row: RequestRow) -> Step:
        return Step(event=Event.POSTPONED, wait=pause(self._settings, row.attempts))

    def _unstorable(self, row: RequestRow, error: Unstorable) -> Result:
        captions = [
            wanted.field.caption
            for wanted in self._records.body(row).wanted
            if wanted.change.key == error.field_key
        ]
        return Result(words=f"{', '.join(captions)} : cette valeur ne peut pas y être enregistrée.")


class _Intent:
    """Committed before the first byte leaves: after it, an answer that lacks is not « nothing »."""

    def __init__(
        self,
        journal: Journal,
        records: Records,
        written: Written,
        clock: Clock,
        row: RequestRow,
    ) -> None:
        self._journal = journal
        self._records = records
        self._written = written
        self._clock = clock
        self.row = row

    async def send(self, session: Session) -> Outcome:
        async def commit() -> None:
            await self._commit(session)

        body = self._records.body(self.row)
        return await body.subject.propose(session, body.proposal(), commit)

    async def _commit(self, session: Session) -> None:
        """With the session that writes: reading back is done on the same one, if it can be."""
        changes: dict[str, Any] = {"intent_at": self._clock()}
        means = self._records.means(self.row)
        if means is not None:
            same = Means(credentials=means.credentials, state=session.state)
            row = self.row
            changes["means"] = self._records.seal_means(row.school, row.account, row.number, same)
        self.row = await self._journal.note(self.row, **changes)
        self._written(self.row.school, self.row.account)


def _about(row: RequestRow) -> dict[str, str]:
    return {"school": row.school, "account": row.account, "number": row.number}
