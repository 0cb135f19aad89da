"""The school's records, behind one door: families ask, the staff decides, the ledger remembers."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock

from adapters.school import domain, mails, passwords
from adapters.school.billing import Invoice
from adapters.school.enrolling import ReEnrolments
from adapters.school.ledger import Ledger
from adapters.school.mails import Mail
from adapters.school.records import Family, Record, Student
from adapters.school.refusal import Refused


class Office:
    """Every family by its identifier. Safe to call from any thread.

    What takes a `student` (by number, or by a label that no sibling shares) is about that student's
    Identité, and about Famille where it is None. Everything that takes an identifier raises
    KeyError where there is no such family or student.
    """

    def __init__(self, families: list[Family], ledger: Ledger, now: Callable[[], datetime]) -> None:
        """Takes over `families`: they change from here on. `now` gives a time with its zone."""
        self.ledger = ledger
        self.mailed: list[Mail] = []
        """Every mail that the school would have sent, in order."""
        self._families = {family.identifier: family for family in families}
        self._now = now
        self._lock = Lock()
        self.re_enrolments = ReEnrolments(ledger, self.mailed, now, self._lock)

    def families(self) -> tuple[Family, ...]:
        """Every family."""
        return tuple(self._families.values())

    def family(self, identifier: str) -> Family:
        """The family of that identifier."""
        return self._families[identifier]

    def student(self, identifier: str, word: str) -> tuple[Family, Student]:
        """A student, with its family."""
        family = self.family(identifier)
        return family, family.student(word)

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

    def change_password(self, identifier: str, former: str, new: str, again: str) -> None:
        """A family sets another password; its sessions go on.

        Raises:
            Refused: the former one is wrong, or the school does not take the new one.
        """
        with self._lock:
            family = self.family(identifier)
            if not secrets.compare_digest(family.password.encode(), former.encode()):
                raise Refused("L’ancien mot de passe est incorrect.")
            passwords.check(new, again)
            family.password = new
            self.ledger.append("password", identifier)

    def send_password(self, identifier: str, email: str) -> bool:
        """A new password replaces the former one and is mailed; False where the pair is unknown."""
        with self._lock:
            family = self._families.get(identifier.strip())
            if family is None or not family.email:
                return False
            if family.email.casefold() != email.strip().casefold():
                return False
            family.password = passwords.made_up()
            self.mailed.append(
                mails.new_password(self._now(), family.identifier, family.email, family.password)
            )
            self.ledger.append("lost_password", family.identifier)
            return True

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
