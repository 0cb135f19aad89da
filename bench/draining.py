"""How long 500 requests take to reach the old site, beside what its cap of pages allows at best.

The engine is the gateway's own, its store on disk; the old site is the one in memory behind the cap
that the live adapter has: so many pages a second, so many at once, each after a while. The loop's
clock skips whatever is only waited for, and runs on while the gateway computes: minutes of waiting
take seconds here, and what the engine itself costs is counted.
"""

import asyncio
import logging
import random
import selectors
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple, TypeVar

from aiolimiter import AsyncLimiter
from sqlalchemy import func, select

from adapters.errors import Unreachable
from adapters.memory import MemoryExtranet, NextWrite, Record
from gateway import config, resources
from gateway.keys import create_key_file, load_keys
from gateway.pending.states import UNDER_WAY, State
from gateway.portal import Portal
from gateway.store.store import Store
from gateway.store.tables import request
from gateway.vault import Vault

T = TypeVar("T")

REQUESTS = 500
FAULTS = 0.05
PAGE_SECONDS = 0.3
"""What the old site takes for a page."""
SEED = 20260909
_SCHOOL = "tilleuls"
_PASSWORD = "tilleul-29"  # noqa: S105, a fictional family's
_FIELD = "portable"
_LOOKS_EVERY = 1.0
_CONFIG = """
[mail]
sender = "portail@tilleuls.example"
[limits]
per_account = 100000
per_address = 100000
in_all = 100000
[schools.tilleuls]
name = "Conservatoire des Tilleuls"
public_url = "https://portail.tilleuls.example"
adapter = "memory"
sign_in_url = "https://extranet.tilleuls.example/connexion"
[schools.tilleuls.contact]
service = "Secrétariat"
postal = "1 place du Marché, 56999 Saint-Aubin"
email = "secretariat@tilleuls.example"
phone = "01 99 00 10 10"
"""


class _Skipping(selectors.SelectSelector):
    """Waits for nothing: what was to be waited for has passed."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout > 0:
            self.skipped += timeout
        return super().select(0)


class SkippingLoop(asyncio.SelectorEventLoop):
    """Time is what the process has computed, and what it would have waited."""

    def __init__(self) -> None:
        """Beginning now."""
        self._waits = _Skipping()
        super().__init__(self._waits)

    def time(self) -> float:
        """Seconds."""
        return process_time() + self._waits.skipped

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """At once: another thread's end would be nothing that can be skipped."""
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except BaseException as error:
            done.set_exception(error)
        return done


class CappedSite(MemoryExtranet):
    """The old site in memory, behind the live adapter's cap; some of its answers go wrong."""

    def __init__(self, school: config.School, faults: float) -> None:
        """`faults` is the share of pages that go wrong, once it is `capped`."""
        sections = MemoryExtranet().families["F-1042"].sections
        super().__init__(
            [
                Record(identifier=name, password=_PASSWORD, site=None, sections=sections)
                for name in _names()
            ],
            site_list=(),
            longest_run=school.longest_run,
        )
        self.capped = False
        self.pages = 0
        self.lost_at = 0.0
        """When the last answer was lost."""
        self._share = faults
        self._chance = random.Random(SEED)  # noqa: S311, not for secrets
        self._pace = AsyncLimiter(school.pages_per_second, 1.0)
        self._at_once = asyncio.Semaphore(school.at_once)

    async def arrive(self, what: str) -> None:
        """One page, in its turn."""
        if self.capped:
            self.pages += 1
            async with self._at_once, self._pace:
                await asyncio.sleep(PAGE_SECONDS)
            if self._chance.random() < self._share:
                self._goes_wrong(what)
        await super().arrive(what)

    def _goes_wrong(self, what: str) -> None:
        if what != "write":
            raise Unreachable
        self.lost_at = asyncio.get_running_loop().time()
        lost = (NextWrite.ANSWER_LOST, NextWrite.REQUEST_LOST)
        self.faults.next_write = self._chance.choice(lost)


class _Letterbox:
    async def take(self, message: EmailMessage) -> None:
        """Every letter, at once."""


class Drained(NamedTuple):
    """How it went, in seconds and pages."""

    took: float
    pages: int
    waited_out: float
    """When the last lost answer was waited out: nobody may look before."""


async def drain(faults: float) -> Drained:
    """Bring every request to the old site."""
    settings = config.parse(_CONFIG)
    school = settings.schools[_SCHOOL]
    site = CappedSite(school, faults)
    loop = asyncio.get_running_loop()
    began = datetime(2026, 9, 9, 8, tzinfo=UTC) - timedelta(seconds=loop.time())
    with tempfile.TemporaryDirectory() as folder:
        create_key_file(Path(folder) / "key")
        vault = Vault(load_keys(Path(folder) / "key", {}))
        store = Store(Path(folder) / "gateway.sqlite3")
        portal = Portal(
            settings, store, vault, {_SCHOOL: site}, _Letterbox(), resources.templates(),
            lambda: began + timedelta(seconds=loop.time()),
        )  # fmt: skip
        for name in _names():
            await _ask(portal, name)
        site.capped = True
        start = loop.time()
        work = asyncio.create_task(portal.worker.run())
        while await store.read(lambda c: c.execute(_LEFT).scalar_one()):  # noqa: ASYNC110
            await asyncio.sleep(_LOOKS_EVERY)
        took = loop.time() - start
        # Whose answer was lost twice stands in front of a person.
        asides = await store.read(lambda c: c.execute(_ASIDE).scalar_one())
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await portal.stop()
        store.close()
    reached = {effect.identifier for effect in site.ledger}
    if len(reached) != len(site.ledger) or len(reached) + asides < REQUESTS:
        raise AssertionError(f"{len(site.ledger)} effects of {REQUESTS}, {asides} set aside")
    waited_out = site.lost_at + site.longest_run - start if site.lost_at else 0.0
    return Drained(took, site.pages, waited_out)


_LEFT = select(func.count()).select_from(request).where(request.c.state.in_(list(UNDER_WAY)))
_ASIDE = select(func.count()).where(request.c.state == State.NEEDS_ATTENTION)


async def _ask(portal: Portal, name: str) -> None:
    """One family asks for one change, and leaves its means to sign in."""
    signed_in = await portal.sign_in(_SCHOOL, "198.51.100.7", None, name, _PASSWORD)
    visit = await portal.visit(_SCHOOL, signed_in.cookie)
    if visit is None:
        raise AssertionError("nobody is signed in")
    view = await portal.family(visit)
    typed: Mapping[str, str] = {_FIELD: "06 39 98 55 66"}
    await portal.ask_family(visit, view.seen, view.press, typed, keep=True)
    await portal.sign_out(visit)


def _names() -> list[str]:
    return [f"F-{10_000 + number}" for number in range(REQUESTS)]


def _measure(faults: float) -> Drained:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(drain(faults))


def main() -> None:
    """Measure and print."""
    # What failed and was tried again is what is measured: it needs no lines here.
    logging.disable(logging.CRITICAL)
    rate = config.parse(_CONFIG).schools[_SCHOOL].pages_per_second
    well, amiss = _measure(0), _measure(FAULTS)
    # No request can do with fewer pages than where all goes well: read, send, read back.
    least = well.pages / rate
    print(f"drained ÷ the least that {rate:g} pages a second allow: {well.took / least:.2f}")
    print(f"the same, {FAULTS:.0%} of the pages going wrong: {amiss.took / least:.2f}")
    least_amiss = max(amiss.pages / rate, amiss.waited_out)
    print(
        f"… ÷ the least that its {amiss.pages / well.pages:.2f} times as many pages and the wait "
        f"after a lost answer allow: {amiss.took / least_amiss:.2f}"
    )


if __name__ == "__main__":
    main()
