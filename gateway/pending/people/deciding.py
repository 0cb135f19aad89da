"""What the school's staff decides at the desk; each within the caller's transaction.

Everything is conditional on the row's state and fence, as all that the engine does: of two that
decide at once, or of a clerk and the worker, one wins and the other changes nothing. Where a
decision moves no state, it moves the fence.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Literal

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.pending.errors import LostRace, TooLate
from gateway.pending.journal import Journal
from gateway.pending.letters.endings import Endings
from gateway.pending.people.resumption import bound_anew
from gateway.pending.records import Body, Records, Said
from gateway.pending.states import SETTLED, Event, State
from gateway.pending.subjects import Kind
from gateway.store import requests
from gateway.store.requests import RequestRow

MAY_BE_ASKED_ABOUT = frozenset(
    {
        State.RECEIVED,
        State.REVIEW,
        State.SENT_BACK,
        State.AWAITING_STAFF,
        State.NEEDS_ATTENTION,
        State.BLOCKED_CONFLICT,
        State.BLOCKED_CREDENTIALS,
    }
)
"""Where nobody works on it: its fence may be moved without a sender losing it."""

SETTLED_BY_HAND = frozenset({State.AWAITING_STAFF, State.NEEDS_ATTENTION})
"""Where the old site may have it, and somebody who looks there knows how it has ended."""


_NO_LONGER_ASKED = SETTLED - {State.SENT_BACK}
"""What was sent back is still what its family wants: nothing older goes before its answer."""

_HELD = frozenset({State.REVIEW, State.SENT_BACK})
"""Where the old site gets nothing of it before the staff says so."""


def may_be_tried(state: State, kind: str, due_at: datetime, now: datetime) -> bool:
    """Whether having it tried, or read, at once changes anything. Pure.

    A re-enrolment is several steps: read again, its next one might be taken, which is no reading.
    """
    if state is State.NEEDS_ATTENTION:
        return kind != Kind.RE_ENROLMENT
    return state is State.RECEIVED and due_at > now


class Deciding:
    """Moves requests on by what the staff decides.

    Everything raises LostRace where the request is no longer as the row has it, TooLate or
    IllegalTransition where this cannot be decided in its state. Nothing is changed then.
    """

    def __init__(self, records: Records, journal: Journal, endings: Endings) -> None:
        """`endings` write the family's letters."""
        self._records = records
        self._journal = journal
        self._endings = endings

    def approve(self, connection: Connection, row: RequestRow, at: datetime) -> RequestRow:
        """The old site gets what was held for review, or sent back: it is due now.

        What was asked of its family is not asked any more: it has answered some other way.
        """
        if not self.may_be_approved(connection, row):
            raise TooLate
        asked = bool(self._records.said(row))
        said = {"said": self._said(row, at, "approved", "")} if asked else {}
        return self._journal.advance(
            connection, row, Event.APPROVED, at, due_at=at, attempts=0, **said
        )

    def may_be_approved(self, connection: Connection, row: RequestRow) -> bool:
        """Whether it is held, and would undo nothing that its family has asked later.

        What was sent back its family has answered by anything that it asked since; what was not is
        overtaken by what iMuse was sent for the same fields, out of their order.
        """
        if row.state == State.SENT_BACK:
            return not self._asked_later(connection, row)
        return row.state == State.REVIEW and not self._overtaken(connection, row)

    def turn_down(
        self, connection: Connection, row: RequestRow, at: datetime, words: str
    ) -> RequestRow:
        """The old site never gets what was held for review, or sent back."""
        if row.state not in _HELD:
            raise TooLate
        changes = self._ending(row, at, "refused", words)
        return self._journal.advance(connection, row, Event.TURNED_DOWN, at, **changes)

    def may_be_sent_anyway(self, connection: Connection, row: RequestRow) -> bool:
        """Whether a conflict is one of values, all of them known, and nothing later is under way.

        What the family asked later for the same sheet was asked knowing more: it comes first. What
        was sent again already is not sent once more, nor what may have been: of a store that was
        put back nobody knows what was decided since the copy.
        """
        if row.state != State.BLOCKED_CONFLICT or row.resent:
            return False
        if not self._records.result(row).conflict:
            return False
        return not self._asked_later(connection, row)

    def send_anyway(
        self,
        connection: Connection,
        row: RequestRow,
        at: datetime,
        words: str = "",
        kept: Collection[str] = (),
    ) -> RequestRow:
        """What the family asked is sent against the values that the conflict has shown.

        They are compared again before anything leaves: another change is another conflict. The
        fields of `kept` (keys) stay as they are there: they are asked no more.
        """
        if not self.may_be_sent_anyway(connection, row):
            raise TooLate
        result = self._records.result(row)
        return self._journal.advance(
            connection, row, Event.SENT_ANYWAY, at, due_at=at, attempts=0,
            body=self._sorted_out(row, kept),
            result=self._records.seal_result(row, result.anew()),
            said=self._said(row, at, "sent_in_part" if kept else "sent", words),
        )  # fmt: skip

    def keep(self, connection: Connection, row: RequestRow, at: datetime, words: str) -> RequestRow:
        """What is there now stays, all of it; the letter still says what it is."""
        result = self._records.result(row)
        # Where no value is known, nothing can be said to be kept field by field.
        keys = self._records.body(row).keys if result.conflict else ()
        return self._journal.advance(
            connection, row, Event.KEPT, at,
            body=self._sorted_out(row, keys),
            said=self._said(row, at, "refused", words),
            result=self._records.seal_result(row, replace(result.anew(), conflict=result.conflict)),
        )  # fmt: skip

    def _sorted_out(self, row: RequestRow, kept: Collection[str]) -> bytes:
        """What is asked from now on, sealed: bound to what is there, less what is kept."""
        body = bound_anew(self._records.body(row), self._records.result(row).conflict, kept)
        return self._records.seal_body(row.school, row.account, row.number, body)

    def settle(
        self, connection: Connection, row: RequestRow, at: datetime, words: str, *, validated: bool
    ) -> RequestRow:
        """How it has ended in iMuse, as somebody saw who looked there; `words` are the family's."""
        event = Event.SETTLED_VALIDATED if validated else Event.SETTLED_REFUSED
        changes = self._ending(row, at, "validated" if validated else "refused", words)
        return self._journal.advance(connection, row, event, at, **changes)

    def ask(
        self,
        connection: Connection,
        row: RequestRow,
        at: datetime,
        words: str,
        about: Literal["asked", "reminded"] = "asked",
    ) -> RequestRow:
        """Write to the family that something is missing.

        What was held for review goes back to its family; anything else stays where it is.
        """
        if row.state not in MAY_BE_ASKED_ABOUT:
            raise TooLate
        said = self._said(row, at, about, words)
        if row.state == State.REVIEW:
            asked = self._journal.advance(connection, row, Event.SENT_BACK, at, said=said)
        else:
            asked = _moved(requests.move(connection, row, said=said))
        self._endings.ask(connection, asked, at, words)
        return asked

    def try_again(self, connection: Connection, row: RequestRow, at: datetime) -> RequestRow:
        """What only waits for its time is due now; what nobody knows of is read once more."""
        if not may_be_tried(State(row.state), row.kind, row.due_at, at):
            raise TooLate
        if row.state == State.NEEDS_ATTENTION:
            # As if it had been sent again already: no reading has it sent once more.
            return self._journal.advance(
                connection, row, Event.LOOKED_AGAIN, at, due_at=at, attempts=0, resent=True
            )
        return _moved(requests.move(connection, row, due_at=at))

    def _asked_later(self, connection: Connection, row: RequestRow) -> bool:
        """Whether something that the family asked later for the same is under way, or waits."""
        return any(True for _ in self._later(connection, row))

    def _overtaken(self, connection: Connection, row: RequestRow) -> bool:
        """Whether something later that touches what it asks has been let go to the old site."""
        own = self._records.body(row)
        return any(
            own.re_enrolment is not None or not set(own.keys).isdisjoint(body.keys)
            for later, body in self._later(connection, row)
            if later.state not in _HELD
        )

    def _later(self, connection: Connection, row: RequestRow) -> Iterator[tuple[RequestRow, Body]]:
        """What the family asked later for the same, and asks still."""
        place = self._records.body(row).subject.place
        rows = requests.of_account(connection, row.school, row.account)
        for later in rows[[each.number for each in rows].index(row.number) + 1 :]:
            if later.state in _NO_LONGER_ASKED:
                continue
            body = self._records.body(later)
            if body.subject.place == place:
                yield later, body

    def _ending(
        self, row: RequestRow, at: datetime, about: Literal["refused", "validated"], words: str
    ) -> dict[str, bytes]:
        # What the old site said on the way says nothing of how it has ended.
        result = self._records.result(row).anew()
        return {
            "said": self._said(row, at, about, words),
            "result": self._records.seal_result(row, result),
        }

    def _said(
        self,
        row: RequestRow,
        at: datetime,
        about: Literal[
            "asked", "reminded", "refused", "validated", "sent", "sent_in_part", "approved"
        ],
        words: str,
    ) -> bytes:
        said = (*self._records.said(row), Said(at=at, about=about, words=words))
        return self._records.seal_said(row, said)


def _moved(row: RequestRow | None) -> RequestRow:
    if row is None:
        raise LostRace
    return row
