"""Queries on what is kept of the old site's pages."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from gateway.store.tables import kept


class KeptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `kept`; `account` is "" for what is the whole school's."""

    school: str
    account: str
    resource: str
    reader: str
    read_at: datetime
    value: bytes


def put(connection: Connection, row: KeptRow) -> None:
    """Keep a value in place of the one before."""
    new = insert(kept).values(msgspec.structs.asdict(row))
    replaced = {"read_at": new.excluded.read_at, "value": new.excluded.value}
    connection.execute(new.on_conflict_do_update(index_elements=kept.primary_key, set_=replaced))


def get(
    connection: Connection, school: str, account: str, resource: str, reader: str
) -> KeptRow | None:
    """The kept value, or None."""
    chosen = select(kept).where(
        kept.c.school == school,
        kept.c.account == account,
        kept.c.resource == resource,
        kept.c.reader == reader,
    )
    row = connection.execute(chosen).mappings().one_or_none()
    return KeptRow(**row) if row else None


def of_account(connection: Connection, school: str, account: str) -> list[KeptRow]:
    """All that is kept of one account, by name."""
    chosen = select(kept).where(kept.c.school == school, kept.c.account == account)
    rows = connection.execute(chosen.order_by(kept.c.resource)).mappings()
    return [KeptRow(**row) for row in rows]
