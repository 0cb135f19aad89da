"""Files that are on disk for good, for their owner alone."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.documents.sealed_files import sync_folder
from gateway.store.errors import StoreInUse

_PIECE = 1 << 20
_LOCK = "maintenance.lock"


def make_folder(path: Path) -> None:
    """A new folder of mode 0700, on disk for good on return."""
    path.mkdir(mode=0o700)
    sync_folder(path.parent)


def copy_file(source: Path, target: Path) -> str:
    """Copy to a new file of mode 0600, on disk for good on return; returns its SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as reading:
        opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as writing:
            while piece := reading.read(_PIECE):
                digest.update(piece)
                writing.write(piece)
            writing.flush()
            os.fsync(writing.fileno())
    return digest.hexdigest()


def write_file(path: Path, text: str) -> None:
    """A new file of mode 0600, on disk for good on return."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_file(path: Path) -> None:
    """Make sure that what others have written there is on disk, and for its owner alone."""
    with path.open("rb+") as file:
        os.fchmod(file.fileno(), 0o600)
        os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def maintained(data: Path, *, alone: bool) -> Iterator[None]:
    """Hold off whatever else copies or changes the files of `data`: several may copy at once.

    Raises:
        StoreInUse: a backup, a restoration or a rotation of keys is under way.
        OSError: the folder cannot be written to.
    """
    file = os.open(data / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreInUse(
                f"{data} : une sauvegarde, une restauration ou un changement de clé est en cours. "
                "Attendez sa fin."
            ) from error
        yield
    finally:
        os.close(file)
