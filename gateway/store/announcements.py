"""Queries on what a school tells all its families: its banner, its dates of re-enrolment."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from gateway.store.tables import announcement


class AnnouncementRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `announcement`; one that was taken down keeps its row, and its version grows."""

    school: str
    kind: str
    text: str
    since: str
    until: str
    version: int
    changed_at: datetime
    changed_by: str


def everything(connection: Connection) -> list[AnnouncementRow]:
    """All schools'."""
    rows = connection.execute(select(announcement)).mappings()
    return [AnnouncementRow(**row) for row in rows]


def find(connection: Connection, school: str, kind: str) -> AnnouncementRow | None:
    """The school's of that kind, None where there never was one."""
    chosen = select(announcement).where(
        announcement.c.school == school, announcement.c.kind == kind
    )
    row = connection.execute(chosen).mappings().one_or_none()
    return AnnouncementRow(**row) if row else None


def put(connection: Connection, row: AnnouncementRow) -> None:
    """In the place of what stood there."""
    values = msgspec.structs.asdict(row)
    new = insert(announcement).values(values)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[announcement.c.school, announcement.c.kind], set_=values
        )
    )
