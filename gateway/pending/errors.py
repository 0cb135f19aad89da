"""What can go wrong with a request on the gateway's own side.

PendingError
├── NotFound        no such request of this family's
├── NotOpen         the school has not said what its receipts say: nothing can be sent
│   └── OutsideDates   the school re-enrols from when to when it has said
├── InvalidFields   show the form again with what was typed
├── TooLate         it has moved on meanwhile: say what has become of it
├── BeginAnew       nothing was sent: its delivery starts again at its first reading
└── LostRace        somebody else has moved this request on: change nothing
"""

from collections.abc import Mapping

from adapters.model import Sheet
from gateway.announcements import Opening


class PendingError(Exception):
    """Something is wrong with a request."""


class NotFound(PendingError):
    """There is no such request, or it is another family's: never told apart."""


class NotOpen(PendingError):
    """Re-enrolments are closed for sending: their receipt's wording is not configured."""


class OutsideDates(NotOpen):
    """It is not between the dates that the school has set: `opening` says which."""

    def __init__(self, opening: Opening) -> None:
        """As it was when this was refused."""
        super().__init__()
        self.opening = opening


class InvalidFields(PendingError):
    """What was typed cannot be sent as it is."""

    def __init__(self, problems: Mapping[str, str], sheet: Sheet | None = None) -> None:
        """`problems` maps field keys to error keys; the key "" is the whole form's.

        `sheet` is the one that the family had open, where it was one.
        """
        super().__init__()
        self.problems = dict(problems)
        self.sheet = sheet


class TooLate(PendingError):
    """What was asked of a request is no longer possible where it stands now."""


class BeginAnew(PendingError):
    """What was read before sending no longer holds; nothing was sent."""


class LostRace(PendingError):
    """The request is no longer as it was read."""
