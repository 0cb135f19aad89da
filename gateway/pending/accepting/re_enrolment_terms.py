"""What a re-enrolment's receipt says in the school's name (CRPA L112-11, L114-5, R112-5). Pure."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.re_enrolment import ReEnrolment
from adapters.re_enrolment_signs import lines_of
from gateway.config import ReEnrolment as Wording
from gateway.french.words import folded
from gateway.pending.letters.paris import PARIS
from gateway.pending.re_enrolments import Piece, Terms

_MONTHS = 12


def terms(
    wording: Wording, screen: ReEnrolment, pieces: Sequence[Piece], asked_at: datetime
) -> Terms:
    """The school's own wording, with its dates and what is missing, as of `asked_at`.

    `pieces` are those of the family's earlier requests for this student too.
    """
    lacking = missing(screen, pieces)
    needed = {folded(label) for label in wording.indispensable}
    return Terms(
        receipt=wording.receipt,
        silence=wording.silence,
        silence_from=months_after(asked_at, wording.silence_months),
        remedies=wording.remedies,
        missing=lacking,
        indispensable=tuple(label for label in lacking if folded(label) in needed),
        missing_by=_days_after(asked_at, wording.missing_days) if lacking else None,
    )


def missing(screen: ReEnrolment, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """The names of the school's list that no document was given for, now or before."""
    names = screen.imports.names if screen.imports is not None else ()
    given = {piece.name for piece in pieces}
    return tuple(
        option.label
        for option in names
        if option.value and option.value not in given and not lines_of(option.label, screen)
    )


def months_after(at: datetime, months: int) -> datetime:
    """The same day some months later in Paris, or that month's last."""
    local = at.astimezone(PARIS)
    years, month = divmod(local.month - 1 + months, _MONTHS)
    year, month = local.year + years, month + 1
    day = min(local.day, monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day)


def _days_after(at: datetime, days: int) -> datetime:
    return at.astimezone(PARIS) + timedelta(days=days)
