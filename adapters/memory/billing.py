"""Invoices, credit notes and payments, as lists whose sums agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from adapters.memory import pdf
from adapters.memory.tables import Books, Row, Table
from adapters.model import Column, ListName

INVOICES = (
    Column(caption="N°", name="number"),
    Column(caption="Date", name="date"),
    Column(caption="Libellé", name="label"),
    Column(caption="Élève", name="student"),
    Column(caption="Montant", name="amount"),
    Column(caption="Réglé", name="paid"),
    Column(caption="Solde", name="balance"),
    Column(caption="Échéance", name="due_date"),
    Column(caption="État", name="status"),
)
PAYMENTS = (
    Column(caption="Date", name="date"),
    Column(caption="Mode de règlement", name="method"),
    Column(caption="Référence", name="number"),
    Column(caption="Montant", name="amount"),
)
BOTH = (
    Column(caption="Date", name="date"),
    Column(caption="Type", name="type"),
    Column(caption="N°", name="number"),
    Column(caption="Libellé", name="label"),
    Column(caption="Montant", name="amount"),
    Column(caption="Échéance", name="due_date"),
    Column(caption="État", name="status"),
)
NO_INVOICE = "Aucune facture."
NO_PAYMENT = "Aucun règlement."


@dataclass(frozen=True)
class Invoice:
    """An invoice, or a credit note where its amount is negative."""

    number: str
    day: date
    label: str
    amount: Decimal
    paid: Decimal = Decimal(0)
    """What payments, and credit notes set against it, have covered."""
    due: date | None = None
    student: str = ""

    def status(self) -> str:
        """How far it is paid, in the school's words."""
        if self.amount < 0:
            return "Avoir imputé" if self.paid == self.amount else "Avoir à déduire"
        if self.paid == self.amount:
            return "Réglée"
        return "Partiellement réglée" if self.paid else "À régler"

    def duplicate(self) -> bytes:
        """The PDF."""
        return pdf.page(
            f"{'Avoir' if self.amount < 0 else 'Facture'} {self.number} - DUPLICATA",
            f"Date : {_day(self.day)}",
            f"{self.label} {self.student}".rstrip(),
            f"Montant : {euros(self.amount)}",
            "École fictive : ce document n’engage personne.",
        )


@dataclass(frozen=True)
class Payment:
    """A payment; it is of no one invoice."""

    day: date
    method: str
    amount: Decimal
    reference: str = ""


def two_lists(
    invoices: Iterable[Invoice] = (), payments: Iterable[Payment] = (), *, by_year: bool = False
) -> Books:
    """Invoices and payments each in a list of its own; `by_year` puts headings between lines."""
    issued, received = list(invoices), list(payments)
    first = Table(
        ListName.INVOICES,
        "Factures",
        INVOICES,
        [Row(_invoice(one), one.duplicate(), _school_year(one) if by_year else "")
         for one in issued],
        (f"Total facturé : {euros(_sum(issued))}",),
        NO_INVOICE,
    )  # fmt: skip
    second = Table(
        ListName.PAYMENTS,
        "Règlements",
        PAYMENTS,
        [Row((_day(one.day), one.method, one.reference, euros(one.amount))) for one in received],
        (f"Total réglé : {euros(_sum(received))}",),
        NO_PAYMENT,
    )
    return Books((first, second), (_balance(issued, received),))


def one_list(invoices: Iterable[Invoice] = (), payments: Iterable[Payment] = ()) -> Books:
    """Invoices and payments in one list, by date."""
    issued, received = list(invoices), list(payments)
    dated = [(one.day, Row(_either(one), one.duplicate())) for one in issued]
    dated += [
        (one.day, Row((_day(one.day), "Règlement", one.reference, one.method, euros(one.amount),
                       "", "")))
        for one in received
    ]  # fmt: skip
    rows = [row for _, row in sorted(dated, key=lambda pair: pair[0])]
    both = Table(
        ListName.INVOICES, "Factures et règlements", BOTH, rows, empty_words="Aucune écriture."
    )
    return Books((both,), (_balance(issued, received),))


def euros(amount: Decimal) -> str:
    """« 1 234,50 € », with no-break spaces."""
    figures = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
    return f"{figures} €".replace(" ", "\N{NO-BREAK SPACE}")


def _invoice(one: Invoice) -> tuple[str, ...]:
    return (
        one.number,
        _day(one.day),
        one.label,
        one.student,
        euros(one.amount),
        euros(one.paid),
        euros(one.amount - one.paid),
        _day(one.due),
        one.status(),
    )


def _either(one: Invoice) -> tuple[str, ...]:
    kind = "Avoir" if one.amount < 0 else "Facture"
    day, due = _day(one.day), _day(one.due)
    return (day, kind, one.number, one.label, euros(one.amount), due, one.status())


def _balance(issued: list[Invoice], received: list[Payment]) -> str:
    return f"Solde à régler : {euros(_sum(issued) - _sum(received))}"


def _sum(entries: Iterable[Invoice | Payment]) -> Decimal:
    return sum((one.amount for one in entries), Decimal(0))


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _school_year(one: Invoice) -> str:
    first = one.day.year if one.day.month >= 9 else one.day.year - 1
    return f"Année scolaire {first}-{first + 1}"
