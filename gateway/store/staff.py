"""Queries on the school's staff."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from gateway.store.tables import staff


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `staff`."""

    school: str
    id: str
    login: str
    name: str
    role: str
    password: str
    totp: bytes | None
    totp_proved_at: datetime | None
    totp_step: int
    recovery: str
    """Digests, with a space between."""
    created_at: datetime
    disabled_at: datetime | None


def add(connection: Connection, row: StaffRow) -> None:
    """Keep a new one."""
    connection.execute(insert(staff).values(msgspec.structs.asdict(row)))


def find(connection: Connection, school: str, id: str) -> StaffRow | None:
    """The one of that id, disabled or not, or None."""
    chosen = select(staff).where(staff.c.school == school, staff.c.id == id)
    row = connection.execute(chosen).mappings().one_or_none()
    return StaffRow(**row) if row else None


def of_login(connection: Connection, school: str, login: str) -> StaffRow | None:
    """The one who signs in so, disabled or not, or None."""
    chosen = select(staff).where(staff.c.school == school, staff.c.login == login)
    row = connection.execute(chosen).mappings().one_or_none()
    return StaffRow(**row) if row else None


def of_school(connection: Connection, school: str) -> list[StaffRow]:
    """The school's, by what they sign in with."""
    chosen = select(staff).where(staff.c.school == school).order_by(staff.c.login)
    return [StaffRow(**row) for row in connection.execute(chosen).mappings()]


def change(connection: Connection, school: str, id: str, **values: Any) -> None:
    """Change one."""
    chosen = update(staff).where(staff.c.school == school, staff.c.id == id)
    connection.execute(chosen.values(values))


def use_step(connection: Connection, school: str, id: str, step: int) -> bool:
    """Use up the codes of that step and of those before; whether it was still to be used."""
    chosen = update(staff).where(
        staff.c.school == school, staff.c.id == id, staff.c.totp_step < step
    )
    return connection.execute(chosen.values(totp_step=step)).rowcount == 1
