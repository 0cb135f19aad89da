"""Queries on the journal of requests: it is only ever added to."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from gateway.store.tables import event


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `event`."""

    position: int
    school: str
    number: str
    event: str
    state: str
    at: datetime


def add(
    connection: Connection, *, school: str, number: str, event_name: str, state: str, at: datetime
) -> None:
    """Write down that a request reached a state."""
    connection.execute(
        insert(event).values(school=school, number=number, event=event_name, state=state, at=at)
    )


def of_request(connection: Connection, school: str, number: str) -> list[EventRow]:
    """What happened to a request, in order."""
    chosen = select(event).where(event.c.school == school, event.c.number == number)
    rows = connection.execute(chosen.order_by(event.c.position)).mappings()
    return [EventRow(**row) for row in rows]
