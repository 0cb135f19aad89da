"""The journal of purges: what was erased, and why; nothing in it tells of whom."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select

from gateway.store.tables import purge

Why = Literal["age", "demand"]


class PurgeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `purge`; nothing that was younger than `until` was erased by it."""

    position: int
    school: str
    at: datetime
    kind: str
    count: int
    until: datetime
    why: Why


def note(
    connection: Connection,
    erased: Mapping[str, int],
    *,
    kind: str,
    at: datetime,
    until: datetime,
    why: Why,
) -> None:
    """Write down what was erased, by school, in the transaction that erases it."""
    for school, count in erased.items():
        if count:
            values = {"school": school, "at": at, "kind": kind, "count": count}
            connection.execute(insert(purge).values(values | {"until": until, "why": why}))


def of_school(connection: Connection, school: str) -> list[PurgeRow]:
    """The school's, in order."""
    chosen = select(purge).where(purge.c.school == school).order_by(purge.c.position)
    return [PurgeRow(**row) for row in connection.execute(chosen).mappings()]


def remove_before(connection: Connection, at: datetime) -> list[str]:
    """Forget what was written before; returns each one's school."""
    return list(
        connection.execute(delete(purge).where(purge.c.at < at).returning(purge.c.school)).scalars()
    )
