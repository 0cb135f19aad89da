"""How a school's queue stands, in numbers."""

from datetime import datetime

from sqlalchemy import Connection

from gateway.office.groups import OPEN, STATES, is_urgent
from gateway.pending.letters.paris import PARIS
from gateway.pending.states import Event, State
from gateway.store import desk
from gateway.views.office import Day, Group

_SENT = frozenset({Event.PUT_IN, Event.APPLIED})
"""The old site is known to have it."""


def midnight(now: datetime) -> datetime:
    """When the day began that it is in Paris."""
    return now.astimezone(PARIS).replace(hour=0, minute=0, second=0, microsecond=0)


def day(connection: Connection, school: str, since: datetime, until: datetime) -> Day:
    """As it stands in this transaction; what came and went from that moment on, before `until`."""
    still_open = desk.outlines(connection, school, OPEN)

    def standing(group: Group) -> int:
        return sum(State(each.state) in STATES[group] for each in still_open)

    return Day(
        received=desk.received(connection, school, since, until),
        sent=desk.reached(connection, school, _SENT, since, until),
        waiting=standing(Group.WAITING),
        blocked=standing(Group.BLOCKED),
        with_family=standing(Group.WITH_FAMILY),
        urgent=sum(map(is_urgent, still_open)),
        oldest=min((each.asked_at for each in still_open), default=None),
    )
