"""Everything that the store holds sealed: where it lies, and the place that it is bound to."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, Table, select, update

from gateway.store.tables import (
    act,
    document,
    draft,
    kept,
    letter,
    once,
    request,
    session,
    staff,
)
from gateway.vault import Place, Vault, sealed_under


class SealedColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column, and the place of what a row holds in it."""

    table: Table
    name: str
    place: Callable[[Mapping[str, Any]], Place]


def _of(purpose: str, row: Callable[[Mapping[str, Any]], str]) -> Callable[..., Place]:
    def place(values: Mapping[str, Any]) -> Place:
        return Place(
            purpose=purpose, school=values["school"], account=values["account"], row=row(values)
        )

    return place


def _number(values: Mapping[str, Any]) -> str:
    number: str = values["number"]
    return number


def place_of_note(*, school: str, staff: str, number: str, at: datetime) -> Place:
    """Where the note of an act is bound to: who wrote it, about which request, and when."""
    moment = at.astimezone(UTC).isoformat()
    return Place(purpose="act", school=school, account=staff, row=f"{number}/{moment}")


def place_of_totp(school: str, staff: str) -> Place:
    """Where the secret of somebody's second factor is bound to."""
    return Place(purpose="totp", school=school, account=staff, row="")


COLUMNS = (
    SealedColumn(table=request, name="body", place=_of("request", _number)),
    SealedColumn(table=request, name="result", place=_of("result", _number)),
    SealedColumn(table=request, name="means", place=_of("means", _number)),
    SealedColumn(table=request, name="said", place=_of("said", _number)),
    SealedColumn(
        table=kept, name="value", place=_of("kept", lambda v: f"{v['resource']}/{v['reader']}")
    ),
    SealedColumn(table=letter, name="sealed", place=_of("letter", lambda v: str(v["message_id"]))),
    SealedColumn(table=draft, name="sealed", place=_of("draft", lambda v: str(v["student"]))),
    SealedColumn(
        table=document, name="sealed", place=_of("about-document", lambda v: str(v["id"]))
    ),
    SealedColumn(table=staff, name="totp", place=lambda v: place_of_totp(v["school"], v["id"])),
    SealedColumn(
        table=act,
        name="note",
        place=lambda v: place_of_note(
            school=v["school"], staff=v["staff"], number=v["number"], at=v["at"]
        ),
    ),
)
"""What the gateway's key alone opens."""

WITH_A_SECRET = ((session, "sealed"), (once, "sealed"))
"""What takes a secret of a family's browser besides: nobody else can seal it anew."""


class SealedValue(msgspec.Struct, frozen=True, kw_only=True):
    """One of them, in its row."""

    column: SealedColumn
    row: Mapping[str, Any]

    @property
    def sealed(self) -> bytes:
        """As it lies there."""
        value: bytes = self.row[self.column.name]
        return value

    def opened(self, vault: Vault) -> bytes:
        """In clear; raises DoesNotOpen."""
        return vault.open(self.column.place(self.row), self.sealed)

    def seal_anew(self, connection: Connection, vault: Vault) -> None:
        """Under the current version; nothing happens where it was changed meanwhile."""
        table, name = self.column.table, self.column.name
        sealed = vault.seal(self.column.place(self.row), self.opened(vault))
        keys: list[Column[Any]] = list(table.primary_key.columns)
        same = [key == self.row[key.name] for key in keys]
        connection.execute(
            update(table).where(*same, table.c[name] == self.sealed).values({name: sealed})
        )


def values(connection: Connection) -> Iterator[SealedValue]:
    """Every value that the gateway's key alone opens."""
    for column in COLUMNS:
        rows = connection.execute(
            select(column.table).where(column.table.c[column.name].is_not(None))
        )
        for row in rows.mappings().all():
            if row[column.name]:
                yield SealedValue(column=column, row=dict(row))


def with_a_secret(connection: Connection) -> list[int]:
    """The key version of each value that takes a secret besides."""
    found: list[Row[Any]] = []
    for table, name in WITH_A_SECRET:
        column = table.c[name]
        found += connection.execute(select(column).where(column.is_not(None))).all()
    return [sealed_under(row[0]) for row in found]
