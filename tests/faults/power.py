"""A power cut: what a disk is sure to have, by what was synced, and nothing else.

A recording layer below the gateway. Its own files go through `os.fsync`; SQLite's through a shim of
SQLite's own VFS (sqlite.org/vfs.html), in the very library that the gateway uses. Kept is what each
file held when it was last synced, and which names each folder held when it was. A cut leaves that:
bytes that nobody synced are dropped, a file whose folder nobody synced has no name.
"""

import ctypes
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_void_p
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_OK = 0
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_SET_CALL = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GET_CALL = CFUNCTYPE(c_void_p, c_void_p, c_char_p)
_OPEN_FOLDER = CFUNCTYPE(c_int, c_char_p, POINTER(c_int))


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = [
        ("version", c_int), ("file_size", c_int), ("longest", c_int), ("next", c_void_p),
        ("name", c_char_p), ("data", c_void_p), ("open", _OPEN),
        *((f"other{number}", c_void_p) for number in range(12)),
        ("set_call", _SET_CALL), ("get_call", _GET_CALL), ("next_call", c_void_p),
    ]  # fmt: skip


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = [
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", c_void_p),
        ("truncate", c_void_p), ("sync", c_void_p),
        *((f"other{number}", c_void_p) for number in range(13)),
    ]  # fmt: skip


@dataclass(frozen=True)
class Sure:
    """What is sure to be on the disk at one moment."""

    event: str
    """What was synced just then."""
    receipts: tuple[str, ...]
    """Those that were shown by then."""
    root: int
    contents: dict[int, bytes]
    names: dict[int, dict[str, int]]
    folders: frozenset[int]

    def restore(self, to: Path) -> None:
        """Put there what is left after a power cut at this moment."""
        self._restore(self.root, to)

    def _restore(self, folder: int, to: Path) -> None:
        to.mkdir(mode=0o700)
        for name, number in self.names.get(folder, {}).items():
            if number in self.folders:
                self._restore(number, to / name)
            elif not name.endswith("-shm"):
                # That one is shared memory, which no cut outlasts.
                (to / name).write_bytes(self.contents.get(number, b""))
                (to / name).chmod(0o600)


class Disk:
    """What is sure to be on it, below `root`, which is there itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.moments: list[Sure] = []
        """What was sure whenever something was synced, in order."""
        self.receipts: list[str] = []
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._folders: set[int] = set()

    @property
    def events(self) -> list[str]:
        """What was synced: a file's path, or a folder's with a slash at its end."""
        return [moment.event for moment in self.moments]

    def synced(self, path: Path) -> None:
        """A file, or a folder's names."""
        if not path.is_relative_to(self.root):
            return
        found, place = path.stat(), str(path.relative_to(self.root))
        if stat.S_ISDIR(found.st_mode):
            entries = list(os.scandir(path))
            self._names[found.st_ino] = {entry.name: entry.inode() for entry in entries}
            self._folders |= {entry.inode() for entry in entries if entry.is_dir()}
            self.note(f"{place}/")
        else:
            self._bytes[found.st_ino] = path.read_bytes()
            self.note(place)

    def erased(self, path: Path) -> None:
        """Its number may be another file's from now on."""
        self._bytes.pop(path.stat().st_ino, None)

    def shown(self, number: str) -> None:
        """A receipt is about to leave."""
        self.receipts.append(number)
        self.note(f"receipt {number}")

    def note(self, event: str) -> None:
        """What is sure now."""
        self.moments.append(
            Sure(
                event,
                tuple(self.receipts),
                self.root.stat().st_ino,
                dict(self._bytes),
                {folder: dict(names) for folder, names in self._names.items()},
                frozenset(self._folders),
            )
        )


@contextmanager
def recorded(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Whatever is synced below `root`, by us or by SQLite."""
    disk = Disk(root)
    fsync, unlink = os.fsync, os.unlink

    def sync(opened: int) -> None:
        fsync(opened)
        disk.synced(Path(f"/proc/self/fd/{opened}").readlink())

    def erase(path: Any, **options: Any) -> None:
        if Path(path).exists():
            disk.erased(Path(path))
        unlink(path, **options)

    with monkeypatch.context() as patched, _sqlite(disk):
        patched.setattr(os, "fsync", sync)
        patched.setattr(os, "unlink", erase)
        yield disk


@contextmanager
def _sqlite(disk: Disk) -> Iterator[None]:
    """A VFS before SQLite's own, by default; connections that are opened meanwhile use it."""
    library = ctypes.CDLL("libsqlite3.so.0")
    library.sqlite3_vfs_find.restype = c_void_p
    own = _Vfs.from_address(library.sqlite3_vfs_find(None))
    alive: list[object] = []

    def open_file(vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        code: int = own.open(ctypes.addressof(own), name, file, flags, out)
        if code == _OK and name:
            place = c_void_p.from_address(file)
            methods = _Methods.from_buffer_copy(_Methods.from_address(place.value or 0))
            path = Path(os.fsdecode(ctypes.string_at(name)))
            sync = _SYNC(_recording(_SYNC(methods.sync), path, disk))
            methods.sync = ctypes.cast(sync, c_void_p).value
            alive.extend((methods, sync))
            place.value = ctypes.addressof(methods)
        return code

    open_folder = _OPEN_FOLDER(own.get_call(ctypes.addressof(own), b"openDirectory"))

    def opens_folder(path: bytes, out: Any) -> int:
        code: int = open_folder(path, out)
        # It is opened for nothing else (os_unix.c, unixSync).
        disk.synced(Path(os.fsdecode(path)).parent)
        return code

    shim = _Vfs.from_buffer_copy(own)
    shim.name = b"recorded"
    shim.open = _OPEN(open_file)
    replaced = _OPEN_FOLDER(opens_folder)
    own.set_call(ctypes.addressof(own), b"openDirectory", ctypes.cast(replaced, c_void_p))
    library.sqlite3_vfs_register(ctypes.byref(shim), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(shim))
        library.sqlite3_vfs_register(ctypes.byref(own), 1)
        own.set_call(ctypes.addressof(own), b"openDirectory", None)


def _recording(sync: Any, path: Path, disk: Disk) -> Callable[[int, int], int]:
    def recorded(file: int, flags: int) -> int:
        code: int = sync(file, flags)
        if code == _OK:
            disk.synced(path)
        return code

    return recorded
