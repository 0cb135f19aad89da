"""What can go wrong at the desk. Nothing was changed by whatever raises one of them.

OfficeError
├── NotFound        there is no such request of this school's
├── NotAllowed      the clerk's role does not reach that far
├── Taken           it has moved on since it was shown: say who, and when
├── NotPossible     this decision cannot be taken where the request stands
├── Unreadable      its contents do not open any more: a lost key, a damaged row
├── Unwritten       the disk takes nothing more, for now
├── NotReminded     no letter can go out for it today: say why
├── Unchosen        field by field was decided, and not each of them was: say which
└── NoteMissing     this decision is told, or written down, in the clerk's words: there are none
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Literal

from gateway.vault import DoesNotOpen
from gateway.views.office import Hindrance

By = Literal["colleague", "gateway", "family"]


class OfficeError(Exception):
    """Something is wrong with what a clerk asks for."""


class NotFound(OfficeError):
    """There is no such request, or it is another school's: never told apart."""


class NotAllowed(OfficeError):
    """The clerk may look, and decide nothing."""


class NotPossible(OfficeError):
    """That decision cannot be taken on a request that stands where this one does."""


class Unreadable(OfficeError):
    """Its contents do not open any more: nothing can be shown of it, nor decided on it."""


class Unwritten(OfficeError):
    """Of one of several: it could not be written down."""


class NoteMissing(OfficeError):
    """A refusal needs a reason, a question its words, what was unknown who saw what."""


class Unchosen(OfficeError):
    """Of some fields of a conflict nobody has said what becomes of them."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """`keys` are theirs."""
        super().__init__()
        self.keys = keys


class NotReminded(OfficeError):
    """Nothing was written to its family."""

    def __init__(self, why: Hindrance) -> None:
        """`why` is what stands in the way."""
        super().__init__()
        self.why: Hindrance = why


class Taken(OfficeError):
    """Somebody was faster, or something has happened since."""

    def __init__(self, who: str, when: datetime | None, by: By = "colleague") -> None:
        """`who` is a colleague's name, "" for the gateway itself or the family; see `by`."""
        super().__init__()
        self.who = who
        self.when = when
        self.by: By = by


@contextmanager
def readable() -> Iterator[None]:
    """Raises Unreadable where something of a request does not open."""
    try:
        yield
    except DoesNotOpen as error:
        raise Unreadable from error
