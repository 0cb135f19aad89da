"""What a backup is: a folder with the store, the sealed documents, and a list of both."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from gateway.app import DATABASE
from gateway.backup.files import digest_of
from gateway.portal.parts import DOCUMENTS

LIST = "sauvegarde.json"
"""The file that says what the backup holds."""

FORMAT = 1

_HAS_DOCUMENTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'document'"


class BackupFailed(Exception):
    """It cannot be taken or put back; the message says why, in French."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """The list."""

    format: int
    taken_at: datetime
    files: dict[str, str]
    """Path within the backup → SHA-256."""
    missing: tuple[str, ...] = ()
    """Documents that a row names, and that were nowhere already when the backup was taken."""


def check(backup: Path) -> Contents:
    """Look whether a backup is whole: every file as listed, the store sound, no document missing.

    Raises:
        BackupFailed: it is not.
    """
    contents = _listed(backup)
    for name, digest in contents.files.items():
        try:
            sound = digest_of(backup / name) == digest
        except OSError as error:
            raise BackupFailed(f"{backup / name} : illisible ({error.strerror}).") from error
        if not sound:
            raise BackupFailed(f"{backup / name} : ce fichier n’est plus celui qui a été copié.")
    named = documents_of(backup / DATABASE, sound=True)
    absent = [
        id
        for id in named
        if f"{DOCUMENTS}/{id}" not in contents.files and id not in contents.missing
    ]
    if absent:
        raise BackupFailed(f"{backup} : il y manque des documents de la base ({len(absent)}).")
    return contents


def documents_of(store: Path, *, sound: bool = False) -> set[str]:
    """The ids of the documents that a store names; where it has to be `sound`, all of it is read.

    Raises:
        BackupFailed: it is no such store.
    """
    with _reading(store) as connection:
        if sound and connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise BackupFailed(f"{store} : la base est abîmée.")
        if not connection.execute(_HAS_DOCUMENTS).fetchall():
            return set()  # Of a version that took none.
        return {id for (id,) in connection.execute("SELECT id FROM document")}


def _listed(backup: Path) -> Contents:
    try:
        text = (backup / LIST).read_bytes()
    except OSError as error:
        raise BackupFailed(
            f"{backup} : ce n’est pas une sauvegarde de la passerelle ({LIST} : {error.strerror})."
        ) from error
    try:
        contents = msgspec.json.decode(text, type=Contents)
    except msgspec.DecodeError as error:
        raise BackupFailed(f"{backup / LIST} : ce fichier est abîmé.") from error
    if contents.format != FORMAT or DATABASE not in contents.files:
        raise BackupFailed(f"{backup} : cette version ne connaît pas cette sorte de sauvegarde.")
    if any(not _is_ours(name) for name in contents.files):
        raise BackupFailed(f"{backup / LIST} : il y a là un fichier qui n’est pas des nôtres.")
    return contents


def _is_ours(name: str) -> bool:
    """A list that was tampered with must not lead out of the folder."""
    folder, _, id = name.rpartition("/")
    return name == DATABASE or (folder == DOCUMENTS and id.isalnum())


@contextmanager
def _reading(store: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            yield opened
    except sqlite3.Error as error:
        raise BackupFailed(f"{store} : base illisible ({error}).") from error
