"""What a browser carries signed while there is no session to vouch for it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

FORM_LIFETIME = 4 * 3600
"""Seconds that a sign-in page may stay open."""

CARRY_LIFETIME = 24 * 3600
"""Seconds that what a family typed may wait for it to sign in again."""


class TokenForged(Exception):
    """This token is missing, or is not one of ours."""


class TokenTooOld(Exception):
    """This token was ours, and has served its time."""


@dataclass(frozen=True)
class Carried:
    """What a family typed before its session ended, bound to its account and to one sheet."""

    account: str
    sheet: str
    """The address of the sheet's page."""
    typed: Mapping[str, str]


class Tokens:
    """Signs and checks; each use has its own salt, so that no token serves for another."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """`keys` are secret: the last one signs, every one verifies."""
        self._form = URLSafeTimedSerializer(list(keys), salt="form")
        self._opened = URLSafeTimedSerializer(list(keys), salt="opened-sheet")
        self._carried = URLSafeTimedSerializer(list(keys), salt="carried-sheet")
        self._draft = URLSafeTimedSerializer(list(keys), salt="draft")
        self._previewed = URLSafeTimedSerializer(list(keys), salt="previewed")

    def form(self, school: str) -> str:
        """A token for a form of a page that needs no session."""
        return self._form.dumps(school)

    def check_form(self, school: str, token: str, *, lifetime: int = FORM_LIFETIME) -> None:
        """Accept a form's token.

        Raises:
            TokenForged: it is missing, forged, or another school's.
            TokenTooOld: it was given out more than `lifetime` seconds ago.
        """
        if _read(self._form, token, lifetime) != school:
            raise TokenForged

    def opened(self, school: str, account: str, sheet: str, values: Mapping[str, str]) -> str:
        """Says who opened which sheet and, as digests, with what in it: the session may end."""
        digests = {key: _digest(value) for key, value in values.items()}
        return self._opened.dumps([school, [account, sheet, digests]])

    def changed(self, school: str, token: str, typed: Mapping[str, str]) -> Carried:
        """Of what came back from a form that was `opened`: whose, of which sheet, and the changes.

        Raises:
            TokenForged, TokenTooOld: as in `check_form`.
        """
        account, sheet, digests = _of_school(_read(self._opened, token, CARRY_LIFETIME), school)
        changes = {
            key: value
            for key, value in typed.items()
            if key in digests and digests[key] != _digest(value)
        }
        return Carried(account, sheet, changes)

    def carry(self, school: str, carried: Carried) -> str:
        """What was typed, to be brought back after signing in."""
        return self._carried.dumps([school, [carried.account, carried.sheet, dict(carried.typed)]])

    def carried(self, school: str, token: str) -> Carried:
        """What `carry` holds.

        Raises:
            TokenForged, TokenTooOld: as in `check_form`.
        """
        return Carried(*_of_school(_read(self._carried, token, CARRY_LIFETIME), school))

    def draft(self, school: str, account: str, student: str) -> str:
        """Says whose draft a form is about: what it holds is kept even if the session ends."""
        return self._draft.dumps([school, account, student])

    def draft_of(self, school: str, student: str, token: str) -> str:
        """The account whose draft for that student the form is about.

        Raises:
            TokenForged, TokenTooOld: as in `check_form`; another student's is forged too.
        """
        content = _read(self._draft, token, CARRY_LIFETIME)
        if content[0] != school or content[2] != student:
            raise TokenForged
        return str(content[1])

    def previewed(self, school: str, account: str, shown: Sequence[str]) -> str:
        """Says that somebody was shown exactly this, as it would be put up."""
        return self._previewed.dumps([school, account, *shown])

    def check_previewed(self, school: str, account: str, shown: Sequence[str], token: str) -> None:
        """Accept what was shown.

        Raises:
            TokenForged, TokenTooOld: as in `check_form`; another text, or another's, is forged too.
        """
        if _read(self._previewed, token, FORM_LIFETIME) != [school, account, *shown]:
            raise TokenForged


def _read(serializer: URLSafeTimedSerializer, token: str, lifetime: int) -> Any:
    try:
        return serializer.loads(token, max_age=lifetime)
    except SignatureExpired as error:
        raise TokenTooOld from error
    except BadData as error:
        raise TokenForged from error


def _of_school(content: Any, school: str) -> tuple[str, str, dict[str, str]]:
    if content[0] != school:
        raise TokenForged
    account, sheet, values = content[1]
    return account, sheet, values


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:12]
