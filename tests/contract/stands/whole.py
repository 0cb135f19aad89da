"""The old sites that do all that the guide offers, as stands for every suite."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from adapters.port import Extranet
from tests.contract.stands.stand import WireStand
from tests.contract.stands.stranger import modules, served
from tests.strangers.dossiers.stage import Eleve, Facturation
from tests.strangers.requests.stage import Requests
from tests.strangers.stage import Account


class WholeStand(WireStand, Requests, Protocol):
    """All that any suite asks of a stand."""

    sign_in_url: str

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Families with 3, 1, 12 and 0 students, in this order."""

    def extranet(self) -> Extranet:
        """A new adapter for the site; whoever asks for it closes it."""

    def eleves(self, identifier: str) -> list[Eleve]:
        """The family's students in the site's order, with all that a person reads: the truth."""

    def facturation(self, identifier: str) -> Facturation:
        """The family's invoices and payments: the truth."""

    def validate(self, identifier: str, label: str | None = None) -> None:
        """The staff accepts what waits on Famille, or the re-enrolment of that student."""

    def end_sessions(self) -> None:
        """Every signed-in session ends."""

    def validate_student(self, identifier: str, label: str) -> None:
        """The staff accepts what waits on the Identité of the student of that label."""

    def refuse_student(self, identifier: str, label: str) -> None:
        """The staff turns it down."""

    def edit_student(self, identifier: str, label: str, caption: str, value: str) -> None:
        """The staff changes a field itself."""


WHOLE_SITES = modules("whole", "estate")


@contextmanager
def whole(module: str) -> Iterator[WholeStand]:
    """The live adapter before the site of that module."""
    with served(f"whole.{module}") as site:
        yield site
