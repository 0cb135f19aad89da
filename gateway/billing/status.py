"""What the words of a « Statut » say of an invoice. Pure."""

import re
from enum import StrEnum

from gateway.french.words import folded


class Status(StrEnum):
    """How far an invoice is paid, or a credit note used, in the old site's words."""

    SETTLED = "settled"
    PARTLY = "partly"
    DUE = "due"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


_PAID = r"(?:(?:regl|pay|sold|acquitt|encaiss|imput|rembours|utilis)ee?s?|deduite?s?)"
_WHOLLY = r"(?:(?:integral|total|entiere)e?ment )?"
_WORDS = (
    (Status.CANCELLED, re.compile(r"\bannul")),
    (Status.PARTLY, re.compile(r"\bpartiel|\ben partie\b")),
    (
        Status.DUE,
        re.compile(
            r"^(?:non|pas)\b|\bimpaye|\b(?:a|reste a) (?:regler|payer)\b|\ben retard\b|\bechue?s?\b"
            r"|^en attente(?: (?:de|du) (?:reglement|paiement))?$|^dues?$|\breste due?\b"
        ),
    ),
    (
        Status.SETTLED,
        re.compile(rf"^(?:facture |avoir )?{_WHOLLY}{_PAID}(?: (?:le|par|en)\b.*)?$"),
    ),
)


def status(cell: str, caption: str) -> Status:
    """What a cell says; `caption` is its column's, for « oui » and « non » under « Réglée »."""
    text = folded(cell)
    if text in ("oui", "non"):
        if re.fullmatch(rf"(?:facture )?{_PAID}(?: \?)?", folded(caption)):
            return Status.SETTLED if text == "oui" else Status.DUE
        return Status.UNKNOWN
    return next((found for found, words in _WORDS if words.search(text)), Status.UNKNOWN)
