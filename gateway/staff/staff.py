"""Signing in at the desk: a password, then a second factor; each attempt is an act."""

import asyncio

from sqlalchemy import Connection

from gateway import config
from gateway.clock import Clock
from gateway.limits import Limits
from gateway.sealed import place_of_totp
from gateway.staff import second_factor
from gateway.staff.accounts import folded
from gateway.staff.codes import note
from gateway.staff.confirming import Begun, Confirmed, Confirming, Work
from gateway.staff.errors import SignInRefused
from gateway.staff.own import OwnAccount
from gateway.staff.passwords import Passwords
from gateway.staff.sessions import StaffSessions, handle_of
from gateway.store import acts, staff_sessions
from gateway.store import staff as rows
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from gateway.vault import Vault
from gateway.views.office import Clerk, Role

_EVERY = 600.0
"""Seconds between two looks for sessions that have ended."""


class Staff:
    """Who of the schools is signed in, and how they get there."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        settings: config.DeskAccess,
        clock: Clock,
        passwords: Passwords | None = None,
    ) -> None:
        """`settings` is the configuration's `[desk]`."""
        self._store = store
        self._vault = vault
        self._clock = clock
        self._passwords = passwords or Passwords()
        self._work = Work()
        self._limits = Limits(store, vault, settings, clock)
        self._sessions = StaffSessions(store, vault, settings, clock)
        self._confirming = Confirming(
            store, vault, self._sessions, self._limits, self._passwords, self._work, clock
        )
        self.own = OwnAccount(
            store, vault, self._sessions, self._limits, self._passwords, self._work, clock
        )

    async def find(self, school: str, cookie: str) -> Clerk | None:
        """Whoever this cookie's session is of; None where it is nobody's, or has ended."""
        pair = await self._sessions.find(school, cookie)
        if pair is None or pair[0].confirmed_at is None or pair[1].role not in set(Role):
            return None
        row = pair[1]
        token = self._sessions.token(school, cookie)
        return Clerk(school=school, id=row.id, name=row.name, role=Role(row.role), csrf=token)

    async def begun(self, school: str, cookie: str) -> Begun | None:
        """Who has given the password in this session, and not yet the second factor."""
        return await self._confirming.begun(school, cookie)

    async def sign_in(self, school: str, address: str, login: str, password: str) -> str:
        """Take a password; returns the cookie of a session that still wants the second factor.

        Raises:
            TooManyAttempts: nothing was looked at.
            SignInRefused: unknown, disabled, or a wrong password; each takes the same work.
        """
        await self._limits.count(school, folded(login), address)
        row = await self._store.read(lambda c: rows.of_login(c, school, folded(login)))
        kept = row.password if row else None
        right = await self._work(lambda: self._passwords.right(kept, password))
        if row is None or not right or row.disabled_at is not None:
            await self._note_refusal(school, row)
            raise SignInRefused
        anew = None
        if self._passwords.outdated(row.password):
            anew = await self._work(lambda: self._passwords.hashed(password))
        cookie = await self._store.write(lambda c: self._begin(c, row, anew))
        if cookie is None:
            raise SignInRefused
        await self._limits.forgive(school, folded(login))
        return cookie

    async def confirm(self, school: str, cookie: str, address: str, typed: str) -> Confirmed:
        """Take the second factor, or a recovery code; see `Confirming.confirm`."""
        return await self._confirming.confirm(school, cookie, address, typed)

    async def set_up(
        self, school: str, cookie: str, address: str, typed: str, password: str
    ) -> Confirmed:
        """Take a password of their own and the first code; see `Confirming.set_up`."""
        return await self._confirming.set_up(school, cookie, address, typed, password)

    async def sign_out(self, school: str, cookie: str) -> None:
        """End the session of this cookie; nothing happens where it has ended."""

        def write(connection: Connection) -> None:
            pair = self._sessions.within(connection, school, cookie)
            staff_sessions.remove(connection, school, handle_of(cookie))
            if pair is not None and pair[0].confirmed_at is not None:
                note(connection, pair[1], "signed_out", self._clock)

        await self._store.write(write)

    async def run(self) -> None:
        """Forget sessions that have ended, now and then, until cancelled."""
        while True:
            await self._sessions.forget_ended()
            await asyncio.sleep(_EVERY)

    def _begin(self, connection: Connection, row: StaffRow, anew: str | None) -> str | None:
        """A session on a password that is right, unless it was changed meanwhile."""
        same = rows.find(connection, row.school, row.id)
        if same is None or same.disabled_at is not None or same.password != row.password:
            return None
        if anew is not None:
            rows.change(connection, row.school, row.id, password=anew)
        if same.totp_proved_at is None:
            # Each time another one: who saw a page of before has nothing.
            secret = second_factor.new_secret().encode()
            sealed = self._vault.seal(place_of_totp(row.school, row.id), secret)
            rows.change(connection, row.school, row.id, totp=sealed)
        return self._sessions.open(connection, row, confirmed=False)

    async def _note_refusal(self, school: str, row: StaffRow | None) -> None:
        """Of nobody known what was typed is not kept: it may be a password."""
        id, name = (row.id, row.name) if row else ("", "")
        now = self._clock()
        await self._store.write(
            lambda c: acts.add(
                c, school=school, at=now, staff=id, name=name, what="sign_in_refused"
            )
        )
