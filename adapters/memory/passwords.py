"""Passwords on the extranet in memory: changed, and sent anew."""

import dataclasses
import secrets
from collections.abc import Iterable

from adapters.memory.record import Record
from adapters.passwords import PasswordRequest, PasswordTerms

SHORTEST = 8
LONGEST = 20
RULE = "Le mot de passe comporte de 8 à 20 caractères, dont un chiffre au moins."
CHANGED = "Votre mot de passe est modifié."
WRONG = "L’ancien mot de passe est incorrect."
SENT = "Un nouveau mot de passe vous a été envoyé par mail."
UNKNOWN = "Identifiant ou e-mail inconnu."
NEUTRAL = "Si cet identifiant et cette adresse sont connus, un mot de passe a été envoyé."


@dataclasses.dataclass(frozen=True)
class Mailed:
    """A new password, as the family finds it in its mail."""

    identifier: str
    email: str
    password: str = dataclasses.field(repr=False)


def terms(charset: str) -> PasswordTerms:
    """What the form asks for."""
    return PasswordTerms(rules=(RULE,), min_length=SHORTEST, max_length=LONGEST, charset=charset)


def change(family: Record, former: str, new: str) -> str | None:
    """Change a password; or why not, in the site's words."""
    if former != family.password:
        return WRONG
    if not SHORTEST <= len(new) <= LONGEST or not any(c.isdigit() for c in new):
        return RULE
    family.password = new
    return None


def renew(families: Iterable[Record], asking: PasswordRequest) -> Mailed | None:
    """Give the family of that pair a new password; None where there is none such."""
    for family in families:
        if family.identifier == asking.identifier and asking.email.strip() in _addresses(family):
            family.password = f"{secrets.token_hex(5)}7"
            return Mailed(family.identifier, asking.email.strip(), family.password)
    return None


def _addresses(family: Record) -> set[str]:
    fields = (field for section in family.sections for field in section.fields)
    return {field.value for field in fields if field.name == "email" and field.value}
