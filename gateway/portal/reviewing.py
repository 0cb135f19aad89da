"""A stopped request's fields beside the sheet as it is now, and what is chosen for each. Pure."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from adapters.model import Field, Kind, Option, Section, Sheet
from gateway.pending.records import Body, Wanted
from gateway.views.reviews import ASK, CHOICE, KEEP

NOT_CHOSEN = "not_chosen"
_CHOICES = (Option(KEEP, ""), Option(ASK, ""))
"""Their words are the page's."""


def put_beside(body: Body, sheet: Sheet) -> Sheet:
    """Of the sheet, only the fields that were asked for and can be changed, each with its choice.

    To keep it is chosen already where the school has set by itself what was asked for, and to ask
    where it has changed nothing: only what is new to the family is a question.
    """
    pairs = [
        each
        for wanted in body.wanted
        if (field := _open(wanted, sheet)) is not None
        for each in (_choice(wanted, field), field)
    ]
    return replace(sheet, sections=(Section(title="", fields=tuple(pairs)),))


def unchosen(beside: Sheet, typed: Mapping[str, str]) -> dict[str, str]:
    """What is still to be chosen, by the choice's key."""
    return {
        choice.key: NOT_CHOSEN
        for choice, _ in _pairs(beside)
        if typed.get(choice.key) not in (KEEP, ASK)
    }


def kept_since(body: Body, typed: Mapping[str, str]) -> bool:
    """Whether something is asked all the same that the school has kept since, once and for all."""
    return any(typed.get(CHOICE + each.wanted.change.key) == ASK for each in body.kept)


def asked_anew(beside: Sheet, typed: Mapping[str, str]) -> dict[str, str]:
    """Field key → what was typed, where it is asked for all the same."""
    return {
        field.key: typed[field.key]
        for choice, field in _pairs(beside)
        if typed.get(choice.key) == ASK and field.key in typed
    }


def _pairs(beside: Sheet) -> Iterator[tuple[Field, Field]]:
    fields = beside.fields()
    return zip(fields[::2], fields[1::2], strict=True)


def _open(wanted: Wanted, sheet: Sheet) -> Field | None:
    field = sheet.field(wanted.change.key)
    return field if field is not None and field.editable else None


def _choice(wanted: Wanted, field: Field) -> Field:
    begun = {wanted.change.old: ASK, wanted.change.new: KEEP}
    return Field(
        key=CHOICE + field.key,
        caption=field.caption,
        value=begun.get(field.value, ""),
        kind=Kind.CHOICE,
        options=_CHOICES,
        required=True,
    )
