"""A student's Réinscription as the school has it on file."""

import dataclasses
import hashlib

from adapters.model import Field, Kind, Option
from adapters.re_enrolment import (
    Discipline,
    Document,
    Imported,
    Imports,
    ReEnrolment,
    Wish,
)

WAITING = "Réinscription en attente de validation"
TAKEN = "Votre demande de réinscription est prise en compte. Elle sera confirmée par courriel."
IMPORTED = "Le document est importé."
LIMIT = 2_000_000
LIMITS = "La taille limite d’un document est de 2 Mo. Formats acceptés : JPEG, JPG, PNG, PDF."
TOO_LARGE = "Le document dépasse la taille limite de 2 Mo."
WRONG_FORMAT = "Les formats acceptés sont JPEG, JPG, PNG, PDF."
FORMATS = ("jpeg", "jpg", "png", "pdf")
LONGEST_NOTE = 500

DOCUMENTS = tuple(
    Option(str(number), label)
    for number, label in enumerate(
        (
            "Justificatif de domicile",
            "Attestation d’assurance",
            "Photo d’identité",
            "Justificatif de quotient familial",
        ),
        start=1,
    )
)
"""The names in the school's list."""


@dataclasses.dataclass(frozen=True)
class Import:
    """One import that took effect: whose, and what came."""

    identifier: str
    student: str
    """The student's reference."""
    name: str
    """The document's, as the school's list words it."""
    file_name: str
    body: bytes = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Enrolled:
    """One press of « Valider » that took effect."""

    identifier: str
    student: str
    ticked: tuple[str, ...]
    """Captions of the disciplines."""
    note: str
    documents: tuple[Import, ...]
    """What had been imported by then."""


@dataclasses.dataclass(kw_only=True)
class EnrolmentOnFile:
    """What the tab shows, and what was imported and asked there."""

    disciplines: tuple[Discipline, ...]
    names: tuple[Option, ...] = DOCUMENTS
    imported: list[Import] = dataclasses.field(default_factory=list)
    note: str = ""
    waiting: bool = False
    lists_files: bool = True
    """Whether the tab lists what was imported at all: not every site does."""

    def screen(self, charset: str) -> ReEnrolment:
        """The tab, as the site shows it now."""
        return ReEnrolment(
            title="Réinscription",
            disciplines=self.disciplines,
            note=Field(
                key="note",
                caption="Demandes complémentaires",
                value=self.note,
                kind=Kind.LONG_TEXT,
                max_length=LONGEST_NOTE,
            ),
            imports=Imports(names=self.names, max_bytes=LIMIT, formats=FORMATS, words=LIMITS),
            imported=tuple(map(_listed, self.imported)) if self.lists_files else None,
            waiting=WAITING if self.waiting else None,
            shape=self._shape(),
            charset=charset,
        )

    def _shape(self) -> str:
        keys = [one.key for one in self.disciplines if one.editable]
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()

    def take(self, identifier: str, student: str, document: Document) -> Import | str:
        """Keep a document; or why not, in the site's words."""
        if len(document.body) > LIMIT:
            return TOO_LARGE
        if document.file_name.rpartition(".")[2].lower() not in FORMATS:
            return WRONG_FORMAT
        name = next((one.label for one in self.names if one.value == document.name), "")
        came = Import(identifier, student, name, document.file_name, document.body)
        self.imported.append(came)
        return came

    def ask(self, identifier: str, student: str, wish: Wish) -> Enrolled:
        """« Valider » : it waits for the staff from now on; each press is one more request."""
        self.disciplines = tuple(
            _ticked(one, ticked=one.key in wish.ticked) if one.editable else one
            for one in self.disciplines
        )
        self.note, self.waiting = wish.note, True
        captions = tuple(one.caption for one in self.disciplines if one.ticked)
        return Enrolled(identifier, student, captions, wish.note, tuple(self.imported))


def _listed(one: Import) -> Imported:
    return Imported(words=f"{one.name} – {one.file_name}", name=one.name, file=one.file_name)


def _ticked(one: Discipline, *, ticked: bool) -> Discipline:
    return Discipline(
        key=one.key,
        caption=one.caption,
        details=one.details,
        group=one.group,
        ticked=ticked,
        editable=one.editable,
    )


def enrolment(*lines: tuple[str, str, str], closed: str = "") -> EnrolmentOnFile:
    """A tab of these disciplines (caption, teacher, heading); `closed` is one without a box."""
    offered = [
        Discipline(
            key=f"d{number}", caption=caption, details=(("Enseignant", teacher),), group=group
        )
        for number, (caption, teacher, group) in enumerate(lines, start=1)
    ]
    if closed:
        offered.append(Discipline(key="d0", caption=closed, editable=False))
    return EnrolmentOnFile(disciplines=tuple(offered))
