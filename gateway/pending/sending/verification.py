"""After a lost answer: wait the old server out, read, and decide on evidence, or tell a person."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.errors import ExtranetError, NotListed, SignInRefused
from adapters.model import Proposal, Sheet, Verdict
from adapters.proposals import Signs, absent, evidence
from gateway.clock import Bounds, Clock, Steady
from gateway.pauses import pause
from gateway.pending import references
from gateway.pending.journal import Journal
from gateway.pending.records import Body, Records
from gateway.pending.sending import leases
from gateway.pending.sending.breaker import Breaker
from gateway.pending.sending.errands import Errand
from gateway.pending.sending.old_sessions import NoMeans, OldSessions
from gateway.pending.sending.senders import Senders
from gateway.pending.sending.waits import Waits
from gateway.pending.states import Event, State
from gateway.pending.subjects import Kind
from gateway.pending.written import Written
from gateway.settings import Delivery as Settings
from gateway.store.requests import RequestRow

_LOOKS = 4
"""At a request that shows no effect, and whose sender may still act, before a person is told."""

_log = logging.getLogger(__name__)


class Verification:
    """Finds out what became of a write that nobody answered."""

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
        self._bounds = Bounds(clock, steady)

    async def verify(self, row: RequestRow) -> RequestRow:
        """Read back what was sent; the old server's longest run is over.

        Whoever finds no effect would have it sent again: only once its sender can no longer act.

        Raises:
            LostRace: somebody else has moved it on.
        """
        if row.state == State.UNKNOWN:
            row = await self._journal.move(row, Event.WAITED_OUT, attempts=0)
        body, result = self._records.body(row), self._records.result(row)
        errand = self._errands[Kind(row.kind)]
        # Before the reading begins: what it does not show must have had its time to.
        silent = self._is_silent(row)
        try:
            async with self._old_sessions.of(row) as session:
                known = await errand.verify(session, row, body, result, self._bounds.latest())
        except NotListed as error:
            self._breaker.heard(row, error)
            # No reading will ever show it: the family's other requests do not wait for one.
            return await self._journal.move(row, Event.NOT_CLEAR)
        except (ExtranetError, NoMeans) as error:
            self._breaker.heard(row, error)
            return await self._later(row, error)
        self._breaker.heard(row, None)
        self._written(row.school, row.account)
        if known.absent and not silent:
            return await self._look_again(row)
        changes = self._changes(known.event)
        return await self._journal.move(row, known.event, known.result, **changes)

    async def glance(self, row: RequestRow) -> RequestRow:
        """Whether the old site shows at once what it did not answer: then nothing is waited for.

        Read on the account's own session, where many old servers hold a reading back until they are
        done with the sending. Only a sign that it waits for the staff counts: that there is none
        yet proves nothing, and a new value without one may be half of what is being written.

        Raises:
            LostRace: somebody else has moved it on.
        """
        body, result = self._records.body(row), self._records.result(row)
        errand = self._errands[Kind(row.kind)]
        try:
            async with self._old_sessions.of(row) as session:
                known = await errand.verify(session, row, body, result, self._bounds.latest())
        except (ExtranetError, NoMeans):
            return row
        self._written(row.school, row.account)
        if known.event is not Event.PUT_IN:
            return row
        changes = self._changes(known.event)
        return await self._journal.move(row, known.event, known.result, **changes)

    def _is_silent(self, row: RequestRow) -> bool:
        """Whether its sender has ended, and the old server is done with all that came of it."""
        if row.sender is None:
            return True
        gone_for = self._senders.gone_for(row.sender)
        return gone_for is not None and gone_for >= self._longest_run(row)

    async def _look_again(self, row: RequestRow) -> RequestRow:
        """It shows no effect, which proves nothing while its sender may still act."""
        gone_for = self._senders.gone_for(row.sender or "")
        if gone_for is not None:
            left = timedelta(seconds=max(0.0, self._longest_run(row) - gone_for))
            return await self._put_off(row, left)
        attempts = row.attempts + 1
        if attempts >= _LOOKS:
            return await self._journal.move(row, Event.NOT_CLEAR, seen_at=self._clock())
        return await self._put_off(row, pause(self._settings, attempts), attempts=attempts)

    def _longest_run(self, row: RequestRow) -> float:
        return self._waits.longest_run(row.school).total_seconds()

    async def _put_off(self, row: RequestRow, wait: timedelta, **changes: Any) -> RequestRow:
        noted = await self._journal.note(row, due_at=self._clock() + wait, **changes)
        self._waits.begin(noted, wait)
        return noted

    async def _later(self, row: RequestRow, error: Exception) -> RequestRow:
        """Try again; what cannot be verified at all is for a person in the end."""
        _log.info(
            "not verified: %s",
            type(error).__name__,
            extra={"school": row.school, "account": row.account, "number": row.number},
        )
        limit = await self._journal.let_go_at(row) + timedelta(hours=self._settings.keep_hours)
        # One look that a person wanted: the family's other requests do not wait for a second one.
        once = await self._journal.came_by(row, Event.LOOKED_AGAIN)
        if once or self._bounds.earliest() >= limit:
            return await self._journal.move(row, Event.NOT_CLEAR)
        attempts = row.attempts + 1
        changes: dict[str, Any] = {"attempts": attempts}
        if isinstance(error, SignInRefused):
            changes |= {"means": None, "means_until": None}
        return await self._put_off(row, pause(self._settings, attempts), **changes)

    def _changes(self, event: Event) -> dict[str, Any]:
        now = self._clock()
        changes: dict[str, Any] = {"seen_at": now}
        if event is not Event.NOT_CLEAR:
            changes |= leases.NONE
        if event in (Event.PROVED_ABSENT, Event.STEP_KNOWN):
            changes |= {"intent_at": None, "due_at": now, "attempts": 0}
        if event is Event.PROVED_ABSENT:
            changes["resent"] = True
        if event is Event.APPLIED:
            changes["applied_at_once"] = True
        return changes


def concluded(body: Body, sheet: Sheet, *, resent: bool) -> Event:
    """What a sheet read afterwards proves. Pure.

    It may be sent again once only, and only where no marker could be this request's own; where the
    old site answered in words (`resent` too), old values may be all that it shows of what waits.
    """
    proposal = body.proposal()
    before = None if body.waited else Signs(sentence=body.note)
    verdict = evidence(proposal, sheet, before=before).verdict
    if verdict is Verdict.PENDING_VALIDATION:
        return Event.PUT_IN
    if verdict is Verdict.APPLIED:
        return Event.APPLIED
    if references.on_sheet(body, sheet):
        return Event.PUT_IN
    if not resent and absent(proposal, sheet) and not _marked(proposal, sheet):
        return Event.PROVED_ABSENT
    return Event.NOT_CLEAR


def _marked(proposal: Proposal, sheet: Sheet) -> bool:
    """Whether a marker that names no value is on one of the fields, or speaks for the sheet."""
    marked = {field.key: field.waiting for field in sheet.fields() if field.waiting is not None}
    if not marked:
        return sheet.waiting is not None
    return any(
        change.key in marked and marked[change.key].requested is None for change in proposal.changes
    )
