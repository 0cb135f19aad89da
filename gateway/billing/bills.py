"""The lines of Facturation as invoices, credit notes and payments. Pure."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from adapters.model import Billing, Line, Listing, ListName
from gateway.billing.status import Status, status
from gateway.french.amounts import amount
from gateway.french.days import day
from gateway.french.words import folded

_CREDIT = re.compile(r"^(?:facture d')?avoirs?\b|\bnote de credit\b")
_PAYMENT = re.compile(
    r"^(?:reglements?|paiements?|versements?|encaissements?|prelevements?|virements?|cheques?)\b"
)
_REFUND = re.compile(r"\bremboursements?\b")
_BOUNCED = re.compile(r"\b(?:rejet|refus|impaye|annul)")


class Nature(StrEnum):
    """What a line is."""

    INVOICE = "invoice"
    CREDIT = "credit"
    PAYMENT = "payment"
    VOID = "void"
    """It counts for nothing: the school has cancelled it."""
    UNKNOWN = "unknown"


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A line of one of Facturation's lists, as far as it can be read."""

    list: str
    """The list's key."""
    line: Line
    nature: Nature
    number: str
    label: str
    dated: date | None
    due_date: date | None
    amount: Decimal | None
    """As written; of a payment and of a credit note too."""
    paid: Decimal | None
    balance: Decimal | None
    """What the line itself says is left of it; None in a list that holds payments too, where
    « Solde » is the account's."""
    running: Decimal | None
    """« Solde » in such a list."""
    status: Status


def bills(billing: Billing) -> tuple[Bill, ...]:
    """Every line of every list, in order."""
    return tuple(bill for listing in billing.lists for bill in _of_list(listing))


def _of_list(listing: Listing) -> list[Bill]:
    natures = [_nature(listing, line) for line in listing.lines]
    mixed = listing.key != ListName.PAYMENTS and Nature.PAYMENT in natures
    return [
        _bill(listing, line, nature, mixed=mixed)
        for line, nature in zip(listing.lines, natures, strict=True)
    ]


def _bill(listing: Listing, line: Line, nature: Nature, *, mixed: bool) -> Bill:
    balance = amount(listing.cell(line, "balance"))
    return Bill(
        list=listing.key,
        line=line,
        nature=nature,
        number=listing.cell(line, "number"),
        label=listing.cell(line, "label"),
        dated=day(listing.cell(line, "date")),
        due_date=day(listing.cell(line, "due_date")),
        amount=amount(listing.cell(line, "amount")),
        paid=amount(listing.cell(line, "paid")),
        balance=None if mixed else balance,
        running=balance if mixed else None,
        status=_status(listing, line),
    )


def _nature(listing: Listing, line: Line) -> Nature:
    """By its type; where the list has none, by the list and by how its label begins."""
    if _status(listing, line) is Status.CANCELLED:
        return Nature.VOID
    kind, label = folded(listing.cell(line, "type")), folded(listing.cell(line, "label"))
    said = (kind, label, folded(listing.cell(line, "status")))
    if listing.key == ListName.PAYMENTS:
        odd = any(_BOUNCED.search(text) or _REFUND.search(text) for text in said)
        return Nature.UNKNOWN if odd else Nature.PAYMENT
    if listing.key != ListName.INVOICES:
        return Nature.UNKNOWN
    if _PAYMENT.search(kind or label):
        odd = any(_BOUNCED.search(text) for text in said)
        return Nature.UNKNOWN if odd else Nature.PAYMENT
    if _REFUND.search(kind or label):
        return Nature.UNKNOWN
    worth = amount(listing.cell(line, "amount"))
    if _CREDIT.search(kind or label) or (worth is not None and worth < 0):
        return Nature.CREDIT
    return Nature.INVOICE


def _status(listing: Listing, line: Line) -> Status:
    number = listing.column("status")
    caption = "" if number is None else listing.columns[number].caption
    return status(listing.cell(line, "status"), caption)
