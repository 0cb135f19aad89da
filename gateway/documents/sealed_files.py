"""Sealed files: written piece by piece as they come, never in clear, safe on disk when closed.

A file is a row of chunks, each sealed for its place in it and for being the last or not: a file
that was cut, mixed up or exchanged does not open.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gateway.store.errors import NotWritten
from gateway.store.folders import sync_folder
from gateway.vault import Place, Vault

__all__ = ["CHUNK", "SealedWriter", "read_sealed", "sync_folder", "there_being_room"]

CHUNK = 65_536
"""Bytes of a chunk in clear."""

_LENGTH = 4

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})


class SealedWriter:
    """Writes one file, to be closed or discarded."""

    def __init__(self, path: Path, vault: Vault, place: Place) -> None:
        """`path` must not exist yet; `place` is that of the whole.

        Raises:
            NotWritten: the disk takes nothing more; here and in what follows.
        """
        self._path = path
        self._vault = vault
        self._place = place
        self._waiting = bytearray()
        self._chunks = 0
        with there_being_room():
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(opened, "wb")

    def write(self, piece: bytes) -> None:
        """Seal what fills a chunk; the rest waits, a chunk at the most."""
        self._waiting += piece
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def _put(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._vault.seal(_of(self._place, self._chunks, last=last), chunk)
        with there_being_room():
            self._file.write(len(sealed).to_bytes(_LENGTH) + sealed)
        self._chunks += 1

    def close(self) -> None:
        """On disk for good on return: the file, then its folder."""
        self._put(bytes(self._waiting), last=True)
        with there_being_room():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            sync_folder(self._path.parent)

    def discard(self) -> None:
        """Erase what was written."""
        # A full disk does not let go of it quietly: why it is discarded has been said.
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)


@contextmanager
def there_being_room() -> Iterator[None]:
    """What is written within says it where the disk takes nothing more.

    Raises:
        NotWritten: that is so.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise NotWritten from error
        raise


def read_sealed(path: Path, vault: Vault, place: Place) -> bytes:
    """What a file holds.

    Raises:
        DoesNotOpen: it is damaged, cut, or another one.
        FileNotFoundError: there is none.
    """
    whole = bytearray()
    with path.open("rb") as file:
        left, number = os.fstat(file.fileno()).st_size, 0
        while left > 0 or number == 0:
            length = int.from_bytes(file.read(_LENGTH))
            left -= _LENGTH + length
            whole += vault.open(_of(place, number, last=left <= 0), file.read(length))
            number += 1
    return bytes(whole)


def _of(place: Place, number: int, *, last: bool) -> Place:
    row = f"{place.row}/{number}/{'last' if last else 'more'}"
    return Place(purpose=place.purpose, school=place.school, account=place.account, row=row)
