"""Amounts of money as a family reads them."""

from decimal import Decimal

from babel.numbers import format_currency

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def euros(amount: Decimal, language: str) -> str:
    """« 1 234,50 € » with spaces that never break, or "€1,234.50"."""
    return format_currency(amount, "EUR", locale=_LOCALES[language])
