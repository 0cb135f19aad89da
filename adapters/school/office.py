"""The school's records, behind one door: families ask, the staff decides, the ledger remembers."""

import secrets
from collections.abc import Mapping
from threading import Lock

from adapters.school import domain
from adapters.school.domain import Family
from adapters.school.ledger import Ledger


class Office:
    """Every family by its identifier. Safe to call from any thread.

    Everything that takes an identifier raises KeyError where there is no such family.
    """

    def __init__(self, families: list[Family], ledger: Ledger) -> None:
        """Takes over `families`: they change from here on."""
        self.ledger = ledger
        self._families = {family.identifier: family for family in families}
        self._lock = Lock()

    def families(self) -> tuple[Family, ...]:
        """Every family."""
        return tuple(self._families.values())

    def family(self, identifier: str) -> Family:
        """The family of that identifier."""
        return self._families[identifier]

    def admits(self, site: str, identifier: str, password: str) -> bool:
        """Whether these let somebody in."""
        family = self._families.get(identifier.strip())
        return (
            family is not None
            and family.site == site
            and secrets.compare_digest(family.password.encode(), password.encode())
        )

    def ask(self, screen: str, identifier: str, posted: Mapping[str, str]) -> None:
        """A family's form takes effect, and is written down.

        Raises:
            Refused: the school does not take it; nothing is changed or written.
        """
        with self._lock:
            changes = domain.ask(self._families[identifier], posted)
            self.ledger.append(screen, identifier, changes)

    def validate(self, identifier: str) -> None:
        """The staff accepts what waits."""
        with self._lock:
            domain.validate(self._families[identifier])

    def refuse(self, identifier: str) -> None:
        """The staff turns down what waits."""
        with self._lock:
            domain.refuse(self._families[identifier])

    def edit(self, identifier: str, field: str, value: str) -> None:
        """The staff changes a field itself, by its name or caption."""
        with self._lock:
            domain.edit(self._families[identifier], field, value)
