"""What is due, what is due first, and how far anybody can say that all is paid. Pure."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from adapters.model import Billing, ListName
from gateway.billing.bills import Bill, Nature, bills
from gateway.billing.status import Status
from gateway.billing.sums import Stated, Sums, sums


class Standing(StrEnum):
    """How the family's account stands."""

    DUE = "due"
    UP_TO_DATE = "up_to_date"
    """Proven: every invoice is paid, or the old site itself states that nothing is to be paid."""
    IN_CREDIT = "in_credit"
    NOTHING = "nothing"
    """The list of invoices is proven empty."""
    UNKNOWN = "unknown"
    """The lists do not say it, or contradict each other."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice that is still to be paid."""

    bill: Bill
    amount: Decimal | None
    """What is left of it; None where the list says only that something is."""
    late: bool | None
    """None where the list does not say by when it is due."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What Facturation's lists amount to."""

    due: tuple[Due, ...]
    """What is due first comes first; invoices without such a date last, in the list's order.

    Open credit notes may cover it all: see `total` and `standing`."""
    total: Decimal | None
    """What is to be paid in all, credit notes taken off; None where that is not certain."""
    standing: Standing
    sums: Sums
    unclear: tuple[Bill, ...]
    """Invoices of which the list does not say whether they are paid, or says both."""


class _Left(msgspec.Struct, frozen=True):
    """What is left of an invoice: `some` without `amount` is « not yet wholly paid »."""

    some: bool | None
    amount: Decimal | None = None


def account(billing: Billing, today: date) -> Account:
    """What the lists amount to on that day."""
    lines = bills(billing)
    left = {
        number: _left(bill) for number, bill in enumerate(lines) if bill.nature is Nature.INVOICE
    }
    due = [
        Due(bill=lines[number], amount=each.amount, late=_late(lines[number], today))
        for number, each in left.items()
        if each.some
    ]
    due.sort(key=lambda each: each.bill.due_date or date.max)
    unclear = [lines[number] for number, each in left.items() if each.some is None]
    unclear += [bill for bill in lines if bill.nature is Nature.UNKNOWN]
    added = sums(billing, lines)
    total = None if unclear else _total(due, lines, added)
    added = replace(added, outstanding=total)
    return Account(
        due=tuple(due),
        total=total,
        standing=_standing(billing, due, total, added),
        sums=added,
        unclear=tuple(unclear),
    )


def _left(bill: Bill) -> _Left:
    """What the line's balance, its sums and its status say, where they do not contradict."""
    computed = None if bill.amount is None or bill.paid is None else bill.amount - bill.paid
    told = {value for value in (bill.balance, computed) if value is not None}
    if len(told) > 1 or any(value < 0 for value in told):
        return _Left(None)
    owing = bill.status in (Status.DUE, Status.PARTLY)
    if told:
        (value,) = told
        clash = owing if value == 0 else bill.status is Status.SETTLED
        return _Left(None) if clash else _Left(value > 0, value)
    if bill.status is Status.SETTLED:
        return _Left(False, Decimal())
    if not owing or bill.amount == 0:
        return _Left(None)
    return _Left(True, bill.amount if bill.status is Status.DUE else None)


def _late(bill: Bill, today: date) -> bool | None:
    return None if bill.due_date is None else bill.due_date < today


def _total(due: list[Due], lines: tuple[Bill, ...], added: Sums) -> Decimal | None:
    """What the invoices leave to pay, less the credit notes that are still open."""
    left = Decimal()
    for each in due:
        if each.amount is None:
            return None
        left += each.amount
    credits = [bill for bill in lines if bill.nature is Nature.CREDIT]
    if all(_used(bill) for bill in credits):
        return left
    worth = [bill.amount for bill in credits if not _used(bill)]
    if any(each is None for each in worth):
        return None
    open_still = left - sum((abs(each) for each in worth if each is not None), Decimal())
    # Nothing says whether an open note was taken off already, but the sums may.
    return added.difference if added.difference in (left, open_still) else None


def _used(credit: Bill) -> bool:
    return credit.balance == 0 or credit.status is Status.SETTLED


def _standing(billing: Billing, due: list[Due], total: Decimal | None, added: Sums) -> Standing:
    offset = total is not None and total <= 0 and added.agree is not False
    if due and not offset:
        return Standing.DUE
    if added.agree is False:
        return Standing.UNKNOWN
    if total is None:
        return _by_statement(added.stated)
    if total < 0:
        return Standing.IN_CREDIT
    invoices = billing.listing(ListName.INVOICES)
    if invoices is None:
        return _by_statement(added.stated)
    return Standing.UP_TO_DATE if invoices.lines else Standing.NOTHING


def _by_statement(stated: Stated | None) -> Standing:
    """What the old site's own sentence says, where the lines do not."""
    if stated is None:
        return Standing.UNKNOWN
    if stated.amount == 0:
        return Standing.UP_TO_DATE
    if not stated.signed:
        return Standing.UNKNOWN
    return Standing.DUE if stated.amount > 0 else Standing.IN_CREDIT
