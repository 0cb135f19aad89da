"""What every stranger that can be read whole offers to the tests, whatever its pages look like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tests.strangers.stage import Account


@dataclass(frozen=True)
class Seen:
    """A caption and its value, as a person reads them ("" for an empty value)."""

    caption: str
    value: str


@dataclass(frozen=True)
class Grid:
    """A list as a person reads it on all its pages, in the old site's own order.

    `columns` are its visible headings and `lines` its cells ("" where empty); columns that hold
    only buttons or pictures to press are left out. `opens` says, line by line, what opening it
    shows: a sheet, the bytes of a PDF, or nothing. An empty list has no lines.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...] = ()
    opens: tuple["Fiche | bytes | None", ...] = ()


@dataclass(frozen=True)
class Fiche:
    """A sheet to read: its captions and values in order, and its lists.

    `lists` are by the words of the tab or heading that they stand under, as the old site has them
    (« Évaluations », « Absence »).
    """

    fields: tuple[Seen, ...]
    lists: Mapping[str, Grid] = field(default_factory=dict)


@dataclass(frozen=True)
class Eleve:
    """One student: `label` as the choice of students shows it."""

    label: str
    identite: tuple[Seen, ...]
    cours: Grid
    historique: Grid
    repertoire: Grid


@dataclass(frozen=True)
class Facturation:
    """Invoices and payments: in two lists by their headings, or in one that holds both."""

    lists: Mapping[str, Grid]
    balance: str | None = None
    """What the screen says of the account, in its own words; None where it never does."""


class Dossiers(Protocol):
    """An old extranet served on loopback in threads of this process."""

    accounts: tuple[Account, ...]
    """Families with 0, 1, 3 and 12 students, in this order."""

    def start(self) -> str:
        """Serve on a free port of 127.0.0.1; returns the sign-in address."""

    def stop(self) -> None:
        """Stop serving."""

    def eleves(self, identifier: str) -> list[Eleve]:
        """The family's students, in the order in which the old site offers them: the truth."""

    def facturation(self, identifier: str) -> Facturation:
        """The family's invoices and payments: the truth."""

    def end_sessions(self) -> None:
        """Every signed-in session ends, as after a restart of the old server."""
