"""What can go wrong with a request on the gateway's own side.

PendingError
├── NotFound        no such request of this family's
├── InvalidFields   show the form again with what was typed
└── LostRace        somebody else has moved this request on: change nothing
"""

from collections.abc import Mapping

from adapters.model import Sheet


class PendingError(Exception):
    """Something is wrong with a request."""


class NotFound(PendingError):
    """There is no such request, or it is another family's: never told apart."""


class InvalidFields(PendingError):
    """What was typed cannot be sent as it is."""

    def __init__(self, problems: Mapping[str, str], sheet: Sheet) -> None:
        """`problems` maps field keys to error keys; the key "" is the whole form's.

        `sheet` is the one that the family had open.
        """
        super().__init__()
        self.problems = dict(problems)
        self.sheet = sheet


class LostRace(PendingError):
    """The request is no longer as it was read."""
