"""Which runs of the gateway may still have bytes to send: each holds a lock while it lives.

The system lets go of a file's lock with the process that took it, however that ends; a process that
is only stopped (SIGSTOP, a paused machine) keeps it. What cannot be looked at is never taken to be
gone: a file that is not there may be another machine's.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Collection
from pathlib import Path

from gateway.clock import Steady

FOLDER = "senders"
"""In the folder of the gateway's data."""

_ID_BYTES = 9
_UNFINISHED = "."


class Senders:
    """This run's lock, and a look at those of others."""

    def __init__(self, folder: Path, steady: Steady) -> None:
        """The locks lie in `folder`, made with the first one; nothing is locked yet."""
        self._folder = folder
        self._steady = steady
        self._own: tuple[str, int] | None = None
        self._gone: dict[str, float] = {}

    def own(self) -> str:
        """This run's id; from now on its lock is held.

        Raises:
            OSError: the folder cannot be written to.
        """
        if self._own is None:
            self._own = self._lock(secrets.token_hex(_ID_BYTES))
        return self._own[0]

    def is_own(self, sender: str) -> bool:
        """Whether it is this run's id."""
        return self._own is not None and self._own[0] == sender

    def gone_for(self, sender: str) -> float | None:
        """For how many seconds a run is known to have ended; None where it may still act."""
        if sender not in self._gone and self._ended(sender):
            self._gone[sender] = self._steady()
        since = self._gone.get(sender)
        return None if since is None else self._steady() - since

    def let_go(self) -> None:
        """This run sends nothing more: as its process's end would, tell the others."""
        if self._own is not None:
            os.close(self._own[1])
            self._own = None

    def ended(self) -> set[str]:
        """Every run whose lock is there and free: it claims nothing any more."""
        if not self._folder.is_dir():
            return set()
        names = {file.name for file in self._folder.iterdir()}
        return {name for name in names if not name.startswith(_UNFINISHED) and self._ended(name)}

    def remove(self, senders: Collection[str]) -> None:
        """Remove the locks of these runs, which have ended: no request names them."""
        for sender in senders:
            (self._folder / sender).unlink(missing_ok=True)
            self._gone.pop(sender, None)

    def _lock(self, sender: str) -> tuple[str, int]:
        """On disk before any request names it: a power cut must not make it another machine's."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._folder / f"{_UNFINISHED}{sender}"
        file = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        unfinished.rename(self._folder / sender)
        for folder in (self._folder, self._folder.parent):
            _sync(folder)
        return sender, file

    def _ended(self, sender: str) -> bool:
        if self.is_own(sender):
            return False
        try:
            file = os.open(self._folder / sender, os.O_RDONLY)
        except OSError:
            return False
        try:
            # Shared, so that two who look at once do not take each other for the sender.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
        else:
            return True
        finally:
            os.close(file)


def _sync(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # Some file systems have no way to.
            os.fsync(file)
    finally:
        os.close(file)
