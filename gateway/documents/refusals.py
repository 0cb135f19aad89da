"""Why a document is not taken. Each key has its sentence where the pages keep theirs."""


class DocumentRefused(Exception):
    """This document cannot be taken; nothing of it is kept."""

    def __init__(self, key: str) -> None:
        """`key` names the reason."""
        super().__init__(key)
        self.key = key


class DocumentGone(Exception):
    """There is no such document of this family's."""


EMPTY = "document_empty"
LARGE = "document_too_large"
"""More than the old site takes, and no picture that could be reduced."""
LARGE_PICTURE = "picture_too_large"
PIXELS = "picture_too_many_pixels"
BROKEN = "picture_unreadable"
KIND = "document_kind"
"""Neither JPEG nor PNG nor PDF, or its name and its bytes do not agree."""
HEIC = "document_heic"
CUT_PDF = "document_cut"
DISGUISED = "document_disguised"
"""A page or a program that goes by the name of a document."""
MANY = "documents_too_many"
FULL = "documents_too_much"
