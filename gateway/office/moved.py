"""Who has moved a request on since a clerk saw it: a colleague, the portal, or its family."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.office.errors import By, Taken
from gateway.pending.states import Event
from gateway.store import acts, events
from gateway.store.acts import ActRow
from gateway.store.requests import RequestRow
from gateway.views.office import REMINDED, Clerk, Decision

_MOVES = frozenset({*Decision, REMINDED})
"""Acts that move a request, or its fence; looks do not."""

_TWICE = timedelta(minutes=1)
"""After it the same press is no second one, of a double click or of a lost answer."""

_BY_ITS_FAMILY = frozenset({Event.TAKEN_BACK, Event.SUPERSEDED})


def taken(connection: Connection, row: RequestRow, fence: int) -> Taken:
    """Who has moved it on since it stood at `fence`: a colleague, if one decided since then.

    What the portal did upon their decision is theirs too: it is they who are to be asked.
    """
    decided = _decided(connection, row)
    if decided and decided[-1].at >= _moved_on(connection, row, fence):
        return Taken(decided[-1].name, decided[-1].at)
    last = events.of_request(connection, row.school, row.number)[-1]
    by: By = "family" if last.event in _BY_ITS_FAMILY else "gateway"
    return Taken("", last.at, by)


def just_done(
    connection: Connection, clerk: Clerk, row: RequestRow, fence: int, what: str, now: datetime
) -> ActRow | None:
    """That act of this clerk's, if it was taken just now and moved the request on from `fence`.

    The portal may have gone on with it since: a colleague has decided nothing.
    """
    decided = _decided(connection, row)
    if not decided or (decided[-1].staff, decided[-1].what) != (clerk.id, what):
        return None
    recent = now - decided[-1].at <= _TWICE
    return decided[-1] if recent and decided[-1].at == _moved_on(connection, row, fence) else None


def _moved_on(connection: Connection, row: RequestRow, fence: int) -> datetime:
    """When it first moved after it stood at `fence`."""
    by_events = [each.at for each in events.of_request(connection, row.school, row.number)]
    # A decision that moves no state, as asking, moves the fence all the same.
    by_acts = [act.at for act in _decided(connection, row) if act.at not in by_events]
    return sorted(by_events + by_acts)[-max(1, row.fence - fence) :][0]


def _decided(connection: Connection, row: RequestRow) -> list[ActRow]:
    """What the staff has decided on it, the oldest first."""
    found = acts.of_request(connection, row.school, row.number)
    return [act for act in found if act.what in _MOVES]
