"""The journal of what the school's staff saw and did: it is only added to.

The store itself refuses to change an act; only its note goes, with the contents of the request
that it was about (see the migrations 0005 and 0007).
"""

from collections import Counter
from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, delete, insert, select, update

from gateway.store import purges
from gateway.store.tables import act, request


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `act`; its note is sealed (`gateway.sealed.place_of_note`)."""

    position: int
    school: str
    at: datetime
    staff: str
    name: str
    what: str
    number: str
    note: bytes | None


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Which acts of a school are looked for; "" and None for any."""

    staff: str = ""
    what: str = ""
    number: str = ""
    since: datetime | None = None
    """Of that moment or later."""
    before: datetime | None = None
    """Earlier than that moment."""


ANY = Sought()


def add(
    connection: Connection,
    *,
    school: str,
    at: datetime,
    staff: str,
    name: str,
    what: str,
    number: str = "",
    note: bytes | None = None,
) -> None:
    """Write one down, in the transaction that does it.

    `staff` is an id, `note` is sealed for `gateway.sealed.place_of_note`.
    """
    values = {"school": school, "at": at, "staff": staff, "name": name, "what": what}
    connection.execute(insert(act).values(values | {"number": number, "note": note}))


def of_request(connection: Connection, school: str, number: str) -> list[ActRow]:
    """What was done about a request, the oldest first."""
    chosen = select(act).where(act.c.school == school, act.c.number == number)
    rows = connection.execute(chosen.order_by(act.c.position)).mappings()
    return [ActRow(**row) for row in rows]


def of_account(connection: Connection, school: str, account: str) -> list[ActRow]:
    """What was done about the requests of a family, the newest first."""
    theirs = and_(act.c.school == request.c.school, act.c.number == request.c.number)
    chosen = select(act).join(request, theirs)
    chosen = chosen.where(request.c.school == school, request.c.account == account)
    rows = connection.execute(chosen.order_by(act.c.position.desc())).mappings()
    return [ActRow(**row) for row in rows]


def erase_notes(connection: Connection, school: str, number: str) -> None:
    """Forget what was written about a request whose contents are erased; the acts stay.

    Of a request that is not erased the store lets no note go.
    """
    chosen = update(act).where(act.c.school == school, act.c.number == number)
    connection.execute(chosen.where(act.c.note.is_not(None)).values(note=None))


def latest(
    connection: Connection, school: str, sought: Sought = ANY, *, most: int = 100, after: int = 0
) -> list[ActRow]:
    """The school's, the newest first: at most `most`, without the `after` newest."""
    chosen = select(act).where(act.c.school == school)
    for column, wanted in (
        (act.c.staff, sought.staff),
        (act.c.what, sought.what),
        (act.c.number, sought.number),
    ):
        if wanted:
            chosen = chosen.where(column == wanted)
    if sought.since is not None:
        chosen = chosen.where(act.c.at >= sought.since)
    if sought.before is not None:
        chosen = chosen.where(act.c.at < sought.before)
    rows = connection.execute(chosen.order_by(act.c.position.desc()).limit(most).offset(after))
    return [ActRow(**row) for row in rows.mappings()]


def remove_before(connection: Connection, at: datetime, now: datetime) -> int:
    """Forget what was done before; returns how much.

    The line in the journal of purges comes first: without it, the store lets nothing go.
    """
    old = act.c.at < at
    gone = Counter(connection.execute(select(act.c.school).where(old)).scalars())
    purges.note(connection, gone, kind="act", at=now, until=at, why="age")
    connection.execute(delete(act).where(old))
    return gone.total()
