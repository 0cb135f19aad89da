"""The daily digest: once a day, by mail, how the queue stands, to whom the school has named.

That a day's digest is written is a row, committed together with its letters: whoever is second, in
this process or another, before or after a crash, finds it there and writes nothing. A day on which
there was nothing to say has its row too. One that was missed altogether is not made up for; the
next digest counts from the last one. One that still waits for a mail server gives way to the next.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime

from msgspec.structs import replace
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.config import School
from gateway.drift import Drifted
from gateway.mail import Letter, Outbox
from gateway.office.digest_hours import due, following
from gateway.office.digest_letters import Digest, DigestLetters
from gateway.store import digests as rows
from gateway.store import outbox
from gateway.store.store import Store
from gateway.telemetry import incident

_LONGEST_SLEEP = 300.0
"""Seconds: the clock may be set meanwhile, and what failed is tried again."""

_NOBODY = ""
"""As account: the letter is no family's."""

_log = logging.getLogger(__name__)


class Digests:
    """Writes each school's digest as its hour comes."""

    def __init__(
        self,
        store: Store,
        letters: DigestLetters,
        outbox: Outbox,
        schools: Mapping[str, School],
        halted: Callable[[str], tuple[str, ...]],
        drifted: Callable[[str], tuple[Drifted, ...]],
        clock: Clock,
    ) -> None:
        """`schools` by their ids; `halted` and `drifted` tell of their old sites, as `Day` does."""
        self._store = store
        self._letters = letters
        self._outbox = outbox
        self._schools = [school for school in schools.values() if school.desk.digest_to]
        self._halted = halted
        self._drifted = drifted
        self._clock = clock

    async def run(self) -> None:
        """Write what is due, and wait for the next hour, until cancelled."""
        while True:
            await self.write_due()
            await asyncio.sleep(self._pause())

    async def write_due(self) -> None:
        """Write the digest of every school whose hour has come today, unless it is written."""
        for school in self._schools:
            now = self._clock()
            try:
                if (day := due(now, school.desk.digest_hour)) is not None:
                    await self._write(school, day, now)
            except Exception:
                # One school's trouble must not keep back the others.
                _log.exception(
                    "a digest failed", extra={"school": school.id, "incident": incident()}
                )

    async def _write(self, school: School, day: date, now: datetime) -> None:
        def look(connection: Connection) -> Digest | None:
            if rows.is_written(connection, school.id, day):
                return None
            return self._letters.digest(connection, school, now)

        found = await self._store.read(look)
        if found is None:
            return
        digest = self._with_the_old_site(school, found)
        letters = self._addressed(school, digest)

        def write(connection: Connection) -> None:
            if not rows.claim(connection, school.id, day, now):
                return
            # What no server has taken by now is another day's, maybe to who is written to no more.
            outbox.remove_of(connection, school.id, _NOBODY)
            for letter in letters:
                about = ("digest", day.isoformat(), letter.to)
                self._outbox.post(connection, school.id, _NOBODY, letter, now, about=about)

        await self._store.write(write)
        self._outbox.wake()

    def _with_the_old_site(self, school: School, digest: Digest) -> Digest:
        """What could not be read is told once, not every day until the gateway starts again."""
        lately = tuple(each for each in self._drifted(school.id) if each.last_at >= digest.since)
        day = replace(digest.day, halted=self._halted(school.id), drifted=lately)
        return replace(digest, day=day)

    def _addressed(self, school: School, digest: Digest) -> list[Letter]:
        if digest.quiet and not school.desk.digest_when_quiet:
            return []
        written = self._letters.write(school, digest)
        addresses = dict.fromkeys(school.desk.digest_to)
        return [Letter(to=to, school=school.name, written=written) for to in addresses]

    def _pause(self) -> float:
        """Seconds until the next school's hour, or until it is time to look again."""
        now = self._clock()
        hours = (following(now, school.desk.digest_hour) for school in self._schools)
        waits = ((hour - now).total_seconds() for hour in hours)
        return min([_LONGEST_SLEEP, *waits])
