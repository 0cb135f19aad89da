"""The worker: each family's requests in order, several families at once."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from adapters.port import Extranet
from gateway.clock import Clock
from gateway.pending.delivery import Delivery
from gateway.pending.errors import LostRace
from gateway.pending.journal import Journal
from gateway.pending.old_sessions import OldSessions
from gateway.pending.states import HOLDS_MEANS, UNDER_WAY, Event, State
from gateway.pending.verification import Verification
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.telemetry import incident

_LONGEST_SLEEP = 60.0
_AFTER_A_FAULT = timedelta(seconds=30)

_log = logging.getLogger(__name__)


class Worker:
    """Works on whatever is due; one for the process."""

    def __init__(
        self,
        store: Store,
        journal: Journal,
        delivery: Delivery,
        verification: Verification,
        old_sessions: OldSessions,
        extranets: Mapping[str, Extranet],
        at_once: int,
        clock: Clock,
    ) -> None:
        """`at_once` is how many families are worked for at the same time."""
        self._store = store
        self._journal = journal
        self._delivery = delivery
        self._verification = verification
        self._old_sessions = old_sessions
        self._extranets = extranets
        self._clock = clock
        self._slots = asyncio.Semaphore(at_once)
        self._woken = asyncio.Event()
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    async def run(self) -> None:
        """Work as requests come due, until cancelled."""
        while True:
            self._woken.clear()
            upcoming = await self._begin_due()
            wait = (upcoming - self._clock()).total_seconds() if upcoming else _LONGEST_SLEEP
            try:
                async with asyncio.timeout(min(max(wait, 0), _LONGEST_SLEEP)):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def work_off(self) -> None:
        """Do everything that is due now, and return when it is done."""
        await self._begin_due()
        while self._busy:
            await asyncio.gather(*self._busy.values())

    async def stop(self, patience: float) -> None:
        """Let what is under way end for `patience` seconds, then leave it to the next start."""
        busy = list(self._busy.values())
        if not busy:
            return
        _, unfinished = await asyncio.wait(busy, timeout=patience)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _begin_due(self) -> datetime | None:
        """Begin work for each family that has something due; returns when the next one has."""
        now = self._clock()
        await self._store.write(lambda c: requests.erase_means(c, now))
        heads = await self._store.read(lambda c: requests.heads(c, UNDER_WAY))
        idle = [row for row in heads if (row.school, row.account) not in self._busy]
        for row in idle:
            if row.due_at <= now and row.school in self._extranets:
                key = (row.school, row.account)
                self._busy[key] = asyncio.create_task(self._work_for(*key))
        return min((row.due_at for row in idle if row.due_at > now), default=None)

    async def _work_for(self, school: str, account: str) -> None:
        try:
            async with self._slots:
                while (row := await self._due(school, account)) is not None:
                    await self._work_on(row)
            await self._old_sessions.leave(
                school, account, needed=await self._means_needed(school, account)
            )
        except Exception:
            # One family's trouble must not stop the others' requests, nor be tried in a loop.
            _log.exception(
                "the worker failed",
                extra={"school": school, "account": account, "incident": incident()},
            )
            await self._set_back(school, account)
        finally:
            del self._busy[school, account]
            self._woken.set()

    async def _work_on(self, row: RequestRow) -> None:
        try:
            if row.state == State.RECEIVED:
                await self._delivery.deliver(row)
            elif row.state == State.DELIVERING:
                await self._recover(row)
            else:
                await self._verification.verify(row)
        except LostRace:
            _log.info("somebody was faster", extra={"school": row.school, "number": row.number})

    async def _recover(self, row: RequestRow) -> None:
        """Nobody delivers it any more: the process that did has ended, or failed."""
        if row.intent_at is None:
            await self._journal.move(row, Event.POSTPONED, due_at=self._clock())
        else:
            longest = timedelta(seconds=self._extranets[row.school].longest_run)
            await self._journal.move(row, Event.ANSWER_LOST, due_at=self._clock() + longest)

    async def _due(self, school: str, account: str) -> RequestRow | None:
        row = await self._head(school, account)
        return row if row is not None and row.due_at <= self._clock() else None

    async def _head(self, school: str, account: str) -> RequestRow | None:
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return next((row for row in rows if row.state in UNDER_WAY), None)

    async def _means_needed(self, school: str, account: str) -> bool:
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return any(row.state in HOLDS_MEANS for row in rows)

    async def _set_back(self, school: str, account: str) -> None:
        row = await self._head(school, account)
        if row is not None:
            later = self._clock() + _AFTER_A_FAULT
            await self._store.write(lambda c: requests.note(c, row, due_at=later))
