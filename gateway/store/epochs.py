"""How a store that was copied by hand and put back is told from the one that ran here last.

Its epoch is a number in the store that grows with every start, and while the gateway runs; a file
beside the store repeats it. A store behind its file, or one that has run and has no file beside it,
is a copy. A folder that was copied whole, that file with it, cannot be told from the one that ran.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from gateway.store.errors import StoreUnusable
from gateway.store.store import Store

FILE = "epoch"
"""The file beside the store."""

UNFINISHED = "restauration.part"
"""The folder that a restoration prepares in: where it is, the data are not whole."""

_EVERY = 600.0
"""Seconds of one epoch: a copy that is younger when it is put back may pass unnoticed."""


def check_whole(folder: Path) -> None:
    """Refuse data of which a restoration has put back a part only.

    Raises:
        StoreUnusable: they are so.
    """
    if (folder / UNFINISHED).exists():
        raise StoreUnusable(
            f"{folder} : une restauration y a été interrompue. Relancez-la, avec --replace : "
            "imuse-gateway restore."
        )


class Epochs:
    """Counts them, for one folder of data."""

    def __init__(self, store: Store, folder: Path) -> None:
        """`folder` is the store's own."""
        self._store = store
        self._folder = folder

    async def begin(self, at_start: Callable[[Connection, bool], None]) -> None:
        """Begin the first epoch of a run.

        `at_start` is told, in the transaction that begins it, whether the store is behind what has
        run here.
        """

        def write(connection: Connection) -> int:
            at_start(connection, self._is_behind(connection))
            return self._next(connection)

        _write_beside(self._folder, await self._store.write(write))

    async def run(self) -> None:
        """Begin another one now and then, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            _write_beside(self._folder, await self._store.write(self._next))

    def _is_behind(self, connection: Connection) -> bool:
        epoch, beside = _epoch(connection), self._beside()
        return epoch > 0 if beside is None else epoch < beside

    def _next(self, connection: Connection) -> int:
        epoch = max(_epoch(connection), self._beside() or 0) + 1
        # A pragma takes no parameter; this one is part of the transaction, as any row.
        connection.exec_driver_sql(f"PRAGMA user_version = {epoch:d}")
        return epoch

    def _beside(self) -> int | None:
        try:
            text = (self._folder / FILE).read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return None
        # Damaged is as good as missing: to verify once too often does no harm.
        return int(text) if text.isdecimal() else None


def _epoch(connection: Connection) -> int:
    found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return found


def _write_beside(folder: Path, epoch: int) -> None:
    """Whole or not at all, and on disk for good: never ahead of what the store has committed."""
    unfinished = folder / f"{FILE}.part"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(f"{epoch}\n")
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / FILE)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
