"""Signing in, and who is there."""

from datetime import datetime

import msgspec

from adapters.model import Site
from gateway.sessions import Left

__all__ = ["Left", "SignedIn", "SiteList", "Visit"]


class SiteList(msgspec.Struct, frozen=True, kw_only=True):
    """The sites for the sign-in page."""

    sites: tuple[Site, ...]
    """Empty where the old page offers no choice."""
    read_at: datetime | None
    """When the old site last said so; None if it never did."""
    trouble: str | None = None
    """The key of the error, if the old site does not answer now and this is the kept list."""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session just opened; `cookie` goes to the browser and nowhere else."""

    cookie: str

    def __repr__(self) -> str:
        """Never shows the cookie."""
        return "SignedIn(…)"


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in family's request, as far as pages need to know it."""

    school: str
    account: str
    """A pseudonym: it may be logged."""
    session: str
    """The session's handle inside the portal (its cookie's digest): never shown."""
    csrf: str
    """The token that every form of this session carries."""
    left: Left | None = None
    """How long the session still lasts after this request; None where nobody looked."""
