"""The gateway's sessions: a random id in a cookie, and what it alone opens in the store.

The row holds the id's SHA-256 and, sealed under a key derived from the id and the gateway's key,
the means to sign in: the store alone opens nothing (ASVS 7.2).
"""

import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from adapters.errors import SessionEnded, SignInRefused
from adapters.model import Credentials
from adapters.port import Extranet, Session
from gateway import config
from gateway import means as sealing
from gateway.clock import Clock
from gateway.live import Live, LiveSessions
from gateway.means import Means
from gateway.store import sessions as rows
from gateway.store.errors import NotWritten
from gateway.store.sessions import SessionRow
from gateway.store.store import Store
from gateway.vault import DoesNotOpen, Place, Vault

ID_BYTES = 32
_MOST_LIVE = 5000
_TOUCHED_EVERY = 20
"""A session's use is written down this many times within its idle limit, not at every page."""

_log = logging.getLogger(__name__)


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """How long a session still lasts, in seconds."""

    idle: float
    """Where nothing more is asked."""
    absolute: float
    """Whatever is asked."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A session that a cookie opened; `made_again` where its old session was not in memory."""

    account: str
    handle: str
    csrf: str
    left: Left
    made_again: bool


class Sessions:
    """Opens, finds and ends them."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        extranets: Mapping[str, Extranet],
        settings: config.Sessions,
        clock: Clock,
    ) -> None:
        """`extranets` by school; `settings` is the configuration's `[sessions]`."""
        self._store = store
        self._vault = vault
        self._extranets = extranets
        self._clock = clock
        self._idle = timedelta(minutes=settings.idle_minutes)
        self._absolute = timedelta(minutes=settings.absolute_minutes)
        self._live = LiveSessions(
            _MOST_LIVE, self._idle.total_seconds(), lambda: clock().timestamp()
        )

    async def open(
        self, school: str, account: str, credentials: Credentials, session: Session
    ) -> str:
        """Open a session on one of the old site; returns the cookie, always a new one."""
        cookie = secrets.token_urlsafe(ID_BYTES)
        live = _live(school, account, cookie, credentials, session)
        now = self._clock()
        row = SessionRow(
            school=school,
            handle=live.key[1],
            account=account,
            opened_at=now,
            used_at=now,
            sealed=self._seal(live),
        )
        await self._store.write(lambda c: rows.add(c, row))
        await self._live.put(live)
        return cookie

    async def find(self, school: str, cookie: str) -> Found | None:
        """The session that this cookie opens; None where there is none, or it is past a limit."""
        handle = _handle(cookie)
        row = await self._store.read(lambda c: rows.find(c, school, handle))
        if row is None:
            return None
        if self._past_limit(row):
            await self._end(school, handle)
            return None
        live = self._live.get((school, handle))
        made = None if live else await self._make_again(row, cookie)
        if live is None and made is None:
            return None
        used_at = await self._touch(row)
        return Found(
            account=row.account,
            handle=handle,
            csrf=self._vault.digest("csrf", school, cookie),
            left=self._left(row, used_at),
            made_again=made is not None,
        )

    async def left(self, school: str, cookie: str) -> Left | None:
        """How long the session of this cookie still lasts; asking prolongs nothing."""
        row = await self._store.read(lambda c: rows.find(c, school, _handle(cookie)))
        return None if row is None or self._past_limit(row) else self._left(row, row.used_at)

    @asynccontextmanager
    async def using(self, school: str, handle: str) -> AsyncIterator[Session]:
        """The old session behind one of ours; where the old site ends it, ours ends too.

        Raises:
            SessionEnded: it is not there any more.
        """
        live = self._live.get((school, handle))
        if live is None:
            raise SessionEnded
        async with self._hold(live) as session:
            yield session

    @asynccontextmanager
    async def of_account(self, school: str, account: str) -> AsyncIterator[Session | None]:
        """An old session that a signed-in family of this account has open, or None."""
        live = self._live.of_account(school, account)
        if live is None:
            yield None
            return
        async with self._hold(live) as session:
            yield session

    def signed_in(self, school: str) -> frozenset[str]:
        """The accounts that have an old session open here, whatever is left of it."""
        return self._live.accounts(school)

    @asynccontextmanager
    async def unused(self, school: str, account: str) -> AsyncIterator[Session | None]:
        """An old session of that account for a look that is no use of it, or None.

        Its limits go on as if nothing was asked; nobody else is using it now. One that the old site
        has ended stays ours: the family's next reading signs in again, which a look does not.
        """
        idle = [live for live in self._live.all_of(school, account) if not live.users]
        if not idle:
            yield None
            return
        live = idle[-1]
        row = await self._store.read(lambda c: rows.find(c, *live.key))
        if row is None or self._past_limit(row):
            yield None
            return
        async with self._live.hold(live) as session:
            try:
                yield session
            finally:
                await self._reseal(live)

    async def any_of(self, school: str, account: str) -> bool:
        """Whether the account is signed in, in memory or not."""
        return await self._store.read(lambda c: rows.any_of(c, school, account))

    def means(self, school: str, handle: str) -> Means:
        """The means to sign in that the session holds.

        Raises:
            SessionEnded: it is not there any more.
        """
        live = self._live.get((school, handle))
        if live is None:
            raise SessionEnded
        return live.means

    async def end(self, school: str, handle: str) -> Session | None:
        """Forget a session at once; returns the old one, for the caller to sign out and close."""
        live = self._live.take((school, handle))
        await self._store.write(lambda c: rows.remove(c, school, handle))
        return live.session if live else None

    async def renew(
        self,
        school: str,
        account: str,
        handle: str,
        credentials: Credentials,
        session: Session | None = None,
    ) -> str:
        """One session goes on under new credentials and a new cookie; the account's others end.

        It takes over `session`, a new one of the old site, or else goes on with its own; "" where
        it has none any more, as after a sign-out meanwhile.
        """
        row = await self._store.read(lambda c: rows.find(c, school, handle))
        live = self._live.get((school, handle))
        others = self._live.all_of(school, account)
        if session is None and live is not None and row is not None:
            session = live.session
            others.remove(live)
            self._live.take(live.key)
        if session is None:
            await self._end_all(school, account, others)
            return ""
        cookie = secrets.token_urlsafe(ID_BYTES)
        renewed = _live(school, account, cookie, credentials, session)
        now = self._clock()
        new = SessionRow(
            school=school,
            handle=renewed.key[1],
            account=account,
            opened_at=row.opened_at if row else now,
            used_at=now,
            sealed=self._seal(renewed),
        )
        await self._end_all(school, account, others, new)
        await self._live.put(renewed)
        return cookie

    async def end_account(self, school: str, account: str) -> None:
        """Every session of the account ends: what they hold is good for nothing any more."""
        await self._end_all(school, account, self._live.all_of(school, account))

    async def _end_all(
        self, school: str, account: str, ended: list[Live], new: SessionRow | None = None
    ) -> None:
        def write(connection: Connection) -> None:
            rows.remove_account(connection, school, account)
            if new is not None:
                rows.add(connection, new)

        await self._store.write(write)
        for one in ended:
            self._live.take(one.key)
            await self._live.retire(one)

    async def forget(self, school: str, handle: str) -> None:
        """Forget a session at once; the old one goes on, closed here when nobody uses it."""
        await self._end(school, handle)

    async def forget_ended(self) -> None:
        """Erase what the sessions past their limits hold."""
        now = self._clock()
        await self._store.write(
            lambda c: rows.remove_ended(c, now - self._idle, now - self._absolute)
        )

    async def close(self) -> None:
        """Let go of what is in memory; every session goes on in the store."""
        await self._live.close()

    def _past_limit(self, row: SessionRow) -> bool:
        now = self._clock()
        return now - row.used_at >= self._idle or now - row.opened_at >= self._absolute

    def _left(self, row: SessionRow, used_at: datetime) -> Left:
        now = self._clock()
        idle, absolute = used_at + self._idle - now, row.opened_at + self._absolute - now
        return Left(idle=idle.total_seconds(), absolute=absolute.total_seconds())

    async def _make_again(self, row: SessionRow, cookie: str) -> Live | None:
        secret = cookie.encode()
        try:
            means = sealing.unseal(self._vault, _place(row), row.sealed, secret)
            session = await self._extranets[row.school].resume(means.credentials, means.state)
        except (DoesNotOpen, msgspec.DecodeError):
            # Another key, or another version of what is sealed: the family signs in again.
            _log.warning("a session does not open", extra={"school": row.school})
            await self._end(row.school, row.handle)
            return None
        if meanwhile := self._live.get((row.school, row.handle)):
            await session.close()
            return meanwhile
        live = _live(row.school, row.account, cookie, means.credentials, session)
        await self._live.put(live)
        return live

    async def _touch(self, row: SessionRow) -> datetime:
        """Returns when the session was last used, as the store now has it."""
        if live := self._live.get((row.school, row.handle)):
            await self._live.put(live)
        now = self._clock()
        if now - row.used_at <= self._idle / _TOUCHED_EVERY:
            return row.used_at
        try:
            await self._store.write(lambda c: rows.touch(c, row.school, row.handle, now))
        except NotWritten:
            # On a full disk families go on reading.
            return row.used_at
        return now

    @asynccontextmanager
    async def _hold(self, live: Live) -> AsyncIterator[Session]:
        async with self._live.hold(live) as session:
            try:
                yield session
            except (SignInRefused, SessionEnded):
                await self._end(*live.key)
                raise
            finally:
                await self._reseal(live)

    async def _reseal(self, live: Live) -> None:
        if live.session.state != live.sealed_state:
            live.sealed_state = live.session.state
            sealed = self._seal(live)
            # Without it the old session is begun anew after a restart; reading goes on.
            with suppress(NotWritten):
                await self._store.write(lambda c: rows.reseal(c, *live.key, sealed))

    async def _end(self, school: str, handle: str) -> None:
        live = self._live.take((school, handle))
        if live is not None:
            await self._live.retire(live)
        await self._store.write(lambda c: rows.remove(c, school, handle))

    def _seal(self, live: Live) -> bytes:
        school, handle = live.key
        place = Place(purpose="session", school=school, account=live.account, row=handle)
        return sealing.seal(self._vault, place, live.means, live.cookie)


def _live(
    school: str, account: str, cookie: str, credentials: Credentials, session: Session
) -> Live:
    return Live(
        key=(school, _handle(cookie)),
        account=account,
        credentials=credentials,
        session=session,
        cookie=cookie.encode(),
        sealed_state=session.state,
    )


def _handle(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()


def _place(row: SessionRow) -> Place:
    return Place(purpose="session", school=row.school, account=row.account, row=row.handle)
