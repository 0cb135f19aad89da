"""How long to wait before trying again: longer each time, and never all at the same moment."""

import random
from datetime import timedelta

from gateway.settings import Delivery

_DOUBLINGS = 30
"""More would overflow; the longest pause is reached long before."""

_SHORTEST = 0.1
"""Of the pause: full jitter may come to nothing, and then nothing was waited for."""


def pause(settings: Delivery, attempts: int) -> timedelta:
    """The pause after that many attempts: anything up to one that doubles each time, capped."""
    doubled = settings.first_pause_seconds * 2 ** min(max(attempts, 1) - 1, _DOUBLINGS)
    longest = min(doubled, settings.longest_pause_seconds)
    return timedelta(seconds=longest * random.uniform(_SHORTEST, 1))  # noqa: S311 (not a secret)
