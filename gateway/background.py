"""Work that goes on beside the answers to browsers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from gateway.telemetry import incident

_AFTER_A_FAULT = 5.0
"""Seconds before work that failed is begun again."""

_log = logging.getLogger(__name__)


class Background:
    """Tasks that nobody waits for, kept from being lost, ended together."""

    def __init__(self) -> None:
        """With nothing to do."""
        self._tasks: set[asyncio.Task[None]] = set()

    def keep_running(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Run `work` for as long as this lasts; a failure is logged, and it begins again."""

        async def again() -> None:
            while True:
                try:
                    await work()
                except Exception:
                    _log.exception("%s failed", name, extra={"incident": incident()})
                    await asyncio.sleep(_AFTER_A_FAULT)

        self._begin(again())

    async def within(self, seconds: float, work: Coroutine[Any, Any, None]) -> None:
        """Wait for `work` for a while; it goes on afterwards. Raises what it raises by then."""
        task = self._begin(work)
        done, _ = await asyncio.wait([task], timeout=seconds)
        if done:
            await task

    async def stop(self) -> None:
        """Cancel everything, and wait until it has ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            # Looked at, so that a failure that nobody waited for is no complaint of asyncio's.
            task.exception()
