"""What a family sends for a re-enrolment: what is amiss, and what is asked. Pure.

Only what the tab offered is looked at, whatever the browser sent (ASVS 15.3).
"""

import msgspec

from adapters.model import Change
from adapters.re_enrolment import ReEnrolment
from gateway.pending.accepting.typed import CLOSED, REQUIRED, as_stored, differing, problem
from gateway.pending.errors import InvalidFields
from gateway.pending.re_enrolments import AskingReEnrolment

NOTE = "note"
"""The key of the text area's problems."""
NOTHING_TICKED = "nothing_ticked"
NOTE_NOT_TAKEN = "note_not_taken"
DOCUMENT_NOT_OFFERED = "document_not_offered"
DOCUMENTS_GONE = "documents_gone"
ALREADY_ASKED = "already_asked"


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, as the old site would store it."""

    ticked: tuple[str, ...]
    """In the tab's order."""
    note: str
    answers: tuple[Change, ...]


def checked(asking: AskingReEnrolment) -> Checked:
    """What the family asks of the tab that it saw.

    Raises:
        InvalidFields: something must be corrected first.
    """
    screen = asking.screen
    if not screen.writable:
        raise InvalidFields({"": CLOSED})
    offered = [one.key for one in screen.disciplines if one.editable]
    ticked = tuple(key for key in offered if key in asking.ticked)
    answers = differing(screen.questions, asking.answers)
    note = asking.note if screen.note is None else as_stored(screen.note, asking.note)
    problems = {
        **_of_pieces(asking),
        **({"": NOTHING_TICKED} if offered and not ticked else {}),
        **_of_answers(screen, answers),
        **_of_note(screen, note),
    }
    if problems:
        raise InvalidFields(problems)
    changes = (
        Change(key=field.key, caption=field.caption, old=field.value, new=answers[field.key])
        for field in screen.questions
        if field.key in answers
    )
    return Checked(ticked=ticked, note=note, answers=tuple(changes))


def _of_pieces(asking: AskingReEnrolment) -> dict[str, str]:
    imports = asking.screen.imports
    names = {option.value for option in imports.names} if imports is not None else set()
    taken = imports is not None and all(
        piece.name in names if names else not piece.name for piece in asking.pieces
    )
    return {} if taken or not asking.pieces else {"": DOCUMENT_NOT_OFFERED}


def _of_answers(screen: ReEnrolment, answers: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in screen.questions:
        if not field.editable:
            continue
        value = answers.get(field.key, field.value)
        if field.required and not value:
            found[field.key] = REQUIRED
        elif field.key in answers and (amiss := problem(field, value, screen.charset)):
            found[field.key] = amiss
    return found


def _of_note(screen: ReEnrolment, note: str) -> dict[str, str]:
    field = screen.note
    if field is None or not field.editable:
        unchanged = note == (field.value if field is not None else "")
        return {} if unchanged or not note else {NOTE: NOTE_NOT_TAKEN}
    amiss = problem(field, note, screen.charset)
    return {NOTE: amiss} if amiss else {}
