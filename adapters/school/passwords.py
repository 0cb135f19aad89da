"""Passwords: the school's rules for a new one (guide, menu Mot de passe), and making one up."""

import secrets

from adapters.school.refusal import Refused

RULES = (
    "Le mot de passe doit comporter de 8 à 20 caractères, dont au moins une lettre et un chiffre."
)
LONGEST = 20

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
"""None that looks like a digit."""
_DIGITS = "23456789"


def check(new: str, again: str) -> None:
    """Whether a new password may be taken.

    Raises:
        Refused: it breaks the rules, or was not typed twice alike.
    """
    if new != again:
        raise Refused("Les deux saisies du nouveau mot de passe ne sont pas identiques.")
    right_length = 8 <= len(new) <= LONGEST
    if not (right_length and any(c.isalpha() for c in new) and any(c.isdigit() for c in new)):
        raise Refused(RULES)


def made_up() -> str:
    """A new password that keeps the rules."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return letters + "".join(secrets.choice(_DIGITS) for _ in range(4))
