"""The school's own account of every effect that it applied: what a test believes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from adapters.school.domain import Changed
from adapters.school.re_enrolment import Document


class Paper(msgspec.Struct, frozen=True):
    """A document as the ledger tells of it: its bytes stay in memory (`Control.documents`)."""

    name: str
    file_name: str
    sha256: str
    size: int


class Effect(msgspec.Struct, frozen=True):
    """One form that the school took; `changes` is empty where it changed no sheet.

    `screen` tells what it was about: `family`, `identity`, `import`, `re_enrolment`, `password`,
    `lost_password`. Of a password nothing is told but that it changed.
    """

    number: int
    at: datetime
    screen: str
    identifier: str
    """Whose."""
    changes: tuple[Changed, ...]
    student: str | None = None
    """The number of the student whose dossier it was about; None where it was the family's own."""
    ticked: tuple[str, ...] = ()
    """Of a re-enrolment: captions of the boxes that were ticked."""
    note: str = ""
    """Of a re-enrolment: its further requests."""
    documents: tuple[Paper, ...] = ()
    """Of an import: the one; of a re-enrolment: all that were imported for it."""


class Ledger:
    """Effects in order; with a path, one line of JSON each, written before the family is answered.

    Started again on the same file, it goes on where that file ends.
    """

    def __init__(self, path: Path | None, now: Callable[[], datetime]) -> None:
        """`now` gives the time of an effect, with its zone."""
        self._path = path
        self._now = now
        self._effects = _read(path) if path is not None and path.exists() else []

    def effects(self) -> tuple[Effect, ...]:
        """Every effect, first to last."""
        return tuple(self._effects)

    def append(
        self,
        screen: str,
        identifier: str,
        changes: tuple[Changed, ...] = (),
        student: str | None = None,
        *,
        ticked: tuple[str, ...] = (),
        note: str = "",
        documents: Iterable[Document] = (),
    ) -> None:
        """Write down one more effect."""
        effect = Effect(
            number=len(self._effects) + 1,
            at=self._now(),
            screen=screen,
            identifier=identifier,
            changes=changes,
            student=student,
            ticked=ticked,
            note=note,
            documents=tuple(map(_paper, documents)),
        )
        self._effects.append(effect)
        if self._path is not None:
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(effect) + b"\n")


def _paper(document: Document) -> Paper:
    body = document.body
    return Paper(document.name, document.file_name, sha256(body).hexdigest(), len(body))


def _read(path: Path) -> list[Effect]:
    return [msgspec.json.decode(line, type=Effect) for line in path.read_bytes().splitlines()]
