"""A request's number in a text that the old site shows back, where it does: proof that it came.

No other request has it, so that reading it proves that this one arrived, whatever else has changed
since. Not reading it proves nothing: somebody may have rewritten the text.
"""

import re

from adapters.model import Field, Sheet
from adapters.re_enrolment import ReEnrolment
from gateway.pending.records import Body

_FORMER = re.compile(r"\s*\(réf\. \d{4}-[0-9A-Z]{6}\)\s*$")
"""What an earlier request has put there; see `numbers`."""


def with_number(text: str, number: str, field: Field | None, charset: str) -> str:
    """`text` with the number at its end, where the site shows that field back and takes it.

    An earlier request's goes in any case: shown again, it would prove what it does not.
    """
    if field is None or not field.refers:
        return text
    bare = plain(text)
    told = f"{bare} (réf. {number})"
    return told if bare.strip() and _fits(told, field, charset) else bare


def plain(text: str) -> str:
    """`text` without the number that a request may have put at its end."""
    return _FORMER.sub("", text)


def reference(body: Body) -> str:
    """What the request's texts say of its number, « (réf. 2026-7K3QX9) »; "" where none does."""
    asked = body.re_enrolment
    if asked is not None:
        noted = asked.screen.note is not None and asked.screen.note.refers
        texts = [asked.note] if noted else []
    else:
        texts = [wanted.change.new for wanted in body.asked if wanted.field.refers]
    found = (_FORMER.search(text) for text in texts)
    return next((match[0].strip() for match in found if match), "")


def on_sheet(body: Body, sheet: Sheet) -> bool:
    """Whether the sheet shows the request's number in one of its texts, in force or waiting."""
    ours = reference(body)
    keys = {wanted.change.key for wanted in body.wanted if wanted.field.refers}
    return bool(ours) and any(
        ours in text for field in sheet.fields() if field.key in keys for text in _texts(field)
    )


def on_tab(body: Body, screen: ReEnrolment) -> bool:
    """Whether Réinscription shows the request's number in its text area."""
    ours = reference(body)
    return bool(ours) and screen.note is not None and ours in screen.note.value


def _texts(field: Field) -> tuple[str, ...]:
    requested = field.waiting.requested if field.waiting is not None else None
    return (field.value, requested or "")


def _fits(text: str, field: Field, charset: str) -> bool:
    try:
        text.encode(charset)
    except (UnicodeEncodeError, LookupError):
        return False
    return field.max_length is None or len(text) <= field.max_length
