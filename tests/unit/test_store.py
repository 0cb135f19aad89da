"""The store: durable, for its owner alone, up to date or refused."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from gateway.store import attempts, tables
from gateway.store.errors import StoreInUse, StoreTooNew
from gateway.store.lock import Lock
from gateway.store.store import Store

NOW = datetime(2026, 9, 9, 12, 5, 1, 234567, tzinfo=UTC)


def add(connection: Connection) -> None:
    attempts.add(connection, "tilleuls", "all", "", NOW)


def count(connection: Connection) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(tables.attempt)).scalar_one()


async def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    await store.write(add)
    store.close()
    store = Store(tmp_path / "s.sqlite")
    assert await store.read(lambda c: attempts.nth_latest(c, "tilleuls", "all", "", 1)) == NOW
    store.close()


async def test_a_write_that_fails_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")

    def fail(connection: Connection) -> None:
        add(connection)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fail)
    assert await store.read(count) == 0
    store.close()


async def test_writes_at_once_wait_for_one_another(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")

    def add_one_more(connection: Connection) -> int:
        before = count(connection)
        add(connection)
        return before

    befores = await asyncio.gather(*(store.write(add_one_more) for _ in range(20)))
    assert sorted(befores) == list(range(20))
    store.close()


async def test_two_processes_may_write_by_turns(tmp_path: Path) -> None:
    stores = [Store(tmp_path / "s.sqlite") for _ in range(2)]

    def look_then_add(connection: Connection) -> None:
        count(connection)
        add(connection)

    await asyncio.gather(*(store.write(look_then_add) for store in stores * 40))
    assert await stores[0].read(count) == 80
    for store in stores:
        store.close()


async def test_a_power_cut_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    pragmas = await store.write(
        lambda c: [
            c.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert pragmas == ["wal", 2, 1]
    store.close()


async def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "data" / "s.sqlite")
    await store.write(add)
    files = list((tmp_path / "data").iterdir())
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    store.close()


async def test_migrations_make_the_tables_that_the_queries_know(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    differences = await store.read(
        lambda c: compare_metadata(MigrationContext.configure(c), tables.metadata)
    )
    assert differences == []
    store.close()


def test_notes_about_requests_that_were_erased_before_go_with_the_upgrade(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    store.close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 's.sqlite'}")
    asked = {
        "school": "s", "account": "a", "kind": "family", "state": "validated", "fence": 0,
        "asked_at": 1, "due_at": 1, "attempts": 0, "resent": 0, "applied_at_once": 0, "body": b"",
    }  # fmt: skip
    done = {"school": "s", "at": 1, "staff": "c", "name": "C", "what": "x", "note": b"n"}
    with engine.begin() as connection:
        for number, erased_at in (("open", None), ("erased", 2)):
            values = {"number": number, "press": number, "erased_at": erased_at}
            connection.execute(sa.insert(raw("request", *asked, *values)).values(asked | values))
        for number in ("open", "erased", "gone", ""):
            values = {"number": number}
            connection.execute(sa.insert(raw("act", *done, *values)).values(done | values))
        with Operations.context(MigrationContext.configure(connection)):
            import_module("gateway.store.migrations.versions.0007_notes_erased").upgrade()
        left = connection.execute(sa.text("SELECT number FROM act WHERE note IS NOT NULL"))
        assert left.scalars().all() == ["open", ""]
    engine.dispose()


def raw(table: str, *columns: str) -> sa.TableClause:
    return sa.table(table, *(sa.column(name) for name in columns))


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreTooNew, match="plus récente"):
        Store(path)


def test_every_table_has_the_school_in_a_key_or_an_index() -> None:
    for table in tables.metadata.tables.values():
        keys = [list(table.primary_key.columns), *(list(i.columns) for i in table.indexes)]
        keys += [list(c.columns) for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
        assert any(key[0].name == "school" for key in keys), table.name


def test_a_second_gateway_is_kept_out_until_the_first_has_gone(tmp_path: Path) -> None:
    first = Lock(tmp_path / "data")
    with pytest.raises(StoreInUse, match="autre passerelle"):
        Lock(tmp_path / "data")
    first.release()
    Lock(tmp_path / "data").release()
