"""Queries on a whole school's requests: what a list of them shows, without what is sealed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select

from gateway.store.tables import event, request

_AT_ONCE = 500
"""Bodies that are fetched by one query: SQLite takes no endless list of parameters."""


class Outline(msgspec.Struct, frozen=True):
    """A row of `request`, but for what is sealed."""

    position: int
    number: str
    account: str
    kind: str
    state: str
    fence: int
    asked_at: datetime
    due_at: datetime
    attempts: int
    seen_at: datetime | None
    erased_at: datetime | None


_OUTLINE = tuple(request.c[name] for name in Outline.__struct_fields__)


def outline(connection: Connection, school: str, number: str) -> Outline | None:
    """The school's request of that number, or None."""
    chosen = select(*_OUTLINE).where(request.c.school == school, request.c.number == number)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _outline(row)


def outlines(
    connection: Connection, school: str, states: Collection[str], account: str | None = None
) -> list[Outline]:
    """The school's requests in one of `states`, one account's or all, as they came."""
    chosen = select(*_OUTLINE).where(request.c.school == school, request.c.state.in_(states))
    if account is not None:
        chosen = chosen.where(request.c.account == account)
    return list(map(_outline, connection.execute(chosen.order_by(request.c.position))))


def numbered(connection: Connection, school: str, numbers: Collection[str]) -> list[Outline]:
    """The school's requests of these numbers, as they came."""
    chosen = select(*_OUTLINE).where(request.c.school == school, request.c.number.in_(numbers))
    return list(map(_outline, connection.execute(chosen.order_by(request.c.position))))


def count(connection: Connection, school: str, states: Collection[str], kind: str = "") -> int:
    """How many of the school's requests are in one of `states`, of one kind or of any."""
    chosen = select(func.count()).where(request.c.school == school, request.c.state.in_(states))
    if kind:
        chosen = chosen.where(request.c.kind == kind)
    return connection.execute(chosen).scalar_one()


def bodies(
    connection: Connection, school: str, outlined: Sequence[Outline]
) -> Iterator[tuple[Outline, bytes]]:
    """What these requests ask for, sealed."""
    for start in range(0, len(outlined), _AT_ONCE):
        some = {each.position: each for each in outlined[start : start + _AT_ONCE]}
        chosen = select(request.c.position, request.c.body).where(
            request.c.school == school, request.c.position.in_(some)
        )
        for position, body in connection.execute(chosen):
            yield some[position], body


def received(connection: Connection, school: str, since: datetime, until: datetime) -> int:
    """How many requests the school has received from a moment on, before another."""
    chosen = select(func.count()).where(
        request.c.school == school, request.c.asked_at >= since, request.c.asked_at < until
    )
    return connection.execute(chosen).scalar_one()


def reached(
    connection: Connection,
    school: str,
    event_names: Collection[str],
    since: datetime,
    until: datetime,
) -> int:
    """To how many of the school's requests one of these happened in that time, and never before.

    A store that was put back says of many once more what had happened long ago.
    """
    before = event.alias()
    already = select(before.c.position).where(
        before.c.school == school,
        before.c.number == event.c.number,
        before.c.event.in_(event_names),
        before.c.at < since,
    )
    chosen = select(func.count(event.c.number.distinct())).where(
        event.c.school == school,
        event.c.event.in_(event_names),
        event.c.at >= since,
        event.c.at < until,
        ~already.exists(),
    )
    return connection.execute(chosen).scalar_one()


def _outline(row: Row[Any]) -> Outline:
    values: tuple[Any, ...] = tuple(row)
    return Outline(*values)
