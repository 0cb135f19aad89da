"""What a family typed, compared with the sheet that it saw: what changes, and what is amiss. Pure.

Only fields that the sheet offered to edit are looked at, whatever the browser sent (ASVS 15.3).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from adapters.model import Field, Kind, Sheet
from gateway.pending.errors import InvalidFields

NOTHING_CHANGED = "nothing_changed"
CLOSED = "closed"
REQUIRED = "required"
TOO_LONG = "too_long"
INVALID = "invalid"
NOT_OFFERED = "not_offered"
UNSTORABLE = "unstorable"

_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[\d\s./()-]+")
_PHONE_DIGITS = range(3, 16)
_NUMBER = re.compile(r"[+-]?\d[\d \u00a0\u202f]*([.,]\d+)?")
_FRENCH_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def changed(sheet: Sheet, typed: Mapping[str, str]) -> dict[str, str]:
    """Field key → new value, for what the family changed.

    A key that is missing from `typed` is unchanged; a check is "" or anything else.

    Raises:
        InvalidFields: something must be corrected first, or nothing has changed.
    """
    if not sheet.writable:
        raise InvalidFields({"": CLOSED}, sheet)
    changes = differing(sheet.fields(), typed)
    problems = {
        field.key: found
        for field in sheet.fields()
        if field.key in changes and (found := problem(field, changes[field.key], sheet.charset))
    }
    if problems:
        raise InvalidFields(problems, sheet)
    if not changes:
        raise InvalidFields({"": NOTHING_CHANGED}, sheet)
    return changes


def differing(fields: Iterable[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """Field key → new value as stored, for what was typed otherwise than it stood."""
    offered = [field for field in fields if field.editable and field.key in typed]
    values = {field.key: as_stored(field, typed[field.key]) for field in offered}
    return {
        field.key: values[field.key] for field in offered if not _same(field, values[field.key])
    }


def as_stored(field: Field, typed: str) -> str:
    """`typed` as the old site would store it."""
    if field.kind is Kind.CHECK:
        return (field.value or "1") if typed else ""
    if field.kind is Kind.CHOICE:
        return typed
    lines = typed.replace("\r\n", "\n").replace("\r", "\n")
    if field.kind is not Kind.LONG_TEXT:
        lines = lines.replace("\n", " ")
    text = "".join(c for c in lines if c == "\n" or c == "\t" or ord(c) >= 32).strip()
    return _dated(text, field) if field.kind is Kind.DATE else text


def _dated(text: str, field: Field) -> str:
    """A date written as the field's own is, so that 9/4/1981 is no change of 09/04/1981."""
    day = _date(text)
    if day is None:
        return text
    if _ISO_DATE.fullmatch(field.value):
        return day.isoformat()
    separator = next((c for c in field.value if c in "/.-"), "/")
    return day.strftime(f"%d{separator}%m{separator}%Y")


def _date(text: str) -> date | None:
    try:
        if iso := _ISO_DATE.fullmatch(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if french := _FRENCH_DATE.fullmatch(text):
            return date(int(french[3]), int(french[2]), int(french[1]))
    except ValueError:
        return None
    return None


def _same(field: Field, value: str) -> bool:
    if value == field.value:
        return True
    if field.kind in (Kind.CHOICE, Kind.CHECK):
        return False
    # A browser changes line ends, and we trim: neither is the family's doing.
    return value == as_stored(field, field.value)


def problem(field: Field, value: str, charset: str) -> str | None:
    """What is amiss with a new value as stored, by its error key; None where nothing is."""
    if field.kind is Kind.CHOICE:
        offered = {option.value for option in field.options}
        return None if value in offered and (value or not field.required) else NOT_OFFERED
    if not value:
        return REQUIRED if field.required else None
    if field.max_length is not None and len(value) > field.max_length:
        return TOO_LONG
    if not _fits(value, charset):
        return UNSTORABLE
    return None if _well_formed(field.kind, value) else INVALID


def _fits(value: str, charset: str) -> bool:
    try:
        value.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _well_formed(kind: Kind, value: str) -> bool:
    if kind is Kind.EMAIL:
        return _EMAIL.fullmatch(value) is not None
    if kind is Kind.PHONE:
        digits = sum(c.isdigit() for c in value)
        return _PHONE.fullmatch(value) is not None and digits in _PHONE_DIGITS
    if kind is Kind.DATE:
        return _date(value) is not None
    if kind is Kind.NUMBER:
        return _NUMBER.fullmatch(value) is not None
    return True
