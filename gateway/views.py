"""What the portal hands to the pages: plain values, ready to show. No page looks below this."""

from datetime import datetime

import msgspec

from adapters.model import Home, Sheet, Site
from gateway.pending.states import State


class SiteList(msgspec.Struct, frozen=True, kw_only=True):
    """The sites for the sign-in page."""

    sites: tuple[Site, ...]
    """Empty where the old page offers no choice."""
    read_at: datetime | None
    """When the old site last said so; None if it never did."""
    trouble: str | None = None
    """The key of the error, if the old site does not answer now and this is the kept list."""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session just opened; `cookie` goes to the browser and nowhere else."""

    cookie: str

    def __repr__(self) -> str:
        """Never shows the cookie."""
        return "SignedIn(…)"


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in family's request, as far as pages need to know it."""

    school: str
    account: str
    """A pseudonym: it may be logged."""
    session: str
    """The session's handle inside the portal (its cookie's digest): never shown."""
    csrf: str
    """The token that every form of this session carries."""


class AskedChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change as the family reads it: values by their labels."""

    key: str
    caption: str
    old: str
    new: str


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a request's history: the state it reached, when."""

    state: State
    at: datetime


class RequestView(msgspec.Struct, frozen=True, kw_only=True):
    """A pending validation (demande), as its family sees it."""

    number: str
    """The receipt's number."""
    kind: str
    """What it is about: "family"."""
    state: State
    asked_at: datetime
    seen_at: datetime | None
    """When the old site was last read about it (« vu le … »)."""
    changes: tuple[AskedChange, ...]
    history: tuple[Happened, ...]
    words: str = ""
    """The old site's own words about it, if any."""
    conflict: dict[str, str] = {}
    """For `blocked_conflict`: field key → what the old site shows now."""
    mailed_to: tuple[str, ...] = ()
    """Addresses the receipt goes to, masked; empty where none is known."""
    keeps_credentials: bool = False
    """Whether the means to sign in are kept for this request."""
    applied_at_once: bool = False
    """Validated without waiting: the old site shows the value unmarked, or had it already."""


class HomeView(msgspec.Struct, frozen=True, kw_only=True):
    """Accueil."""

    home: Home | None
    """What the old Accueil says; None if it was never read."""
    read_at: datetime | None
    trouble: str | None
    """The key of the error, if the old site could not be read now."""
    open_requests: tuple[RequestView, ...]


class FamilyView(msgspec.Struct, frozen=True, kw_only=True):
    """Famille, open to be changed."""

    sheet: Sheet
    read_at: datetime
    seen: str
    """Sealed: what the family saw; the form brings it back."""
    press: str
    """Signed: makes a double press one request; the form brings it back."""
    waiting: dict[str, RequestView]
    """By field key: the family's own request that waits for this field."""
    offers_keeping: bool
    """Whether the family may tick that its means to sign in be kept until delivery."""
