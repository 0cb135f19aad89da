"""Accounts of the staff, as the commands make and change them; each change is an act."""

import secrets
import unicodedata
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.staff.errors import AccountUnknown, LoginTaken
from gateway.staff.passwords import Passwords, check_new
from gateway.store import acts, staff_sessions
from gateway.store import staff as rows
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from gateway.views.office import Role

_ID_BYTES = 8


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One of the staff, as a list shows them."""

    id: str
    login: str
    name: str
    role: Role
    set_up: bool
    """Whether the second factor is."""
    disabled_at: datetime | None


def folded(login: str) -> str:
    """What is typed to sign in, as it is kept: without case and spaces around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


class Accounts:
    """Adds and changes accounts of one store."""

    def __init__(self, store: Store, passwords: Passwords, clock: Clock) -> None:
        """`passwords` makes what is kept of one."""
        self._store = store
        self._passwords = passwords
        self._clock = clock

    async def add(self, school: str, login: str, name: str, role: Role, password: str) -> str:
        """Add one, who sets a password of their own and a second factor at first; returns the id.

        Raises:
            LoginTaken, PasswordRefused: it cannot be added so.
        """
        check_new(password, login, name)
        now = self._clock()
        row = StaffRow(
            school=school,
            id=secrets.token_hex(_ID_BYTES),
            login=folded(login),
            name=name.strip(),
            role=role,
            password=self._passwords.hashed(password),
            totp=None,
            totp_proved_at=None,
            totp_step=0,
            recovery="",
            created_at=now,
            disabled_at=None,
        )

        def write(connection: Connection) -> None:
            if rows.of_login(connection, school, row.login) is not None:
                raise LoginTaken
            rows.add(connection, row)
            _note(connection, row, "account_added", now)

        await self._store.write(write)
        return row.id

    async def all(self, school: str) -> list[Member]:
        """The school's, disabled ones too."""
        found = await self._store.read(lambda c: rows.of_school(c, school))
        return [
            Member(
                id=row.id,
                login=row.login,
                name=row.name,
                role=Role(row.role),
                set_up=row.totp_proved_at is not None,
                disabled_at=row.disabled_at,
            )
            for row in found
        ]

    async def give_role(self, school: str, login: str, role: Role) -> None:
        """Give another role; raises AccountUnknown."""
        await self._change(school, login, "role_changed", {"role": role})

    async def reset(self, school: str, login: str, password: str) -> None:
        """Give a password to begin again with; the second factor is dropped, and set up anew.

        Raises:
            AccountUnknown, PasswordRefused: it cannot be reset so.
        """
        row = await self._store.read(lambda c: rows.of_login(c, school, folded(login)))
        if row is None:
            raise AccountUnknown
        check_new(password, row.login, row.name)
        values = {
            "password": self._passwords.hashed(password),
            "totp": None,
            "totp_proved_at": None,
            "recovery": "",
            "disabled_at": None,
        }
        await self._change(school, login, "account_reset", values)

    async def disable(self, school: str, login: str) -> None:
        """Let nobody sign in so any more; `reset` lets them again. Raises AccountUnknown."""
        values = {"disabled_at": self._clock()}
        await self._change(school, login, "account_disabled", values)

    async def _change(self, school: str, login: str, what: str, values: dict[str, Any]) -> None:
        """A change, with its act; every session of the account ends with it."""

        def write(connection: Connection) -> None:
            row = rows.of_login(connection, school, folded(login))
            if row is None:
                raise AccountUnknown
            rows.change(connection, school, row.id, **values)
            staff_sessions.remove_of(connection, school, row.id)
            _note(connection, row, what, self._clock())

        await self._store.write(write)


def _note(connection: Connection, row: StaffRow, what: str, at: datetime) -> None:
    """Under the name of whose account it is: who typed the command, nobody knows."""
    acts.add(connection, school=row.school, at=at, staff=row.id, name=row.name, what=what)
