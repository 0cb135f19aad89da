"""The tables of a new store, made by the migrations once and not for each of a thousand tests."""

import sqlite3

import pytest
from sqlalchemy import Connection, create_engine

from gateway.store import store
from gateway.store.migrations import upgrade


def made_once(patch: pytest.MonkeyPatch) -> None:
    """A store whose file is empty gets what the migrations make; any other is brought up to date.

    Processes of their own that tests start know nothing of this.
    """
    statements = _statements()

    def ready(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if raw.execute("SELECT 1 FROM sqlite_master").fetchone():
            upgrade(connection)
            return
        for statement in statements:
            raw.execute(statement)

    patch.setattr(store, "upgrade", ready)


def _statements() -> list[str]:
    """Everything that makes an empty database what the migrations make of one."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        dumped = list(raw.iterdump())
    engine.dispose()
    return [one for one in dumped if one not in ("BEGIN TRANSACTION;", "COMMIT;")]
