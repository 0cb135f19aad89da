"""The far tier: what outlasts a restart, in the store, sealed for its key."""

import logging
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from gateway.cache.keys import Key, Reading
from gateway.store import kept
from gateway.store.errors import NotWritten
from gateway.store.kept import KeptRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Far:
    """Kept is the model, never a page; another version of it finds nothing."""

    def __init__(self, store: Store, vault: Vault) -> None:
        """The gateway's store and vault."""
        self._store = store
        self._vault = vault

    async def put(self, key: Key, value: object, read_at: datetime) -> None:
        """Keep a value in place of the one before."""
        row = KeptRow(
            school=key.school,
            account=key.account,
            resource=key.name,
            reader=key.reader,
            read_at=read_at,
            value=self._vault.seal(_place(key), msgspec.msgpack.encode(value)),
        )
        # What was read shows all the same where the disk is full.
        with suppress(NotWritten):
            await self._store.write(lambda c: kept.put(c, row))

    async def get(self, key: Key, kind: type[T]) -> Reading[T] | None:
        """The kept value, or None."""
        row = await self._store.read(
            lambda c: kept.get(c, key.school, key.account, key.name, key.reader)
        )
        if row is None:
            return None
        try:
            plain = self._vault.open(_place(key), row.value)
        except DoesNotOpen:
            _log.warning("what was kept does not open", extra={"school": key.school})
            return None
        return Reading(value=msgspec.msgpack.decode(plain, type=kind), read_at=row.read_at)

    async def all_of(self, school: str, account: str) -> list[tuple[str, Reading[Any]]]:
        """All that is kept of one account, by name, as plain values; what does not open is left."""
        rows = await self._store.read(lambda c: kept.of_account(c, school, account))
        found: list[tuple[str, Reading[Any]]] = []
        for row in rows:
            key = Key(school=school, account=account, resource=row.resource, reader=row.reader)
            try:
                plain = self._vault.open(_place(key), row.value)
            except DoesNotOpen:
                continue
            value = msgspec.msgpack.decode(plain)
            found.append((key.name, Reading(value=value, read_at=row.read_at)))
        return found


def _place(key: Key) -> Place:
    return Place(
        purpose="kept", school=key.school, account=key.account, row=f"{key.name}/{key.reader}"
    )
