"""The second factor at the desk: set up at first, then asked for at each sign-in."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.limits import Limits
from gateway.staff import second_factor
from gateway.staff.codes import Codes, counted_as, note
from gateway.staff.errors import CodeRefused, NotBegun, PasswordRefused
from gateway.staff.passwords import Passwords, check_new
from gateway.staff.sessions import StaffSessions, handle_of
from gateway.store import staff as rows
from gateway.store import staff_sessions
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from gateway.vault import Vault

T = TypeVar("T")

_AT_ONCE = 2
"""Passwords that are worked on at once: each takes 19 MiB and a processor."""


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has given the password, and not yet the second factor."""

    school: str
    id: str
    name: str
    login: str
    csrf: str
    to_set_up: str = ""
    """The secret of a second factor that is to be set up; "" where there is one."""

    def __repr__(self) -> str:
        """Without the secret: a repr ends in logs."""
        return f"Begun(id={self.id!r})"


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is signed in."""

    cookie: str
    recovery_codes: tuple[str, ...] = ()
    """Where the second factor was just set up: they are shown once."""
    codes_left: int | None = None
    """How many recovery codes are left, where one was just used."""

    def __repr__(self) -> str:
        """Without what it holds: a repr ends in logs."""
        return "Confirmed(…)"


class Work:
    """What takes a processor on purpose: in threads, so many at once."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, do: Callable[[], T]) -> T:
        """`do`, in a thread, when one is free."""
        async with self._free:
            return await asyncio.to_thread(do)


class Confirming:
    """Takes second factors, on sessions that were begun with a password."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        sessions: StaffSessions,
        limits: Limits,
        passwords: Passwords,
        work: Work,
        clock: Clock,
    ) -> None:
        """`limits` counts codes too, by whose they are."""
        self._store = store
        self._codes = Codes(vault, clock)
        self._sessions = sessions
        self._limits = limits
        self._passwords = passwords
        self._work = work
        self._clock = clock

    async def begun(self, school: str, cookie: str) -> Begun | None:
        """Who has given the password in this session, and not yet the second factor."""
        pair = await self._sessions.find(school, cookie)
        if pair is None or pair[0].confirmed_at is not None:
            return None
        row = pair[1]
        return Begun(
            school=school,
            id=row.id,
            name=row.name,
            login=row.login,
            csrf=self._sessions.token(school, cookie),
            to_set_up="" if row.totp_proved_at else self._codes.secret(row),
        )

    async def confirm(self, school: str, cookie: str, address: str, typed: str) -> Confirmed:
        """Take the second factor, or a recovery code; the session goes on under a new cookie.

        Raises:
            NotBegun: no password was given, or too long ago; or it is still to be set up.
            TooManyAttempts, CodeRefused: it goes no further.
        """
        row = await self._counted(school, cookie, address)
        if row.totp_proved_at is None:
            raise NotBegun

        def write(connection: Connection) -> Confirmed | None:
            pair = self._sessions.within(connection, school, cookie)
            if pair is None:
                return None
            row = pair[1]
            if not self._codes.spent(connection, row, typed):
                note(connection, row, "code_refused", self._clock)
                return None
            staff_sessions.remove(connection, school, handle_of(cookie))
            new = self._sessions.open(connection, row, confirmed=True)
            note(connection, row, "signed_in", self._clock)
            return Confirmed(cookie=new, codes_left=_left(row, typed))

        return await self._confirmed(school, row, write)

    async def set_up(
        self, school: str, cookie: str, address: str, typed: str, password: str
    ) -> Confirmed:
        """Take a password of their own, and the first code of the second factor.

        Raises:
            NotBegun: no password was given, or too long ago; or it was set up already.
            PasswordRefused: the new password is not to be had.
            TooManyAttempts, CodeRefused: it goes no further.
        """
        begun = await self.begun(school, cookie)
        if begun is None or not begun.to_set_up:
            raise NotBegun
        check_new(password, begun.login, begun.name)
        row = await self._counted(school, cookie, address)
        if await self._work(lambda: self._passwords.right(row.password, password)):
            raise PasswordRefused("same")
        kept = await self._work(lambda: self._passwords.hashed(password))
        codes = second_factor.new_recovery_codes()
        now = self._clock()
        secret = begun.to_set_up
        step = second_factor.step_of(secret, typed, now, 0)

        def write(connection: Connection) -> Confirmed | None:
            pair = self._sessions.within(connection, school, cookie)
            if pair is None or pair[1].totp != row.totp or pair[1].totp_proved_at is not None:
                return None
            if step is None:
                note(connection, row, "code_refused", self._clock)
                return None
            rows.change(
                connection,
                school,
                row.id,
                password=kept,
                totp_proved_at=now,
                totp_step=step,
                recovery=self._codes.kept(row, codes),
            )
            staff_sessions.remove_of(connection, school, row.id)
            new = self._sessions.open(connection, row, confirmed=True)
            note(connection, row, "second_factor_set", self._clock)
            note(connection, row, "signed_in", self._clock)
            return Confirmed(cookie=new, recovery_codes=codes)

        return await self._confirmed(school, row, write)

    async def _counted(self, school: str, cookie: str, address: str) -> StaffRow:
        """Whose second factor is tried, the attempt being counted."""
        pair = await self._sessions.find(school, cookie)
        if pair is None or pair[0].confirmed_at is not None:
            raise NotBegun
        await self._limits.count(school, counted_as(pair[1]), address)
        return pair[1]

    async def _confirmed(
        self, school: str, row: StaffRow, write: Callable[[Connection], Confirmed | None]
    ) -> Confirmed:
        confirmed = await self._store.write(write)
        if confirmed is None:
            raise CodeRefused
        await self._limits.forgive(school, counted_as(row))
        return confirmed


def _left(row: StaffRow, typed: str) -> int | None:
    """How many recovery codes are left once this one of `row` is used; None for another code."""
    return len(row.recovery.split()) - 1 if second_factor.is_recovery(typed) else None
