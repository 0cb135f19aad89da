"""The folder of sealed documents: one file for each, under the document's id."""

from pathlib import Path

from gateway.documents.sealed_files import (
    SealedWriter,
    read_sealed,
    sync_folder,
    there_being_room,
)
from gateway.documents.stored import Owner
from gateway.vault import Place, Vault


class Folder:
    """Files by the ids of documents; blocking, so called in threads where they are long."""

    def __init__(self, path: Path, vault: Vault) -> None:
        """`path` is made with the first document, for its owner alone."""
        self._path = path
        self._vault = vault

    def writer(self, owner: Owner, id: str) -> SealedWriter:
        """A new file, to be filled.

        Raises:
            NotWritten: the disk takes nothing more.
        """
        if not self._path.is_dir():
            with there_being_room():
                self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
                sync_folder(self._path.parent)
        return SealedWriter(self._path / id, self._vault, _content(owner, id))

    def put(self, owner: Owner, id: str, body: bytes) -> None:
        """A new file that holds `body`; it is on disk for good on return."""
        writer = self.writer(owner, id)
        writer.write(body)
        writer.close()

    def read(self, owner: Owner, id: str) -> bytes:
        """What a file holds.

        Raises:
            DoesNotOpen: it is damaged, or another family's.
            FileNotFoundError: there is none.
        """
        return read_sealed(self._path / id, self._vault, _content(owner, id))

    def has(self, id: str) -> bool:
        """Whether there is such a file."""
        return (self._path / id).is_file()

    def erase(self, id: str) -> None:
        """Erase a file, if it is there."""
        (self._path / id).unlink(missing_ok=True)

    def ids(self) -> set[str]:
        """Every file."""
        return {path.name for path in self._path.glob("*")}


def _content(owner: Owner, id: str) -> Place:
    return Place(purpose="document", school=owner.school, account=owner.account, row=id)
