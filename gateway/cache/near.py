"""The near tier: what was read, in memory, ended by every write of its account."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cachetools import TTLCache
from msgspec.structs import replace

from gateway.cache.keys import Key, Reading

Owner = tuple[str, str]
"""School and account."""


@dataclass
class _Entry:
    reading: Reading[Any]


class Near:
    """The least recently used make room; what is older than the longest session goes."""

    def __init__(self, most: int, seconds: float, timer: Callable[[], float]) -> None:
        """At most `most` readings, none for longer; `timer` gives the present moment in seconds."""
        self._entries: TTLCache[Key, _Entry] = TTLCache(most, seconds, timer)
        self._generations: Counter[Owner] = Counter()

    def get(self, key: Key) -> Reading[Any] | None:
        """What is kept under that key, or None."""
        entry = self._entries.get(key)
        return None if entry is None else entry.reading

    def generation(self, key: Key) -> int:
        """Grows with every write of the key's account; a reading is of the one it began in."""
        return self._generations[key.school, key.account]

    def put(self, key: Key, reading: Reading[Any], generation: int) -> bool:
        """Keep a reading, unless a write of its account came after it began."""
        if generation != self.generation(key):
            return False
        self._entries[key] = _Entry(reading)
        return True

    def trouble(self, key: Key, failed: Reading[Any], generation: int) -> None:
        """Note with what is kept why it could not be read anew; it grows no younger by that."""
        entry = self._entries.get(key)
        if entry is not None and generation == self.generation(key):
            entry.reading = replace(entry.reading, trouble=failed.trouble, incident=failed.incident)

    def drop(self, key: Key) -> None:
        """Forget one reading: the old site no longer has such a thing."""
        self._entries.pop(key, None)

    def end(self, school: str, account: str) -> None:
        """Begin a new generation: nothing of the account is kept from before."""
        self._generations[school, account] += 1
        for key in list(self._entries):
            if (key.school, key.account) == (school, account):
                self._entries.pop(key, None)

    def of(self, school: str, account: str) -> list[tuple[Key, Reading[Any]]]:
        """What is kept of one account."""
        return [
            (key, entry.reading)
            for key, entry in list(self._entries.items())
            if (key.school, key.account) == (school, account)
        ]

    def owners(self) -> set[Owner]:
        """The accounts of which something is kept."""
        return {(key.school, key.account) for key in list(self._entries) if key.account}
