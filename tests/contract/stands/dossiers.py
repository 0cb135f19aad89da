"""The stands whose families can be read whole: their students, lists, sheets and bills."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Protocol

from adapters.memory import Showing
from adapters.port import Extranet
from tests.contract.stands.memory import memory
from tests.contract.stands.school import school
from tests.contract.stands.stand import Stand
from tests.strangers.dossiers.stage import Eleve, Facturation
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


STRANGERS = sorted(
    path.stem
    for path in (Path(__file__).parents[2] / "strangers" / "dossiers").glob("*.py")
    if path.stem not in ("__init__", "stage")
)

STUDENT_STANDS: dict[str, Callable[[], AbstractContextManager[StudentStand]]] = {
    "memory": partial(memory, Showing.REQUESTED),
    "memory-showing-current": partial(memory, Showing.CURRENT),
    "school-old": partial(school, "old"),
    "school-refreshed": partial(school, "refreshed"),
}

DOSSIER_STANDS: dict[str, Callable[[], AbstractContextManager[DossierStand]]] = {
    "memory": partial(memory, Showing.REQUESTED),
    "school-old": partial(school, "old"),
    "school-refreshed": partial(school, "refreshed"),
}
