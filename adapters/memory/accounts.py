"""What the fictional families of the extranet in memory owe and have paid."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from adapters.memory.billing import Invoice, Payment, one_list, two_lists
from adapters.memory.students import HOUSEHOLD
from adapters.memory.tables import Books

_CREDIT = Decimal("20.00")


def lemarchand_books() -> Books:
    """Two lists: paid, partly paid and due, with two credit notes, one of them set against."""
    return two_lists(
        (
            Invoice("F2025-0317", date(2025, 9, 22), "Cotisation annuelle 2025-2026",
                    Decimal("1234.50"), Decimal("1234.50"), date(2025, 10, 31), "Zoé"),
            Invoice("F2025-0318", date(2025, 9, 22), "Cotisation annuelle 2025-2026",
                    Decimal("187.00"), Decimal("187.00"), date(2025, 10, 31), "Lœïza"),
            Invoice("AV2025-0012", date(2025, 11, 4), "Avoir : cours non assurés",
                    Decimal("-42.50"), Decimal("-42.50"), student="Lœïza"),
            Invoice("F2026-0290", date(2026, 9, 1), "Location d’une flûte & assurance",
                    Decimal("96.00"), Decimal("40.00"), date(2026, 9, 30), "Zoé"),
            Invoice("F2026-0291", date(2026, 9, 1), "Cotisation annuelle 2026-2027 <acompte>",
                    Decimal("612.00"), due=date(2026, 10, 31)),
            Invoice("AV2026-0003", date(2026, 9, 3), "Avoir : quotient familial revu",
                    Decimal("-58.25"), student=""),
        ),
        (
            Payment(date(2025, 10, 2), "Prélèvement", Decimal("1234.50"), "PRLV-25-1042"),
            Payment(date(2025, 11, 18), "Chèque", Decimal("144.50"), "Chq n° 0001234"),
            Payment(date(2026, 9, 2), "Espèces", Decimal("40.00")),
        ),
    )  # fmt: skip


def okonkwo_books() -> Books:
    """One list that holds both."""
    return one_list(
        (
            Invoice("26-011", date(2026, 1, 12), "Cotisation, 2e semestre", Decimal("210.00"),
                    Decimal("210.00"), date(2026, 2, 15)),
            Invoice("26-012", date(2026, 2, 20), "Stage d’hiver", Decimal("35.00"),
                    due=date(2026, 3, 15)),
            Invoice("26-013", date(2026, 3, 1), "Avoir : stage annulé", Decimal("-35.00")),
        ),
        (Payment(date(2026, 2, 9), "Carte bancaire", Decimal("210.00"), "CB 26-77"),),
    )  # fmt: skip


def kervella_books() -> Books:
    """250 invoices and credit notes under a heading for each school year; the last are due."""
    made = _long_books()
    tables = (replace(one, rows=[replace(row) for row in one.rows]) for one in made.tables)
    return replace(made, tables=tuple(tables))


@cache
def _long_books() -> Books:
    """Made once, as so many duplicates take their time; whoever gets them may change their own."""
    invoices: list[Invoice] = []
    payments: list[Payment] = []
    for place in range(250):
        day, student = date(2019, 1, 10) + timedelta(days=11 * place), HOUSEHOLD[place % 12][0]
        if place % 25 == 24:
            invoices.append(
                Invoice(
                    f"AV{place + 1:05}",
                    day,
                    "Avoir sur la cotisation précédente",
                    -_CREDIT,
                    -_CREDIT,
                    student=student,
                )
            )
            continue
        amount = Decimal(60 + 5 * (place % 9))
        credited = _CREDIT if place % 25 == 23 else Decimal(0)
        covered = amount if place < 245 else credited
        invoices.append(
            Invoice(
                f"F{place + 1:05}",
                day,
                f"Cotisation du {day:%m/%Y}",
                amount,
                covered,
                day + timedelta(days=30),
                student,
            )
        )
        if covered > credited:
            payments.append(
                Payment(
                    day + timedelta(days=9),
                    "Prélèvement",
                    covered - credited,
                    f"PRLV-{place + 1:05}",
                )
            )
    return two_lists(invoices, payments, by_year=True)


def no_books() -> Books:
    """A family that owes nothing and never has: one list, without a line."""
    return one_list()
