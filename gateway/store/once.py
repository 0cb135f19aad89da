"""Queries on what may be sent only once."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from gateway.store.tables import once


class OnceRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `once`; `sealed` is None where nobody knows what came of it."""

    school: str
    press: str
    at: datetime
    sealed: bytes | None


def claim(connection: Connection, school: str, press: str, at: datetime) -> bool:
    """Whether this press is the first: from now on it is none any more."""
    new = insert(once).values(school=school, press=press, at=at)
    taken = connection.execute(new.on_conflict_do_nothing())
    return taken.rowcount == 1


def find(connection: Connection, school: str, press: str) -> OnceRow | None:
    """What is known of a press, None where it never was one."""
    chosen = select(once).where(once.c.school == school, once.c.press == press)
    row = connection.execute(chosen).mappings().one_or_none()
    return OnceRow(**row) if row else None


def conclude(connection: Connection, school: str, press: str, sealed: bytes) -> None:
    """Keep what came of it."""
    connection.execute(
        update(once).where(once.c.school == school, once.c.press == press).values(sealed=sealed)
    )


def remove_before(connection: Connection, at: datetime) -> None:
    """Forget presses that no page can repeat any more."""
    connection.execute(delete(once).where(once.c.at <= at))
