"""Queries on what has been kept for long enough, of all schools."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select

from gateway.store.requests import RequestRow
from gateway.store.tables import attempt, event, kept, letter, once, request


def to_erase(
    connection: Connection, final: Collection[str], ended_before: datetime, most: int
) -> list[RequestRow]:
    """Requests at their end whose contents are to go: by their age, or as their family asked.

    `final` are the states in which a request has ended; at most `most` are given.
    """
    ended_at = (
        select(func.max(event.c.at))
        .where(event.c.school == request.c.school, event.c.number == request.c.number)
        .scalar_subquery()
    )
    chosen = select(request).where(
        request.c.state.in_(final),
        request.c.erased_at.is_(None),
        or_(
            request.c.erase_asked_at.is_not(None),
            func.coalesce(ended_at, request.c.asked_at) < ended_before,
        ),
    )
    rows = connection.execute(chosen.order_by(request.c.position).limit(most)).mappings()
    return [RequestRow(**row) for row in rows]


def remove_bare(connection: Connection, erased_before: datetime, most: int) -> list[str]:
    """Forget rows without contents, with their events; returns each one's school."""
    chosen = (
        select(request.c.position, request.c.school, request.c.number)
        .where(request.c.erased_at < erased_before)
        .limit(most)
    )
    found = connection.execute(chosen).all()
    for position, school, number in found:
        connection.execute(delete(event).where(event.c.school == school, event.c.number == number))
        connection.execute(delete(request).where(request.c.position == position))
    return [school for _, school, _ in found]


def remove_readings(connection: Connection, read_before: datetime) -> list[str]:
    """Forget families' readings that are as old; returns each one's school."""
    gone = delete(kept).where(kept.c.account != "", kept.c.read_at < read_before)
    return list(connection.execute(gone.returning(kept.c.school)).scalars())


def remove_letters(connection: Connection, written_before: datetime) -> list[str]:
    """Forget letters that no mail server has taken for so long; returns each one's school."""
    gone = delete(letter).where(letter.c.written_at < written_before)
    return list(connection.execute(gone.returning(letter.c.school)).scalars())


def remove_attempts(connection: Connection, made_before: datetime) -> list[str]:
    """Forget attempts that no limit looks at any more; returns each one's school."""
    gone = delete(attempt).where(attempt.c.at < made_before)
    return list(connection.execute(gone.returning(attempt.c.school)).scalars())


def remove_presses(connection: Connection, pressed_before: datetime) -> list[str]:
    """Forget presses that no page can repeat any more; returns each one's school."""
    gone = delete(once).where(once.c.at < pressed_before)
    return list(connection.execute(gone.returning(once.c.school)).scalars())
