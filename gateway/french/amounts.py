"""Amounts of money as French sites write them: « 1 234,50 € », « -12,00 », « (12,00) ». Pure."""

import re
from decimal import Decimal

_SPACES = r"[ \u00a0\u202f\u2009]"
_MINUS = "\u2212\u2010\u2011\u2012\u2013-"
"""The hyphen comes last: elsewhere in a class of characters it would be a range."""
_CURRENCY = r"(?:€|euros?|eur)"
_GROUPED = rf"\d{{1,3}}(?:(?P<mark>{_SPACES}|[.'’])\d{{3}})(?:(?P=mark)\d{{3}})*"
_NUMBER = rf"(?P<whole>{_GROUPED}|\d+)(?:[.,](?P<part>\d{{1,2}}))?"

_AMOUNT = re.compile(
    rf"(?P<open>\()?{_SPACES}*(?P<sign>[+{_MINUS}])?{_SPACES}*(?:{_CURRENCY}{_SPACES}*)?"
    rf"{_NUMBER}{_SPACES}*(?:{_CURRENCY})?{_SPACES}*(?P<after>[{_MINUS}])?(?P<close>\))?",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<![\w/.,])(?P<sign>[+{_MINUS}]{_SPACES}*)?(?P<whole>{_GROUPED}|\d+)"
    rf"(?:[.,](?P<part>\d{{2}})(?!\d)(?:{_SPACES}*{_CURRENCY})?"
    rf"|(?:[.,](?P<tenth>\d))?{_SPACES}*{_CURRENCY})(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)


def amount(text: str) -> Decimal | None:
    """What a cell's amount is worth; None where it is none, or may be read in two ways.

    « 1.234 » and « 1,234 » may: a thousand and more, or three decimals.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    if re.fullmatch(r"\d{1,3}\.\d{3}", found["whole"]) and not found["part"]:
        return None
    signs = [found["open"], found["after"], found["sign"] if found["sign"] != "+" else None]
    negative = [sign for sign in signs if sign]
    if len(negative) > 1 or (found["sign"] == "+" and negative):
        return None
    return _value(found["whole"], found["part"], negative=bool(negative))


def amounts(sentence: str) -> tuple[Decimal, ...]:
    """The amounts that a sentence names: with two decimals, or with their currency."""
    return tuple(
        _value(
            found["whole"],
            found["part"] or found["tenth"],
            negative=(found["sign"] or "+")[0] in _MINUS,
        )
        for found in _IN_WORDS.finditer(sentence)
    )


def _value(whole: str, part: str | None, *, negative: bool) -> Decimal:
    digits = "".join(c for c in whole if c.isdecimal())
    value = Decimal(f"{digits}.{part or '':0<2}")
    return -value if negative else value
