"""A sheet as the school has it on file: what is in force, what waits, how both show."""

import dataclasses
import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

import msgspec

from adapters.model import Field, Kind, Option, Section, Sheet, Waiting

WAITING_WORDS = "Modification en attente de validation"
UPDATED_WORDS = "La fiche d’identité est mise à jour."


class Showing(StrEnum):
    """What a field shows while a change of it waits: old sites differ."""

    REQUESTED = "requested"
    CURRENT = "current"


@dataclasses.dataclass(kw_only=True)
class SheetOnFile:
    """A sheet that a family may ask to change and the staff decides on."""

    title: ClassVar[str]
    waiting_sentence: ClassVar[str]

    sections: tuple[Section, ...]
    waiting: dict[str, str] = dataclasses.field(default_factory=dict)
    """Requested values that wait for the staff, by field key."""

    def sheet(self, showing: Showing, charset: str) -> Sheet:
        """The sheet, as the site shows it now."""
        return Sheet(
            title=self.title,
            sections=tuple(
                Section(
                    title=section.title,
                    fields=tuple(self._shown(field, showing) for field in section.fields),
                )
                for section in self.sections
            ),
            shape=self._shape(),
            charset=charset,
            waiting=self.waiting_sentence if self.waiting else None,
        )

    def _shown(self, field: Field, showing: Showing) -> Field:
        requested = self.waiting.get(field.key)
        if requested is None:
            return field
        if showing is Showing.CURRENT:
            marker = Waiting(words=WAITING_WORDS, requested=requested)
            return msgspec.structs.replace(field, waiting=marker)
        marker = Waiting(words=WAITING_WORDS, current=field.value)
        return msgspec.structs.replace(field, value=requested, waiting=marker)

    def _shape(self) -> str:
        controls = [
            f"{field.key} {field.kind} {[option.value for option in field.options]}"
            for section in self.sections
            for field in section.fields
        ]
        return hashlib.sha256("\n".join((self.title, *controls)).encode()).hexdigest()

    def objection(self, changes: Mapping[str, str]) -> str | None:
        """Why the site would not take these values, in its own words; None if it would."""
        for section in self.sections:
            for field in section.fields:
                value = changes.get(field.key)
                if value is None:
                    continue
                if field.required and not value.strip():
                    return f"Le champ {field.caption} est obligatoire."
                if field.kind is Kind.EMAIL and value and not re.fullmatch(r"\S+@\S+\.\S+", value):
                    return "L’adresse électronique n’est pas valide."
                if field.kind is Kind.DATE and value and not _is_a_day(value):
                    return f"{field.caption} : cette date n’est pas valide."
        return None

    def request(self, changes: Mapping[str, str]) -> None:
        """A family's write: the values wait for the staff from now on."""
        self.waiting |= changes

    def validate(self) -> None:
        """The staff accepts what waits."""
        for key, value in self.waiting.items():
            self.store(key, value)
        self.waiting.clear()

    def refuse(self) -> None:
        """The staff turns down what waits."""
        self.waiting.clear()

    def edit(self, key: str, value: str) -> None:
        """The staff changes a field itself: in force at once, and nothing of it waits any more."""
        self.store(key, value)
        self.waiting.pop(key, None)

    def store(self, key: str, value: str) -> None:
        """Put a value in force.

        Raises:
            KeyError: the sheet has no such field.
        """
        if all(field.key != key for section in self.sections for field in section.fields):
            raise KeyError(key)
        self._each(
            lambda field: msgspec.structs.replace(field, value=value) if field.key == key else field
        )

    def add(self, field: Field) -> None:
        """The school adds a field at the sheet's end: the form is another one from now on."""
        last = self.sections[-1]
        extended = msgspec.structs.replace(last, fields=(*last.fields, field))
        self.sections = (*self.sections[:-1], extended)

    def remove(self, key: str) -> None:
        """The school takes a field off the sheet: the form is another one from now on."""
        self.waiting.pop(key, None)
        self._each(lambda field: None if field.key == key else field)

    def _each(self, replacement: Callable[[Field], Field | None]) -> None:
        self.sections = tuple(
            msgspec.structs.replace(
                section, fields=tuple(filter(None, map(replacement, section.fields)))
            )
            for section in self.sections
        )


def options(*labels: str) -> tuple[Option, ...]:
    """A choice's options, stored by number as old sites do: "1" for the first."""
    return tuple(Option(str(number), label) for number, label in enumerate(labels, start=1))


def _is_a_day(value: str) -> bool:
    try:
        datetime.strptime(value, "%d/%m/%Y")  # noqa: DTZ007 - a birthday has no time zone
    except ValueError:
        return False
    return True
