"""The staff's sessions: a random id in a cookie of their own, its SHA-256 in the store (ASVS 7)."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway import config
from gateway.clock import Clock
from gateway.store import staff, staff_sessions
from gateway.store.errors import NotWritten
from gateway.store.staff import StaffRow
from gateway.store.staff_sessions import StaffSessionRow
from gateway.store.store import Store
from gateway.vault import Vault

_ID_BYTES = 32
_BEGUN_FOR = timedelta(minutes=15)
"""How long after the password the second factor may come."""

_TOUCHED_EVERY = 20
"""A session's use is written down this many times within its idle limit, not at every page."""

Pair = tuple[StaffSessionRow, StaffRow]


class StaffSessions:
    """Opens, finds and ends them."""

    def __init__(
        self, store: Store, vault: Vault, settings: config.DeskAccess, clock: Clock
    ) -> None:
        """`settings` is the configuration's `[desk]`."""
        self._store = store
        self._vault = vault
        self._clock = clock
        self._idle = timedelta(minutes=settings.idle_minutes)
        self._absolute = timedelta(hours=settings.absolute_hours)

    def open(
        self,
        connection: Connection,
        row: StaffRow,
        *,
        confirmed: bool,
        since: datetime | None = None,
    ) -> str:
        """Open one, or go on with one of `since`; returns its cookie, always a new one."""
        cookie = secrets.token_urlsafe(_ID_BYTES)
        now = self._clock()
        staff_sessions.add(
            connection,
            StaffSessionRow(
                school=row.school,
                handle=handle_of(cookie),
                staff=row.id,
                opened_at=since or now,
                used_at=now,
                confirmed_at=now if confirmed else None,
            ),
        )
        return cookie

    async def find(self, school: str, cookie: str) -> Pair | None:
        """The session that this cookie opens and whose it is; None where it has ended."""
        pair = await self._store.read(lambda c: self.within(c, school, cookie))
        if pair is not None:
            await self._touch(pair[0])
        return pair

    def within(self, connection: Connection, school: str, cookie: str) -> Pair | None:
        """As `find`, in a transaction that has begun; it prolongs nothing."""
        session = staff_sessions.find(connection, school, handle_of(cookie))
        if session is None or self._past_limit(session):
            return None
        row = staff.find(connection, school, session.staff)
        return None if row is None or row.disabled_at is not None else (session, row)

    def of(self, connection: Connection, row: StaffRow) -> list[StaffSessionRow]:
        """Somebody's that have not ended, the oldest first."""
        found = staff_sessions.of_staff(connection, row.school, row.id)
        return [session for session in found if not self._past_limit(session)]

    def id(self, session: StaffSessionRow) -> str:
        """What a form names one by: it opens nothing."""
        return self._vault.digest("desk-session-id", session.school, session.handle)

    def token(self, school: str, cookie: str) -> str:
        """What every form of that session carries."""
        return self._vault.digest("desk-csrf", school, cookie)

    async def forget_ended(self) -> None:
        """Erase the sessions that are past their limits."""
        now = self._clock()
        await self._store.write(
            lambda c: staff_sessions.remove_ended(c, now - self._idle, now - self._absolute)
        )

    def _past_limit(self, session: StaffSessionRow) -> bool:
        now = self._clock()
        if session.confirmed_at is None:
            return now - session.opened_at >= _BEGUN_FOR
        return now - session.used_at >= self._idle or now - session.opened_at >= self._absolute

    async def _touch(self, session: StaffSessionRow) -> None:
        now: datetime = self._clock()
        if now - session.used_at <= self._idle / _TOUCHED_EVERY:
            return
        # On a full disk the desk goes on reading.
        with suppress(NotWritten):
            await self._store.write(
                lambda c: staff_sessions.touch(c, session.school, session.handle, now)
            )


def handle_of(cookie: str) -> str:
    """What the store knows of a cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()
