"""Queries on re-enrolments that a family has begun and not sent."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from gateway.store.tables import draft


class DraftRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `draft`."""

    school: str
    account: str
    student: str
    changed_at: datetime
    sealed: bytes


def put(connection: Connection, row: DraftRow) -> None:
    """Keep a draft in place of the one before."""
    new = insert(draft).values(msgspec.structs.asdict(row))
    replaced = {"changed_at": new.excluded.changed_at, "sealed": new.excluded.sealed}
    connection.execute(new.on_conflict_do_update(index_elements=draft.primary_key, set_=replaced))


def find(connection: Connection, school: str, account: str, student: str) -> DraftRow | None:
    """The draft of that student, or None."""
    chosen = select(draft).where(
        draft.c.school == school, draft.c.account == account, draft.c.student == student
    )
    row = connection.execute(chosen).mappings().one_or_none()
    return DraftRow(**row) if row else None


def of_account(connection: Connection, school: str, account: str) -> list[DraftRow]:
    """All of the account's drafts."""
    chosen = select(draft).where(draft.c.school == school, draft.c.account == account)
    return [DraftRow(**row) for row in connection.execute(chosen).mappings()]


def remove(connection: Connection, school: str, account: str, student: str) -> None:
    """Forget a draft; nothing happens where there is none."""
    connection.execute(
        delete(draft).where(
            draft.c.school == school, draft.c.account == account, draft.c.student == student
        )
    )


def remove_older(connection: Connection, changed_before: datetime) -> list[str]:
    """Forget every draft that nobody has changed since; returns each one's school."""
    gone = delete(draft).where(draft.c.changed_at < changed_before)
    return list(connection.execute(gone.returning(draft.c.school)).scalars())
