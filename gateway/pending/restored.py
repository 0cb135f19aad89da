"""What becomes of a store that comes out of a backup: nothing is sent before it is verified.

Between the moment of the backup and now, whatever waited may have been sent, and answered by the
staff. So every open request is verified. Where it may have been sent, absence proves that it was
not only for as long as the staff cannot have decided; after that a person is told.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, delete

from adapters.re_enrolment import ReEnrolment
from gateway.clock import Clock
from gateway.config import School
from gateway.pending.imports import Progress
from gateway.pending.journal import advance
from gateway.pending.re_enrolments import ReEnrolmentAsked
from gateway.pending.records import Records
from gateway.pending.states import FINAL, Event, State
from gateway.store import copies, requests
from gateway.store.requests import RequestRow
from gateway.store.tables import letter, session, staff_session
from gateway.vault import Vault

_STAYS = frozenset({State.BLOCKED_CONFLICT})
"""Nothing was sent before the copy was made: its conflict is what its family needs.

Since then the desk may have sent it all the same: that it is not sent so twice, `resent` says.
"""

_ON_THE_OLD_SIDE = {
    State.AWAITING_STAFF: Event.PUT_IN,
    State.NEEDS_ATTENTION: Event.NOT_CLEAR,
}
"""Where the gateway has nothing more to send: verified by what the backup knows, and it goes on
being looked at there, as before."""

_UNKNOWN_SCHOOL = timedelta(minutes=5)
"""Its old server's longest run, of a school that is no longer in the configuration."""

_log = logging.getLogger(__name__)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was in a store that was put back."""

    verified: int
    """Requests that are verified before anything of them is sent."""
    followed: int
    """Requests that are on the old side, or before a person: what becomes of them is read there."""
    letters: int
    """Letters that may have been sent since, and are not sent again."""
    sessions: int
    """Sessions that ended with it."""


class Restored:
    """Begins everything anew on a store that was put back."""

    def __init__(self, vault: Vault, schools: Mapping[str, School], clock: Clock) -> None:
        """`schools` by their ids."""
        self._records = Records(vault)
        self._schools = schools
        self._clock = clock

    def at_start(self, connection: Connection, behind: bool) -> None:
        """As `begin`, where the store says that it is a copy, or is `behind` what ran here."""
        taken_at = copies.taken_at(connection)
        if taken_at is None and behind:
            # How old the copy is, nobody says: it is as old as the last thing that it knows.
            taken_at = copies.last_event_at(connection) or self._clock()
        if taken_at is not None:
            found = self.begin(connection, taken_at)
            _log.warning(
                "this store is a copy that was put back: %d requests are verified first",
                found.verified,
            )

    def begin(self, connection: Connection, taken_at: datetime) -> Found:
        """In one transaction: requests are to be verified, sessions end, letters are not sent.

        `taken_at` is when the store was copied: from then on anything may have been sent.
        """
        now = self._clock()
        verified = followed = 0
        for row in requests.in_states(connection, [each for each in State if each not in FINAL]):
            if (state := State(row.state)) in _STAYS:
                requests.move(connection, row, resent=True)
                continue
            changes = self._changes(row, taken_at, now)
            moved = advance(connection, row, Event.RESTORED, now, **changes)
            if (back := _ON_THE_OLD_SIDE.get(state)) is not None:
                advance(connection, moved, back, now)
                followed += 1
            else:
                verified += 1
        sessions = connection.execute(delete(session)).rowcount
        connection.execute(delete(staff_session))
        letters = connection.execute(delete(letter)).rowcount
        copies.mark_restored(connection, now)
        return Found(verified=verified, followed=followed, letters=letters, sessions=sessions)

    def _changes(self, row: RequestRow, taken_at: datetime, now: datetime) -> dict[str, Any]:
        """The intent is that of whoever may have sent it after the copy was made.

        An attempt is counted so that the wait counts: the old server may still be at it.
        """
        school = self._schools.get(row.school)
        longest = timedelta(seconds=school.longest_run) if school else _UNKNOWN_SCHOOL
        changes: dict[str, Any] = {
            "due_at": now + longest,
            "attempts": 1,
            "intent_at": row.intent_at or taken_at,
        }
        return changes | self._of_re_enrolment(row)

    def _of_re_enrolment(self, row: RequestRow) -> dict[str, Any]:
        """« Valider » may have been pressed on the tab as the family saw it.

        Documents that may have been imported can be missed only on a tab that lists them.
        """
        asked = self._records.body(row).re_enrolment
        if asked is None or row.state in _ON_THE_OLD_SIDE:
            return {}
        result = self._records.result(row)
        progress = result.re_enrolment or Progress.begun(asked)
        pressed_on = progress.pressed_on or _before_valider(asked)
        known = replace(result, re_enrolment=replace(progress, pressed_on=pressed_on))
        begun = any(one.state != "waiting" for one in progress.documents)
        unlisted = bool(asked.pieces) and asked.screen.imported is None
        changes: dict[str, Any] = {"result": self._records.seal_result(row, known)}
        if begun or unlisted:
            changes["resent"] = True
        return changes


def _before_valider(asked: ReEnrolmentAsked) -> ReEnrolment:
    """The tab on which « Valider » may have been pressed.

    Where the family had asked before for that student, something waited there by then, or not: a
    sentence that waits now proves nothing of this request, nor does its absence.
    """
    return (
        replace(asked.screen, waiting=asked.screen.waiting or "") if asked.follows else asked.screen
    )
