"""After a lost answer: wait the old server out, read, and decide on evidence, or tell a person."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.errors import ExtranetError, NotListed, SignInRefused
from adapters.model import Proposal, Sheet, Verdict
from adapters.proposals import Signs, absent, evidence
from gateway.clock import Clock
from gateway.pauses import pause
from gateway.pending.errands import Errand
from gateway.pending.journal import Journal
from gateway.pending.old_sessions import NoMeans, OldSessions
from gateway.pending.records import Body, Records
from gateway.pending.states import Event, State
from gateway.pending.subjects import Kind
from gateway.pending.written import Written
from gateway.settings import Delivery as Settings
from gateway.store.requests import RequestRow

_log = logging.getLogger(__name__)


class Verification:
    """Finds out what became of a write that nobody answered."""

    def __init__(
        self,
        journal: Journal,
        records: Records,
        old_sessions: OldSessions,
        errands: Mapping[Kind, Errand],
        settings: Settings,
        written: Written,
        clock: Clock,
    ) -> None:
        """`settings` is the configuration's `[delivery]`."""
        self._journal = journal
        self._records = records
        self._old_sessions = old_sessions
        self._errands = errands
        self._settings = settings
        self._written = written
        self._clock = clock

    async def verify(self, row: RequestRow) -> RequestRow:
        """Read back what was sent; the old server's longest run is over.

        Raises:
            LostRace: somebody else has moved it on.
        """
        if row.state == State.UNKNOWN:
            row = await self._journal.move(row, Event.WAITED_OUT, attempts=0)
        body, result = self._records.body(row), self._records.result(row)
        errand = self._errands[Kind(row.kind)]
        try:
            async with self._old_sessions.of(row) as session:
                known = await errand.verify(session, row, body, result, self._clock())
        except NotListed:
            # No reading will ever show it: the family's other requests do not wait for one.
            return await self._journal.move(row, Event.NOT_CLEAR)
        except (ExtranetError, NoMeans) as error:
            return await self._later(row, error)
        self._written(row.school, row.account)
        changes = self._changes(known.event)
        return await self._journal.move(row, known.event, known.result, **changes)

    async def _later(self, row: RequestRow, error: Exception) -> RequestRow:
        """Try again; what cannot be verified at all is for a person in the end."""
        _log.info(
            "not verified: %s",
            type(error).__name__,
            extra={"school": row.school, "account": row.account, "number": row.number},
        )
        now = self._clock()
        if now >= row.asked_at + timedelta(hours=self._settings.keep_hours):
            return await self._journal.move(row, Event.NOT_CLEAR)
        attempts = row.attempts + 1
        changes: dict[str, Any] = {
            "attempts": attempts,
            "due_at": now + pause(self._settings, attempts),
        }
        if isinstance(error, SignInRefused):
            changes |= {"means": None, "means_until": None}
        return await self._journal.note(row, **changes)

    def _changes(self, event: Event) -> dict[str, Any]:
        now = self._clock()
        changes: dict[str, Any] = {"seen_at": now}
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
