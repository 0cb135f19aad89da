"""What the gateway holds on a family, as « Mes données » shows it."""

from datetime import datetime
from typing import Any

import msgspec

from gateway.views.requests import RequestView


class HeldSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session of the family's."""

    id: str
    """What a form names it by: it opens nothing."""
    opened_at: datetime
    used_at: datetime
    here: bool
    """Whether it is the one that asks."""


class HeldAct(msgspec.Struct, frozen=True, kw_only=True):
    """What the school's staff did about a request of the family's; who of them, it is not told."""

    at: datetime
    what: str
    """A key: "saw", "approuver", "refuser", …"""
    number: str
    note: str
    """What was written with it; "?" where that does not open."""

    def __repr__(self) -> str:
        """Never shows the note: a repr ends in logs."""
        return f"HeldAct(what={self.what!r})"


class HeldMeans(msgspec.Struct, frozen=True, kw_only=True):
    """Means to sign in that a request keeps, and until when at most."""

    number: str
    until: datetime | None


class HeldDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the family's."""

    id: str
    file_name: str
    size: int
    """Bytes."""
    kept_at: datetime
    number: str = ""
    """The request that holds it; "" in a draft."""
    until: datetime | None = None
    """When it goes by itself; None with the end of its request."""


class HeldLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that waits to be sent."""

    to: str
    subject: str
    text: str
    written_at: datetime


class HeldReading(msgspec.Struct, frozen=True, kw_only=True):
    """A screen of the old site's as it was read."""

    name: str
    """The resource, with its parameters."""
    read_at: datetime
    lasting: bool
    """Whether it outlasts the family's sessions."""
    value: Any = None
    """What was read, as plain values."""

    @property
    def resource(self) -> str:
        """Which kind of screen it is."""
        return self.name.partition("/")[0]

    def __repr__(self) -> str:
        """Never shows what it holds: a repr ends in logs."""
        return "HeldReading(…)"


class HeldDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A re-enrolment that is begun and not sent."""

    student: str
    """Named."""
    goes_on: tuple[str, ...]
    note: str
    answers: dict[str, str]
    """By the question's words."""
    documents: tuple[str, ...]
    """Names of its files."""


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """All that the gateway holds on one family."""

    identifier: str
    sessions: tuple[HeldSession, ...]
    means: tuple[HeldMeans, ...]
    requests: tuple[RequestView, ...]
    """The newest first."""
    open: tuple[RequestView, ...]
    """Those of them that have not ended."""
    acts: tuple[HeldAct, ...]
    """The newest first."""
    drafts: tuple[HeldDraft, ...]
    documents: tuple[HeldDocument, ...]
    letters: tuple[HeldLetter, ...]
    readings: tuple[HeldReading, ...]
    attempts: int
    """To sign in, that are still counted for the account."""
    lost: int
    """For a new password, likewise."""
