"""The sheet of the person responsible (menu Famille): which fields it has, whatever its markup."""

from dataclasses import dataclass
from enum import StrEnum


class Entry(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    LONG = "long"
    CHOICE = "choice"
    CHECK = "check"
    FIXED = "fixed"
    """Shown, never changed by the family."""


@dataclass(frozen=True)
class FormField:
    """One field; `name` is its column in the school's records, and part of its control's name."""

    name: str
    caption: str
    entry: Entry = Entry.LINE
    max_length: int = 50
    """In characters; what is longer is cut, as the old database does."""
    required: bool = False
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """Stored value and label, for a choice."""

    def label(self, value: str) -> str:
        """`value` as a person reads it."""
        if self.entry is Entry.CHECK:
            return "oui" if value else "non"
        return dict(self.options).get(value, value)

    def stored(self, said: str) -> str:
        """What is kept for a value that a person wrote: a choice's label, « oui » or « non »."""
        if self.entry is Entry.CHECK:
            return "" if said in ("", "non") else "1"
        return next((value for value, label in self.options if label == said), said)


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: str
    fields: tuple[FormField, ...]


CIVILITIES = (("", ""), ("1", "M."), ("2", "Mme"), ("3", "M. et Mme"))

IDENTITY = Group(
    "Identité",
    (
        FormField("numero", "N° de famille", Entry.FIXED),
        FormField("civilite", "Civilité", Entry.CHOICE, options=CIVILITIES),
        FormField("nom", "Nom", required=True),
        FormField("nom_usage", "Nom d’usage"),
        FormField("prenom", "Prénom", required=True),
        FormField(
            "date_naissance", "Date de naissance", Entry.DATE, max_length=10, hint="jj/mm/aaaa"
        ),
    ),
)

CONTACT = Group(
    "Coordonnées",
    (
        FormField("adresse", "Adresse", max_length=80),
        FormField("adresse2", "Complément d’adresse", max_length=80),
        FormField("cp", "Code postal", max_length=5),
        FormField("ville", "Ville"),
        FormField("tel_domicile", "Téléphone domicile", Entry.PHONE, max_length=14),
        FormField("tel_portable", "Téléphone portable", Entry.PHONE, max_length=14),
        FormField("mail", "E-mail", Entry.EMAIL, max_length=80),
    ),
)

OWN = Group(
    "Renseignements complémentaires",
    (
        FormField("profession", "Profession"),
        FormField("quotient", "Quotient familial", max_length=8, hint="en euros"),
        FormField("droit_image", "Droit à l’image", Entry.CHECK),
        FormField("remarques", "Remarques", Entry.LONG, max_length=500),
    ),
)

FAMILY_SHEET = (IDENTITY, CONTACT, OWN)


def every_field() -> tuple[FormField, ...]:
    """All fields of Famille, in their order."""
    return tuple(field for group in FAMILY_SHEET for field in group.fields)


def offered() -> tuple[FormField, ...]:
    """The fields that a family may fill in."""
    return tuple(field for field in every_field() if field.entry is not Entry.FIXED)


def field_called(word: str) -> FormField:
    """The field of that name or caption.

    Raises:
        KeyError: the sheet has none.
    """
    for field in every_field():
        if word in (field.name, field.caption):
            return field
    raise KeyError("Famille has no such field")
