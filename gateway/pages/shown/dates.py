"""Dates and times as a family reads them, in the school's time zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names

PARIS = ZoneInfo("Europe/Paris")

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NO_BREAK = "\u00a0"


def hour(at: datetime, language: str) -> str:
    """« 14 h 05 », or "14:05"."""
    local = at.astimezone(PARIS)
    if language == "fr":
        return f"{local.hour}{_NO_BREAK}h{_NO_BREAK}{local.minute:02}"
    return f"{local:%H:%M}"


def clock(at: time, language: str) -> str:
    """« 17 h » on the hour, « 17 h 05 » else, or "17:05"."""
    if language == "fr":
        minutes = f"{_NO_BREAK}{at.minute:02}" if at.minute else ""
        return f"{at.hour}{_NO_BREAK}h{minutes}"
    return f"{at:%H:%M}"


def day(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 » (« 1er » for the first), or "Wednesday 9 September 2026"."""
    return whole_date(at.astimezone(PARIS).date(), language)


def whole_date(on: date, language: str) -> str:
    """As `day`, of a date without an hour."""
    number = "1'er'" if language == "fr" and on.day == 1 else "d"
    return format_date(on, f"EEEE {number} MMMM y", locale=_LOCALES[language])


def weekday(number: int, language: str) -> str:
    """« mercredi », or "Wednesday"; 0 is Monday."""
    return str(get_day_names(locale=_LOCALES[language])[number])


def moment(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 à 14 h 05 »."""
    link = "at" if language == "en" else "à"
    return f"{day(at, language)} {link} {hour(at, language)}"


def recent(at: datetime, language: str, now: datetime) -> str:
    """« à 14 h 05 » on the same day, « le mercredi 9 septembre 2026 à 14 h 05 » otherwise."""
    if at.astimezone(PARIS).date() == now.astimezone(PARIS).date():
        return f"{'at' if language == 'en' else 'à'} {hour(at, language)}"
    return f"{'on' if language == 'en' else 'le'} {moment(at, language)}"


def duration(seconds: float, language: str) -> str:
    """A wait rounded up: « 40 secondes », « 5 minutes », "2 hours"."""
    steps = ((3600, "heure", "hour"), (60, "minute", "minute"), (1, "seconde", "second"))
    size, french, english = next(step for step in steps if seconds > step[0] or step[0] == 1)
    count = max(1, -int(-seconds // size))
    word = english if language == "en" else french
    return f"{count}{_NO_BREAK}{word}{'s' if count > 1 else ''}"
