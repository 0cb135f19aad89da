"""Facturation as an old site may show it, line by line."""

from adapters.model import Billing, Column, Line, Listing

CAPTIONS = {
    "number": "N°",
    "date": "Date",
    "label": "Libellé",
    "amount": "Montant",
    "paid": "Réglé",
    "balance": "Solde",
    "due_date": "Échéance",
    "status": "Statut",
    "method": "Mode",
    "type": "Type",
}


def listing(key: str, *lines: dict[str, str], notes: tuple[str, ...] = ()) -> Listing:
    """A list with a column for whatever its lines say."""
    names = [name for name in CAPTIONS if any(name in line for line in lines)]
    return Listing(
        key=key,
        columns=tuple(Column(caption=CAPTIONS[name], name=name) for name in names),
        lines=tuple(
            Line(cells=tuple(line.get(name, "") for name in names), ref=f"{key}{number}")
            for number, line in enumerate(lines)
        ),
        notes=notes,
    )


def invoices(*lines: dict[str, str], notes: tuple[str, ...] = ()) -> Listing:
    return listing("invoices", *lines, notes=notes)


def payments(*amounts: str) -> Listing:
    return listing("payments", *({"amount": each, "method": "Chèque"} for each in amounts))


def billing(*lists: Listing, notes: tuple[str, ...] = ()) -> Billing:
    return Billing(lists=lists, notes=notes)
