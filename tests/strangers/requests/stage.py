"""What every stranger that takes re-enrolments and passwords offers to the tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.strangers.stage import Account


@dataclass(frozen=True)
class Box:
    """A cursus or a discipline on Réinscription, by the words that a person sees."""

    caption: str
    """What a person would call it by: the discipline's name."""
    ticked: bool
    tickable: bool = True
    """False where it is listed without a check box."""


@dataclass(frozen=True)
class Import:
    """A document as the old site keeps it."""

    name: str
    """The document's name, as its list shows it."""
    file_name: str
    body: bytes


@dataclass(frozen=True)
class Tab:
    """Réinscription as a person sees it now: the truth that the reading is compared with."""

    boxes: tuple[Box, ...]
    names: tuple[str, ...]
    """The documents' names offered in the import window, in its order, without « Choisissez… »."""
    imported: tuple[Import, ...]
    """What is listed as imported on the tab, in its order; () too where the site lists nothing."""
    lists_imports: bool
    """Whether the tab shows a list of what was imported."""
    note: str
    """What stands in the text area."""
    waiting: bool


@dataclass(frozen=True)
class Enrolled:
    """One press of « Valider » that the old site took."""

    identifier: str
    label: str
    """The student's, as the choice of students shows it."""
    ticked: tuple[str, ...]
    """Captions of the boxes that were ticked."""
    note: str
    documents: tuple[Import, ...]
    """What had been imported by then, for this student."""


@dataclass(frozen=True)
class Mailed:
    """A new password that the old site has sent."""

    identifier: str
    email: str
    password: str


class Requests(Protocol):
    """An old extranet served on loopback in threads of this process."""

    @property
    def accounts(self) -> Sequence[Account]:
        """Two families or more: the first with two students or more who may be re-enrolled."""

    @property
    def enrolled(self) -> Sequence[Enrolled]:
        """Every press of « Valider » that took effect, in order: twice is two."""

    @property
    def imports(self) -> Sequence[tuple[str, str, Import]]:
        """Every import that took effect, in order: identifier, student's label, document."""

    @property
    def mailed(self) -> Sequence[Mailed]:
        """Every new password sent, in order."""

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""

    def stop(self) -> None:
        """Stop serving."""

    def labels(self, identifier: str) -> list[str]:
        """The family's students, as the choice of students shows them."""

    def activate(self, on: bool) -> None:
        """The staff opens re-enrolments, or closes them: then no tab shows."""

    def tab(self, identifier: str, label: str) -> Tab:
        """Réinscription of that student, as a person sees it now."""

    def validate(self, identifier: str, label: str) -> None:
        """The staff validates the student's re-enrolment: the sentence no longer shows."""

    def password(self, identifier: str) -> str:
        """The family's password now."""

    def email(self, identifier: str) -> str:
        """The address that the old site knows for « Mot de passe perdu »."""

    def good_password(self) -> str:
        """A new password that keeps the site's rules."""

    def bad_password(self) -> str:
        """One that breaks them."""

    def end_sessions(self) -> None:
        """Every signed-in session ends, as after a restart of the old server."""

    def lose_next_answer(self, screen: str) -> None:
        """The next POST of "import", "valider" or "mot_de_passe" takes effect; its answer is lost.

        The connection is closed without a byte.
        """
