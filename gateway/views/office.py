"""What the desk's screens show, and what the school's staff may decide there."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from gateway.drift import Drifted
from gateway.pending.states import State
from gateway.views.requests import RequestView

Hindrance = Literal["address", "today", "moving", "nothing"]
"""No address is known; it was written to today already; it is being sent; it has
ended, or lacks nothing."""


class Role(StrEnum):
    """What somebody of the school may do at the desk; each may all that stands before it."""

    READ = "lecture"
    DECIDE = "decision"
    ADMINISTER = "administration"


class Clerk(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the school who is signed in at the desk."""

    school: str
    id: str
    """A pseudonym: it may be logged."""
    name: str
    """As colleagues read it in the journal."""
    role: Role
    csrf: str
    """The token that every form of this session carries."""


class Decision(StrEnum):
    """What the staff may decide on a request."""

    APPROVE = "approuver"
    """Of one held for review: iMuse gets it."""
    REFUSE = "refuser"
    """Of one held for review: iMuse never gets it."""
    ASK = "demander"
    """The family is written to: something is missing. What was held for review goes back to it,
    anything else stays where it is."""
    SEND_ANYWAY = "envoyer"
    """Of a conflict: iMuse gets what the family asked, in spite of what it shows now."""
    KEEP = "garder"
    """Of a conflict: what iMuse shows now stays; the request ends."""
    FIELD_BY_FIELD = "champs"
    """Of a conflict: iMuse gets some of what the family asked, and keeps what it shows of the
    rest."""
    RETRY = "reessayer"
    """Try or read again at once."""
    VALIDATED_THERE = "validee"
    """It is validated in iMuse; the old site was not asked."""
    REFUSED_THERE = "refusee"
    """It is refused in iMuse; the old site was not asked."""


class Group(StrEnum):
    """What a list of requests may be narrowed to."""

    ALL = "toutes"
    URGENT = "a-traiter"
    """A person is needed first: held for review, conflicts, what cannot be known."""
    ON_THE_WAY = "en-route"
    WAITING = "en-attente"
    """In iMuse, for its staff."""
    BLOCKED = "bloquees"
    WITH_FAMILY = "chez-la-famille"
    """Sent back to it: iMuse gets nothing before it, or the school, has acted."""
    ENDED = "terminees"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which requests a list is asked for."""

    group: Group = Group.URGENT
    kind: str = ""
    """"family", "student", "re_enrolment", or "" for any."""
    state: State | None = None
    """That state alone; None for any."""
    search: str = ""
    """Words of a family's or a student's name, or of a receipt's number."""
    page: int = 1


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A request in a list."""

    number: str
    kind: str
    student: str
    """"" for Famille, and where the contents were erased."""
    family: str
    """The person responsible, as the sheet named them when it was asked; "" where unknown."""
    state: State
    asked_at: datetime
    seen_at: datetime | None
    urgent: bool
    fence: int
    may: tuple[Decision, ...]
    erased: bool = False
    """Whether its contents were: no name of it is known any more."""


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list: the urgent first, then the oldest."""

    lines: tuple[Line, ...]
    counts: dict[Group, int]
    """Of the search, the kind and the state, for every group."""
    total: int
    pages: int
    page: int


REMINDED = "reminded"
"""An act: a family was reminded of what its request lacks."""


class Lack(msgspec.Struct, frozen=True, kw_only=True):
    """A request that lacks something, as far as is known here: not what was given at the school."""

    line: Line
    account: str
    """What stands for its family: two may have one name."""
    documents: tuple[str, ...] = ()
    """Those that the old site wants, and that were not joined as it was asked."""
    missing_by: datetime | None = None
    """By when its family was told to give them."""
    asked: str = ""
    """What the school has asked for last, in its words."""
    written_at: datetime | None = None
    """When the school last wrote about it from the desk, to ask or to remind."""
    mailed_to: tuple[str, ...] = ()
    """The family's addresses, masked."""
    hindrance: Hindrance | None = None
    """Why no reminder can go out now."""


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """The requests that lack something, all or those of a search."""

    lacks: tuple[Lack, ...]
    """The oldest first."""
    pieces: frozenset[str] = frozenset()
    """Every document that some request lacks, whatever is searched for."""
    unread: int = 0
    """Open requests of which it cannot be said: they do not open any more."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the school did."""

    at: datetime
    who: str
    """Their name as it was then."""
    what: str
    """A key: "saw", "approuver", "refuser", …"""
    number: str = ""
    """Of the request, "" where it was about none."""
    note: str = ""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A request with all that a decision needs."""

    request: RequestView
    fence: int
    """What a decision on it carries back: one that was taken meanwhile makes it fail."""
    family: str
    others: tuple[Line, ...]
    """The family's other requests, the newest first."""
    acts: tuple[Act, ...]
    """The oldest first."""
    may: tuple[Decision, ...]
    previous: str
    """The number of the one before it in the list it was opened from, "" where there is none."""
    next: str


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """How the queue stands, and what came and went since a moment."""

    received: int
    sent: int
    """Of how many requests it became known that the old site has them."""
    waiting: int
    blocked: int
    with_family: int
    """Sent back to it."""
    urgent: int
    oldest: datetime | None
    """When the oldest that has not ended was asked."""
    halted: tuple[str, ...] = ()
    """The kinds of request that the old site gets none of for now; "" is the whole site."""
    drifted: tuple[Drifted, ...] = ()
    """Its screens that could not be read as they were, since the gateway was started."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A document of a request, to be looked at."""

    body: bytes
    media_type: str
    """"image/jpeg", "image/png" or "application/pdf": known by its bytes."""
    file_name: str
    """Made up of the request's number: nothing of the family's own."""
