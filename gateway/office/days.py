"""How a school's queue stands, in numbers."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.office.groups import OPEN, STATES, is_urgent
from gateway.pending.paris import PARIS
from gateway.pending.states import Event, State
from gateway.store import desk
from gateway.views.office import Day, Group

_SENT = frozenset({Event.PUT_IN, Event.APPLIED})
"""The old site is known to have it."""


def midnight(now: datetime) -> datetime:
    """When the day began that it is in Paris."""
    return now.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)


def day(connection: Connection, school: str, since: datetime) -> Day:
    """As it stands in this transaction; what came and went since that moment."""
    still_open = desk.outlines(connection, school, OPEN)
    waiting, blocked = STATES[Group.WAITING], STATES[Group.BLOCKED]
    return Day(
        received=desk.received_since(connection, school, since),
        sent=desk.reached_since(connection, school, _SENT, since),
        waiting=sum(State(each.state) in waiting for each in still_open),
        blocked=sum(State(each.state) in blocked for each in still_open),
        urgent=sum(map(is_urgent, still_open)),
        oldest=min((each.asked_at for each in still_open), default=None),
    )
