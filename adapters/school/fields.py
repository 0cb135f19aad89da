"""What a sheet to fill in is made of: fields under headings, whatever the markup."""

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


@dataclass(frozen=True)
class Sheet:
    """A sheet that a family may read and change."""

    title: str
    groups: tuple[Group, ...]

    def fields(self) -> tuple[FormField, ...]:
        """All fields, in their order."""
        return tuple(field for group in self.groups for field in group.fields)

    def offered(self) -> tuple[FormField, ...]:
        """The fields that a family may fill in."""
        return tuple(field for field in self.fields() if field.entry is not Entry.FIXED)

    def field_called(self, word: str) -> FormField:
        """The field of that name or caption.

        Raises:
            KeyError: the sheet has none.
        """
        for field in self.fields():
            if word in (field.name, field.caption):
                return field
        raise KeyError("the sheet has no such field")
