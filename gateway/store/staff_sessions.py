"""Queries on the sessions of the school's staff."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from gateway.store.tables import staff_session


class StaffSessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `staff_session`."""

    school: str
    handle: str
    staff: str
    opened_at: datetime
    used_at: datetime
    confirmed_at: datetime | None


def add(connection: Connection, row: StaffSessionRow) -> None:
    """Keep a new session."""
    connection.execute(insert(staff_session).values(msgspec.structs.asdict(row)))


def find(connection: Connection, school: str, handle: str) -> StaffSessionRow | None:
    """The session of that handle, or None."""
    chosen = select(staff_session).where(
        staff_session.c.school == school, staff_session.c.handle == handle
    )
    row = connection.execute(chosen).mappings().one_or_none()
    return StaffSessionRow(**row) if row else None


def of_staff(connection: Connection, school: str, staff: str) -> list[StaffSessionRow]:
    """Somebody's, the oldest first."""
    chosen = select(staff_session).where(
        staff_session.c.school == school, staff_session.c.staff == staff
    )
    rows = connection.execute(chosen.order_by(staff_session.c.opened_at)).mappings()
    return [StaffSessionRow(**row) for row in rows]


def touch(connection: Connection, school: str, handle: str, at: datetime) -> None:
    """Note that the session was used."""
    chosen = update(staff_session).where(
        staff_session.c.school == school, staff_session.c.handle == handle
    )
    connection.execute(chosen.values(used_at=at))


def remove(connection: Connection, school: str, handle: str) -> None:
    """Forget the session; nothing happens where it has ended."""
    connection.execute(
        delete(staff_session).where(
            staff_session.c.school == school, staff_session.c.handle == handle
        )
    )


def remove_of(connection: Connection, school: str, staff: str) -> None:
    """Forget every session of one of the staff."""
    connection.execute(
        delete(staff_session).where(
            staff_session.c.school == school, staff_session.c.staff == staff
        )
    )


def remove_ended(connection: Connection, used_before: datetime, opened_before: datetime) -> None:
    """Forget every session that is past one of its limits."""
    connection.execute(
        delete(staff_session).where(
            or_(
                staff_session.c.used_at < used_before,
                staff_session.c.opened_at < opened_before,
            )
        )
    )
