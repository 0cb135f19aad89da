"""Queries on attempts: to sign in, to be sent a new password."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from gateway.store.tables import attempt


def add(connection: Connection, school: str, scope: str, subject: str, at: datetime) -> None:
    """Count an attempt."""
    connection.execute(insert(attempt).values(school=school, scope=scope, subject=subject, at=at))


def nth_latest(
    connection: Connection, school: str, scope: str, subject: str, nth: int
) -> datetime | None:
    """When the `nth` latest attempt was (1 is the latest); None where there are fewer."""
    chosen = (
        select(attempt.c.at)
        .where(attempt.c.school == school, attempt.c.scope == scope, attempt.c.subject == subject)
        .order_by(attempt.c.at.desc())
        .offset(nth - 1)
        .limit(1)
    )
    found: datetime | None = connection.execute(chosen).scalar_one_or_none()
    return found


def counted(connection: Connection, school: str, scopes: Collection[str], subject: str) -> int:
    """How many attempts on one subject there are."""
    found: int = connection.execute(
        select(func.count()).where(
            attempt.c.school == school, attempt.c.scope.in_(scopes), attempt.c.subject == subject
        )
    ).scalar_one()
    return found


def take_back(connection: Connection, school: str, scope: str, subject: str) -> None:
    """Forget the latest attempt on one subject."""
    latest = (
        select(attempt.c.position)
        .where(attempt.c.school == school, attempt.c.scope == scope, attempt.c.subject == subject)
        .order_by(attempt.c.at.desc(), attempt.c.position.desc())
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(delete(attempt).where(attempt.c.position == latest))


def clear(connection: Connection, school: str, scope: str, subject: str) -> None:
    """Forget the attempts on one subject."""
    connection.execute(
        delete(attempt).where(
            attempt.c.school == school, attempt.c.scope == scope, attempt.c.subject == subject
        )
    )


def remove_before(
    connection: Connection, school: str, scopes: Collection[str], at: datetime
) -> None:
    """Forget attempts that no limit of these scopes looks at any more."""
    connection.execute(
        delete(attempt).where(
            attempt.c.school == school, attempt.c.scope.in_(scopes), attempt.c.at <= at
        )
    )
