"""One gateway for one folder of data: two would take each other's work for a dead process's."""

import fcntl
import os
from pathlib import Path

from gateway.store.errors import StoreInUse, StoreUnusable
from gateway.store.folders import make_folder


class Lock:
    """Held by a running gateway; the system lets go of it with the process, however that ends."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, made if need be for its owner alone.

        Raises:
            StoreUnusable: the folder cannot be written to.
            StoreInUse: another gateway has it.
        """
        try:
            make_folder(folder)
            self._file = os.open(folder / "gateway.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnusable(
                f"{folder} : ce dossier de données ne se laisse pas écrire ({error.strerror})."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self.release()
            raise StoreInUse(
                f"Une autre passerelle se sert déjà de {folder}. Arrêtez-la d’abord, ou donnez à "
                "celle-ci un autre dossier (gateway.data)."
            ) from error

    def release(self) -> None:
        """Let another gateway have it."""
        os.close(self._file)
