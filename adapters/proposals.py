"""What every adapter decides alike: before a write, and on its evidence afterwards. Pure."""

import re
import unicodedata

from adapters.errors import Conflict, FormChanged
from adapters.model import Change, Field, Kind, Outcome, Proposal, Sheet, Verdict

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NOTHING = ("", "vide", "aucun", "aucune", "neant", "nonrenseigne", "supprime")


def already_so(proposal: Proposal, sheet: Sheet) -> bool:
    """Whether the sheet shows every requested value already, so that nothing needs sending.

    Raises:
        FormChanged: a field is gone or closed, or the form is another one.
        Conflict: a field shows a value that the family has neither seen nor asked for.
    """
    shown = {change.key: _shown(change, sheet) for change in proposal.changes}
    if all(shown[change.key] == change.new for change in proposal.changes):
        return True
    if sheet.shape != proposal.shape or not sheet.writable:
        raise FormChanged
    surprises = {
        change.key: shown[change.key]
        for change in proposal.changes
        if shown[change.key] not in (change.old, change.new, *change.also_seen)
    }
    if surprises:
        raise Conflict(surprises)
    return False


def _shown(change: Change, sheet: Sheet) -> str:
    field = sheet.field(change.key)
    if field is None or not field.editable:
        raise FormChanged
    return field.value


def evidence(
    proposal: Proposal, sheet: Sheet, *, waited: bool, words: str = "", refusal: bool = False
) -> Outcome:
    """What a sheet that was read after the write proves.

    `waited` is whether these fields were shown as waiting before the write: such a marker proves
    nothing new. `words` is what the old site said, `refusal` whether these words refuse. A value
    that is not there is a refusal only where the old site says so: otherwise nobody knows.
    """
    waiting = waits(proposal.changes, sheet)
    if all(took(change, sheet) for change in proposal.changes):
        verdict = Verdict.PENDING_VALIDATION if waiting else Verdict.APPLIED
    elif waiting and not waited and not refusal and _accounted_for(proposal.changes, sheet):
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
    """Whether the sheet shows any of these changes as waiting for the school's staff.

    Where the sheet marks fields one by one, their marks count; where it has only its sentence by
    « Modifier », that sentence speaks for the whole sheet.
    """
    marked = _marked(sheet)
    if marked:
        return any(change.key in marked for change in changes)
    return sheet.waiting is not None


def _accounted_for(changes: tuple[Change, ...], sheet: Sheet) -> bool:
    """Whether each change is there, or marked as waiting; one sentence speaks for them all."""
    marked = _marked(sheet)
    return not marked or all(change.key in marked or took(change, sheet) for change in changes)


def _marked(sheet: Sheet) -> set[str]:
    return {field.key for field in sheet.fields() if field.waiting is not None}


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
