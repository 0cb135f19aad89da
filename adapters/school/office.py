"""The school's records, behind one door: families ask, the staff decides, the ledger remembers."""

import secrets
from collections.abc import Mapping
from threading import Lock

from adapters.school import domain
from adapters.school.billing import Invoice
from adapters.school.ledger import Ledger
from adapters.school.records import Family, Record


class Office:
    """Every family by its identifier. Safe to call from any thread.

    What takes a `student` (by number, or by a label that no sibling shares) is about that student's
    Identité, and about Famille where it is None. Everything that takes an identifier raises
    KeyError where there is no such family or student.
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

    def record(self, identifier: str, student: str | None = None) -> Record:
        """What a sheet of that family holds."""
        family = self.family(identifier)
        return family if student is None else family.student(student)

    def records(self) -> dict[str, Record]:
        """Every sheet: families by identifier, students by identifier and number."""
        return {
            key: record
            for family in self.families()
            for key, record in (
                (family.identifier, family),
                *((f"{family.identifier}/{one.number}", one) for one in family.students),
            )
        }

    def invoice(self, number: str) -> tuple[Family, Invoice] | None:
        """The invoice of that number, whosever it is."""
        found = ((family, family.billing.invoice(number)) for family in self.families())
        return next(((family, invoice) for family, invoice in found if invoice), None)

    def admits(self, site: str, identifier: str, password: str) -> bool:
        """Whether these let somebody in."""
        family = self._families.get(identifier.strip())
        return (
            family is not None
            and family.site == site
            and secrets.compare_digest(family.password.encode(), password.encode())
        )

    def ask(
        self, screen: str, identifier: str, posted: Mapping[str, str], student: str | None = None
    ) -> None:
        """A family's form takes effect, and is written down.

        Raises:
            Refused: the school does not take it; nothing is changed or written.
        """
        with self._lock:
            changes = domain.ask(self.record(identifier, student), posted)
            self.ledger.append(screen, identifier, changes, student)

    def validate(self, identifier: str, student: str | None = None) -> None:
        """The staff accepts what waits."""
        with self._lock:
            domain.validate(self.record(identifier, student))

    def refuse(self, identifier: str, student: str | None = None) -> None:
        """The staff turns down what waits."""
        with self._lock:
            domain.refuse(self.record(identifier, student))

    def edit(self, identifier: str, field: str, value: str, student: str | None = None) -> None:
        """The staff changes a field itself, by its name or caption."""
        with self._lock:
            domain.edit(self.record(identifier, student), field, value)
