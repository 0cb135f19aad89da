"""How current what a page shows is: said with every reading."""

from datetime import datetime

import msgspec


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A reading: with a value and trouble, what was read before; with trouble alone, nothing."""

    read_at: datetime | None
    """When it was read; None where nothing is shown."""
    trouble: str | None = None
    """The key of the error, if it could not be read now."""
    incident: str | None = None
    """The number under which the log has that error, where there is one."""
