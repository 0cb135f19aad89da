"""Words as a person compares them: without case, accents, ligatures or kinds of space. Pure."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ʼ": "'"})
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_DIGITS = re.compile(r"(\d+)")


def folded(text: str) -> str:
    """The form in which texts are compared: « Évaluations  ŒUVRE » is "evaluations oeuvre"."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare).strip()


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key to sort by: folded, a run of digits by its number (« Cycle 2 » < « Cycle 10 »)."""
    parts = _DIGITS.split(folded(text))
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part
    )
