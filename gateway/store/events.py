"""Queries on the journal of requests: it is only ever added to."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from gateway.store.tables import event


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `event`."""

    position: int
    school: str
    number: str
    event: str
    state: str
    at: datetime


# Put together once: that takes longer than SQLite takes to do them.
_ADD = insert(event)
_OF_REQUEST = (
    select(event)
    .where(event.c.school == bindparam("school"), event.c.number == bindparam("number"))
    .order_by(event.c.position)
)


def add(
    connection: Connection, *, school: str, number: str, event_name: str, state: str, at: datetime
) -> None:
    """Write down that a request reached a state."""
    connection.execute(
        _ADD, {"school": school, "number": number, "event": event_name, "state": state, "at": at}
    )


def of_request(connection: Connection, school: str, number: str) -> list[EventRow]:
    """What happened to a request, in order."""
    rows = connection.execute(_OF_REQUEST, {"school": school, "number": number})
    return [EventRow(**row) for row in rows.mappings()]
