"""What time it is: handed to whatever needs it, so that tests set it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment, with its zone."""


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
