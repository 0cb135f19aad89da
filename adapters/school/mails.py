"""Mails that the school would send: none leaves, they are kept to be looked at."""

from datetime import datetime

import msgspec


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to a family."""

    at: datetime
    identifier: str
    """Whose."""
    email: str
    subject: str
    text: str
    password: str = ""
    """The new password that it tells, if it does."""


def new_password(at: datetime, identifier: str, email: str, password: str) -> Mail:
    """What « Mot de passe perdu » is answered with (guide § 2)."""
    return Mail(
        at=at,
        identifier=identifier,
        email=email,
        subject="Votre mot de passe",
        text=f"Votre nouveau mot de passe\N{NO-BREAK SPACE}: {password}\n"
        "Il remplace le précédent, qui n’est plus valable.",
        password=password,
    )


def confirmed(at: datetime, identifier: str, email: str, student: str) -> Mail:
    """What a re-enrolment is confirmed with, once the staff has validated it."""
    return Mail(
        at=at,
        identifier=identifier,
        email=email,
        subject="Confirmation de réinscription",
        text=f"La réinscription de {student} est validée.",
    )
