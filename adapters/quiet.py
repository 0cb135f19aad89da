"""Readings that nobody waits for: they come last, and never sign in.

What is asked within `quietly()` is asked quietly, however many share the session meanwhile. An
adapter then raises `SessionEnded` where it would have signed in again for a reading, and may raise
`GivesWay` where somebody else is waiting for the old site. One that knows nothing of this is only
less polite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


class GivesWay(Exception):
    """Others are asking the old site something now: this can wait. Nothing took effect."""


@contextmanager
def quietly() -> Iterator[None]:
    """Ask quietly within this context; tasks that it begins do so too."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    """Whether this is asked quietly."""
    return _quiet.get()
