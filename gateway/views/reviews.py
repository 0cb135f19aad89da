"""A conflict, laid before its family field by field."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from adapters.model import Sheet
from gateway.views.requests import RequestView

CHOICE = "choix:"
"""Before a field's key in the key of the choice that is about it."""
KEEP = "garder"
ASK = "demander"


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """What the family asked for, on the sheet as it is now."""

    asked: RequestView
    sheet: Sheet | None
    """Only the fields that were asked for, as the school has them now, each after a choice of
    whether to keep that (`CHOICE` + its key: `KEEP` or `ASK`); None where it cannot be read now."""
    begun: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What was asked for, by field key: what the form begins with."""
    seen: str = ""
    press: str = ""
    offers_keeping: bool = False
    read_at: datetime | None = None
    trouble: str | None = None
    incident: str | None = None
