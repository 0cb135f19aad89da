"""Queries on requests (pending validations)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    bindparam,
    func,
    insert,
    select,
    update,
)

from gateway.store.tables import request


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `request`."""

    position: int
    school: str
    number: str
    account: str
    press: str
    kind: str
    state: str
    fence: int
    asked_at: datetime
    due_at: datetime
    attempts: int
    resent: bool
    intent_at: datetime | None
    seen_at: datetime | None
    applied_at_once: bool
    body: bytes
    result: bytes | None
    means: bytes | None
    means_until: datetime | None
    sender: str | None
    lease_until: datetime | None
    erase_asked_at: datetime | None = None
    erased_at: datetime | None = None
    said: bytes | None = None


# Those of every acceptance are put together once: that takes longer than SQLite takes to do them.
_ADD = insert(request).returning(request)
_OF_SCHOOL = select(request).where(request.c.school == bindparam("school"))
_FIND = _OF_SCHOOL.where(request.c.number == bindparam("number"))
_OF_ACCOUNT = _OF_SCHOOL.where(request.c.account == bindparam("account")).order_by(
    request.c.position
)
_PRESSED = _OF_ACCOUNT.where(request.c.press == bindparam("press"))


def add(connection: Connection, **values: Any) -> RequestRow:
    """Keep a new request; its position is given here."""
    return RequestRow(**connection.execute(_ADD, values).mappings().one())


def pressed(connection: Connection, school: str, account: str, press: str) -> RequestRow | None:
    """The account's request that came of this press, or None."""
    asked = {"school": school, "account": account, "press": press}
    return _only(connection.execute(_PRESSED, asked))


def find(connection: Connection, school: str, number: str) -> RequestRow | None:
    """The request of that number, whoever's it is, or None."""
    return _only(connection.execute(_FIND, {"school": school, "number": number}))


def of_account(connection: Connection, school: str, account: str) -> list[RequestRow]:
    """The account's requests, in the order in which they came."""
    rows = connection.execute(_OF_ACCOUNT, {"school": school, "account": account})
    return [RequestRow(**row) for row in rows.mappings()]


def in_states(connection: Connection, states: Collection[str]) -> list[RequestRow]:
    """Every request in one of `states`, in the order in which they came."""
    return _all(connection, request.c.state.in_(states))


def of_school(connection: Connection, school: str, states: Collection[str]) -> list[RequestRow]:
    """The school's requests in one of `states`, in the order in which they came."""
    return _all(connection, request.c.school == school, request.c.state.in_(states))


def heads(connection: Connection, states: Collection[str]) -> list[RequestRow]:
    """Each account's first request that is in one of `states`."""
    first = (
        select(func.min(request.c.position))
        .where(request.c.state.in_(states))
        .group_by(request.c.school, request.c.account)
    )
    return _all(connection, request.c.position.in_(first))


def move(connection: Connection, row: RequestRow, **values: Any) -> RequestRow | None:
    """Change a request if it still is in `row`'s state at its fence, which grows; else None."""
    return _change(connection, row, fence=row.fence + 1, **values)


def note(connection: Connection, row: RequestRow, **values: Any) -> RequestRow | None:
    """As `move`, but at the same fence: for what is learned without a transition."""
    return _change(connection, row, **values)


def hasten(
    connection: Connection, school: str, account: str, states: Collection[str], at: datetime
) -> None:
    """Let the account's requests in one of `states` be worked on from `at`, the present moment.

    Whatever `due_at` says: it may be of before the wall clock was set.
    """
    connection.execute(
        update(request)
        .where(
            request.c.school == school,
            request.c.account == account,
            request.c.state.in_(states),
        )
        .values(due_at=at)
    )


def senders(connection: Connection) -> set[str]:
    """Every run that some request still names as its sender."""
    named = connection.execute(select(request.c.sender).distinct()).scalars()
    return {sender for sender in named if sender is not None}


def erase_means(connection: Connection, until: datetime) -> None:
    """Erase every request's means to sign in that may be kept no longer than `until`."""
    connection.execute(
        update(request)
        .where(request.c.means.is_not(None), request.c.means_until <= until)
        .values(means=None, means_until=None)
    )


def _change(connection: Connection, row: RequestRow, **values: Any) -> RequestRow | None:
    changed = connection.execute(
        update(request)
        .where(
            request.c.position == row.position,
            request.c.school == row.school,
            request.c.state == row.state,
            request.c.fence == row.fence,
        )
        .values(values)
        .returning(request)
    )
    found = changed.mappings().one_or_none()
    return RequestRow(**found) if found else None


def _only(found: CursorResult[Any]) -> RequestRow | None:
    row = found.mappings().one_or_none()
    return RequestRow(**row) if row else None


def _all(connection: Connection, *conditions: ColumnElement[bool]) -> list[RequestRow]:
    rows = connection.execute(select(request).where(*conditions).order_by(request.c.position))
    return [RequestRow(**row) for row in rows.mappings()]
