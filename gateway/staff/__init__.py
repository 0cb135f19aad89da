"""The school's staff at the desk: accounts, signing in with a second factor, the journal."""

from gateway.staff.accounts import Accounts, Member
from gateway.staff.confirming import Begun, Confirmed
from gateway.staff.errors import (
    AccountUnknown,
    CodeRefused,
    LoginTaken,
    NotBegun,
    PasswordRefused,
    PasswordWrong,
    SignInRefused,
)
from gateway.staff.journal import Journal, Page
from gateway.staff.own import Own, OwnAccount
from gateway.staff.passwords import Passwords
from gateway.staff.staff import Staff

__all__ = [
    "AccountUnknown",
    "Accounts",
    "Begun",
    "CodeRefused",
    "Confirmed",
    "Journal",
    "LoginTaken",
    "Member",
    "NotBegun",
    "Own",
    "OwnAccount",
    "Page",
    "PasswordRefused",
    "PasswordWrong",
    "Passwords",
    "SignInRefused",
    "Staff",
]
