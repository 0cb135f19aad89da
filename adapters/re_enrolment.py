"""Réinscription: what a family reads on that tab, and asks there (guide, Onglet Réinscription)."""

import msgspec

from adapters.model import Change, Field, Option, Outcome


class Discipline(msgspec.Struct, frozen=True, kw_only=True):
    """A cursus or a discipline that the tab lists, with its check box."""

    key: str
    """Names it on its screen, steadily from one reading to the next."""
    caption: str
    """As the old site writes it."""
    details: tuple[tuple[str, str], ...] = ()
    """What else its line says: caption of the column ("" where it has none), and text."""
    group: str = ""
    """The heading that it stands under, "" where there is none."""
    ticked: bool = False
    editable: bool = True
    """False where its line has no check box, or one that cannot be changed."""


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the tab lists as imported already."""

    words: str
    """Its whole line, as a person reads it."""
    name: str = ""
    """The document's name, from the school's list; "" where the line does not say it."""
    file: str = ""
    """The file's name; "" where the line does not say it."""


class Imports(msgspec.Struct, frozen=True, kw_only=True):
    """What the window of « Importer » asks for and says of its limits."""

    names: tuple[Option, ...] = ()
    """The names to choose from; () where it asks for none."""
    max_bytes: int | None = None
    """The limit that it states, in bytes; None where it states none."""
    formats: tuple[str, ...] = ()
    """The formats that it states, in small letters without a dot; () where it states none."""
    words: str = ""
    """Its own sentence about these."""


class ReEnrolment(msgspec.Struct, frozen=True, kw_only=True):
    """The tab Réinscription of one student."""

    title: str
    disciplines: tuple[Discipline, ...]
    note: Field | None = None
    """The text area for further requests; None where there is none."""
    questions: tuple[Field, ...] = ()
    """Whatever else the form asks, under the school's own captions."""
    imports: Imports | None = None
    """None where the tab takes no documents."""
    imported: tuple[Imported, ...] | None = None
    """None where the site shows no list of what was imported."""
    waiting: str | None = None
    """The old site's own sentence that a re-enrolment awaits validation, if it shows one."""
    notes: tuple[str, ...] = ()
    """What the tab says besides: instructions, documents that are asked for."""
    shape: str
    """A digest of the form's controls; another digest means another form."""
    writable: bool = True
    """False where there is no button « Valider »."""
    charset: str = "utf-8"

    def discipline(self, key: str) -> Discipline | None:
        """The discipline of that key, or None."""
        return next((one for one in self.disciplines if one.key == key), None)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document to import, as it is sent."""

    name: str
    """The value of one of the window's names, "" where it asks for none."""
    file_name: str
    """Made anew by the gateway: ASCII letters, digits and hyphens, with its extension."""
    media_type: str
    body: bytes

    def __repr__(self) -> str:
        """Never shows what it holds: a repr ends in logs."""
        return "Document(…)"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a family asks of the tab, compared with what it saw."""

    ticked: tuple[str, ...]
    """Keys of all disciplines that are to be ticked."""
    offered: tuple[str, ...]
    """Keys of all that the family saw with a box to tick."""
    note: str = ""
    answers: tuple[Change, ...] = ()
    """The questions that were answered differently."""
    shape: str
    waiting: str | None = None
    """The waiting sentence that the family saw."""


class Filed(Outcome, frozen=True, kw_only=True):
    """The answer to an import, or to « Valider ».

    Of an import, `APPLIED` is that the document is listed, or said to be imported; of « Valider »,
    `PENDING_VALIDATION` is that the tab says so. `already` is that it was so before.
    """

    screen: ReEnrolment | None = None
    """The tab as read back, where it could be read."""
