"""What every stand offers to the suite. Fields go by the caption that a person sees."""

from collections.abc import Sequence
from typing import Protocol

from adapters.port import Extranet
from tests.strangers.stage import Account, Effect, Shown

Pairs = list[tuple[bytes, bytes]]


class Stand(Protocol):
    """An old site with its staff's side, and the adapter that reaches it."""

    @property
    def accounts(self) -> Sequence[Account]:
        """Two families or more; the first two are used."""

    @property
    def ledger(self) -> Sequence[Effect]:
        """Every effect applied, in order."""

    def extranet(self) -> Extranet:
        """A new adapter for the site; whoever asks for it closes it."""

    def famille(self, identifier: str) -> list[Shown]:
        """What a person reads on Famille now, in order: the truth."""

    def waiting(self, identifier: str) -> dict[str, str]:
        """Requested values that wait for the staff."""

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""

    def refuse(self, identifier: str) -> None:
        """The staff turns it down."""

    def edit(self, identifier: str, caption: str, value: str) -> None:
        """The staff changes a field itself."""

    def end_sessions(self) -> None:
        """Every signed-in session ends."""


class WireStand(Stand, Protocol):
    """A stand that also tells what went over the wire."""

    @property
    def sign_in_url(self) -> str:
        """All that a gateway must be told."""

    @property
    def posts(self) -> Sequence[Pairs]:
        """Every Famille form received."""

    def browser_post(self, identifier: str, changes: dict[str, str]) -> Pairs:
        """What a browser would send from Famille as displayed last, after these edits."""
