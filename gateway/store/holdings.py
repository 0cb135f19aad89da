"""Queries on all that the store holds of one account."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, select, update

from gateway.store.documents import DocumentRow
from gateway.store.outbox import LetterRow
from gateway.store.sessions import SessionRow
from gateway.store.tables import document, draft, kept, letter, request, session


def sessions(connection: Connection, school: str, account: str) -> list[SessionRow]:
    """The account's, the oldest first."""
    chosen = _of(session, school, account).order_by(session.c.opened_at)
    return [SessionRow(**row) for row in connection.execute(chosen).mappings()]


def letters(connection: Connection, school: str, account: str) -> list[LetterRow]:
    """Letters to it that wait, in order."""
    chosen = _of(letter, school, account).order_by(letter.c.position)
    return [LetterRow(**row) for row in connection.execute(chosen).mappings()]


def documents(connection: Connection, school: str, account: str) -> list[DocumentRow]:
    """Its documents, the oldest first."""
    chosen = _of(document, school, account).order_by(document.c.kept_at, document.c.id)
    return [DocumentRow(**row) for row in connection.execute(chosen).mappings()]


def erase(connection: Connection, school: str, account: str) -> dict[str, int]:
    """Forget all but its requests and what they hold; returns how much of each kind."""
    return {
        "session": _erase(connection, session, school, account),
        "reading": erase_readings(connection, school, account),
        "draft": _erase(connection, draft, school, account),
        "letter": _erase(connection, letter, school, account),
        "document": _erase(connection, document, school, account, document.c.number),
    }


def erase_readings(connection: Connection, school: str, account: str) -> int:
    """Forget what is kept of the old site's screens for it; returns how many."""
    return _erase(connection, kept, school, account)


def erase_at_their_end(connection: Connection, school: str, account: str, at: datetime) -> None:
    """From now on the contents of the account's requests go as soon as each has ended."""
    connection.execute(
        update(request)
        .where(
            request.c.school == school,
            request.c.account == account,
            request.c.erased_at.is_(None),
        )
        .values(erase_asked_at=at)
    )


def _of(table: Table, school: str, account: str) -> Select[Any]:
    return select(table).where(table.c.school == school, table.c.account == account)


def _erase(
    connection: Connection,
    table: Table,
    school: str,
    account: str,
    unless: Column[str] | None = None,
) -> int:
    """Rows of the account, but for those that have something in the column `unless`."""
    gone = delete(table).where(table.c.school == school, table.c.account == account)
    if unless is not None:
        gone = gone.where(unless.is_(None))
    return connection.execute(gone).rowcount
