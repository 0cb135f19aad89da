"""Queries on documents that families have given."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from gateway.store.tables import document


class DocumentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `document`; `number` is None while it is in a draft."""

    school: str
    id: str
    account: str
    number: str | None
    size: int
    kept_at: datetime
    sealed: bytes


def add(connection: Connection, row: DocumentRow) -> None:
    """Keep a new document."""
    connection.execute(document.insert().values(msgspec.structs.asdict(row)))


def measure(connection: Connection, school: str, account: str) -> tuple[int, int]:
    """How many documents an account has, and their bytes in all."""
    count, size = connection.execute(
        select(func.count(), func.coalesce(func.sum(document.c.size), 0)).where(
            document.c.school == school, document.c.account == account
        )
    ).one()
    return count, size


def find(
    connection: Connection, school: str, account: str, ids: Sequence[str]
) -> list[DocumentRow]:
    """The account's documents of these ids, in no order."""
    chosen = select(document).where(
        document.c.school == school, document.c.account == account, document.c.id.in_(ids)
    )
    return [DocumentRow(**row) for row in connection.execute(chosen).mappings()]


def hand_over(
    connection: Connection, school: str, account: str, ids: Collection[str], number: str
) -> int:
    """Give documents that no request holds to one; returns how many."""
    moved = connection.execute(
        update(document)
        .where(
            document.c.school == school,
            document.c.account == account,
            document.c.id.in_(ids),
            document.c.number.is_(None),
        )
        .values(number=number)
    )
    return moved.rowcount


def remove(connection: Connection, school: str, account: str, ids: Collection[str]) -> list[str]:
    """Forget documents that no request holds; returns those that were there."""
    return list(
        connection.execute(
            delete(document)
            .where(
                document.c.school == school,
                document.c.account == account,
                document.c.id.in_(ids),
                document.c.number.is_(None),
            )
            .returning(document.c.id)
        ).scalars()
    )


def remove_of_request(connection: Connection, school: str, number: str) -> None:
    """Forget all of a request's."""
    connection.execute(
        delete(document).where(document.c.school == school, document.c.number == number)
    )


def remove_old(connection: Connection, before: datetime) -> list[str]:
    """Forget what has been in no request since; returns each one's school."""
    gone = delete(document).where(document.c.number.is_(None), document.c.kept_at < before)
    return list(connection.execute(gone.returning(document.c.school)).scalars())


def ids(connection: Connection) -> set[str]:
    """Every document that is kept, of all schools."""
    return set(connection.execute(select(document.c.id)).scalars())
