"""Asking for changes on a sheet: Famille, or a student's Identité."""

from datetime import datetime, timedelta

from adapters.errors import Conflict
from adapters.model import Outcome, Proposal, Sheet, Verdict
from adapters.port import BeforeSending, Session
from gateway.pending.records import Body, Result
from gateway.pending.sending.errands import Concluded
from gateway.pending.sending.intent import Intent
from gateway.pending.sending.verification import concluded
from gateway.pending.states import Event
from gateway.pending.subjects import Kind, Subject
from gateway.store.requests import RequestRow

OF_VERDICT = {
    Verdict.APPLIED: Event.APPLIED,
    Verdict.PENDING_VALIDATION: Event.PUT_IN,
    Verdict.REFUSED: Event.TURNED_DOWN,
    Verdict.UNKNOWN: Event.ANSWER_LOST,
}


STAFF_AT_THE_FASTEST = timedelta(hours=1)
"""A screen that is as before a write is that of one that had no effect, or of one that the staff
has decided on since: it proves the first only for as long as the second cannot be."""


async def read(session: Session, subject: Subject) -> Sheet:
    """The sheet as it is on the old site.

    Raises:
        NotListed: the family has no such student any more.
    """
    if subject.kind is Kind.FAMILY:
        return await session.family()
    return await session.student(subject.ref)


class SheetErrand:
    """Proposes changes, and reads them back."""

    async def deliver(self, session: Session, intent: Intent) -> Concluded:
        """Propose once; see `Errand`."""

        async def commit() -> None:
            await intent.commit(session)

        body = intent.body
        outcome = await _propose(session, body.subject, body.proposal(), commit)
        result = Result(words=outcome.words)
        if outcome.sheet is not None:
            result = result.seeing(body, outcome.sheet)
        return Concluded(
            event=OF_VERDICT[outcome.verdict],
            result=result,
            settled=outcome.settled,
            seen=outcome.sheet is not None,
        )

    async def verify(
        self, session: Session, row: RequestRow, body: Body, result: Result, now: datetime
    ) -> Concluded:
        """Read the sheet for the new values, or for signs of them; see `Errand`."""
        sheet = await read(session, body.subject)
        decided = row.intent_at is None or now - row.intent_at >= STAFF_AT_THE_FASTEST
        event = concluded(body, sheet, resent=row.resent or bool(result.words) or decided)
        return Concluded(
            event=event,
            result=result.seeing(body, sheet),
            seen=True,
            absent=event is Event.PROVED_ABSENT,
        )

    def hindered(self, result: Result, error: Exception) -> Result:
        """The values that the family has not seen."""
        return Result(conflict=error.shown) if isinstance(error, Conflict) else Result()

    def caption(self, body: Body, key: str) -> str:
        """The field's own."""
        fields = (wanted.field for wanted in body.wanted if wanted.change.key == key)
        return next((field.caption for field in fields), "")


async def _propose(
    session: Session, subject: Subject, proposal: Proposal, before_sending: BeforeSending
) -> Outcome:
    if subject.kind is Kind.FAMILY:
        return await session.propose_family(proposal, before_sending)
    return await session.propose_student(subject.ref, proposal, before_sending)
