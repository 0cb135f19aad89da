"""Taking a backup, while the gateway runs or not.

Documents go before the store and after it: one that a row of the copy names was there at that
moment, and one that has ended since is in the copy already. It takes its name when it is whole.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import URL, create_engine, delete, inspect

from gateway.app import DATABASE
from gateway.backup.contents import FORMAT, LIST, BackupFailed, Contents, check, documents_of
from gateway.backup.files import (
    copy_file,
    digest_of,
    maintained,
    make_folder,
    sync_file,
    write_file,
)
from gateway.documents.sealed_files import sync_folder
from gateway.portal.parts import DOCUMENTS
from gateway.store import copies
from gateway.store.epochs import check_whole
from gateway.store.tables import once, session

_TRIES = 5
_BUSY_SECONDS = 30


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken and checked."""

    path: Path
    documents: int
    size: int
    """Bytes in all."""
    missing: int
    """Documents that a row names and that are nowhere, here neither."""


def take(data: Path, into: Path, at: datetime) -> Taken:
    """Take a backup of `data` into a new folder of `into`, named after `at`.

    Raises:
        BackupFailed: it cannot be taken; nothing of it is left.
        StoreUnusable: the data are in the midst of being restored, or of a change of keys.
    """
    if not (data / DATABASE).is_file():
        raise BackupFailed(f"{data} : il n’y a pas encore de base à sauvegarder ici.")
    path = into / f"imuse-gateway-{at.astimezone():%Y-%m-%d-%H%M%S}"
    part = path.with_name(f"{path.name}.part")
    try:
        with maintained(data, alone=False):
            check_whole(data)
            into.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists():
                raise BackupFailed(f"{path} existe déjà, et n’est pas remplacée.")
            make_folder(part)
            try:
                return _whole(data, part, path, at)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        where = error.filename or into
        raise BackupFailed(
            f"{where} : écriture impossible ({error.strerror}). Rien n’a été sauvegardé."
        ) from error
    except sqlite3.Error as error:
        raise BackupFailed(
            f"{data / DATABASE} : copie impossible ({error}). Rien n’a été sauvegardé."
        ) from error


def _whole(data: Path, part: Path, path: Path, at: datetime) -> Taken:
    make_folder(part / DOCUMENTS)
    copied: dict[str, str] = {}
    for _ in range(_TRIES):
        _copy_documents(data, part, documents_of(data / DATABASE), copied)
        _copy_store(data / DATABASE, part / DATABASE)
        named = documents_of(part / DATABASE)
        _copy_documents(data, part, named, copied)
        missing = named - copied.keys()
        if not missing:
            break
        # Ended within that moment; a copy of now no longer names it.
    for id in copied.keys() - named:
        (part / DOCUMENTS / id).unlink()
    _mark(part / DATABASE, at)
    files = {f"{DOCUMENTS}/{id}": digest for id, digest in copied.items() if id in named}
    _list(part, at, files, missing)
    check(part)
    part.rename(path)
    sync_folder(path.parent)
    sizes = [each.stat().st_size for each in path.rglob("*") if each.is_file()]
    return Taken(path=path, documents=len(files), size=sum(sizes), missing=len(missing))


def _copy_documents(data: Path, part: Path, ids: set[str], copied: dict[str, str]) -> None:
    for id in ids - copied.keys():
        try:
            copied[id] = copy_file(data / DOCUMENTS / id, part / DOCUMENTS / id)
        except FileNotFoundError:
            continue


def _copy_store(source: Path, target: Path) -> None:
    """As it is at one moment; what was erased is not in the free pages of the copy."""
    target.unlink(missing_ok=True)
    uri = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    sync_file(target)


def _mark(store: Path, at: datetime) -> None:
    """A copy says that it is one, wherever it is put. Sessions are of no use in it."""
    engine = create_engine(URL.create("sqlite", database=str(store)), hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
            connection.execute(delete(session))
            if inspect(connection).has_table(once.name):
                # A version without it could not tell; `restore` goes by the list.
                copies.mark_taken(connection, at)
    finally:
        engine.dispose()
    sync_file(store)


def _list(part: Path, at: datetime, files: dict[str, str], missing: set[str]) -> None:
    contents = Contents(
        format=FORMAT,
        taken_at=at,
        files={DATABASE: digest_of(part / DATABASE)} | files,
        missing=tuple(sorted(missing)),
    )
    encoded = msgspec.json.format(msgspec.json.encode(contents), indent=2)
    write_file(part / LIST, encoded.decode())
    sync_folder(part / DOCUMENTS)
    sync_folder(part)
