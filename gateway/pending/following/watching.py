"""Looking for the staff's decisions while the family is not: quietly, and never for its own sake.

What reads is there already: a session that the family has open here, or what another of its
requests holds for its own delivery. Nothing is prolonged by it, and nobody is signed in for it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from adapters.errors import ExtranetError
from adapters.port import Extranet, Session
from adapters.quiet import GivesWay, quietly
from gateway.clock import Clock, Steady
from gateway.pending.following.learning import Learning
from gateway.pending.following.paces import Key, Paces
from gateway.pending.records import Records
from gateway.pending.sending.breaker import Breaker
from gateway.pending.states import State
from gateway.pending.subjects import Subject
from gateway.sessions import Sessions
from gateway.settings import Reconciliation as Settings
from gateway.store import requests, watched
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.telemetry import incident

WATCHED = frozenset({State.AWAITING_STAFF, State.NEEDS_ATTENTION})
"""Where only reading tells how a request goes on."""

_BUSY = frozenset({State.DELIVERING, State.UNKNOWN, State.VERIFYING})
"""Where the engine is at the account's old session, or waits for it: it comes first."""

_ROUND = 60.0
"""Seconds between two looks at whether something is to be looked at."""

_log = logging.getLogger(__name__)


class Watching:
    """Reads again, at a growing pace, what requests wait for; one subject at a time a school."""

    def __init__(
        self,
        store: Store,
        records: Records,
        sessions: Sessions,
        extranets: Mapping[str, Extranet],
        learning: Learning,
        breaker: Breaker,
        settings: Settings,
        clock: Clock,
        steady: Steady,
    ) -> None:
        """`extranets` by school; `settings` is the configuration's `[reconciliation]`."""
        self._store = store
        self._records = records
        self._sessions = sessions
        self._extranets = extranets
        self._learning = learning
        self._breaker = breaker
        self._not_after = timedelta(days=settings.days)
        self._paces = Paces(settings, steady)
        self._clock = clock

    async def run(self) -> None:
        """Look as it comes due, until cancelled."""
        while True:
            await self.look_due()
            await asyncio.sleep(_ROUND)

    async def look_due(self) -> None:
        """Look at everything that is due now, and return when it is done."""
        await asyncio.gather(*(self._look_round(school) for school in self._extranets))

    async def _look_round(self, school: str) -> None:
        watched_now: set[Key] = set()
        for account in sorted(await self._accounts(school)):
            try:
                watched_now |= await self._look_for(school, account)
            except Exception:
                # One family's trouble must not keep the others' decisions from being found.
                about = {"school": school, "account": account, "incident": incident()}
                _log.exception("a look failed", extra=about)
        self._paces.keep_only(school, watched_now)

    async def _look_for(self, school: str, account: str) -> set[Key]:
        """Look at what is due of an account; returns what is watched of it."""
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        busy = any(row.state in _BUSY for row in rows)
        watched_now: set[Key] = set()
        for subject, seen_at in self._subjects(rows):
            key = (school, account, subject.place)
            watched_now.add(key)
            left_alone = busy or self._breaker.left(school, subject.kind)
            due = self._paces.is_due(key, seen_at) and not left_alone
            if due and await self._look(rows, subject):
                self._paces.looked(key)
        return watched_now

    async def _accounts(self, school: str) -> frozenset[str]:
        """Whoever waits for the staff, and can be read for."""
        if not self._not_after:
            return frozenset()
        since = self._clock() - self._not_after
        waiting = await self._store.read(lambda c: watched.accounts(c, school, WATCHED, since))
        holding = await self._store.read(lambda c: watched.holding_means(c, school))
        return waiting & (holding | self._sessions.signed_in(school))

    def _subjects(self, rows: Sequence[RequestRow]) -> list[tuple[Subject, datetime]]:
        """What the requests that wait are about, each once, with when it was last seen."""
        since = self._clock() - self._not_after
        found: dict[str, tuple[Subject, datetime]] = {}
        for row in rows:
            if row.state not in WATCHED or row.asked_at < since:
                continue
            subject, seen_at = self._records.body(row).subject, row.seen_at or row.asked_at
            known = found.get(subject.place)
            found[subject.place] = (subject, max(seen_at, known[1]) if known else seen_at)
        return list(found.values())

    async def _look(self, rows: Sequence[RequestRow], subject: Subject) -> bool:
        """Look once; False where it was not its turn, so that the next round tries again."""
        school, account = rows[0].school, rows[0].account
        began_at = self._clock()
        try:
            async with self._session(rows) as session:
                if session is None:
                    return False
                with quietly():
                    read = await self._learning.read(session, subject)
        except GivesWay:
            return False
        except ExtranetError as error:
            about = {"school": school, "account": account}
            _log.info("not looked at: %s", type(error).__name__, extra=about)
            return True
        await self._learning.learn(school, account, subject, read, began_at)
        return True

    @asynccontextmanager
    async def _session(self, rows: Sequence[RequestRow]) -> AsyncIterator[Session | None]:
        """A session that is there already; None where the family's is in use, or there is none."""
        school, account = rows[0].school, rows[0].account
        if account in self._sessions.signed_in(school):
            async with self._sessions.unused(school, account) as session:
                yield session
            return
        means = next((means for row in rows if (means := self._records.means(row))), None)
        if means is None:
            yield None
            return
        resumed = await self._extranets[school].resume(means.credentials, means.state)
        try:
            yield resumed
        finally:
            await resumed.close()
