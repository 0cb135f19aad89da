"""Short ways to write down a dossier and a family's bills."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from adapters.school.billing import Billing, Invoice, Payment
from adapters.school.dossier import Course, Event, Past, numbered
from adapters.school.re_enrolment import Offer, ReEnrolment
from adapters.school.records import Student


def student(
    id: str,
    nom: str,
    prenom: str,
    date_naissance: str,
    *,
    courses: Iterable[Course] = (),
    history: Iterable[Past] = (),
    repertoire: Iterable[Event] = (),
    offers: Iterable[Offer] = (),
    **values: str,
) -> Student:
    """A student; `id` is the number in the school's database, and its lines' numbers begin with it.

    `values` are the fields of Identité that are not named here; without `offers`, the student may
    not be re-enrolled.
    """
    named = {"numero": f"E-{id:0>6}", "nom": nom, "prenom": prenom}
    return Student(
        values={**named, "date_naissance": date_naissance, **values},
        courses=numbered(courses, f"{id}1"),
        history=numbered(history, f"{id}2"),
        repertoire=numbered(repertoire, f"{id}3"),
        re_enrolment=_re_enrolment(offers, f"{id}4"),
    )


def _re_enrolment(offers: Iterable[Offer], prefix: str) -> ReEnrolment | None:
    listed = tuple(
        replace(one, number=f"{prefix}{place:02}") for place, one in enumerate(offers, 1)
    )
    ticked = {one.number for one in listed if one.ticked}
    return ReEnrolment(listed, ticked) if listed else None


@dataclass(frozen=True)
class Fee:
    """What is billed for one student each term, from one school year to another (both included)."""

    student: str
    label: str
    cents: int
    since: int
    """The year in which the first school year begins."""
    until: int


_TERMS = (
    ("1er trimestre", 0, (10, 5), (10, 31)),
    ("2e trimestre", 1, (1, 12), (2, 10)),
    ("3e trimestre", 1, (4, 6), (5, 5)),
)
"""Name, years after the school year began, month and day of the invoice, and of its due date."""

CURRENT_YEAR = 2026
"""The year in which the school year of the pages begins: of it, one term is billed."""


def bills(fees: Sequence[Fee], first: int, keep: int | None = None) -> Billing:
    """Invoices, credit notes and payments for these fees, latest first.

    `first` is the first invoice's number; `keep` the number of invoices to keep, the latest.
    """
    invoices: list[Invoice] = []
    for year in range(min(fee.since for fee in fees), max(fee.until for fee in fees) + 1):
        terms = _TERMS[:1] if year == CURRENT_YEAR else _TERMS
        for term in terms:
            for fee in fees:
                if fee.since <= year <= fee.until:
                    number = first + len(invoices)
                    invoices.append(_invoice(fee, year, term, number))
                    if number % 17 == 0:
                        invoices.append(_credit_note(invoices[-1], number + 1))
    latest = sorted(invoices, key=lambda one: (one.day, one.number), reverse=True)[:keep]
    payments = [payment for one in latest for payment in _payments(one)]
    payments.sort(key=lambda one: (one.day, one.invoice, one.method), reverse=True)
    return Billing(tuple(latest), tuple(payments))


def _invoice(
    fee: Fee, year: int, term: tuple[str, int, tuple[int, int], tuple[int, int]], number: int
) -> Invoice:
    name, later, day, due = term
    return Invoice(
        number=f"FA-{year + later}-{number:04}",
        day=date(year + later, *day),
        label=fee.label,
        cents=fee.cents + 250 * (year - fee.since),
        student=fee.student,
        period=f"{name} {year}-{year + 1}",
        due=date(year + later, *due),
        archived=year < CURRENT_YEAR - 6,
    )


def _credit_note(invoice: Invoice, number: int) -> Invoice:
    return Invoice(
        number=f"AV-{invoice.day.year}-{number:04}",
        day=date(invoice.day.year, 6, 25)
        if invoice.day.month < 6
        else date(invoice.day.year, 11, 16),
        label=f"Avoir sur {invoice.number} : cours non assurés",
        cents=-(invoice.cents // 400) * 100,
        student=invoice.student,
        archived=invoice.archived,
    )


def _payments(invoice: Invoice) -> tuple[Payment, ...]:
    sequence = int(invoice.number.rpartition("-")[2])
    if invoice.cents < 0:
        return () if sequence % 2 else (_pay(invoice, 0, "Remboursement", invoice.cents),)
    half = invoice.cents // 200 * 100
    if invoice.day.year == CURRENT_YEAR and invoice.day.month == 10:
        return (_pay(invoice, 9, "Chèque", half, f"CHQ {sequence * 7919}"),)[: sequence % 2]
    if sequence % 4 == 0:
        return (_pay(invoice, 12, "Virement", invoice.cents),)
    if sequence % 4 == 1:
        return (
            _pay(invoice, 15, "Chèques-vacances", half, f"ANCV {sequence * 104729}"),
            _pay(invoice, 22, "Espèces", invoice.cents - half),
        )
    return (_pay(invoice, 7, "Chèque", invoice.cents, f"CHQ {sequence * 7919}"),)


def _pay(invoice: Invoice, after: int, method: str, cents: int, reference: str = "") -> Payment:
    day = date.fromordinal(invoice.day.toordinal() + after)
    return Payment(day=day, method=method, invoice=invoice.number, cents=cents, reference=reference)
