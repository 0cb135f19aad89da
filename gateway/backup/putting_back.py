"""Putting a backup back: prepared whole beside the data, then put in their place.

While it is prepared and exchanged, a folder of its own says so, and no gateway starts on the data:
whenever it is interrupted, nothing is ever sent from data that were put back but not verified.
"""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from gateway import sealed
from gateway.app import DATABASE
from gateway.backup.contents import BackupFailed, Contents, check
from gateway.backup.files import copy_file, maintained, make_folder, sync_file
from gateway.clock import Clock
from gateway.config import School
from gateway.documents.sealed_files import sync_folder
from gateway.pending.restored import Found, Restored
from gateway.portal.parts import DOCUMENTS
from gateway.store.epochs import UNFINISHED, Epochs
from gateway.store.lock import Lock
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Vault

_FORMER = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", DOCUMENTS)


class PutBack(msgspec.Struct, frozen=True, kw_only=True):
    """What was put back."""

    taken_at: datetime
    found: Found
    documents: int
    aside: Path | None
    """Where the former data lie now; None where there were none."""


def put_back(
    backup: Path,
    data: Path,
    vault: Vault,
    schools: Mapping[str, School],
    clock: Clock,
    *,
    replace: bool,
) -> PutBack:
    """Put a backup in the place of `data`; with `replace`, former data are kept aside there.

    Raises:
        BackupFailed: the backup is not whole or is another key's, or there are data already.
        StoreUnusable: a gateway runs on `data`, or a newer version has written the backup.
    """
    contents = check(backup)
    lock = Lock(data)
    try:
        with maintained(data, alone=True):
            if not replace and any((data / name).exists() for name in (*_FORMER, UNFINISHED)):
                raise BackupFailed(
                    f"{data} : il y a déjà des données ici, et elles ne sont pas remplacées. Avec "
                    "--replace, elles sont d’abord mises de côté dans ce dossier."
                )
            found = _prepare(backup, contents, data, Restored(vault, schools, clock), vault)
            aside = _exchange(data, clock())
    except OSError as error:
        half = " Relancez la commande avec --replace : d’ici là, la passerelle ne démarre pas."
        raise BackupFailed(
            f"{error.filename or data} : écriture impossible ({error.strerror})."
            f"{half if (data / UNFINISHED).exists() else ''}"
        ) from error
    finally:
        lock.release()
    documents = len(contents.files) - 1
    return PutBack(taken_at=contents.taken_at, found=found, documents=documents, aside=aside)


def _prepare(
    backup: Path, contents: Contents, data: Path, restored: Restored, vault: Vault
) -> Found:
    """Copy it beside the data, and have all that is open in it verified before it is sent."""
    part = data / UNFINISHED
    # What the former data are to be is known only once nothing stands half exchanged.
    begun = part.exists()
    shutil.rmtree(part / "neuf", ignore_errors=True)
    if not begun:
        make_folder(part)
    new = part / "neuf"
    make_folder(new)
    make_folder(new / DOCUMENTS)
    try:
        for name in contents.files:
            copy_file(backup / name, new / name)
        found = asyncio.run(_verify_first(new / DATABASE, contents, data, restored, vault))
    except BaseException:
        if not begun:
            shutil.rmtree(part)
        raise
    sync_file(new / DATABASE)
    sync_folder(new / DOCUMENTS)
    sync_folder(new)
    return found


async def _verify_first(
    path: Path, contents: Contents, data: Path, restored: Restored, vault: Vault
) -> Found:
    store = Store(path)
    begun: list[Found] = []

    def begin(connection: Connection, behind: bool) -> None:
        for value in sealed.values(connection):
            value.opened(vault)
        begun.append(restored.begin(connection, contents.taken_at))

    try:
        await Epochs(store, data).begin(begin)
    except DoesNotOpen as error:
        raise BackupFailed(
            "Cette sauvegarde a été scellée sous une autre clé que celle d’aujourd’hui. Remettez "
            "d’abord la clé de son époque (gateway.key_file)."
        ) from error
    finally:
        store.close()
    return begun[0]


def _exchange(data: Path, now: datetime) -> Path | None:
    """The former data go aside, the new ones take their place; the store comes last."""
    new = data / UNFINISHED / "neuf"
    former = [data / name for name in _FORMER if (data / name).exists()]
    aside = _free(data / f"avant-{now.astimezone():%Y-%m-%d-%H%M%S}")
    if former:
        make_folder(aside)
        for path in former:
            path.rename(aside / path.name)
        sync_folder(aside)
    (new / DOCUMENTS).rename(data / DOCUMENTS)
    (new / DATABASE).rename(data / DATABASE)
    sync_folder(data)
    shutil.rmtree(data / UNFINISHED)
    sync_folder(data)
    return aside if former else None


def _free(path: Path) -> Path:
    """That name, or one like it that nothing has yet."""
    names = (path.with_name(f"{path.name}-{n}") for n in count(2))
    return next(each for each in chain([path], names) if not each.exists())
