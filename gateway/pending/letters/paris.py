"""Times as letters write them: the schools' own."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

PARIS = ZoneInfo("Europe/Paris")

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_DAY = "EEEE {day} MMMM y"
_HOUR = {"fr": " 'à' H\u00a0'h'\u00a0mm", "en": " 'at' HH:mm"}


def moment(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 à 14 h 05 », in Paris."""
    return _written(at, _DAY + _HOUR[language], language)


def day(at: datetime, language: str) -> str:
    """« mercredi 9 septembre 2026 », in Paris."""
    return _written(at, _DAY, language)


def _written(at: datetime, pattern: str, language: str) -> str:
    first = language == "fr" and at.astimezone(PARIS).day == 1
    pattern = pattern.format(day="1'er'" if first else "d")
    return format_datetime(at, pattern, tzinfo=PARIS, locale=_LOCALES[language])
