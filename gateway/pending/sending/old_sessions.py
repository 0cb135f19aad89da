"""Which session on the old site a delivery uses: the family's own where it is signed in."""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from adapters.errors import ExtranetError
from adapters.port import Extranet, Session
from gateway.pending.records import Records
from gateway.sessions import Sessions
from gateway.store.requests import RequestRow

_log = logging.getLogger(__name__)


class NoMeans(Exception):
    """The family is not signed in, and nothing was kept for this request."""


class OldSessions:
    """Some old sites allow one session for an account: so the live one is used first.

    One made from what a request kept serves that account's requests until `leave`.
    """

    def __init__(
        self, sessions: Sessions, records: Records, extranets: Mapping[str, Extranet]
    ) -> None:
        """`extranets` by school."""
        self._sessions = sessions
        self._records = records
        self._extranets = extranets
        self._own: dict[tuple[str, str], Session] = {}

    @asynccontextmanager
    async def of(self, row: RequestRow) -> AsyncIterator[Session]:
        """A session for this request's account.

        Raises:
            NoMeans: there is no way to have one.
        """
        async with self._sessions.of_account(row.school, row.account) as live:
            if live is not None:
                yield live
                return
            yield await self._resumed(row)

    async def leave(self, school: str, account: str, *, needed: bool) -> None:
        """Let go of the account's resumed session; it ends on the old site unless `needed` there.

        One of the family's own sessions may go on with the same old session: then it stays too.
        """
        session = self._own.pop((school, account), None)
        if session is None:
            return
        try:
            if not needed and not await self._sessions.any_of(school, account):
                await session.sign_out()
        except ExtranetError as error:
            _log.warning("an old session stays open: %s", error.key, extra={"school": school})
        finally:
            await session.close()

    async def _resumed(self, row: RequestRow) -> Session:
        key = (row.school, row.account)
        if key in self._own:
            return self._own[key]
        means = self._records.means(row)
        if means is None:
            raise NoMeans
        session = await self._extranets[row.school].resume(means.credentials, means.state)
        self._own[key] = session
        return session
