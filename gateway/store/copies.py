"""Marks of a store that is a copy, or was one: what it knows ends where the copy was made."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from gateway.store.tables import event, once

_ANY_SCHOOL = ""
_TAKEN, _RESTORED = "taken", "restored"
"""In place of a press: no digest is a word. What they tell is about presses too."""


def mark_taken(connection: Connection, at: datetime) -> None:
    """This store is a copy, of how things stood then."""
    _mark(connection, _TAKEN, at)


def mark_restored(connection: Connection, at: datetime) -> None:
    """This store was a copy, and has been put back: what was pressed before is not known to it."""
    _unmark(connection, _TAKEN)
    _mark(connection, _RESTORED, at)


def taken_at(connection: Connection) -> datetime | None:
    """When this copy was made; None where it is none that says so."""
    return _marked(connection, _TAKEN)


def restored_at(connection: Connection) -> datetime | None:
    """When this store was put back, as long as any page of before can matter; else None."""
    return _marked(connection, _RESTORED)


def last_event_at(connection: Connection) -> datetime | None:
    """The latest moment that this store knows something of; None where it knows of no request."""
    found: datetime | None = connection.execute(select(func.max(event.c.at))).scalar_one()
    return found


def _mark(connection: Connection, word: str, at: datetime) -> None:
    _unmark(connection, word)
    connection.execute(insert(once).values(school=_ANY_SCHOOL, press=word, at=at))


def _unmark(connection: Connection, word: str) -> None:
    connection.execute(delete(once).where(once.c.school == _ANY_SCHOOL, once.c.press == word))


def _marked(connection: Connection, word: str) -> datetime | None:
    chosen = select(once.c.at).where(once.c.school == _ANY_SCHOOL, once.c.press == word)
    found: datetime | None = connection.execute(chosen).scalar_one_or_none()
    return found
