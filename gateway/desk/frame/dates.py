"""A moment in few words, for tables."""

from datetime import datetime

from babel.dates import format_date

from gateway.pages.shown.dates import PARIS, hour

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def brief(at: datetime, language: str) -> str:
    """« 9 sept. 2026 à 14 h 05 », or "9 Sept 2026 at 14:05"."""
    day = format_date(at.astimezone(PARIS).date(), "d MMM y", locale=_LOCALES[language])
    return f"{day} {'at' if language == 'en' else 'à'} {hour(at, language)}"
