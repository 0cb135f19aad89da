"""A letter at every end of a request, and wherever it cannot go on without somebody.

It is put into the outbox in the transaction that moves the request: so there is one if and only if
the request has moved. It is not sent where the family sees the same on the portal's pages: who has
used one of them just now has until `away` is over to open another.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.pending.imports import Progress
from gateway.pending.letters.ending_words import TOLD, TOLD_OF, said
from gateway.pending.letters.receipts import Receipts
from gateway.pending.records import Body, Records, Result, Said
from gateway.pending.states import Event, State
from gateway.store import events, sessions
from gateway.store.requests import RequestRow


class Endings:
    """Writes to the addresses that a request's receipt went to."""

    def __init__(self, receipts: Receipts, records: Records, away: timedelta) -> None:
        """A family whose last page is older than `away` is not there."""
        self._receipts = receipts
        self._records = records
        self._away = away

    def tell(self, connection: Connection, row: RequestRow, event: Event, at: datetime) -> None:
        """Have it told what `event` has brought the request to, if that is an end."""
        state = State(row.state)
        if not (state in TOLD or event in TOLD_OF) or self._told_by_the_old_site(row, event):
            return
        if event is Event.NOT_CLEAR and self._told_before(connection, row):
            return
        body, result = self._records.body(row), self._records.result(row)
        at_the_desk = self._decided_here(row, at)
        used_at = sessions.last_used(connection, row.school, row.account)
        written = self._receipts.write(
            "ending",
            row,
            body,
            re_enrolment=body.re_enrolment is not None,
            ending=said(state, event, _progress(body, result), at_the_desk),
            words=result.words,
            of_school=at_the_desk.words if at_the_desk else "",
            values=_values(body, result),
            kept=_kept(body),
            refused=_refused(body, result),
        )
        self._receipts.follow_up(
            connection,
            row,
            body,
            written,
            at,
            due_at=at if used_at is None else max(at, used_at + self._away),
            event=event,
        )

    def ask(self, connection: Connection, row: RequestRow, at: datetime, words: str) -> None:
        """Have it told that the school misses something, in its own words.

        Even who is there just now: nothing on the page that it looks at has moved.
        """
        body = self._records.body(row)
        written = self._receipts.write(
            "asked",
            row,
            body,
            re_enrolment=body.re_enrolment is not None,
            sent_back=row.state == State.SENT_BACK,
            words=words,
        )
        self._receipts.follow_up(
            connection, row, body, written, at, due_at=at, event="asked", unless_seen=False
        )

    def _decided_here(self, row: RequestRow, at: datetime) -> Said | None:
        """What the staff has decided just now at the desk, if it has."""
        said = self._records.said(row)
        decided = said and said[-1].about not in ("asked", "reminded") and said[-1].at == at
        return said[-1] if decided else None

    def _told_before(self, connection: Connection, row: RequestRow) -> bool:
        """Whether it stands again where its family was told that it does."""
        happened = events.of_request(connection, row.school, row.number)
        return len(happened) > 1 and happened[-2].event == Event.LOOKED_AGAIN

    def _told_by_the_old_site(self, row: RequestRow, event: Event) -> bool:
        """Its own mail says that the staff has validated: a second one would only be doubted."""
        mails = self._receipts.school(row).imuse_mails
        return event is Event.STAFF_VALIDATED and row.kind in mails


def _progress(body: Body, result: Result) -> Progress | None:
    """How far a re-enrolment has come; None for a sheet's request."""
    if body.re_enrolment is None:
        return None
    return result.re_enrolment or Progress.begun(body.re_enrolment)


def _values(body: Body, result: Result) -> list[dict[str, str]]:
    """Field by field what was asked, and what the old site shows instead."""
    shown = result.shown or result.conflict
    return [
        {
            "caption": wanted.field.caption,
            "asked": wanted.field.shown(wanted.change.new),
            "shown": wanted.field.shown(shown[wanted.change.key]),
        }
        for wanted in body.wanted
        if wanted.change.key in shown
    ]


def _kept(body: Body) -> list[dict[str, str]]:
    """The same of what the school has kept in a conflict, once and for all."""
    return [
        {
            "caption": each.wanted.field.caption,
            "asked": each.wanted.field.shown(each.wanted.change.new),
            "shown": each.wanted.field.shown(each.shown),
        }
        for each in body.kept
    ]


def _refused(body: Body, result: Result) -> list[str]:
    """The documents that the old site did not take."""
    asked, progress = body.re_enrolment, result.re_enrolment
    if asked is None or progress is None:
        return []
    sent = zip(asked.pieces, progress.documents, strict=False)
    return [piece.label or piece.file_name for piece, one in sent if one.state == "refused"]
