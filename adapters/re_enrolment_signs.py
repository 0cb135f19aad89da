"""What every adapter decides alike of Réinscription: before a write, and on its evidence. Pure."""

import re
import unicodedata

from adapters.errors import Conflict, FormChanged
from adapters.model import Verdict
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish


def check(wish: Wish, screen: ReEnrolment) -> None:
    """Refuse before sending what the tab no longer takes as the family saw it.

    Raises:
        Conflict: it awaits validation already, and did not then; or a question shows an answer that
            the family has neither seen nor given.
        FormChanged: the form is another one, or no longer offers what is to be ticked.
    """
    if screen.waiting is not None and wish.waiting is None:
        raise Conflict({})
    offered = {one.key for one in screen.disciplines if one.editable}
    if screen.shape != wish.shape or not screen.writable or not offered.issuperset(wish.offered):
        raise FormChanged
    shown = {field.key: field.value for field in screen.questions if field.editable}
    if any(change.key not in shown for change in wish.answers):
        raise FormChanged
    surprises = {
        change.key: shown[change.key]
        for change in wish.answers
        if shown[change.key] not in (change.old, change.new)
    }
    if surprises:
        raise Conflict(surprises)


def filed(
    before: ReEnrolment | None,
    after: ReEnrolment,
    *,
    words: str = "",
    refusal: bool = False,
    taken: bool = False,
) -> Filed:
    """What the tab, read after « Valider », proves.

    `before` is the tab before it, None where that is not known; `words` is what the old site said,
    `refusal` and `taken` whether these words refuse, or say that the request is taken.
    """
    if taken or waits_newly(before.waiting if before is not None else None, after):
        verdict = Verdict.PENDING_VALIDATION
    elif refusal and not waits_newly(None, after):
        verdict = Verdict.REFUSED
    else:
        verdict = Verdict.UNKNOWN
    return Filed(verdict=verdict, words=words, screen=after)


def waits_newly(before: str | None, after: ReEnrolment) -> bool:
    """Whether the tab awaits validation, and did not before: one request of ours is there."""
    return after.waiting is not None and before is None


def listed(document: Document, screen: ReEnrolment) -> bool:
    """Whether the tab lists a file of that very name: proof, as no other has it."""
    wanted = _folded(document.file_name)
    return any(wanted in _folded(f"{one.file} {one.words}") for one in screen.imported or ())


def lines_of(label: str, screen: ReEnrolment) -> int:
    """How many lines of what was imported bear a document's name (its label, not its value)."""
    wanted = _folded(label)
    return sum(
        wanted == _folded(one.name) or wanted in _folded(one.words) for one in screen.imported or ()
    )


def imported(
    document: Document,
    before: ReEnrolment | None,
    after: ReEnrolment,
    *,
    words: str = "",
    refusal: bool = False,
    taken: bool = False,
) -> Filed:
    """What the tab, read after an import, proves; the arguments are as for `filed`.

    Where it lists a name only, one line more of that name than `before` is proof.
    """
    grown = before is not None and _lines(document, after) > _lines(document, before)
    if listed(document, after) or grown or (taken and not refusal):
        verdict = Verdict.APPLIED
    elif refusal:
        verdict = Verdict.REFUSED
    else:
        verdict = Verdict.UNKNOWN
    return Filed(verdict=verdict, words=words, screen=after)


def _lines(document: Document, screen: ReEnrolment) -> int:
    names = screen.imports.names if screen.imports is not None else ()
    label = next((one.label for one in names if one.value == document.name), "")
    return lines_of(label, screen) if label else len(screen.imported or ())


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in plain if not unicodedata.combining(c)))
