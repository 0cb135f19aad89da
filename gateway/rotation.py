"""Changing the key: a new version seals, what lies under the former one is sealed anew.

Every step leaves data that open: the new version is on disk before anything is sealed under it, and
the former one goes only when nothing is under it any more. Killed at any point, it is taken up by
the same command: what is left to do is told by the version that each value bears.

Sessions and what is known of presses take a secret of the browser's besides, and cannot be sealed
anew here: they keep the former version until they have ended.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, select, update

from gateway import sealed
from gateway.app import DATABASE
from gateway.backup.files import maintained
from gateway.config import Config
from gateway.documents.sealed_files import SealedWriter, read_sealed, sync_folder
from gateway.keys import VARIABLE, Keys, KeyUnusable, add_version, drop_former, load_keys
from gateway.portal.parts import DOCUMENTS
from gateway.store import once as presses
from gateway.store import sessions
from gateway.store.epochs import check_whole
from gateway.store.lock import Lock
from gateway.store.store import Store
from gateway.store.tables import document, once, session
from gateway.vault import DoesNotOpen, Place, Vault, sealed_under

PRESSES_KNOWN_FOR = timedelta(days=2)
"""As long as the portal knows them."""

_AT_ONCE = 100
_LENGTH = 4
"""Bytes before a document's first chunk (`documents/sealed_files.py`)."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """What was sealed anew, and what was not."""

    anew: int
    """Values and documents that were."""
    left: int
    """Sessions and presses that still need the former version."""
    damaged: int
    """Values that say they are of the former version, and do not open under it."""


class Rotated(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the key."""

    versions: tuple[int, ...]
    """That live now, the one that seals last."""
    dropped: int | None
    """The version that nothing needs any more; None where there is none such."""
    sealed: Sealed


def rotate(
    config: Config, environment: Mapping[str, str], at: datetime, *, end_sessions: bool
) -> Rotated:
    """Take the key a step further: a new version, everything under it, the former one gone.

    A key that lies in the environment cannot be written from here: its versions are used as they
    are, and what is dropped is only said.

    Raises:
        KeyUnusable: there is nothing to change to, or the key cannot be used.
        StoreUnusable: a gateway runs on the data, or they cannot be opened.
        OSError: a file cannot be written. The same command goes on from there.
    """
    path, in_file = config.gateway.key_file, not environment.get(VARIABLE)
    lock = Lock(config.gateway.data)
    try:
        with maintained(config.gateway.data, alone=True):
            check_whole(config.gateway.data)
            keys = load_keys(path, environment)
            if len(keys.versions) == 1:
                if not in_file:
                    raise KeyUnusable(
                        f"La clé est dans {VARIABLE} : cette commande ne peut pas l’y changer. "
                        f"Ajoutez-y une ligne « {keys.current + 1} » avec une clé neuve (celle que "
                        "« imuse-gateway key create » écrit dans un autre fichier), puis relancez."
                    )
                keys = add_version(path, keys)
            done = asyncio.run(seal_anew(config, keys, at, end_sessions=end_sessions))
            dropped = None
            if done.left == done.damaged == 0:
                dropped = min(keys.versions)
                keys = drop_former(path, keys) if in_file else keys
    finally:
        lock.release()
    return Rotated(versions=tuple(sorted(keys.versions)), dropped=dropped, sealed=done)


async def seal_anew(config: Config, keys: Keys, at: datetime, *, end_sessions: bool) -> Sealed:
    """Seal all that can be under the current version; with `end_sessions`, the rest ends.

    No gateway runs on the data meanwhile.

    Raises:
        StoreUnusable: the store cannot be opened.
    """
    data, vault = config.gateway.data, Vault(keys)
    if not (data / DATABASE).is_file():
        return Sealed(anew=0, left=0, damaged=0)
    store = Store(data / DATABASE)
    try:
        await store.write(lambda c: _let_go(c, config, at, all_of_them=end_sessions))
        anew, damaged = await _seal_values(store, vault)
        files, broken = await _seal_documents(store, vault, data / DOCUMENTS)
        under = await store.read(sealed.with_a_secret)
    finally:
        store.close()
    left = sum(1 for version in under if version in vault.former)
    return Sealed(anew=anew + files, left=left, damaged=damaged + broken)


def _let_go(connection: Connection, config: Config, at: datetime, *, all_of_them: bool) -> None:
    """Sessions and presses that have ended by their age; or all of them."""
    idle = timedelta(minutes=config.sessions.idle_minutes)
    absolute = timedelta(minutes=config.sessions.absolute_minutes)
    sessions.remove_ended(connection, at - idle, at - absolute)
    presses.remove_before(connection, at - max(PRESSES_KNOWN_FOR, absolute))
    if all_of_them:
        connection.execute(delete(session))
        # That it was pressed stays known; what came of it is then known to nobody.
        connection.execute(update(once).values(sealed=None))


async def _seal_values(store: Store, vault: Vault) -> tuple[int, int]:
    """How many were sealed anew, and how many do not open."""
    former = [
        value
        for value in await store.read(lambda c: list(sealed.values(c)))
        if sealed_under(value.sealed) in vault.former
    ]
    damaged = 0
    for start in range(0, len(former), _AT_ONCE):
        batch = former[start : start + _AT_ONCE]
        damaged += await store.write(partial(_seal_batch, vault=vault, batch=batch))
    return len(former) - damaged, damaged


def _seal_batch(connection: Connection, vault: Vault, batch: list[sealed.SealedValue]) -> int:
    damaged = 0
    for value in batch:
        try:
            value.seal_anew(connection, vault)
        except DoesNotOpen:
            damaged += 1
    return damaged


async def _seal_documents(store: Store, vault: Vault, folder: Path) -> tuple[int, int]:
    named = await store.read(
        lambda c: c.execute(select(document.c.school, document.c.account, document.c.id)).all()
    )
    anew = damaged = 0
    for school, account, id in named:
        path = folder / id
        if not path.is_file() or _version_of(path) not in vault.former:
            continue
        place = Place(purpose="document", school=school, account=account, row=id)
        try:
            _seal_file(path, vault, place)
            anew += 1
        except DoesNotOpen:
            damaged += 1
    return anew, damaged


def _version_of(path: Path) -> int:
    with path.open("rb") as file:
        return sealed_under(file.read(_LENGTH + 64)[_LENGTH:])


def _seal_file(path: Path, vault: Vault, place: Place) -> None:
    """Beside it, then in its place: what a kill leaves is no document's, and is swept."""
    body = read_sealed(path, vault, place)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    writer = SealedWriter(unfinished, vault, place)
    writer.write(body)
    writer.close()
    unfinished.replace(path)
    sync_folder(path.parent)
