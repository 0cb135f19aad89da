"""What the school does with what families ask: pure, and the same under every markup.

A change that a family asks for on a sheet (Famille, or a student's Identité) waits beside the
record until the staff decides; several may wait. What a form leaves out is emptied, as a naive old
site does.
"""

import re
from collections.abc import Mapping

import msgspec

from adapters.school.fields import Entry, FormField
from adapters.school.records import Record
from adapters.school.refusal import Refused


class Changed(msgspec.Struct, frozen=True):
    """One field that a family's form changed: stored values as the form showed and sent them."""

    field: str
    caption: str
    old: str
    new: str


def ask(record: Record, posted: Mapping[str, str]) -> tuple[Changed, ...]:
    """Put what a form asks for beside the record, to wait; tells what it changed.

    `posted` holds the form's values by field name. A field set back to the value in force waits no
    longer.

    Raises:
        Refused: a required field is empty, or an e-mail or a date is none.
    """
    offered = record.sheet.offered()
    wanted = {form.name: _stored(form, posted.get(form.name, "")) for form in offered}
    for form in offered:
        _check(form, wanted[form.name])
    changes = tuple(
        Changed(form.name, form.caption, record.shown(form.name), wanted[form.name])
        for form in offered
        if wanted[form.name] != record.shown(form.name)
    )
    for change in changes:
        _keep(record, change.field, change.new)
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


def _keep(record: Record, name: str, value: str) -> None:
    if value == record.values.get(name, ""):
        record.waiting.pop(name, None)
    else:
        record.waiting[name] = value


def validate(record: Record) -> None:
    """The staff accepts all that waits on a sheet: it comes into force."""
    record.values.update(record.waiting)
    record.waiting.clear()


def refuse(record: Record) -> None:
    """The staff turns down all that waits on a sheet: the record stays as it is."""
    record.waiting.clear()


def edit(record: Record, word: str, value: str) -> None:
    """The staff changes a field (by name or caption), in force at once; a wait for it ends.

    A choice may be given by its label, a check by « oui » or « non ».

    Raises:
        KeyError: there is no such field.
    """
    form = record.sheet.field_called(word)
    record.values[form.name] = _stored(form, form.stored(value))
    record.waiting.pop(form.name, None)
