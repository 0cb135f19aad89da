"""Queries on sessions."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, delete, exists, func, insert, or_, select, update

from gateway.store.tables import session


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `session`."""

    school: str
    handle: str
    account: str
    opened_at: datetime
    used_at: datetime
    sealed: bytes


_FIND = select(session).where(
    session.c.school == bindparam("school"), session.c.handle == bindparam("handle")
)
"""Put together once: each page asks it, and that takes longer than SQLite takes to answer."""


def add(connection: Connection, row: SessionRow) -> None:
    """Keep a new session."""
    connection.execute(insert(session).values(msgspec.structs.asdict(row)))


def find(connection: Connection, school: str, handle: str) -> SessionRow | None:
    """The session of that handle, or None."""
    row = connection.execute(_FIND, {"school": school, "handle": handle}).mappings().one_or_none()
    return SessionRow(**row) if row else None


def touch(connection: Connection, school: str, handle: str, at: datetime) -> None:
    """Note that the session was used."""
    chosen = update(session).where(session.c.school == school, session.c.handle == handle)
    connection.execute(chosen.values(used_at=at))


def reseal(connection: Connection, school: str, handle: str, sealed: bytes) -> None:
    """Replace what the session holds; nothing happens where it has ended."""
    chosen = update(session).where(session.c.school == school, session.c.handle == handle)
    connection.execute(chosen.values(sealed=sealed))


def remove(connection: Connection, school: str, handle: str) -> None:
    """Forget the session; nothing happens where it has ended."""
    connection.execute(
        delete(session).where(session.c.school == school, session.c.handle == handle)
    )


def remove_account(connection: Connection, school: str, account: str) -> None:
    """Forget every session of an account."""
    connection.execute(
        delete(session).where(session.c.school == school, session.c.account == account)
    )


def remove_ended(connection: Connection, used_before: datetime, opened_before: datetime) -> None:
    """Forget every session that is past one of its limits."""
    connection.execute(
        delete(session).where(
            or_(session.c.used_at < used_before, session.c.opened_at < opened_before)
        )
    )


def any_of(connection: Connection, school: str, account: str) -> bool:
    """Whether the account has a session."""
    chosen = exists().where(session.c.school == school, session.c.account == account)
    return bool(connection.execute(select(chosen)).scalar_one())


def last_used(connection: Connection, school: str, account: str) -> datetime | None:
    """When the account last asked for a page, by its sessions; None where it has none."""
    chosen = select(func.max(session.c.used_at)).where(
        session.c.school == school, session.c.account == account
    )
    found: datetime | None = connection.execute(chosen).scalar_one()
    return found
