"""The scenario's types: what its files hold. `README.md` describes them for people.

In every table a key that nobody knows is an error.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from adapters.recording.expected import Expected

FORMAT = 1
Headers = tuple[tuple[str, str], ...]
"""In their order, with repetitions; names in lower case."""


class State(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state of the old site, as far as this scenario tells states apart."""

    name: str
    meaning: str


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The family, by its fictional or pseudonymous means to sign in."""

    site: str | None = None
    """The label of its site, as a person reads it; None where there is no choice."""
    identifier: str
    password: str

    def __repr__(self) -> str:
        """Never shows them: a repr ends in logs."""
        return "Account(…)"


class Volatile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes from one visit to the next and so tells no two requests apart."""

    names: tuple[str, ...] = ()
    """Controls and query parameters whose value is not compared: anti-forgery tokens, say."""
    paths: tuple[str, ...] = ()
    """Regular expressions for parts of a path that are not compared: session ids, say."""


class Review(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person looked at every file and found nothing of a real family."""

    by: str
    on: date
    digest: str
    """`sealing.digest` of what was reviewed: a later change voids the stamp."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`scenario.toml`."""

    format: int
    title: str
    profile: str
    origin: Literal["synthetic", "recorded"]
    frozen: datetime
    """The moment at which the pages were read, with its offset."""
    sign_in: str
    """The sign-in address. Its host is a reserved name: no request ever goes there."""
    account: Account
    states: tuple[State, ...]
    """A replay starts in the first."""
    volatile: Volatile = Volatile()
    review: Review | None = None


class RequestHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`request.toml`: what a request must be for this step to answer it."""

    method: str
    target: str
    """Path and query, as sent."""
    headers: Headers = ()
    """Those that it must carry; `content-type` is compared without its parameters."""
    cookies: tuple[str, ...] = ()
    """Names of the cookies that it must carry."""
    states: tuple[str, ...] = ()
    """The states that this step answers in; none means every state."""
    leads_to: str | None = None
    """The state from now on; None leaves it."""


class ResponseHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`response.toml`."""

    status: int
    headers: Headers = ()


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A numbered folder: one request and its answer."""

    name: str
    """The folder's name: "03-famille"."""
    request: RequestHead
    request_body: bytes = b""
    response: ResponseHead
    response_body: bytes = b""
    expected: Expected | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of it."""

    head: Head
    steps: tuple[Step, ...]

    def expecting(self, reads: str) -> tuple[Step, ...]:
        """The steps whose expected model is of that sort, in order."""
        return tuple(s for s in self.steps if s.expected is not None and s.expected.reads == reads)
