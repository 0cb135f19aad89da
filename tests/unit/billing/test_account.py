"""What is due, in what order, and when nobody may say that all is paid."""

from datetime import date
from decimal import Decimal

import pytest

from adapters.model import Billing
from gateway.billing import Account, Standing
from gateway.billing import account as account_on
from tests.unit.billing.lists import billing, invoices, listing, payments

TODAY = date(2026, 9, 9)


def account(shown: Billing) -> Account:
    return account_on(shown, TODAY)


def due(shown: Billing) -> list[tuple[str, Decimal | None, bool | None]]:
    return [(each.bill.number, each.amount, each.late) for each in account(shown).due]


def test_what_is_due_first_comes_first_and_what_has_no_date_last() -> None:
    shown = billing(
        invoices(
            {"number": "F4", "amount": "40,00", "balance": "40,00"},
            {"number": "F3", "amount": "30,00", "balance": "10,00", "due_date": "15/12/2026"},
            {"number": "F2", "amount": "20,00", "balance": "0,00", "due_date": "15/09/2026"},
            {"number": "F1", "amount": "1 010,00 €", "balance": "1 010,00 €",
             "due_date": "15/06/2026"},
        )
    )  # fmt: skip
    assert due(shown) == [
        ("F1", Decimal(1010), True),
        ("F3", Decimal(10), False),
        ("F4", Decimal(40), None),
    ]
    found = account(shown)
    assert (found.total, found.standing) == (Decimal(1060), Standing.DUE)
    assert found.unclear == ()


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ({"amount": "50,00", "balance": "20,00"}, Decimal(20)),
        ({"amount": "50,00", "paid": "30,00"}, Decimal(20)),
        ({"amount": "50,00", "paid": "30,00", "balance": "20,00"}, Decimal(20)),
        ({"amount": "50,00", "status": "Impayée"}, Decimal(50)),
        ({"amount": "50,00", "status": "Non réglée"}, Decimal(50)),
        ({"amount": "50,00", "status": "À régler"}, Decimal(50)),
        ({"amount": "50,00", "status": "En attente de paiement"}, Decimal(50)),
        ({"amount": "50,00", "status": "Partiellement réglée"}, None),
        ({"status": "Échue"}, None),
    ],
)
def test_an_invoice_is_due_by_its_balance_its_sums_or_its_status(
    line: dict[str, str], left: Decimal | None
) -> None:
    found = account(billing(invoices({"number": "F1", **line})))
    assert [each.amount for each in found.due] == [left]
    assert found.standing is Standing.DUE
    assert found.total == left


@pytest.mark.parametrize(
    "line",
    [
        {"amount": "50,00", "balance": "0,00"},
        {"amount": "50,00", "paid": "50,00 €"},
        {"amount": "50,00", "status": "Réglée le 12/09/2026"},
        {"amount": "50,00", "status": "SOLDÉE"},
        {"amount": "50,00", "status": "Payé par prélèvement"},
        {"amount": "50,00", "balance": "0", "paid": "50", "status": "Acquittée"},
    ],
)
def test_an_invoice_is_paid_only_where_the_list_says_so(line: dict[str, str]) -> None:
    found = account(billing(invoices({"number": "F1", **line})))
    assert (found.due, found.unclear) == ((), ())
    assert (found.total, found.standing) == (Decimal(0), Standing.UP_TO_DATE)


@pytest.mark.parametrize(
    "line",
    [
        {"amount": "50,00"},
        {"amount": "50,00", "balance": ""},
        {"amount": "50,00", "balance": "voir secrétariat"},
        {"amount": "1.234", "paid": "1.234"},
        {"amount": "50,00", "status": "En cours de règlement"},
        {"amount": "50,00", "status": "Transmise au Trésor public"},
        {"amount": "50,00", "status": "Réglée", "balance": "50,00"},
        {"amount": "50,00", "status": "Impayée", "balance": "0,00"},
        {"amount": "50,00", "paid": "50,00", "balance": "50,00"},
        {"amount": "50,00", "balance": "-50,00"},
        {"amount": "0,00", "status": "Impayée"},
        {"amount": "50,00", "status": "Oui"},
    ],
)
def test_where_it_is_not_said_or_said_both_ways_nobody_claims_that_it_is_paid(
    line: dict[str, str],
) -> None:
    found = account(billing(invoices({"number": "F1", **line})))
    assert found.due == ()
    assert [bill.number for bill in found.unclear] == ["F1"]
    assert (found.total, found.standing) == (None, Standing.UNKNOWN)


def test_one_unclear_invoice_makes_the_total_uncertain() -> None:
    shown = billing(invoices({"balance": "10,00"}, {"balance": "?"}))
    found = account(shown)
    assert (found.total, found.standing) == (None, Standing.DUE)
    assert len(found.due) == len(found.unclear) == 1


def test_yes_and_no_are_read_by_their_columns_caption() -> None:
    yes, no = ({"amount": "50,00", "status": word} for word in ("Oui", "Non"))
    for caption, expected in (("Réglée ?", [True, False]), ("Exigible", [None, None])):
        shown = invoices(yes, no)
        columns = tuple(
            type(column)(caption=caption, name=column.name) if column.name == "status" else column
            for column in shown.columns
        )
        lines = [
            type(shown)(key="invoices", columns=columns, lines=(line,)) for line in shown.lines
        ]
        paid = {Standing.UP_TO_DATE: True, Standing.DUE: False, Standing.UNKNOWN: None}
        assert [paid[account(billing(each)).standing] for each in lines] == expected


def test_an_empty_list_of_invoices_is_nothing_and_a_missing_one_is_unknown() -> None:
    assert account(billing(invoices())).standing is Standing.NOTHING
    assert account(billing()).standing is Standing.UNKNOWN
    assert account(billing(listing("2", {"amount": "50,00"}))).standing is Standing.UNKNOWN


def test_a_cancelled_invoice_counts_for_nothing() -> None:
    shown = billing(
        invoices({"amount": "50,00", "status": "Annulée"}, {"amount": "20,00", "status": "Réglée"}),
        payments("20,00"),
    )
    found = account(shown)
    assert (found.standing, found.sums.invoiced) == (Standing.UP_TO_DATE, Decimal(20))


def test_a_credit_note_is_not_due() -> None:
    shown = billing(
        invoices(
            {"number": "F1", "amount": "50,00", "balance": "0,00", "type": "Facture"},
            {"number": "A1", "amount": "-20,00", "balance": "0,00", "type": "Facture"},
            {"number": "A2", "amount": "20,00", "balance": "0,00", "type": "Avoir"},
        )
    )
    assert account(shown).standing is Standing.UP_TO_DATE
    assert account(shown).sums.invoiced == Decimal(10)


@pytest.mark.parametrize(
    ("paid", "total", "standing"),
    [
        ("30,00", Decimal(0), Standing.UP_TO_DATE),
        ("50,00", Decimal(-20), Standing.IN_CREDIT),
        ("45,00", None, Standing.UNKNOWN),
    ],
)
def test_whether_an_open_credit_note_was_taken_off_is_told_by_the_sums_or_not_at_all(
    paid: str, total: Decimal | None, standing: Standing
) -> None:
    shown = billing(
        invoices(
            {"number": "F1", "amount": "50,00", "status": "Réglée"},
            {"number": "A1", "amount": "-20,00", "status": ""},
        ),
        payments(paid),
    )
    found = account(shown)
    assert (found.total, found.standing) == (total, standing)


@pytest.mark.parametrize(
    ("note", "standing"),
    [
        ("Solde : 0,00 €", Standing.UP_TO_DATE),
        ("Reste à payer : 12,00 €", Standing.DUE),
        ("Solde en votre faveur : 12,00 €", Standing.IN_CREDIT),
        ("Solde : 12,00 €", Standing.UNKNOWN),
        ("Solde précédent : 0,00 €", Standing.UNKNOWN),
        ("Réglez par chèque ou par virement.", Standing.UNKNOWN),
    ],
)
def test_where_the_lines_do_not_tell_the_old_sites_own_sentence_does(
    note: str, standing: Standing
) -> None:
    shown = billing(invoices({"amount": "12,00"}), notes=(note,))
    assert account(shown).standing is standing


def test_what_contradicts_the_old_sites_own_balance_is_not_called_paid() -> None:
    shown = billing(
        invoices({"amount": "12,00", "status": "Réglée"}, notes=("Reste dû : 12,00 €",))
    )
    found = account(shown)
    assert (found.sums.agree, found.standing) == (False, Standing.UNKNOWN)


def test_invoices_called_paid_that_the_payments_do_not_cover_are_not_called_paid() -> None:
    shown = billing(invoices({"amount": "12,00", "status": "Réglée"}), payments("10,00"))
    found = account(shown)
    assert (found.total, found.sums.difference) == (Decimal(0), Decimal(2))
    assert (found.sums.agree, found.standing) == (False, Standing.UNKNOWN)


def test_what_an_open_credit_note_covers_wholly_is_not_called_due() -> None:
    shown = billing(
        invoices(
            {"amount": "110,00", "status": "À régler"}, {"amount": "-110,00", "status": "À déduire"}
        ),
        payments(),
        notes=("Solde à régler : 0,00 €",),
    )
    found = account(shown)
    assert [each.amount for each in found.due] == [Decimal(110)]
    assert (found.total, found.standing) == (Decimal(0), Standing.UP_TO_DATE)
