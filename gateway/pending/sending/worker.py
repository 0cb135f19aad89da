"""The worker: each family's requests in order, several families of each school at once."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from adapters.port import Extranet
from gateway.clock import Bounds, Clock, Steady
from gateway.pending.errors import LostRace
from gateway.pending.sending.breaker import Breaker
from gateway.pending.sending.delivery import Delivery
from gateway.pending.sending.old_sessions import OldSessions
from gateway.pending.sending.takeover import Takeover
from gateway.pending.sending.verification import Verification
from gateway.pending.sending.waits import Waits
from gateway.pending.states import HOLDS_MEANS, UNDER_WAY, State
from gateway.store import requests
from gateway.store.errors import NotWritten
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.telemetry import incident

_LONGEST_SLEEP = 60.0
_SHORTEST_SLEEP = 0.1
"""Between two looks at all that is open: a crowd that asks does not have it read for each."""
_AFTER_A_FAULT = timedelta(seconds=30)

_log = logging.getLogger(__name__)


class Worker:
    """Works on whatever is due; one for the process."""

    def __init__(
        self,
        store: Store,
        delivery: Delivery,
        verification: Verification,
        takeover: Takeover,
        waits: Waits,
        breaker: Breaker,
        old_sessions: OldSessions,
        extranets: Mapping[str, Extranet],
        at_once: int,
        clock: Clock,
        steady: Steady,
    ) -> None:
        """`at_once` is how many families of a school are worked for at the same time."""
        self._store = store
        self._delivery = delivery
        self._verification = verification
        self._takeover = takeover
        self._waits = waits
        self._breaker = breaker
        self._old_sessions = old_sessions
        self._clock = clock
        self._bounds = Bounds(clock, steady)
        # A slow old site must not keep another school's requests from their turn.
        self._slots = {school: asyncio.Semaphore(at_once) for school in extranets}
        self._woken = asyncio.Event()
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    async def run(self) -> None:
        """Work as requests come due, until cancelled."""
        await self._takeover.sweep()
        while True:
            self._woken.clear()
            upcoming = await self._begin_due()
            rest = min(upcoming, _SHORTEST_SLEEP)
            await asyncio.sleep(rest)
            try:
                async with asyncio.timeout(min(upcoming - rest, _LONGEST_SLEEP)):
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
        if busy:
            _, unfinished = await asyncio.wait(busy, timeout=patience)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        self._takeover.let_go()

    async def _begin_due(self) -> float:
        """Begin work for each family that has something due; returns in how long the next has."""
        until = self._bounds.earliest()
        await self._store.write(lambda c: requests.erase_means(c, until))
        heads = await self._store.read(lambda c: requests.heads(c, UNDER_WAY))
        self._forget_all_but(heads)
        upcoming = float("inf")
        for row in heads:
            key = (row.school, row.account)
            if key in self._busy or row.school not in self._slots:
                continue
            if left := self._left(row):
                upcoming = min(upcoming, left)
            else:
                self._busy[key] = asyncio.create_task(self._work_for(*key))
        return upcoming

    def _left(self, row: RequestRow) -> float:
        """Seconds until it may be worked on; 0 where it may be now."""
        if row.state == State.DELIVERING:
            # Not by us, or no longer.
            return max(self._waits.left(row), self._takeover.left(row))
        return max(self._waits.left(row), self._breaker.left(row.school, row.kind))

    def _forget_all_but(self, heads: list[RequestRow]) -> None:
        keys = {(row.school, row.number) for row in heads}
        self._waits.keep_only(keys)
        self._takeover.keep_only(keys)

    async def _work_for(self, school: str, account: str) -> None:
        try:
            async with self._slots[school]:
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
            if row.state == State.DELIVERING:
                await self._takeover.take_over(row)
                return
            with self._breaker.trying(row.school, row.kind):
                if row.state == State.RECEIVED:
                    delivered = await self._delivery.deliver(row)
                    if delivered.state == State.UNKNOWN:
                        await self._verification.glance(delivered)
                else:
                    await self._verification.verify(row)
        except LostRace:
            _log.info("somebody was faster", extra={"school": row.school, "number": row.number})

    async def _due(self, school: str, account: str) -> RequestRow | None:
        row = await self._head(school, account)
        return row if row is not None and not self._left(row) else None

    async def _head(self, school: str, account: str) -> RequestRow | None:
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return next((row for row in rows if row.state in UNDER_WAY), None)

    async def _means_needed(self, school: str, account: str) -> bool:
        rows = await self._store.read(lambda c: requests.of_account(c, school, account))
        return any(row.state in HOLDS_MEANS for row in rows)

    async def _set_back(self, school: str, account: str) -> None:
        row = await self._head(school, account)
        if row is not None:
            # An old server that is being waited out is so for as long as before.
            wait = max(timedelta(seconds=self._waits.left(row)), _AFTER_A_FAULT)
            later = self._clock() + wait
            try:
                noted = await self._store.write(lambda c: requests.note(c, row, due_at=later))
            except NotWritten:
                # The disk is full: it waits all the same, without a record.
                noted = row
            if noted is not None:
                self._waits.begin(noted, wait)
