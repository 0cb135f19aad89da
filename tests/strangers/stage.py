"""What every stranger offers to the tests, whatever its pages look like."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Account:
    """A family that may sign in; `site` is its site's visible label, None without a choice."""

    site: str | None
    identifier: str
    password: str


@dataclass(frozen=True)
class Shown:
    """One field of Famille as a person sees it, values of choices by their visible label."""

    caption: str
    value: str
    section: str = ""
    editable: bool = True


@dataclass(frozen=True)
class Effect:
    """One request that the old site took, with the stored values it changed, by visible caption."""

    identifier: str
    changes: dict[str, str] = field(default_factory=dict)


class Stranger(Protocol):
    """An old extranet served on loopback in threads of this process."""

    accounts: tuple[Account, ...]
    """At least two families."""
    ledger: list[Effect]
    """Every effect applied, in order; a form re-posted without a change is an effect too."""
    posts: list[list[tuple[bytes, bytes]]]
    """Every Famille form received, as raw percent-decoded pairs in the order they came."""

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""

    def stop(self) -> None:
        """Stop serving."""

    def famille(self, identifier: str) -> list[Shown]:
        """What a person reads on Famille now, in order: the truth the reading is compared with."""

    def waiting(self, identifier: str) -> dict[str, str]:
        """Requested values that wait for the staff, by visible caption."""

    def browser_post(self, identifier: str, changes: dict[str, str]) -> list[tuple[bytes, bytes]]:
        """The exact pairs a browser would send from Famille after these edits (by caption)."""

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""

    def refuse(self, identifier: str) -> None:
        """The staff turns it down: the old values stay."""

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a field itself, at once in force."""

    def end_sessions(self) -> None:
        """Every signed-in session ends, as after a restart of the old server."""
