"""Queries on letters that wait to be sent."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from gateway.store.tables import letter


class LetterRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `letter`."""

    position: int
    school: str
    account: str
    message_id: str
    written_at: datetime
    due_at: datetime
    attempts: int
    sealed: bytes


_ADD = insert(letter)
"""Put together once: that takes longer than SQLite takes to do it."""


def add(
    connection: Connection,
    *,
    school: str,
    account: str,
    message_id: str,
    written_at: datetime,
    due_at: datetime,
    sealed: bytes,
) -> None:
    """Put a letter into the outbox."""
    connection.execute(
        _ADD,
        {
            "school": school,
            "account": account,
            "message_id": message_id,
            "written_at": written_at,
            "due_at": due_at,
            "attempts": 0,
            "sealed": sealed,
        },
    )


def due(connection: Connection, at: datetime) -> list[LetterRow]:
    """Letters to send by `at`, in the order in which they were written."""
    chosen = select(letter).where(letter.c.due_at <= at).order_by(letter.c.position)
    return [LetterRow(**row) for row in connection.execute(chosen).mappings()]


def next_due(connection: Connection) -> datetime | None:
    """When the next letter is due; None where none waits."""
    found: datetime | None = connection.execute(select(func.min(letter.c.due_at))).scalar_one()
    return found


def postpone(connection: Connection, position: int, due_at: datetime, attempts: int) -> None:
    """Try a letter again later."""
    chosen = update(letter).where(letter.c.position == position)
    connection.execute(chosen.values(due_at=due_at, attempts=attempts))


def remove(connection: Connection, position: int) -> None:
    """Forget a letter: it was sent, or nobody will take it."""
    connection.execute(delete(letter).where(letter.c.position == position))


def remove_of(connection: Connection, school: str, account: str) -> None:
    """Forget the letters of an account that nobody has taken yet."""
    connection.execute(delete(letter).where(letter.c.school == school, letter.c.account == account))
