"""Passwords: changing one, and asking for a new one (guide, § 2 and Menu mot de passe)."""

import msgspec


class PasswordTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What the old site's form asks for, and tells beforehand."""

    rules: tuple[str, ...] = ()
    """The school's rules in its own words, as the form shows them; () where it tells none."""
    min_length: int | None = None
    """In characters, where the form or its words state it."""
    max_length: int | None = None
    charset: str = "utf-8"
    """What the form is sent in: a password that does not fit is refused before sending."""


class PasswordRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What « Mot de passe perdu » is asked with."""

    site: str | None
    """The `ref` of a site of the sign-in page; used only where the form asks for one."""
    identifier: str
    email: str

    def __repr__(self) -> str:
        """Never shows whose it is: a repr ends in logs."""
        return "PasswordRequest(…)"
