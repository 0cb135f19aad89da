"""Queries on requests that somebody else decides: which accounts have any."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from gateway.store.tables import request


def accounts(
    connection: Connection, school: str, states: Collection[str], asked_since: datetime
) -> frozenset[str]:
    """The school's accounts with a request in one of `states` that is no older than that."""
    chosen = select(request.c.account).where(
        request.c.state.in_(states), request.c.school == school, request.c.asked_at >= asked_since
    )
    return frozenset(connection.execute(chosen.distinct()).scalars())


def holding_means(connection: Connection, school: str) -> frozenset[str]:
    """The school's accounts with a request that holds the means to sign in."""
    chosen = select(request.c.account).where(
        request.c.school == school, request.c.means.is_not(None)
    )
    return frozenset(connection.execute(chosen.distinct()).scalars())
