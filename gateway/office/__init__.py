"""The desk: what the school's staff sees of all families' requests, and decides on them."""

from gateway.office.errors import (
    NotAllowed,
    NoteMissing,
    NotFound,
    NotPossible,
    NotReminded,
    OfficeError,
    Taken,
    Unchosen,
    Unreadable,
    Unwritten,
)
from gateway.office.office import Office

__all__ = [
    "NotAllowed",
    "NotFound",
    "NotPossible",
    "NotReminded",
    "NoteMissing",
    "Office",
    "OfficeError",
    "Taken",
    "Unchosen",
    "Unreadable",
    "Unwritten",
]
