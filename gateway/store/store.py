"""The store: SQLite, every read and write in a thread, one writer, committed before it returns."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from gateway.store.errors import StoreUnusable
from gateway.store.folders import make_folder, sync_folder
from gateway.store.migrations import upgrade
from gateway.store.writer import Writer

T = TypeVar("T")

_READERS = 4
_BUSY_SECONDS = 30
_A_MOMENT = 2000
"""Milliseconds."""
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # With WAL only FULL survives a power cut (sqlite.org/pragma.html#pragma_synchronous).
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class Store:
    """One SQLite file, used by one process."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, made if need be for its owner alone, and bring it up to date.

        Raises:
            StoreUnusable: the file cannot be opened, or is no database.
            StoreTooNew: a newer version of the gateway has written it.
        """
        try:
            make_folder(path.parent)
            # SQLite gives its -wal and -shm files the mode of the database.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            sync_folder(path.parent)
        except OSError as error:
            raise StoreUnusable(f"{path} : base inutilisable ({error.strerror}).") from error
        self._reading = _engine(path, "BEGIN", _READERS)
        self._writing = _engine(path, "BEGIN IMMEDIATE", 1)
        try:
            with self._writing.begin() as connection:
                upgrade(connection)
        except DatabaseError as error:
            self._dispose()
            raise StoreUnusable(
                f"{path} : ce fichier n’est pas une base utilisable ({error.orig}). Remettez-en "
                "une sauvegarde, ou donnez un autre dossier de données."
            ) from error
        except BaseException:
            self._dispose()
            raise
        self._readers = ThreadPoolExecutor(_READERS, "store-reader")
        self._writer = Writer(self._writing)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """`fn` on a connection, within one transaction that only reads."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, _within, self._reading, fn
        )

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """`fn` on a connection, alone; committed to disk on return, undone if it raises.

        Raises:
            NotWritten: the disk takes nothing more. Nothing was kept.
        """
        return await self._writer.write(fn)

    async def scrub(self) -> None:
        """Leave nothing of what was erased in the log beside the file.

        What lies free in the file itself is overwritten as it is erased (`secure_delete`).
        """
        await asyncio.get_running_loop().run_in_executor(self._readers, _checkpoint, self._reading)

    def close(self) -> None:
        """Wait for what is under way, then let go of the file."""
        self._readers.shutdown()
        self._writer.close()
        self._dispose()

    def _dispose(self) -> None:
        self._reading.dispose()
        self._writing.dispose()


def _within(engine: Engine, fn: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return fn(connection)


def _checkpoint(engine: Engine) -> None:
    """Bring the log into the file and cut it to nothing.

    Who reads is waited for, and writers wait meanwhile: not for longer than a moment, as during a
    backup. The next time makes up for it.
    """
    connection = engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {_A_MOMENT}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        connection.close()


def _engine(path: Path, begin: str, size: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=size,
        max_overflow=0,
        # Parameters are personal data; an error's text may end in a log.
        hide_parameters=True,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        # Otherwise the sqlite3 module begins transactions itself, and later than it should.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
