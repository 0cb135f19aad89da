"""What Facturation's lists amount to: what is due first, and whether the sums agree. Pure.

Nothing here makes up for what the lists do not say: unknown stays unknown.
"""

from gateway.billing.account import Account, Due, Standing, account
from gateway.billing.bills import Bill, Nature, bills
from gateway.billing.file_names import file_name
from gateway.billing.sums import Stated, Sums

__all__ = [
    "Account",
    "Bill",
    "Due",
    "Nature",
    "Standing",
    "Stated",
    "Sums",
    "account",
    "bills",
    "file_name",
]
