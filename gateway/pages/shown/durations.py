"""Durations as « Données personnelles » and « Mes données » tell them."""

import math

from gateway.views import KeptFor

_DAY = 24 * 3600


def in_days(kept_for: KeptFor) -> dict[str, int]:
    """Those that are counted in days, rounded up."""
    return {
        name: math.ceil(getattr(kept_for, name) / _DAY)
        for name in ("draft", "answer", "request", "trace", "reading", "letter", "journal", "act")
    }
