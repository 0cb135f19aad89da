"""A disk that is full, by the kernel's own word."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def full(beyond: int = 0) -> Iterator[None]:
    """No file that this process writes takes a byte beyond so many (setrlimit(2), EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
