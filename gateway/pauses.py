"""How long to wait before trying again: longer each time, and never all at the same moment."""

import random
from datetime import timedelta

from gateway.settings import Delivery

_DOUBLINGS = 30
"""More would overflow; the longest pause is reached long before."""


def pause(settings: Delivery, attempts: int) -> timedelta:
    """The pause after that many attempts: doubled each time, capped, less up to a quarter."""
    doubled = settings.first_pause_seconds * 2 ** min(max(attempts, 1) - 1, _DOUBLINGS)
    longest = min(doubled, settings.longest_pause_seconds)
    return timedelta(seconds=longest * random.uniform(0.75, 1))  # noqa: S311 (not a secret)
