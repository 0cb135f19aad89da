"""What the school does with what families ask: pure, and the same under every markup.

A change that a family asks for waits beside the record until the staff decides; several may wait.
What a form leaves out is emptied, as a naive old site does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from adapters.school.sheet import Entry, FormField, field_called, offered


class Refused(Exception):
    """The form holds something that the school does not take; nothing is changed."""

    def __init__(self, words: str) -> None:
        """`words` are what the site says."""
        super().__init__(words)
        self.words = words


class Changed(msgspec.Struct, frozen=True):
    """One field that a family's form changed: stored values as the form showed and sent them."""

    field: str
    caption: str
    old: str
    new: str


@dataclass
class Family:
    """One family: its account, its record, and what it asked for and still waits."""

    identifier: str
    password: str
    site: str
    """The reference of the site that it belongs to."""
    values: dict[str, str]
    waiting: dict[str, str] = field(default_factory=dict)

    def shown(self, name: str) -> str:
        """What the form shows for a field: the requested value while one waits."""
        return self.waiting.get(name, self.values.get(name, ""))


def ask(family: Family, posted: Mapping[str, str]) -> tuple[Changed, ...]:
    """Put what a form asks for beside the record, to wait; tells what it changed.

    `posted` holds the form's values by field name. A field set back to the value in force waits no
    longer.

    Raises:
        Refused: a required field is empty, or an e-mail or a date is none.
    """
    wanted = {form.name: _stored(form, posted.get(form.name, "")) for form in offered()}
    for form in offered():
        _check(form, wanted[form.name])
    changes = tuple(
        Changed(form.name, form.caption, family.shown(form.name), wanted[form.name])
        for form in offered()
        if wanted[form.name] != family.shown(form.name)
    )
    for change in changes:
        _keep(family, change.field, change.new)
    return changes


def _stored(form: FormField, value: str) -> str:
    if form.entry is Entry.CHECK:
        return "1" if value else ""
    return value.replace("\r\n", "\n").strip()[: form.max_length]


def _check(form: FormField, value: str) -> None:
    if form.required and not value:
        raise Refused(f"Le champ « {form.caption} » est obligatoire.")
    if form.entry is Entry.EMAIL and value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        raise Refused("L’adresse e-mail n’est pas valide.")
    if form.entry is Entry.DATE and value and not re.fullmatch(r"\d\d/\d\d/\d{4}", value):
        raise Refused(f"Le champ « {form.caption} » attend une date ({form.hint}).")


def _keep(family: Family, name: str, value: str) -> None:
    if value == family.values.get(name, ""):
        family.waiting.pop(name, None)
    else:
        family.waiting[name] = value


def validate(family: Family) -> None:
    """The staff accepts all that waits: it comes into force."""
    family.values.update(family.waiting)
    family.waiting.clear()


def refuse(family: Family) -> None:
    """The staff turns down all that waits: the record stays as it is."""
    family.waiting.clear()


def edit(family: Family, word: str, value: str) -> None:
    """The staff changes a field (by name or caption), in force at once; a wait for it ends.

    A choice may be given by its label, a check by « oui » or « non ».

    Raises:
        KeyError: there is no such field.
    """
    form = field_called(word)
    family.values[form.name] = _stored(form, form.stored(value))
    family.waiting.pop(form.name, None)
