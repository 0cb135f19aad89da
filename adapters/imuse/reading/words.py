"""Words as a person compares them: without case, accents, colon, star or no-break spaces."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007\u200b\ufeff]+")
_SIGNS = r"\s*•·†‡¤‣\u2190-\u21ff\u2300-\u27bf"
"""Bullets, arrows, stars, triangles: beside a caption they are no part of it."""
_LEADING = re.compile(rf"^[{_SIGNS}›»>–—-]+")
_TRAILING = re.compile(rf"(?:[{_SIGNS}:]|\((?:[*!]|obligatoire)\)|[.…]{{2,}}|\s[.…]|_{{2,}})+$")
_PAGER = re.compile(r"^(?!.*\d{4})(?:[\d\s.…|<>«»‹›\-–/]|page|pages|suivante?s?|precedente?s?|"
                    r"premiere?|derniere?|sur|de)+$")  # fmt: skip
_NOT_WORDS = re.compile(r"[^\w@%€]+")


def tidy(text: str) -> str:
    """`text` with every run of spaces, no-break ones too, made one space."""
    return _SPACES.sub(" ", text).strip()


_known: ContextVar[dict[str, str] | None] = ContextVar("folded words of the page", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """While one page is read, each of its words is folded once; none is kept afterwards."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def fold(text: str) -> str:
    """The form in which captions, buttons and messages are compared."""
    known = _known.get()
    if known is None:
        return _fold(text)
    folded = known.get(text)
    if folded is None:
        folded = known[text] = _fold(text)
    return folded


def _fold(text: str) -> str:
    if text.isascii():
        return _NOT_WORDS.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORDS.sub(" ", bare).strip()


def caption(text: str) -> str:
    """A caption as the school wrote it, without bullets before it, nor colon or star after it."""
    return _TRAILING.sub("", _LEADING.sub("", tidy(text)))


def says(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether `text` contains one of the phrases, whole words compared folded."""
    folded = f" {fold(text)} "
    return any(phrase in folded for phrase in _folded(phrases))


@lru_cache(maxsize=64)
def _folded(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases of a profile, each folded once; what a page says is never kept."""
    return tuple(f" {fold(phrase)} " for phrase in phrases)


def is_pager(words: str) -> bool:
    """Whether words only lead through pages: numbers, « Suivante », « Page 2 sur 5 »."""
    return _PAGER.match(fold(words)) is not None


def slug(text: str) -> str:
    """A caption as a key: folded, with hyphens."""
    return fold(text).replace(" ", "-") or "champ"
