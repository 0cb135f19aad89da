"""The stands whose families can be read whole: their students, lists, sheets and bills."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from importlib import import_module
from typing import Protocol

from adapters.memory import Showing
from adapters.port import Extranet
from adapters.registry import extranet
from tests.contract.stands.memory import memory
from tests.contract.stands.school import school
from tests.contract.stands.stand import Stand
from tests.contract.stands.stranger import live, modules
from tests.contract.stands.whole import WHOLE_SITES, whole
from tests.strangers.dossiers.stage import Dossiers, Eleve, Facturation
from tests.strangers.stage import Account


class DossierStand(Protocol):
    """An old site with families of 0, 1, 3 and 12 students, and the adapter that reaches it."""

    @property
    def accounts(self) -> Sequence[Account]:
        """The families, in any order."""

    def extranet(self) -> Extranet:
        """A new adapter for the site; whoever asks for it closes it."""

    def eleves(self, identifier: str) -> list[Eleve]:
        """The family's students in the site's order, with all that a person reads: the truth."""

    def facturation(self, identifier: str) -> Facturation:
        """The family's invoices and payments: the truth."""

    def end_sessions(self) -> None:
        """Every signed-in session ends."""


class StudentStand(DossierStand, Stand, Protocol):
    """A stand whose staff decides on students' sheets too."""

    def validate_student(self, identifier: str, label: str) -> None:
        """The staff accepts what waits on the Identité of the student of that label."""

    def refuse_student(self, identifier: str, label: str) -> None:
        """The staff turns it down."""

    def edit_student(self, identifier: str, label: str, caption: str, value: str) -> None:
        """The staff changes a field itself."""


class _Stranger:
    def __init__(self, site: Dossiers, sign_in_url: str) -> None:
        self._site = site
        self._sign_in_url = sign_in_url

    @property
    def accounts(self) -> tuple[Account, ...]:
        return self._site.accounts

    def extranet(self) -> Extranet:
        return extranet("imuse", live(self._sign_in_url))

    def eleves(self, identifier: str) -> list[Eleve]:
        return self._site.eleves(identifier)

    def facturation(self, identifier: str) -> Facturation:
        return self._site.facturation(identifier)

    def end_sessions(self) -> None:
        self._site.end_sessions()


@contextmanager
def stranger(module: str) -> Iterator[DossierStand]:
    """The live adapter before the stranger of that module."""
    site: Dossiers = import_module(f"tests.strangers.dossiers.{module}").Site()
    sign_in_url = site.start()
    try:
        yield _Stranger(site, sign_in_url)
    finally:
        site.stop()


STRANGERS = modules("dossiers", "stage")

WHOLE = ("popups",)
"""The strangers that the whole suite reads; a parent reads the others, and the school's refreshed
markup, in the journeys."""

STUDENT_STANDS: dict[str, Callable[[], AbstractContextManager[StudentStand]]] = {
    "memory": partial(memory, Showing.REQUESTED),
    "memory-showing-current": partial(memory, Showing.CURRENT),
    "school-old": partial(school, "old"),
    "school-refreshed": partial(school, "refreshed"),
    **{name: partial(whole, name) for name in WHOLE_SITES},
}

DOSSIER_STANDS: dict[str, Callable[[], AbstractContextManager[DossierStand]]] = {
    "memory": partial(memory, Showing.REQUESTED),
    "school-old": partial(school, "old"),
    **{name: partial(stranger, name) for name in WHOLE},
    **{name: partial(whole, name) for name in WHOLE_SITES},
}
