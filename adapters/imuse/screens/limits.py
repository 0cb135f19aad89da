"""The limits that an import window states: a size in words, formats, or in its own controls."""

import re
from collections.abc import Iterator

from adapters.imuse.reading.page import Control, Form
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens import pieces

_SIZE = re.compile(
    r"(\d{1,3}(?:[\s.]\d{3})+(?=\s*(?:k|o))|\d+(?:[.,]\d+)?)\s*"
    r"(mo|mb|m[eé]ga(?:-?octets?)?|ko|kb|kilo(?:-?octets?)?|octets?)\b",
    re.IGNORECASE,
)
_FORMATS = ("jpeg", "jpg", "png", "pdf", "gif", "tif", "tiff", "doc", "docx")
_MIMES = {"image/jpeg": ("jpeg", "jpg"), "image/png": ("png",), "application/pdf": ("pdf",),
          "image/*": ("jpeg", "jpg", "png")}  # fmt: skip
_LIMITING = ("limite", "maximum", "maximal", "maximale", "max", "maxi", "dépasser",
             "dépasse", "excéder", "au plus", "inférieure", "inférieur", "plus de", "jusqu'à",
             "limité", "limitée", "limités")  # fmt: skip
_LIMIT_FIELD = "max_file_size"


def sentences(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts that state a size or formats: not those that name a file and its own size."""
    return tuple(text for text in texts if not pieces.names_file(text) and _states(text))


def max_bytes(said: tuple[str, ...], form: Form | None) -> int | None:
    """The least size that is stated, in bytes; None where none is."""
    sizes = [
        _bytes(number, unit)
        for text in said
        for number, unit in _SIZE.findall(text)
        if _limits(text)
    ]
    held = [] if form is None else [c.value for c in form.controls if _is_limit(c)]
    sizes += [int(value) for value in held if value.isdecimal()]
    return min((size for size in sizes if size > 0), default=None)


def formats(said: tuple[str, ...], accept: str) -> tuple[str, ...]:
    """The formats that are stated, in words or else by the file's control."""
    in_words = dict.fromkeys(one for text in said for one in _formats(text))
    known = tuple(one for one in _FORMATS if one in in_words)
    return known or tuple(dict.fromkeys(_accepted(accept)))


def _states(text: str) -> bool:
    named = len(_formats(text))
    sized = _SIZE.search(text) is not None and _limits(text)
    return sized or named > 1 or (named > 0 and says(text, ("format", "formats")))


def _limits(text: str) -> bool:
    """Whether a size is a limit: « 2 Mo au plus », and not « RIB (35 Ko) »."""
    alone = not fold(_SIZE.sub(" ", text))
    return alone or says(text, _LIMITING) or len(_formats(text)) > 1


def _formats(text: str) -> set[str]:
    return set(fold(text).split()) & set(_FORMATS)


def _bytes(number: str, unit: str) -> int:
    """« 2 000 Ko », « 1,5 Mo »: thousands stand apart only before small units."""
    kind = unit[0].lower()
    factor = {"m": 1_000_000, "k": 1000, "o": 1}[kind]
    if kind != "m" and re.fullmatch(r"\d{1,3}(?:[\s.]\d{3})+", number):
        number = re.sub(r"[\s.]", "", number)
    return int(float(number.replace(",", ".")) * factor)


def _is_limit(control: Control) -> bool:
    return control.name.lower() == _LIMIT_FIELD


def _accepted(accept: str) -> Iterator[str]:
    for one in (part.strip().lower() for part in accept.split(",")):
        yield from ((one[1:],) if one.startswith(".") and one[1:] else _MIMES.get(one, ()))
