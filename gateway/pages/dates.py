"""Dates and times as a family reads them, in the school's time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NO_BREAK = "\u00a0"


def hour(at: datetime, language: str) -> str:
    """« 14 h 05 », or "14:05"."""
    local = at.astimezone(PARIS)
    if language == "fr":
        return f"{local.hour}{_NO_BREAK}h{_NO_BREAK}{local.minute:02}"
    return f"{local:%H:%M}"


def day(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 » (« 1er » for the first), or "Wednesday 9 September 2026"."""
    local = at.astimezone(PARIS).date()
    number = "1'er'" if language == "fr" and local.day == 1 else "d"
    return format_date(local, f"EEEE {number} MMMM y", locale=_LOCALES[language])


def moment(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 à 14 h 05 »."""
    link = "at" if language == "en" else "à"
    return f"{day(at, language)} {link} {hour(at, language)}"


def recent(at: datetime, language: str, now: datetime) -> str:
    """« à 14 h 05 » on the same day, « le mercredi 9 septembre 2026 à 14 h 05 » otherwise."""
    if at.astimezone(PARIS).date() == now.astimezone(PARIS).date():
        return f"{'at' if language == 'en' else 'à'} {hour(at, language)}"
    return f"{'on' if language == 'en' else 'le'} {moment(at, language)}"


def duration(seconds: float, language: str) -> str:
    """A wait rounded up: « 40 secondes », « 5 minutes », "2 hours"."""
    steps = ((3600, "heure", "hour"), (60, "minute", "minute"), (1, "seconde", "second"))
    size, french, english = next(step for step in steps if seconds > step[0] or step[0] == 1)
    count = max(1, -int(-seconds // size))
    word = english if language == "en" else french
    return f"{count}{_NO_BREAK}{word}{'s' if count > 1 else ''}"
