"""Pending validations (demandes), as their family sees them."""

from datetime import datetime
from typing import Literal

import msgspec

from adapters.model import Student
from gateway.pending.states import FINAL, WITH_FAMILY, State


class AskedChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change as the family reads it: values by their labels."""

    key: str
    caption: str
    old: str
    """As the family saw it."""
    new: str
    in_force: str | None = None
    """What it is sent against, where the school has sent it in spite of a later value."""


class AskedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a re-enrolment, and how far it has come."""

    label: str
    """Its name, from the school's list."""
    file_name: str
    """As the family chose it."""
    size: int = 0
    """Bytes, as they are sent; 0 where that was not noted."""
    picture: bool = False
    """Else a PDF."""
    state: Literal["waiting", "sent", "unclear", "refused"]
    """Not sent yet; proven on the old site; sent and not proven; turned down there."""


class AskedReEnrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What a re-enrolment asks for, as its family reads it."""

    goes_on: tuple[str, ...]
    stops: tuple[str, ...]
    note: str = ""
    answers: tuple[AskedChange, ...] = ()
    documents: tuple[AskedDocument, ...] = ()
    missing: tuple[str, ...] = ()
    """Names of the school's list that no document was given for."""
    indispensable: tuple[str, ...] = ()
    """Those of the missing that the school calls indispensable."""
    missing_by: datetime | None = None
    """By when the missing ones are to be given."""
    receipt: str = ""
    """The school's own wording."""
    silence: Literal["accepts", "refuses"] | None = None
    silence_from: datetime | None = None
    """From when the school's silence counts as that."""
    remedies: str = ""
    follows: tuple[str, ...] = ()
    """Numbers of the family's earlier requests for this student, that this one adds to."""
    pressed: bool = False
    """Whether « Valider » was pressed there, or may have been: before it nothing is asked."""
    hindrance: Literal["", "closed", "waiting", "changed", "documents"] = ""
    """Of `blocked_conflict`: the tab is gone, awaits validation already, or is another one; or a
    document cannot be read any more on the gateway's side."""


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a request's history: the state it reached, when."""

    state: State
    at: datetime


class SaidBySchool(msgspec.Struct, frozen=True, kw_only=True):
    """What the school has written to the family about a request, or decided on it here."""

    at: datetime
    about: Literal["asked", "reminded", "refused", "validated", "sent", "sent_in_part", "approved"]
    """Something is missing, still missing; it is refused; it is validated in iMuse; it is sent in
    spite of a conflict, or a part of it is and the rest kept; it is sent in spite of what was
    asked."""
    words: str = ""


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A pending validation (demande), as its family sees it."""

    number: str
    """The receipt's number."""
    kind: str
    """What it is about: "family", "student", or "re_enrolment"."""
    family: str = ""
    """The person responsible, as Famille named them when it was asked; "" where unknown."""
    student: Student | None = None
    """The student that it is about, named as when it was asked; None for Famille."""
    state: State
    asked_at: datetime
    seen_at: datetime | None
    """When the old site was last read about it (« vu le … »)."""
    changes: tuple[AskedChange, ...]
    """Of a sheet; () for a re-enrolment."""
    re_enrolment: AskedReEnrolment | None = None
    history: tuple[Happened, ...]
    words: str = ""
    """The old site's own words about it, if any."""
    said: tuple[SaidBySchool, ...] = ()
    """What the school has written to the family about it, the oldest first."""
    conflict: dict[str, str] = {}
    """For `blocked_conflict`: field key → what the old site shows now, where the family has not
    seen it so."""
    kept: dict[str, str] = {}
    """Of a conflict: field key → what the school has kept in place of what was asked."""
    mailed_to: tuple[str, ...] = ()
    """Addresses the receipt goes to, masked; empty where none is known."""
    keeps_credentials: bool = False
    """Whether the means to sign in are kept for this request."""
    may_withdraw: bool = False
    """Whether the family may take it back now."""
    taken_back: bool = False
    """Of `withdrawn`: by the family itself, or asked anew; else a later request took over."""
    replaces: tuple[str, ...] = ()
    """Numbers of the requests whose place it took."""
    replaced_by: str = ""
    """The number of the request that took its place."""
    applied_at_once: bool = False
    """Validated without waiting: the old site shows the value unmarked, or had it already."""
    erased_at: datetime | None = None
    """When its contents were erased; what is left says that it was asked, and how it ended."""
    erased_at_its_end: bool = False
    """Whether its family wants its contents erased as soon as it has ended."""

    @property
    def waits_for_family(self) -> bool:
        """Whether it is for its family to look over, and to ask anew."""
        return self.state in WITH_FAMILY

    @property
    def unanswered(self) -> bool:
        """Whether it has ended because it waited for its family for too long."""
        before = self.history[-2].state if len(self.history) > 1 else None
        return self.state is State.EXPIRED and before in WITH_FAMILY

    @property
    def lacks(self) -> bool:
        """Whether the school has asked its family for something, and nothing was decided since."""
        asked = bool(self.said) and self.said[-1].about in ("asked", "reminded")
        return asked and self.state not in FINAL
