"""What is kept, under which key, and on what terms."""

from datetime import datetime, timedelta
from typing import Generic, TypeVar

import msgspec

READER = "1"
"""Version of the model that is kept: another one finds nothing of it."""

T = TypeVar("T")


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept, and of whom: no two schools or accounts ever share one."""

    school: str
    account: str = ""
    """The account's pseudonym; "" for what is the whole school's."""
    resource: str
    parameters: tuple[str, ...] = ()
    reader: str = READER

    @property
    def name(self) -> str:
        """The resource with its parameters, as the store has it."""
        return "/".join((self.resource, *self.parameters))


class Reading(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What is known of a resource, and how current that is."""

    value: T | None = None
    """None where nothing is kept and nothing could be read."""
    read_at: datetime | None = None
    """When the value was read."""
    trouble: str | None = None
    """Why the value is not of now, or is missing: the error's key."""
    incident: str | None = None
    """The number under which the log has that trouble."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How a resource is served."""

    fresh_for: timedelta = timedelta()
    """For so long what is kept stands for what is there now."""
    waits: bool = False
    """Past that, whether a reader waits a little for a new reading, rather than see the kept one at
    once while it is read anew."""
    far: bool = False
    """Whether the store keeps it too, so that a restart or an outage still finds it."""
