"""What a person reads on a screen now: what a reading of its pages is compared with."""

from dataclasses import dataclass

from adapters.school.domain import Family
from adapters.school.sheet import FAMILY_SHEET, Entry


@dataclass(frozen=True)
class Shown:
    """One field as a person sees it: a choice by its label, a check by « oui » or « non »."""

    caption: str
    value: str
    section: str
    editable: bool
    marked: bool
    """Whether the field carries the marker of a change that waits."""


def famille(family: Family) -> tuple[Shown, ...]:
    """Famille, in its order."""
    return tuple(
        Shown(
            caption=field.caption,
            value=field.label(family.shown(field.name)),
            section=group.title,
            editable=field.entry is not Entry.FIXED,
            marked=field.name in family.waiting,
        )
        for group in FAMILY_SHEET
        for field in group.fields
    )
