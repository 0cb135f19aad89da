"""Bytes to text and back, as browsers do it, and closed where the bytes are not what they claim.

A declared latin-1 means windows-1252 (WHATWG Encoding). Bytes that contradict their declaration
would show as gibberish, and would be written back as gibberish: they are not read at all.
"""

import codecs
import re

import webencodings

from adapters.errors import WrongCharset

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""", re.IGNORECASE
)
_IN_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([a-z0-9_:.-]+)""", re.IGNORECASE)
_HEAD = 4096
FALLBACK = "windows-1252"
_OPEN = {chr(byte): bytes([byte]) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""The five bytes that windows-1252 leaves undefined are C1 controls to a browser."""


def decode(raw: bytes, content_type: str, override: str = "") -> tuple[str, str]:
    """The text and the charset's WHATWG name; `override` is the profile's word against the page's.

    Raises:
        WrongCharset: the bytes are not in the charset that they claim.
    """
    for mark, marked in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le")):
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], marked), marked
    undeclared = "utf-8" if _is_utf8(raw) else FALLBACK
    name = _known(override) or _declared(raw, content_type) or undeclared
    if name != "utf-8" and not override and _looks_utf8(raw):
        raise WrongCharset(f"declared {name}, but the bytes are UTF-8")
    return _strictly(raw, name), name


def _declared(raw: bytes, content_type: str) -> str | None:
    header = _IN_HEADER.search(content_type)
    if header and (name := _known(header.group(1))):
        return name
    meta = _DECLARED.search(raw[:_HEAD])
    name = _known(meta.group(1).decode("ascii")) if meta else None
    return "utf-8" if name is not None and name.startswith("utf-16") else name


def _known(label: str) -> str | None:
    encoding = webencodings.lookup(label) if label else None
    return encoding.name if encoding else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _looks_utf8(raw: bytes) -> bool:
    return not raw.isascii() and _is_utf8(raw)


def _strictly(raw: bytes, name: str) -> str:
    try:
        return raw.decode(_codec(name))
    except UnicodeDecodeError as error:
        if name == FALLBACK:
            return "".join(map(_as_browsers_do, raw))
        raise WrongCharset(f"declared {name}, but byte {error.start} is not") from error


def _as_browsers_do(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def _codec(name: str) -> str:
    encoding = webencodings.lookup(name)
    return encoding.codec_info.name if encoding else name


def missing(text: str, name: str) -> str:
    """The characters of `text` that the charset cannot hold, each once."""
    return "".join(dict.fromkeys(c for c in text if not _holds(c, name)))


def _holds(character: str, name: str) -> bool:
    if name == FALLBACK and character in _OPEN:
        return True
    try:
        character.encode(_codec(name))
    except UnicodeEncodeError:
        return False
    return True


def encode(text: str, name: str) -> bytes:
    """`text` as a browser submits it: what the charset lacks goes as a numeric reference."""
    if name != FALLBACK:
        return text.encode(_codec(name), errors="xmlcharrefreplace")
    return b"".join(_back(character) for character in text)


def _back(character: str) -> bytes:
    return _OPEN.get(character) or character.encode("cp1252", errors="xmlcharrefreplace")
