"""What every adapter decides alike: before a write, and on its evidence afterwards. Pure."""

import re
import unicodedata
from typing import Self

import msgspec

from adapters.errors import Conflict, FormChanged
from adapters.model import Change, Field, Kind, Outcome, Proposal, Sheet, Verdict

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NOTHING = ("", "vide", "aucun", "aucune", "neant", "nonrenseigne", "supprime")


class Signs(msgspec.Struct, frozen=True, kw_only=True):
    """What a sheet says of waiting: before a write, so that the same proves nothing after it."""

    marked: frozenset[str] = frozenset()
    """The keys of the fields that are marked."""
    sentence: str | None = None
    """What it says of the whole sheet."""

    @classmethod
    def of(cls, sheet: Sheet) -> Self:
        """Those of a sheet."""
        marked = frozenset(field.key for field in sheet.fields() if field.waiting is not None)
        return cls(marked=marked, sentence=sheet.waiting)


def already_so(proposal: Proposal, sheet: Sheet) -> bool:
    """Whether the sheet shows, or its markers name, every requested value: nothing needs sending.

    Raises:
        FormChanged: a field is gone or closed, or the form is another one.
        Conflict: a field shows a value that the family has neither seen nor asked for.
    """
    shown = {change.key: _shown(change, sheet) for change in proposal.changes}
    if all(took(change, sheet) for change in proposal.changes):
        return True
    if sheet.shape != proposal.shape or not sheet.writable:
        raise FormChanged
    otherwise = [change for change in proposal.changes if shown[change.key] != change.old]
    if any(shown[change.key] not in (change.new, *change.also_seen) for change in otherwise):
        # Whoever decides then looks at all that is not as the family saw it.
        raise Conflict({change.key: shown[change.key] for change in otherwise})
    return False


def _shown(change: Change, sheet: Sheet) -> str:
    field = sheet.field(change.key)
    if field is None or not field.editable:
        raise FormChanged
    return field.value


def evidence(
    proposal: Proposal,
    sheet: Sheet,
    *,
    before: Signs | None,
    words: str = "",
    refusal: bool = False,
) -> Outcome:
    """What a sheet that was read after the write proves.

    `before` is what the sheet said of waiting before the write: what is still there proves nothing
    new; None where that is not known: then nothing is new. `words` is what the old site said,
    `refusal` whether these words refuse. A value that is not there is a refusal only where the old
    site says so: otherwise nobody knows.
    """
    if all(took(change, sheet) for change in proposal.changes):
        waiting = waits(proposal.changes, sheet)
        verdict = Verdict.PENDING_VALIDATION if waiting else Verdict.APPLIED
    elif before is not None and not refusal and _newly_waits(proposal.changes, sheet, before):
        verdict = Verdict.PENDING_VALIDATION
    elif refusal and absent(proposal, sheet):
        verdict = Verdict.REFUSED
    else:
        verdict = Verdict.UNKNOWN
    return Outcome(verdict=verdict, words=words, sheet=sheet)


def absent(proposal: Proposal, sheet: Sheet) -> bool:
    """Whether the sheet proves that the write had no effect: old values everywhere, unmarked."""
    fields = [sheet.field(change.key) for change in proposal.changes]
    unchanged = all(
        field is not None and field.value in (change.old, *change.also_seen)
        for field, change in zip(fields, proposal.changes, strict=True)
    )
    return unchanged and not any(took(change, sheet) for change in proposal.changes)


def took(change: Change, sheet: Sheet) -> bool:
    """Whether the field shows the requested value, or its marker names it."""
    field = sheet.field(change.key)
    if field is None:
        return False
    if same(field.value, change.new, change.old):
        return True
    named = field.waiting.requested if field.waiting is not None else None
    return named is not None and _names(named, change, field)


def _names(words: str, change: Change, field: Field) -> bool:
    """Whether a marker's words stand for the requested value, as stored or as it is read."""
    if not change.new and field.kind is not Kind.CHECK:
        return _folded(words) in _NOTHING
    day = _DAY.fullmatch(change.new)
    readings = [(change.new, change.old), (field.shown(change.new), field.shown(change.old))]
    if day:
        readings.append((f"{day[3]}/{day[2]}/{day[1]}", change.old))
    return any(same(words, new, old) for new, old in readings)


def waits(changes: tuple[Change, ...], sheet: Sheet) -> bool:
    """Whether any of these changes waits for the school's staff, as far as the sheet can tell.

    A sheet's sentence speaks for all its fields, whichever are marked: sites leave some without a
    mark, a check box say, and what may still wait is not in force.
    """
    signs = Signs.of(sheet)
    return signs.sentence is not None or any(change.key in signs.marked for change in changes)


def _newly_waits(changes: tuple[Change, ...], sheet: Sheet, before: Signs) -> bool:
    """Whether each change is there, or marked since; where no field is marked, a new sentence.

    A sentence beside the one that was there is new; one in its place may be the same, told anew.
    """
    signs = Signs.of(sheet)
    if not signs.marked:
        said = signs.sentence
        return said is not None and said != before.sentence and (before.sentence or "") in said
    return all(
        took(change, sheet) or change.key in signs.marked - before.marked for change in changes
    )


def same(shown: str, wanted: str, old: str) -> bool:
    """Whether the old site shows `wanted`, allowing for how it may have tidied it up.

    Sites put names in capitals and group a telephone number's digits; such a likeness counts only
    where it could not be the old value.
    """
    if shown == wanted:
        return True
    return _folded(shown) == _folded(wanted) != _folded(old)


def _folded(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
