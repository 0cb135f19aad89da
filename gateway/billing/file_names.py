"""A name for an invoice's duplicate that a family finds again in its folder. Pure."""

import re
import unicodedata

from gateway.billing.bills import Bill, Nature

_LONGEST = 80
_OF_NATURE = {Nature.CREDIT: "avoir", Nature.PAYMENT: "reglement"}


def file_name(bill: Bill) -> str:
    """Letters, digits and hyphens: « facture-2026-0117-2026-09-15.pdf »."""
    kind = _OF_NATURE.get(bill.nature, "facture")
    named = _plain(bill.number) or _plain(bill.label)
    parts = [named] if named.lower().startswith(kind) else [kind, named]
    if bill.dated is not None and bill.dated.isoformat() not in named:
        parts.append(bill.dated.isoformat())
    stem = "-".join(filter(None, parts))[:_LONGEST].strip("-")
    return f"{stem}.pdf"


def _plain(text: str) -> str:
    spelt = text.replace("œ", "oe").replace("Œ", "OE")
    ascii = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii).strip("-")
