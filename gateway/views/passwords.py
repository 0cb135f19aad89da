"""What became of a password: changed, or asked for anew."""

from enum import StrEnum

import msgspec

from adapters.passwords import PasswordTerms


class PasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of the menu Mot de passe."""

    terms: PasswordTerms
    press: str


class Fate(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"
    """The old site said no: nothing has changed."""
    UNKNOWN = "unknown"
    """It was sent, and nobody knows what came of it."""


class PasswordChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a change."""

    fate: Fate
    words: str = ""
    """The old site's own."""
    cookie: str = ""
    """The session's new cookie, where it is `DONE`."""


class PasswordAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What became of « Mot de passe perdu »: `DONE` is that the old site says that it was sent."""

    fate: Fate
    words: str = ""
