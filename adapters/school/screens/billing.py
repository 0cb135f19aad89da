"""Facturation (guide): invoices and payments, and an invoice's duplicate as PDF."""

from collections.abc import Callable

from adapters.school.billing import INVOICES, PAYMENTS
from adapters.school.families import NAME
from adapters.school.pdf import duplicate
from adapters.school.screens.screen import Answer, Content, Missing, Page, Screen, Visit
from adapters.school.tables import Line


def _show(visit: Visit) -> Answer:
    billing = visit.signed_in().billing
    invoices = billing.invoice_table().page(visit.query.get("factures", ""))
    payments = billing.payment_table().page(visit.query.get("reglements", ""))

    def duplicate_address(line: Line) -> str:
        return visit.markup.link("duplicata", facture=line.number)

    def pages(list: str) -> Callable[[int], str]:
        """The pages of one list; the other stays where it is."""
        now = {"factures": str(invoices.number), "reglements": str(payments.number)}
        return lambda number: visit.markup.link("facturation", **{**now, list: str(number)})

    return Page(
        {
            "lists": [
                {
                    "heading": INVOICES,
                    "page": invoices,
                    "address": duplicate_address,
                    "page_address": pages("factures"),
                },
                {
                    "heading": PAYMENTS,
                    "page": payments,
                    "address": lambda _: "",
                    "page_address": pages("reglements"),
                },
            ],
            "balance": billing.balance,
        }
    )


def _duplicate(visit: Visit) -> Answer:
    family = visit.signed_in()
    number = visit.query.get("facture", "")
    found = visit.office.invoice(number)
    if found is None or found[1].archived:
        return Missing()
    whose, invoice = found
    if whose is not family and not visit.markup.serves_any_invoice:
        return Missing()
    return Content(duplicate(NAME, whose, invoice), "application/pdf", "duplicata.pdf")


SCREEN = Screen("billing", "Facturation", "facturation", _show, "billing.html")
INVOICE = Screen("invoice", "Duplicata", "duplicata", _duplicate)
