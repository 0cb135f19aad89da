"""Pending validations (demandes), as their family sees them."""

from datetime import datetime

import msgspec

from adapters.model import Student
from gateway.pending.states import State


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
    """Which sheet it is about: "family", or "student"."""
    student: Student | None = None
    """Whose Identité it is about, named as when it was asked; None for Famille."""
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
