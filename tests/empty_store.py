"""What each of a thousand tests' stores would make anew: its tables, and its statements' SQL."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine

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

    compiled, fresh = Compiled(), store._engine

    def engine(path: Path, begin: str, connections: int) -> Engine:
        made = fresh(path, begin, connections)
        made.update_execution_options(compiled_cache=compiled)
        return made

    patch.setattr(store, "_engine", engine)


class Compiled(dict[Any, Any]):
    """Statements as SQL, for all engines of a process: theirs is the same dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        """What an engine compiled before, this one or another: a key begins with its dialect."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


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
