"""Facturation: what is due first, the lists, and an invoice's duplicate."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from adapters.model import Billing
from gateway.billing import Account
from gateway.views.currency import Told


class BillingView(Told, frozen=True, kw_only=True):
    """Invoices and payments."""

    billing: Billing | None
    account: Account | None
    """What the lists amount to; None where they could not be read."""
    payment_url: str | None
    """The school's own payment page, where it has one."""


@dataclass(frozen=True)
class Duplicate:
    """An invoice's duplicate on its way: a PDF, by its first bytes."""

    file_name: str
    """ASCII letters, digits and hyphens, with `.pdf`."""
    pieces: AsyncIterator[bytes] = field(repr=False)
    """Raises Unavailable where it breaks off."""
