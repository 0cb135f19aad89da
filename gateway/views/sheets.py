"""Famille and a student's Identité, open to be changed."""

from datetime import datetime

import msgspec

from adapters.model import Sheet
from gateway.views.dossiers import OfStudent
from gateway.views.requests import RequestView


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


class StudentView(OfStudent, frozen=True, kw_only=True):
    """A student's Identité, open to be changed: never one that was read before."""

    sheet: Sheet | None
    """None where it cannot be read now: `trouble` says why."""
    seen: str = ""
    press: str = ""
    """As for Famille; "" without a sheet."""
    waiting: dict[str, RequestView] = msgspec.field(default_factory=dict)
    """By field key: the family's own request that waits for this field of this student."""
    offers_keeping: bool = False
