"""How each field of a sheet is shown and filled in. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from adapters.model import Field, Kind, Option, Sheet
from gateway.pending.states import State
from gateway.views import AskedChange, RequestView

PREFIX = "champ:"
"""Before a field's key in its control's name, so that no key of the old site meets one of ours."""

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_AUTOCOMPLETE = {
    "title": "honorific-prefix",
    "given_name": "given-name",
    "family_name": "family-name",
    "email": "email",
    "mobile_phone": "mobile tel",
    "home_phone": "home tel",
    "work_phone": "work tel",
    "street": "address-line1",
    "street_more": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
}
"""Canonical name → autofill field (HTML, § 4.10.18.7.1; WCAG 2.1, 1.3.5)."""

_ON_ITS_WAY = frozenset(
    {
        State.RECEIVED,
        State.REVIEW,
        State.DELIVERING,
        State.UNKNOWN,
        State.VERIFYING,
        State.AWAITING_STAFF,
    }
)


@dataclass(frozen=True)
class Pending:
    """A change of this field that waits: by our own request, or by the old site's marker alone."""

    current: str | None
    requested: str | None
    request: RequestView | None = None
    words: str = ""

    @property
    def on_its_way(self) -> bool:
        """Whether it still waits for the staff, and is not stopped for the family to look at."""
        return self.request is None or self.request.state in _ON_ITS_WAY


@dataclass(frozen=True)
class Control:
    """One field with its control: `type` is an input's type, or textarea, select, checkbox."""

    id: str
    name: str
    field: Field
    value: str
    type: str
    options: tuple[Option, ...] = ()
    autocomplete: str | None = None
    inputmode: str | None = None
    problem: str | None = None
    pending: Pending | None = None

    @property
    def shown(self) -> str:
        """The value as a person reads it."""
        return self.field.shown(self.value)


@dataclass(frozen=True)
class Group:
    """The controls under one of the sheet's headings."""

    title: str
    controls: tuple[Control, ...]


def groups(
    sheet: Sheet,
    waiting: Mapping[str, RequestView],
    typed: Mapping[str, str],
    problems: Mapping[str, str],
) -> tuple[Group, ...]:
    """The sheet's sections as controls.

    `typed` and `problems` are by field key: what the family typed over the sheet's own values, and
    the key of what is the matter with it.
    """
    numbers = {field.key: number for number, field in enumerate(sheet.fields(), 1)}
    return tuple(
        Group(
            section.title,
            tuple(
                _control(
                    f"champ-{numbers[field.key]}",
                    field if sheet.writable else msgspec.structs.replace(field, editable=False),
                    typed.get(field.key, field.value),
                    problems.get(field.key),
                    _pending(field, waiting.get(field.key)),
                )
                for field in section.fields
            ),
        )
        for section in sheet.sections
    )


def _control(
    id: str, field: Field, value: str, problem: str | None, pending: Pending | None
) -> Control:
    type, inputmode = _entry(field)
    return Control(
        id=id,
        name=f"{PREFIX}{field.key}",
        field=field,
        value=value,
        type=type,
        options=_options(field, value),
        autocomplete=_autofill(field),
        inputmode=inputmode,
        problem=problem,
        pending=pending,
    )


def _autofill(field: Field) -> str | None:
    """The autofill field of a known name; a whole address goes into a control of several lines."""
    if field.name == "street" and field.kind is Kind.LONG_TEXT:
        return "street-address"
    return _AUTOCOMPLETE.get(field.name or "")


def _entry(field: Field) -> tuple[str, str | None]:
    """The control's type and its keyboard.

    Only controls that give a value back as it was: a browser trims what an e-mail control holds,
    and empties a date control that holds anything but an ISO date.
    """
    match field.kind:
        case Kind.LONG_TEXT:
            return "textarea", None
        case Kind.CHOICE:
            return "select", None
        case Kind.CHECK:
            return "checkbox", None
        case Kind.EMAIL if field.value == field.value.strip():
            return "email", None
        case Kind.EMAIL:
            return "text", "email"
        case Kind.PHONE:
            return "tel", None
        case Kind.DATE if _ISO_DATE.fullmatch(field.value):
            return "date", None
        case Kind.DATE | Kind.NUMBER:
            return "text", "numeric"
        case Kind.TEXT:
            return "text", None


def _options(field: Field, value: str) -> tuple[Option, ...]:
    """The choice's options, with the stored value first where the old site does not offer it."""
    if field.kind is not Kind.CHOICE or value in {option.value for option in field.options}:
        return field.options
    return (Option(value, value), *field.options)


def _pending(field: Field, request: RequestView | None) -> Pending | None:
    marker = field.waiting
    named = None if marker is None else _read(field, marker.current)
    if request is not None:
        change = _asked(field, request)
        if change is None:
            return None
        before = change.old if change.in_force is None else change.in_force
        return Pending(before if named is None else named, change.new, request)
    if marker is None:
        return None
    return Pending(named, _read(field, marker.requested), words=marker.words)


def _asked(field: Field, request: RequestView) -> AskedChange | None:
    return next((change for change in request.changes if change.key == field.key), None)


def _read(field: Field, value: str | None) -> str | None:
    return None if value is None else field.shown(value)
