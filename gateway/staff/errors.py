"""What can go wrong with the staff's accounts.

StaffError
├── SignInRefused     unknown, disabled, or a wrong password: nobody is told which
├── CodeRefused       the second factor is wrong, or was used already
├── PasswordWrong     that is not the password in use
├── NotBegun          no password was given, or too long ago
├── PasswordRefused   a new password that is not to be had; `key` says why
├── AccountUnknown    (commands) nobody signs in so
└── LoginTaken        (commands) somebody signs in so already
"""

from typing import Literal

Weakness = Literal["short", "long", "named", "same"]


class StaffError(Exception):
    """Something about an account of the staff."""


class SignInRefused(StaffError):
    """Unknown, disabled, or a wrong password: nobody is told which."""


class CodeRefused(StaffError):
    """The second factor is wrong, or was used already."""


class PasswordWrong(StaffError):
    """That is not the password in use, of whoever is signed in."""


class NotBegun(StaffError):
    """No password was given, or too long ago."""


class PasswordRefused(StaffError):
    """A new password that is not to be had."""

    def __init__(self, key: Weakness) -> None:
        """`key` says why."""
        super().__init__(key)
        self.key = key


class AccountUnknown(StaffError):
    """Nobody signs in so."""


class LoginTaken(StaffError):
    """Somebody signs in so already."""
