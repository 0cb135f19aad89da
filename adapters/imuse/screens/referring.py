"""Free texts that a site shows back, and that may carry a request's number (`[reference]`)."""

import msgspec

from adapters.imuse.reading.words import fold
from adapters.model import Field, Kind, Sheet
from adapters.re_enrolment import ReEnrolment

_FREE = frozenset({Kind.TEXT, Kind.LONG_TEXT})


def on_sheet(sheet: Sheet, captions: tuple[str, ...]) -> Sheet:
    """The sheet, with its fields of these captions as such."""
    if not captions:
        return sheet
    sections = tuple(
        msgspec.structs.replace(
            section, fields=tuple(_refers(field, captions) for field in section.fields)
        )
        for section in sheet.sections
    )
    return msgspec.structs.replace(sheet, sections=sections)


def on_tab(tab: ReEnrolment, captions: tuple[str, ...]) -> ReEnrolment:
    """Réinscription, with its text area as such where it has one of these captions."""
    if tab.note is None or not captions:
        return tab
    return msgspec.structs.replace(tab, note=_refers(tab.note, captions))


def _refers(field: Field, captions: tuple[str, ...]) -> Field:
    named = field.editable and fold(field.caption) in {fold(caption) for caption in captions}
    return msgspec.structs.replace(field, refers=True) if named and field.kind in _FREE else field
