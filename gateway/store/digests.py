"""Queries on the days whose digest was written: a month of them, for each school."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from gateway.store.tables import digest

_KEPT = timedelta(days=31)
"""More than one: a clock that is set back a little over midnight finds the day before there."""


def claim(connection: Connection, school: str, day: date, at: datetime) -> bool:
    """Whether nobody has written the school's digest of that day: from now on somebody has."""
    new = insert(digest).values(school=school, day=day.isoformat(), at=at)
    if connection.execute(new.on_conflict_do_nothing()).rowcount == 0:
        return False
    oldest = (day - _KEPT).isoformat()
    connection.execute(delete(digest).where(digest.c.school == school, digest.c.day < oldest))
    return True


def is_written(connection: Connection, school: str, day: date) -> bool:
    """Whether that day's is written: a look that saves work, and decides nothing."""
    chosen = select(digest.c.day).where(digest.c.school == school, digest.c.day == day.isoformat())
    return connection.execute(chosen).first() is not None


def last_at(connection: Connection, school: str, now: datetime) -> datetime | None:
    """When the school's last digest was written; None where there was none before `now`."""
    chosen = select(func.max(digest.c.at)).where(digest.c.school == school, digest.c.at <= now)
    found: datetime | None = connection.execute(chosen).scalar_one()
    return found
