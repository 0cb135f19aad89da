"""The staff's passwords: kept as argon2id, and long rather than odd (OWASP; ASVS 6.2)."""

import re
import secrets
import unicodedata
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.staff.errors import PasswordRefused

LEAST = 12
"""Characters; no composition is asked for."""

MOST = 256
"""Characters: enough for any sentence."""

_SHORTEST_NAME = 3
"""Letters: a shorter word of a name stands in too many passwords."""

_FIRST_GROUPS = 5
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for each other on paper."""


class Passwords:
    """Makes and checks what is kept of them; takes time on purpose: call it in a thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """By default with OWASP's parameters: 19 MiB, 2 passes, 1 lane."""
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

    @cached_property
    def _nobodys(self) -> str:
        """Of a password that nobody has: unknown accounts cost the same work."""
        return self._hasher.hash(secrets.token_urlsafe(32))

    def hashed(self, password: str) -> str:
        """What is kept of a password, with its parameters."""
        return self._hasher.hash(_normal(password))

    def right(self, kept: str | None, password: str) -> bool:
        """Whether it is this password; of nobody (None) the same work is done, and it never is."""
        nobodys = self._nobodys  # Made here for either, the first time.
        try:
            self._hasher.verify(nobodys if kept is None else kept, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether it was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def check_new(password: str, *names: str) -> None:
    """Accept a new password.

    Raises:
        PasswordRefused: it is too short or too long, or holds a word of `names`.
    """
    plain = _normal(password)
    if len(plain) < LEAST:
        raise PasswordRefused("short")
    if len(plain) > MOST:
        raise PasswordRefused("long")
    bare = _bare(plain)
    words = [word for name in names for word in re.split(r"[\W_]+", _bare(name))]
    if any(len(word) >= _SHORTEST_NAME and word in bare for word in words):
        raise PasswordRefused("named")


def first_password() -> str:
    """One to begin with, easily read out and typed: 98 random bits."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(_FIRST_GROUPS)]
    return "-".join(groups)


def _normal(password: str) -> str:
    """However a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password)


def _bare(text: str) -> str:
    """Without case and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
