"""From a reading to what its view says of how current it is."""

from datetime import datetime
from typing import Any, TypedDict

from gateway.cache import Reading
from gateway.views import Told


class Currency(TypedDict):
    """The attributes of `Told`."""

    read_at: datetime | None
    trouble: str | None
    incident: str | None


def told(reading: Reading[Any] | Told) -> Currency:
    """How current it is, as keywords of a view."""
    return {
        "read_at": reading.read_at,
        "trouble": reading.trouble,
        "incident": reading.incident,
    }
