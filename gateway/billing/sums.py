"""What the invoices and the payments add up to, and whether the old site's balance agrees. Pure."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from adapters.model import Billing
from gateway.billing.bills import Bill, Nature
from gateway.french.amounts import amounts
from gateway.french.words import folded

_OWED = r"reste due?|reste a (?:payer|regler)|(?:montant |total |net )?a (?:payer|regler)"
_BALANCE = re.compile(rf"\b(?:solde|{_OWED}|(?:montant|total) due?)\b")
_FORMER = re.compile(r"\b(?:precedent|ancien|anterieur|initial|report)")
_IN_FAVOUR = re.compile(r"\b(?:crediteur|en votre faveur|trop[- ]percu|avoir)\b")
_AGAINST = re.compile(rf"\b(?:debiteur|{_OWED}|due?)\b")


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """The balance as the old site states it."""

    words: str
    """Its own; "" where it is the last of a column « Solde »."""
    amount: Decimal
    """More than nothing is to be paid, where `signed`."""
    signed: bool
    """Whether the words say who owes; « Solde : -12,00 € » may mean either."""


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """The lists added up; None is what cannot be added up for certain."""

    invoiced: Decimal | None
    """Invoices less credit notes."""
    paid: Decimal | None
    stated: Stated | None
    outstanding: Decimal | None = None
    """What the lines themselves say is left to pay."""

    @property
    def difference(self) -> Decimal | None:
        """Invoiced less paid."""
        if self.invoiced is None or self.paid is None:
            return None
        return self.invoiced - self.paid

    @property
    def agree(self) -> bool | None:
        """Whether all that is known is the same; None where there is nothing to compare."""
        known = [each for each in (self.difference, self.outstanding) if each is not None]
        if len(known) + (self.stated is not None) < 2:
            return None
        return len(set(known)) == 1 and (self.stated is None or _same(self.stated, known[0]))


def sums(billing: Billing, bills: Sequence[Bill]) -> Sums:
    """Add up the lists, and find the balance that the old site states."""
    unsure = any(bill.nature is Nature.UNKNOWN for bill in bills)
    return Sums(
        invoiced=None if unsure else _added(_invoiced(bill) for bill in bills),
        paid=None if unsure else _paid(billing, bills),
        stated=_in_words(billing) or _running(bills),
    )


def _invoiced(bill: Bill) -> Decimal | None:
    if bill.nature is Nature.INVOICE:
        return bill.amount
    if bill.nature is Nature.CREDIT:
        return None if bill.amount is None else -abs(bill.amount)
    return Decimal()


def _paid(billing: Billing, bills: Sequence[Bill]) -> Decimal | None:
    """The payments; None where no list shows any, nor shows that there are none."""
    payments = [bill for bill in bills if bill.nature is Nature.PAYMENT]
    if not payments:
        shown = billing.listing("payments") is not None
        return Decimal() if shown else None
    worth = [bill.amount for bill in payments]
    # A ledger writes what comes in as less than nothing.
    turned = all(each is not None and each <= 0 for each in worth)
    return _added(None if each is None else -each if turned else each for each in worth)


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    total = Decimal()
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _in_words(billing: Billing) -> Stated | None:
    """The first balance that is stated beside the lists, or below one."""
    notes = (*billing.notes, *(note for listing in billing.lists for note in listing.notes))
    return next((stated for note in notes if (stated := _stated(note)) is not None), None)


def _stated(note: str) -> Stated | None:
    text = folded(note)
    found = _BALANCE.search(text)
    if found is None or _FORMER.search(text):
        return None
    worth = amounts(text[found.end() :])
    if len(worth) != 1:
        return None
    if _IN_FAVOUR.search(text):
        return Stated(words=note, amount=-abs(worth[0]), signed=True)
    return Stated(words=note, amount=worth[0], signed=_AGAINST.search(text) is not None)


def _running(bills: Sequence[Bill]) -> Stated | None:
    """The account's balance from a column « Solde » that each line moves by its amount."""
    lines = [bill for bill in bills if bill.running is not None and bill.nature is not Nature.VOID]
    for ordered in (lines, lines[::-1]):
        steps = [
            (after.running or 0) - (before.running or 0) for before, after in pairwise(ordered)
        ]
        moves = [_move(bill) for bill in ordered[1:]]
        if steps and (steps == moves or steps == [None if m is None else -m for m in moves]):
            last = ordered[-1].running or Decimal()
            return Stated(words="", amount=last if steps == moves else -last, signed=True)
    return None


def _move(bill: Bill) -> Decimal | None:
    if bill.amount is None or bill.nature is Nature.UNKNOWN:
        return None
    return bill.amount if bill.nature is Nature.INVOICE else -abs(bill.amount)


def _same(stated: Stated, value: Decimal) -> bool:
    if stated.signed:
        return stated.amount == value
    return abs(stated.amount) == abs(value)
