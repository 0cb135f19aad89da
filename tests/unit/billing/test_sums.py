"""Invoices less payments make the balance, or the family is told that they do not."""

from decimal import Decimal

import pytest

from adapters.model import Billing, Listing
from gateway.billing import Sums, bills
from gateway.billing.sums import sums as add_up
from tests.unit.billing.lists import billing, invoices, listing, payments

INVOICED = invoices({"amount": "300,00"})


def sums(shown: Billing) -> Sums:
    return add_up(shown, bills(shown))


def test_invoices_less_credit_notes_less_payments_is_the_difference() -> None:
    found = sums(
        billing(
            invoices({"amount": "1 200,00 €"}, {"amount": "-100,00 €"}),
            payments("600,00 €", "400,00 €"),
        )
    )
    assert (found.invoiced, found.paid) == (Decimal(1100), Decimal(1000))
    assert found.difference == Decimal(100)
    assert found.agree is None, "the old site states no balance to compare with"


@pytest.mark.parametrize(
    ("note", "agree"),
    [
        ("Solde : 100,00 €", True),
        ("Solde : -100,00 €", True),
        ("Solde débiteur : 100,00 €", True),
        ("Solde au 09/09/2026 : 100,00 €", True),
        ("Reste à payer : 100,00 €", True),
        ("Solde créditeur : 100,00 €", False),
        ("Solde : 90,00 €", False),
        ("Reste dû : 0,00 €", False),
        ("Ancien solde : 90,00 €", None),
        ("Solde : 100,00 € dont 20,00 € échus", None),
        ("Montant total : 90,00 €", None),
    ],
)
def test_the_old_sites_balance_is_compared_where_it_states_one(
    note: str, agree: bool | None
) -> None:
    found = sums(billing(invoices({"amount": "300,00"}), payments("200,00"), notes=(note,)))
    assert found.agree is agree
    assert (found.stated is not None) is (agree is not None)


def test_a_balance_below_a_list_counts_as_one_beside_them() -> None:
    below = invoices({"amount": "300,00"}, notes=("Total : 300,00 €", "Solde : 90,00 €"))
    found = sums(billing(below, payments("200,00")))
    assert found.stated is not None
    assert (found.stated.words, found.agree) == ("Solde : 90,00 €", False)


@pytest.mark.parametrize(
    "lists",
    [
        (INVOICED,),
        (invoices({"amount": "300,00"}, {"amount": "à calculer"}), payments("200,00")),
        (INVOICED, payments("200,00", "1.234")),
        (INVOICED, listing("payments", {"amount": "9", "status": "Rejeté"})),
        (INVOICED, listing("payments", {"amount": "9", "label": "Remboursement"})),
        (INVOICED, payments(), listing("3", {"amount": "9,00"})),
    ],
)
def test_what_cannot_be_added_up_for_certain_is_not(lists: tuple[Listing, ...]) -> None:
    assert sums(billing(*lists)).difference is None


def test_without_any_payment_nothing_is_paid_where_the_list_proves_it() -> None:
    assert sums(billing(invoices({"amount": "300,00"}), payments())).paid == Decimal(0)


def test_payments_written_as_less_than_nothing_are_payments_all_the_same() -> None:
    found = sums(billing(invoices({"amount": "300,00"}), payments("-200,00", "-50,00")))
    assert found.paid == Decimal(250)


LEDGER = (
    {"label": "Facture 2026-1", "amount": "300,00", "balance": "300,00"},
    {"label": "Règlement par chèque", "amount": "200,00", "balance": "100,00"},
    {"label": "Facture 2026-2", "amount": "50,00", "balance": "150,00"},
    {"label": "Avoir 2026-3", "amount": "10,00", "balance": "140,00"},
)


@pytest.mark.parametrize("lines", [LEDGER, LEDGER[::-1]], ids=["oldest first", "newest first"])
def test_in_a_list_that_holds_both_the_running_balance_is_the_accounts(
    lines: tuple[dict[str, str], ...],
) -> None:
    shown = billing(invoices(*lines))
    assert all(bill.balance is None for bill in bills(shown))
    found = sums(shown)
    assert (found.invoiced, found.paid) == (Decimal(340), Decimal(200))
    assert found.stated is not None
    assert (found.stated.amount, found.agree) == (Decimal(140), True)


def test_a_running_balance_that_does_not_run_is_no_statement() -> None:
    odd = [{**line, "balance": "7,00"} for line in LEDGER]
    assert sums(billing(invoices(*odd))).stated is None


def test_a_running_balance_of_the_payers_point_of_view_is_turned() -> None:
    turned = [{**line, "balance": f"-{line['balance']}"} for line in LEDGER]
    found = sums(billing(invoices(*turned)))
    assert found.stated is not None
    assert (found.stated.amount, found.agree) == (Decimal(140), True)
