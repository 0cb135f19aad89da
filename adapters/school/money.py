"""Amounts and days as the school writes them."""

from datetime import date


def euros(cents: int) -> str:
    """An amount of cents: « -1 234,50 € », with no-break spaces."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{'-' if cents < 0 else ''}{grouped},{rest:02}\N{NO-BREAK SPACE}€"


def figures(day: date | None) -> str:
    """A day in figures, "" where there is none."""
    return "" if day is None else f"{day:%d/%m/%Y}"
