"""What is due, for Facturation and for Accueil: unknown is said as unknown. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adapters.model import Step
from gateway.billing import Account, Bill, Standing, Sums
from gateway.pages.addresses import of_duplicate

FIRST = 5
"""Invoices that are named above the lists; the rest is counted."""


@dataclass(frozen=True)
class Owed:
    """An invoice that is due, or of which nobody can say whether it is."""

    name: str
    duplicate: str | None
    amount: Decimal | None
    due_date: date | None
    late: bool | None = None


@dataclass(frozen=True)
class Dues:
    """How the family's account stands."""

    standing: str
    amount: Decimal | None
    """What is to be paid, or what the family has in credit; None where that is not certain."""
    owed: tuple[Owed, ...]
    """First what is due first."""
    unclear: tuple[Owed, ...]
    sums: Sums

    @property
    def covered(self) -> bool:
        """Whether open credit notes cover all that is due."""
        return bool(self.owed) and self.standing != Standing.DUE

    @property
    def credited(self) -> Decimal | None:
        """What credit notes take off the invoices that are due; None where that is not certain."""
        amounts = [each.amount for each in self.owed]
        if self.amount is None or self.covered or None in amounts:
            return None
        return sum((each for each in amounts if each is not None), Decimal()) - self.amount

    @property
    def first(self) -> tuple[Owed, ...]:
        """Those that are named."""
        return self.owed[:FIRST]


def dues(account: Account) -> Dues:
    """What the lists amount to, ready to be shown."""
    return Dues(
        standing=account.standing.value,
        amount=_amount(account),
        owed=tuple(_owed(account)),
        unclear=tuple(_unclear(account)),
        sums=account.sums,
    )


def duplicate(bill: Bill) -> str | None:
    """Where the bill's PDF is; None where there is none."""
    if bill.line.ref is None:
        return None
    return of_duplicate(Step(list=bill.list, line=bill.line.ref))


def _amount(account: Account) -> Decimal | None:
    """By the lines; where they do not say it, by the old site's own sentence."""
    stated = account.sums.stated
    amount = account.total
    if amount is None and stated is not None and stated.signed and account.sums.agree is not False:
        amount = stated.amount
    if amount is not None and account.standing is Standing.DUE and amount <= 0:
        return None
    return None if amount is None else abs(amount)


def _owed(account: Account) -> Iterator[Owed]:
    for due in account.due:
        bill = due.bill
        yield Owed(_name(bill), duplicate(bill), due.amount, bill.due_date, due.late)


def _unclear(account: Account) -> Iterator[Owed]:
    for bill in account.unclear:
        yield Owed(_name(bill), duplicate(bill), bill.amount, bill.due_date)


def _name(bill: Bill) -> str:
    """Its label and its number, or whatever its line says first."""
    said = [text.strip() for text in (bill.label, bill.number) if text.strip()]
    return ", ".join(said or [text for text in bill.line.cells if text.strip()][:2])
