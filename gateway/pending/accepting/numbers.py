"""The receipt's number: easy to read out, unique for its school, and telling nothing."""

import secrets
from datetime import datetime

from sqlalchemy import Connection

from gateway.pending.letters.paris import PARIS
from gateway.store import requests

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: without I, L, O and U, which are mistaken for others."""

_LENGTH = 6


def free(connection: Connection, school: str, at: datetime) -> str:
    """A number that no request of the school has, as 2026-7K3QX9."""
    while True:
        tail = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
        number = f"{at.astimezone(PARIS).year}-{tail}"
        if requests.find(connection, school, number) is None:
            return number
