"""Invoices, credit notes and payments of one family, and their sums."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from adapters.school.money import euros, figures
from adapters.school.tables import Line, Table

INVOICES = "Factures"
PAYMENTS = "Règlements"


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """An invoice; a credit note (avoir) is one of less than nothing."""

    number: str
    day: date
    label: str
    cents: int
    student: str = ""
    period: str = ""
    due: date | None = None
    archived: bool = False
    """Whether its document is put away: no duplicate is offered."""


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A payment towards one invoice; less than nothing where the school paid back."""

    day: date
    method: str
    invoice: str
    cents: int
    reference: str = ""


@dataclass(frozen=True)
class Billing:
    """All of one family's, latest first."""

    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()

    @cached_property
    def _paid(self) -> dict[str, int]:
        paid: dict[str, int] = {}
        for payment in self.payments:
            paid[payment.invoice] = paid.get(payment.invoice, 0) + payment.cents
        return paid

    def invoice(self, number: str) -> Invoice | None:
        """The invoice of that number, or None."""
        return next((one for one in self.invoices if one.number == number), None)

    def paid(self, invoice: Invoice) -> int:
        """What was paid towards it, in cents."""
        return self._paid.get(invoice.number, 0)

    @property
    def billed(self) -> int:
        """All invoices less all credit notes, in cents."""
        return sum(one.cents for one in self.invoices)

    @property
    def received(self) -> int:
        """All payments, in cents."""
        return sum(one.cents for one in self.payments)

    @property
    def balance(self) -> str:
        """What the page says is left to pay."""
        left = self.billed - self.received
        if left > 0:
            return f"Solde à régler\N{NO-BREAK SPACE}: {euros(left)}"
        if left < 0:
            return f"Solde en votre faveur\N{NO-BREAK SPACE}: {euros(-left)}"
        return "Votre compte est soldé." if self.invoices else ""

    def invoice_table(self) -> Table:
        """The list of invoices."""
        return Table(
            columns=(
                "Numéro",
                "Date",
                "Libellé",
                "Élève",
                "Période",
                "Échéance",
                "Montant",
                "Réglé",
                "Reste dû",
                "État",
            ),
            lines=tuple(
                Line(one.number, self._invoice_cells(one), opens=not one.archived)
                for one in self.invoices
            ),
            empty="Aucune facture n’a été émise.",
            total=(euros(self.billed), euros(self.received), euros(self.billed - self.received), "")
            if self.invoices
            else (),
        )

    def _invoice_cells(self, one: Invoice) -> tuple[str, ...]:
        left = one.cents - self.paid(one)
        return (
            one.number,
            figures(one.day),
            one.label,
            one.student,
            one.period,
            figures(one.due),
            euros(one.cents),
            euros(self.paid(one)),
            euros(left),
            _state(one, left),
        )

    def payment_table(self) -> Table:
        """The list of payments."""
        return Table(
            columns=("Date", "Mode de règlement", "Référence", "Facture", "Montant"),
            lines=tuple(
                Line(
                    "",
                    (
                        figures(one.day),
                        one.method,
                        one.reference,
                        one.invoice,
                        euros(one.cents),
                    ),
                    opens=False,
                )
                for one in self.payments
            ),
            empty="Aucun règlement enregistré.",
            total=(euros(self.received),) if self.payments else (),
        )


def _state(invoice: Invoice, left: int) -> str:
    if invoice.cents < 0:
        return "Avoir remboursé" if left == 0 else "Avoir"
    if left == 0:
        return "Soldée"
    return "À régler" if left == invoice.cents else "Partiellement réglée"
