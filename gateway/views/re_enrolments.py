"""Réinscription: the tab, what a family has prepared of it, and what it has sent."""

from collections.abc import Mapping

import msgspec

from adapters.model import Student
from adapters.re_enrolment import ReEnrolment
from gateway.views.dossiers import OfStudent
from gateway.views.requests import RequestView


class GivenDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that the family has given."""

    id: str
    label: str
    """Its name, from the school's list; "" where the school names none."""
    file_name: str
    size: int
    """Bytes, as they will be sent."""
    reduced: bool = False


class WantedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A name of the school's list, and what there is of it."""

    value: str
    label: str
    given: int = 0
    """How many documents of that name the family has given."""
    imported: bool = False
    """Whether the old site lists one."""
    indispensable: bool = False

    @property
    def missing(self) -> bool:
        """Whether there is none, here or there."""
        return not self.given and not self.imported


class Lender(msgspec.Struct, frozen=True, kw_only=True):
    """A brother or sister whose documents and words serve again."""

    student: Student
    documents: tuple[GivenDocument, ...] = ()
    note: str = ""


class NextChild(msgspec.Struct, frozen=True, kw_only=True):
    """A brother or sister whose re-enrolment is still to be asked for."""

    student: Student
    begun: bool = False


class NextChildren(msgspec.Struct, frozen=True, kw_only=True):
    """Those, among all of the family's students."""

    students: tuple[Student, ...]
    children: tuple[NextChild, ...]


class ReEnrolmentView(OfStudent, frozen=True, kw_only=True):
    """The tab, with what the family has prepared; `read_at` and `trouble` are the tab's own."""

    screen: ReEnrolment | None = None
    """None where it is not activated, or (with trouble) cannot be read."""
    seen: str = ""
    """Sealed: the tab as it is shown; the first step's form brings it back."""
    begun: bool = False
    """Whether the family has a draft."""
    ticked: frozenset[str] = frozenset()
    """Keys of the disciplines that go on."""
    answers: Mapping[str, str] = msgspec.field(default_factory=dict)
    """By question key, as typed."""
    note: str = ""
    given: tuple[GivenDocument, ...] = ()
    gone: tuple[str, ...] = ()
    """Names of files that were given, and are no longer kept."""
    wanted: tuple[WantedDocument, ...] = ()
    lenders: tuple[Lender, ...] = ()
    version: str = ""
    """The draft's, as it is shown, and of what it replaces: « Valider » sends no other."""
    replaces: tuple[str, ...] = ()
    """Numbers of the requests for this student that wait for the family: what is sent takes their
    place."""
    not_taken_up: tuple[str, ...] = ()
    """Those of them whose documents are not in the draft."""
    lost: tuple[str, ...] = ()
    """What the family had chosen and the tab no longer offers, as a person reads it."""
    added: tuple[str, ...] = ()
    """Disciplines that the tab has offered since the family chose."""
    changed: bool = False
    """Whether the tab is known to be another one than the family chose on."""
    closed: bool = False
    """Whether the tab is known to be gone since."""
    problems: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What is to be corrected before it is sent, by question key; "" is the whole's."""
    note_problem: str | None = None
    sends: bool = False
    """Whether the school's receipt is configured, so that it can be sent from here."""
    offers_keeping: bool = False
    """Whether the means to sign in may be kept until delivery."""
    image_megabytes: float = 0
    """How large a photo may be, in millions of bytes."""
    asked: RequestView | None = None
    """The newest request for this student's re-enrolment."""
    done: bool = False
    """Whether that request, or one made on the old site, waits, or was validated on this very tab:
    nothing is left to ask."""
    next_children: tuple[NextChild, ...] = ()

    @property
    def missing(self) -> tuple[WantedDocument, ...]:
        """Names of the school's list without any document."""
        return tuple(each for each in self.wanted if each.missing)
