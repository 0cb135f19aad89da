"""What is known of a document that is kept."""

import msgspec

MAX_SENT = 2_000_000
"""Bytes of a document as the old site takes it (guide: 2 Mo)."""


class Owner(msgspec.Struct, frozen=True):
    """Whose documents they are."""

    school: str
    account: str


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it is kept, and will be sent."""

    id: str
    file_name: str
    """The family's own name for it, cleaned: for showing only."""
    media_type: str
    extension: str
    """"jpg", "png" or "pdf"."""
    size: int
    """In bytes, `MAX_SENT` at the most."""
    reduced: bool = False
    """Whether it is a picture that was brought under the limit."""
