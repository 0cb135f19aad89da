"""What the school's staff has done with re-enrolments, found out by reading the tab again."""

from datetime import datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from adapters.re_enrolment import ReEnrolment
from adapters.re_enrolment_signs import waits_newly
from gateway.clock import Clock
from gateway.pending import references
from gateway.pending.imports import Progress
from gateway.pending.journal import Journal
from gateway.pending.records import Records
from gateway.pending.states import FINAL, UNDER_WAY, Event, State, after
from gateway.pending.subjects import Subject
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store

_TOLD_BY_THE_TAB = (State.AWAITING_STAFF, State.NEEDS_ATTENTION)
_MAY_WAIT = UNDER_WAY | {State.NEEDS_ATTENTION}
"""Where « Valider » may have been pressed for a request, and nobody knows yet."""


class Enrolled:
    """Compares an account's re-enrolments with the tab just read.

    A tab that is gone tells nothing: the school has closed re-enrolments, whatever it has decided.
    """

    def __init__(self, store: Store, records: Records, journal: Journal, clock: Clock) -> None:
        """The clock says when something was seen."""
        self._store = store
        self._records = records
        self._journal = journal
        self._clock = clock

    async def apply(
        self, school: str, account: str, subject: Subject, screen: ReEnrolment, began_at: datetime
    ) -> bool:
        """Move on what the student's tab decides, and note that the rest was looked at.

        `began_at` is when the reading began: it proves nothing of what was put in since. Returns
        whether anything was decided.
        """
        now = self._clock()
        return await self._store.write(
            lambda c: self._apply(c, school, account, subject, screen, began_at, now)
        )

    def _apply(
        self,
        connection: Connection,
        school: str,
        account: str,
        subject: Subject,
        screen: ReEnrolment,
        began_at: datetime,
        now: datetime,
    ) -> bool:
        any_decided = False
        of_student = self._of_student(connection, school, account, subject)
        for row in of_student:
            if row.state not in _TOLD_BY_THE_TAB:
                continue
            if events.of_request(connection, school, row.number)[-1].at >= began_at:
                continue
            result = self._records.result(row)
            progress = result.re_enrolment or Progress(documents=())
            event = decided(
                State(row.state),
                progress,
                screen,
                references.on_tab(self._records.body(row), screen),
                any(self._may_wait(each) for each in of_student if each is not row),
            )
            waited = progress.waited or screen.waiting is not None
            known = replace(result, re_enrolment=replace(progress, waited=waited))
            if event is None:
                sealed = self._records.seal_result(row, known)
                requests.note(connection, row, seen_at=now, result=sealed)
                continue
            if after(State(row.state), event) in FINAL:
                # What the old site answered then says nothing of how the request has ended.
                known = replace(known, words="")
            sealed = self._records.seal_result(row, known)
            self._journal.advance(connection, row, event, now, seen_at=now, result=sealed)
            any_decided = True
        return any_decided

    def _of_student(
        self, connection: Connection, school: str, account: str, subject: Subject
    ) -> list[RequestRow]:
        """The account's re-enrolments of that student that have not ended."""
        return [
            row
            for row in requests.of_account(connection, school, account)
            if row.kind == subject.kind
            and row.state not in FINAL
            and self._records.body(row).subject.place == subject.place
        ]

    def _may_wait(self, row: RequestRow) -> bool:
        """Whether it may be what the tab says to await validation."""
        if row.state not in _MAY_WAIT:
            return row.state == State.AWAITING_STAFF
        progress = self._records.result(row).re_enrolment
        return progress is not None and progress.pressed_on is not None


def decided(
    state: State,
    progress: Progress,
    screen: ReEnrolment,
    shows_number: bool = False,
    another_waits: bool = False,
) -> Event | None:
    """What the tab tells of a request in that state; None where it tells nothing new. Pure.

    `shows_number` is whether it shows the request's own, and `another_waits` whether another of the
    family's may be what waits there: then that something does is no proof of this one.

    Guide: « Dès validation par l’équipe administrative, ce message ne s’affiche plus. » A message
    that never showed says nothing by not showing.
    """
    if state is State.AWAITING_STAFF:
        validated = progress.waited and screen.waiting is None
        return Event.STAFF_VALIDATED if validated else None
    if shows_number:
        return Event.PUT_IN
    if progress.pressed_on is None or another_waits:
        # Where « Valider » was never pressed, what waits there is not this request.
        return None
    return Event.PUT_IN if waits_newly(progress.pressed_on.waiting, screen) else None
