"""What a document is, by its first bytes; its name and its declared type must agree (TRUST 15)."""

import re
from enum import Enum
from pathlib import PurePosixPath

from gateway.documents import refusals
from gateway.documents.refusals import DocumentRefused

HEAD = 1024
"""First bytes to look at."""

_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PROGRAMS = frozenset(
    """
    asp aspx bat cgi cmd dll exe htm html jar js jsp mjs phar php php3 php4 php5 php7 php8 phps pht
    phtml pl ps1 py rb scr sh shtml svg vbs wsf xhtml xml
    """.split()  # noqa: SIM905
)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE
)
_UNSAID = ("", "application/octet-stream")
"""Some telephones declare nothing better: the bytes and the name decide then."""


class Kind(Enum):
    """What is taken: media type, extension, and the names that go with them."""

    JPEG = ("image/jpeg", "jpg", ("jpg", "jpeg"), ("image/jpeg", "image/jpg", "image/pjpeg"))
    PNG = ("image/png", "png", ("png",), ("image/png", "image/x-png"))
    PDF = ("application/pdf", "pdf", ("pdf",), ("application/pdf", "application/x-pdf"))

    def __init__(
        self, media_type: str, extension: str, names: tuple[str, ...], declared: tuple[str, ...]
    ) -> None:
        """Made from the rows above."""
        self.media_type = media_type
        self.extension = extension
        self.names = names
        self.declared = declared

    @property
    def is_picture(self) -> bool:
        """Whether it can be made smaller."""
        return self is not Kind.PDF


def kind_of(head: bytes, file_name: str, declared: str) -> Kind:
    """The kind of a document that begins so.

    Raises:
        DocumentRefused: it is none, or is not what it claims to be.
    """
    endings = [one.lower().strip(". ") for one in PurePosixPath(file_name).suffixes]
    if (head[4:8] == b"ftyp" and head[8:12] in _HEIC) or endings[-1:] in (["heic"], ["heif"]):
        raise DocumentRefused(refusals.HEIC)
    kind = _by_bytes(head)
    if kind is None:
        raise DocumentRefused(refusals.DISGUISED if _MARKUP.search(head) else refusals.KIND)
    if not _PROGRAMS.isdisjoint(endings) or (kind is Kind.PDF and _MARKUP.search(head[:HEAD])):
        raise DocumentRefused(refusals.DISGUISED)
    said = declared.partition(";")[0].strip().lower()
    if not endings or endings[-1] not in kind.names or said not in (*kind.declared, *_UNSAID):
        raise DocumentRefused(refusals.KIND)
    return kind


def _by_bytes(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    return Kind.PDF if head.startswith(b"%PDF-") else None


def check_end(tail: bytes) -> None:
    """Refuse a PDF that ends before its end (ISO 32000-1, 7.5.5: « %%EOF » closes it).

    Raises:
        DocumentRefused: it does.
    """
    if b"%%EOF" not in tail:
        raise DocumentRefused(refusals.CUT_PDF)
