"""Re-enrolment of one student (guide, onglet Réinscription): what is offered, imported, asked."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from adapters.school.refusal import Refused

CURSUS = "Cursus"
DISCIPLINES = "Disciplines"
ENSEMBLES = "Pratiques collectives"

DOCUMENTS = (
    ("1", "Justificatif de domicile"),
    ("2", "Attestation d’assurance"),
    ("3", "Avis d’imposition (quotient familial)"),
    ("4", "Photo d’identité de l’élève"),
    ("9", "Autre document"),
)
"""Reference and name of each document that may be imported."""

LIMIT = 2_000_000
"""In bytes: what the page calls 2 Mo."""

FORMATS = {"jpeg": b"\xff\xd8\xff", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG", "pdf": b"%PDF-"}
"""Extension and first bytes of what is taken."""

NOTE_LENGTH = 1000
"""In characters; what is longer is cut, as the old database does."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A cursus or a discipline that the tab lists."""

    caption: str
    group: str
    level: str = ""
    teacher: str = ""
    ticked: bool = False
    """Before the family asks for anything."""
    closed: str = ""
    """Why it has no box to tick; "" where it has one."""
    number: str = ""
    """The row's id in the school's database."""


@dataclass(frozen=True)
class Document:
    """A document as it was imported."""

    name: str
    """From the school's list of names."""
    file_name: str
    body: bytes
    day: date


@dataclass
class ReEnrolment:
    """What one student is offered, and what was asked for so far."""

    offers: tuple[Offer, ...]
    ticked: set[str] = field(default_factory=set)
    """Numbers of the offers whose boxes show ticked."""
    note: str = ""
    documents: list[Document] = field(default_factory=list)
    waiting: bool = False
    """Whether it awaits the staff's validation."""

    def tick(self, numbers: Collection[str]) -> tuple[str, ...]:
        """Tick these boxes and no other; returns the captions of what is ticked, in order."""
        ticked = [one for one in self.offers if not one.closed and one.number in numbers]
        self.ticked = {one.number for one in ticked}
        return tuple(one.caption for one in ticked)


@dataclass(frozen=True)
class Import:
    """A document that came, and for whom."""

    identifier: str
    student: str
    """The student's number."""
    label: str
    document: Document


@dataclass(frozen=True)
class Request:
    """One press of « Valider »: the school makes a request of each."""

    identifier: str
    student: str
    label: str
    ticked: tuple[str, ...]
    """Captions of the boxes that were ticked."""
    note: str
    documents: tuple[Document, ...]
    """All that had been imported for that student by then."""


@dataclass(frozen=True)
class Upload:
    """A file as a form brought it."""

    file_name: str
    body: bytes


def document_name(reference: str) -> str:
    """The document's name that was chosen.

    Raises:
        Refused: none was.
    """
    for known, name in DOCUMENTS:
        if known == reference:
            return name
    raise Refused("Veuillez choisir le nom du document.")


def check(upload: Upload | None, *, by_content: bool) -> Upload:
    """The file, if the school takes it; `by_content` looks at its first bytes too.

    Raises:
        Refused: there is none, it is too large, or of another kind.
    """
    if upload is None or not upload.body:
        raise Refused("Veuillez sélectionner un fichier.")
    if len(upload.body) > LIMIT:
        raise Refused("Le fichier dépasse la taille limite de 2\N{NO-BREAK SPACE}Mo.")
    _, dot, extension = upload.file_name.rpartition(".")
    begins = FORMATS.get(extension.lower()) if dot else None
    if begins is None or (by_content and not upload.body.startswith(begins)):
        raise Refused("Le format du fichier n’est pas accepté.")
    return upload


def note(said: str) -> str:
    """The text of further requests as it is kept."""
    return said.replace("\r\n", "\n").strip()[:NOTE_LENGTH]
