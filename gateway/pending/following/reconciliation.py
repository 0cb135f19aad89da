"""What the school's staff has decided, found out by reading the sheet again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from adapters.model import Sheet, Verdict
from adapters.proposals import Signs, evidence, same
from gateway.clock import Clock
from gateway.pending import references
from gateway.pending.journal import Journal
from gateway.pending.records import Body, Records, Result, Wanted
from gateway.pending.states import FINAL, Event, State, after
from gateway.pending.subjects import Subject
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store

_IN_PLACE = frozenset({State.AWAITING_STAFF, State.NEEDS_ATTENTION, State.VALIDATED})
"""States in which the old site has shown a request's values, or may have them."""


class Reconciliation:
    """Compares an account's requests with a sheet just read."""

    def __init__(self, store: Store, records: Records, journal: Journal, clock: Clock) -> None:
        """The clock says when something was seen."""
        self._store = store
        self._records = records
        self._journal = journal
        self._clock = clock

    async def apply(
        self, school: str, account: str, subject: Subject, sheet: Sheet, began_at: datetime
    ) -> bool:
        """Move on what the subject's sheet decides, and note that the rest was looked at.

        `began_at` is when the reading began: it proves nothing of what was put in since. Returns
        whether anything was decided.
        """
        now = self._clock()
        return await self._store.write(
            lambda c: self._apply(c, school, account, subject, sheet, began_at, now)
        )

    def _apply(
        self,
        connection: Connection,
        school: str,
        account: str,
        subject: Subject,
        sheet: Sheet,
        began_at: datetime,
        now: datetime,
    ) -> bool:
        about = self._about(connection, school, account, subject)
        any_decided = False
        for position, (row, body) in enumerate(about):
            if row.state not in (State.AWAITING_STAFF, State.NEEDS_ATTENTION):
                continue
            if events.of_request(connection, school, row.number)[-1].at >= began_at:
                continue
            later = [body for row, body in about[position + 1 :] if _in_place(row)]
            seen = self._records.result(row).seeing(body, sheet)
            event = self._decided(row, body, seen, later, sheet)
            if event is None:
                requests.note(connection, row, seen_at=now, result=self._sealed(row, seen))
                continue
            # What the old site answered then says nothing of how the request has ended.
            ended = after(State(row.state), event) in FINAL
            known = Result(shown=_shown(body, sheet, event)) if ended else seen
            result = self._sealed(row, known)
            self._journal.advance(connection, row, event, now, seen_at=now, result=result)
            any_decided = True
        return any_decided

    def _sealed(self, row: RequestRow, result: Result) -> bytes:
        return self._records.seal_result(row, result)

    def _about(
        self, connection: Connection, school: str, account: str, subject: Subject
    ) -> list[tuple[RequestRow, Body]]:
        """The account's requests about that sheet: another's fields may have the same keys."""
        rows = requests.of_account(connection, school, account)
        opened = ((row, self._records.body(row)) for row in rows if row.kind == subject.kind)
        return [(row, body) for row, body in opened if body.subject.place == subject.place]

    def _decided(
        self, row: RequestRow, body: Body, seen: Result, later: Sequence[Body], sheet: Sheet
    ) -> Event | None:
        if row.state == State.NEEDS_ATTENTION:
            return found(body, sheet)
        return decided(body, seen, _asked_since(later), sheet)


def found(body: Body, sheet: Sheet) -> Event | None:
    """Whether the sheet shows what nobody knew: evidence for it, or None. Pure."""
    verdict = evidence(body.proposal(), sheet, before=None).verdict
    of_verdict = {Verdict.PENDING_VALIDATION: Event.PUT_IN, Verdict.APPLIED: Event.APPLIED}
    shows_number = Event.PUT_IN if references.on_sheet(body, sheet) else None
    return of_verdict.get(verdict, shows_number)


def decided(
    body: Body, seen: Result, asked_since: Mapping[str, frozenset[str]], sheet: Sheet
) -> Event | None:
    """What the staff has done with what is asked; None while it waits, or cannot be told. Pure.

    `seen` is what has shown that it waits, and `asked_since` maps field keys to what the family's
    later requests ask for. What one part of the staff's answer is and another is not counts as
    changed by it.
    """
    if _still_waits(body, seen, sheet):
        return None
    answers = {_answer(wanted, asked_since, sheet) for wanted in body.wanted}
    if None in answers:
        return None
    if len(answers) == 1:
        return answers.pop()
    answers.discard(Event.SUPERSEDED)
    return answers.pop() if len(answers) == 1 else Event.STAFF_CHANGED


def _still_waits(body: Body, seen: Result, sheet: Sheet) -> bool:
    """Whether what has shown that it waits still shows it.

    The sheet's sentence speaks for what has no mark, unless each field had its own, and others'
    marks account for it. A note that was there before does not, where there was another sign.
    """
    signs = Signs.of(sheet)
    if not signs.marked.isdisjoint(body.keys):
        return True
    had_marks = set(body.keys) <= set(seen.marked)
    if had_marks and signs.marked:
        return False
    return signs.sentence not in ((None, body.note) if had_marks or seen.told else (None,))


def _answer(
    wanted: Wanted, asked_since: Mapping[str, frozenset[str]], sheet: Sheet
) -> Event | None:
    change = wanted.change
    field = sheet.field(change.key)
    if field is None:
        return None
    if field.value == change.new:
        return Event.STAFF_VALIDATED
    if field.value in asked_since.get(change.key, frozenset()):
        return Event.SUPERSEDED
    if field.value == change.old or field.value in wanted.formerly:
        return Event.STAFF_REFUSED
    if same(field.value, change.new, change.old):
        return Event.STAFF_VALIDATED
    return Event.STAFF_CHANGED


def _shown(body: Body, sheet: Sheet, event: Event) -> dict[str, str]:
    """What the staff has put in place of what was asked, where it has."""
    if event is not Event.STAFF_CHANGED:
        return {}
    fields = [field for key in body.keys if (field := sheet.field(key)) is not None]
    return {field.key: field.value for field in fields}


def _in_place(row: RequestRow) -> bool:
    return State(row.state) in _IN_PLACE


def _asked_since(later: Sequence[Body]) -> dict[str, frozenset[str]]:
    asked: dict[str, set[str]] = {}
    for body in later:
        for wanted in body.wanted:
            asked.setdefault(wanted.change.key, set()).add(wanted.change.new)
    return {key: frozenset(values) for key, values in asked.items()}
