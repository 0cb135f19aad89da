"""Times as letters write them: the schools' own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

PARIS = ZoneInfo("Europe/Paris")

_MOMENT = {
    "fr": ("fr_FR", "EEEE {day} MMMM y 'à' H\u00a0'h'\u00a0mm"),
    "en": ("en_GB", "EEEE {day} MMMM y 'at' HH:mm"),
}


def moment(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 à 14 h 05 », in Paris."""
    locale, pattern = _MOMENT[language]
    first = language == "fr" and at.astimezone(PARIS).day == 1
    pattern = pattern.format(day="1'er'" if first else "d")
    return format_datetime(at, pattern, tzinfo=PARIS, locale=locale)
