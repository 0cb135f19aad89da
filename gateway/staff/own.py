"""One's own account at the desk: password, recovery codes, sessions; each change is an act.

Whoever finds a desk left open does not know the password: it is asked for each of them (ASVS 7.5).
"""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.limits import Limits
from gateway.staff import second_factor
from gateway.staff.codes import Codes, counted_as, note
from gateway.staff.confirming import T, Work
from gateway.staff.errors import CodeRefused, NotBegun, PasswordRefused, PasswordWrong
from gateway.staff.passwords import Passwords, check_new
from gateway.staff.sessions import Pair, StaffSessions
from gateway.store import staff as rows
from gateway.store import staff_sessions
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views.office import Clerk


class OwnSession(msgspec.Struct, frozen=True, kw_only=True):
    """One of their sessions."""

    id: str
    opened_at: datetime
    used_at: datetime
    here: bool
    confirmed: bool
    """Whether the second factor was given: without it, nothing opens."""


class Own(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may know of their own account."""

    login: str
    codes_left: int
    sessions: tuple[OwnSession, ...]
    """The oldest first."""


class OwnAccount:
    """For whoever is signed in, by the cookie of their session.

    Everything raises NotBegun where that has ended; what takes the password also PasswordWrong and
    TooManyAttempts: nothing was changed.
    """

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
        """`limits` counts these attempts with those to sign in."""
        self._store = store
        self._sessions = sessions
        self._codes = Codes(vault, clock)
        self._limits = limits
        self._passwords = passwords
        self._work = work
        self._clock = clock

    async def look(self, clerk: Clerk, cookie: str) -> Own:
        """The account as it is."""

        def read(connection: Connection) -> Own:
            session, row = self._within(connection, clerk, cookie)
            return Own(
                login=row.login,
                codes_left=len(row.recovery.split()),
                sessions=tuple(
                    OwnSession(
                        id=self._sessions.id(each),
                        opened_at=each.opened_at,
                        used_at=each.used_at,
                        here=each.handle == session.handle,
                        confirmed=each.confirmed_at is not None,
                    )
                    for each in self._sessions.of(connection, row)
                ),
            )

        return await self._store.read(read)

    async def change_password(
        self, clerk: Clerk, cookie: str, address: str, former: str, new: str
    ) -> str:
        """Take another password; every other session ends. Returns this one's new cookie.

        Raises:
            PasswordRefused: the new one is not to be had.
        """
        row = await self._same_person(clerk, cookie, address, former)
        check_new(new, row.login, row.name)
        if await self._work(lambda: self._passwords.right(row.password, new)):
            raise PasswordRefused("same")
        kept = await self._work(lambda: self._passwords.hashed(new))

        def write(connection: Connection, pair: Pair) -> str:
            rows.change(connection, row.school, row.id, password=kept)
            staff_sessions.remove_of(connection, row.school, row.id)
            note(connection, row, "password_changed", self._clock)
            return self._sessions.open(connection, row, confirmed=True, since=pair[0].opened_at)

        return await self._change(clerk, cookie, write)

    async def new_codes(
        self, clerk: Clerk, cookie: str, address: str, password: str, code: str
    ) -> tuple[str, ...]:
        """Make other recovery codes; those of before open nothing any more.

        A code of the application is asked for: who has lost it is not to go on without it.

        Raises:
            CodeRefused: that is none, or it was used already.
        """
        row = await self._same_person(clerk, cookie, address, password)
        await self._limits.count(row.school, counted_as(row), address)
        codes = second_factor.new_recovery_codes()

        def write(connection: Connection, pair: Pair) -> bool:
            if not self._codes.shown(connection, pair[1], code):
                note(connection, row, "code_refused", self._clock)
                return False
            kept = self._codes.kept(row, codes)
            rows.change(connection, row.school, row.id, recovery=kept)
            note(connection, row, "recovery_codes_renewed", self._clock)
            return True

        if not await self._change(clerk, cookie, write):
            raise CodeRefused
        await self._limits.forgive(row.school, counted_as(row))
        return codes

    async def close(self, clerk: Clerk, cookie: str, address: str, password: str, id: str) -> int:
        """End another of their sessions, or all others for ""; returns how many ended."""
        row = await self._same_person(clerk, cookie, address, password)

        def write(connection: Connection, pair: Pair) -> int:
            others = [
                each
                for each in self._sessions.of(connection, row)
                if each.handle != pair[0].handle and id in ("", self._sessions.id(each))
            ]
            for each in others:
                staff_sessions.remove(connection, row.school, each.handle)
            if others:
                note(connection, row, "own_sessions_closed", self._clock)
            return len(others)

        return await self._change(clerk, cookie, write)

    async def _same_person(
        self, clerk: Clerk, cookie: str, address: str, password: str
    ) -> StaffRow:
        _, row = await self._store.read(lambda c: self._within(c, clerk, cookie))
        await self._limits.count(row.school, row.login, address)
        if not await self._work(lambda: self._passwords.right(row.password, password)):
            await self._store.write(lambda c: note(c, row, "own_password_refused", self._clock))
            raise PasswordWrong
        await self._limits.forgive(row.school, row.login)
        return row

    async def _change(self, clerk: Clerk, cookie: str, write: Callable[[Connection, Pair], T]) -> T:
        """`write`, unless the session has ended since: as every change of the account ends it."""
        return await self._store.write(lambda c: write(c, self._within(c, clerk, cookie)))

    def _within(self, connection: Connection, clerk: Clerk, cookie: str) -> Pair:
        pair = self._sessions.within(connection, clerk.school, cookie)
        if pair is None or pair[0].confirmed_at is None or pair[1].id != clerk.id:
            raise NotBegun
        return pair
