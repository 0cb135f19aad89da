"""What a school tells all its families: a banner, and from when to when it re-enrols.

Days are Paris's, the first and the last included. Pages ask what was read a few seconds ago and
never the database; what a request's acceptance depends on is read in its own transaction.
"""

import asyncio
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from gateway.clock import Clock
from gateway.store import announcements as rows
from gateway.store.announcements import AnnouncementRow
from gateway.store.store import Store

_PARIS = ZoneInfo("Europe/Paris")
_SECONDS = 5.0
"""How old what pages are told may be: another process may have changed it."""


class Kind(StrEnum):
    """What can be announced."""

    BANNER = "banner"
    RE_ENROLMENT = "re_enrolment"


class Phase(StrEnum):
    """Where a day stands to a period."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Whole days, the last one included; None where there is no limit."""

    since: date | None = None
    until: date | None = None

    def phase(self, on: date) -> Phase:
        """Where that day stands to it."""
        if self.since is not None and on < self.since:
            return Phase.BEFORE
        return Phase.AFTER if self.until is not None and on > self.until else Phase.DURING


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The school's dates of re-enrolment, and where today stands to them."""

    period: Period
    phase: Phase

    @property
    def closed(self) -> bool:
        """Whether nothing can be asked now; that it can is still for the old site to say."""
        return self.phase is not Phase.DURING


class Announcements:
    """What pages are told, without a query for each."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Which knows of nothing before its first `refresh`."""
        self._store = store
        self._clock = clock
        self._known: dict[tuple[str, str], AnnouncementRow] = {}

    async def run(self) -> None:
        """Read again every few seconds, until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(_SECONDS)

    async def refresh(self) -> None:
        """Read again what all schools announce."""
        found = await self._store.read(rows.everything)
        self._known = {(row.school, row.kind): row for row in found}

    def banner(self, school: str) -> str:
        """What stands on the school's every page today, "" for nothing."""
        row = self._known.get((school, Kind.BANNER))
        if row is None or period(row).phase(today(self._clock())) is not Phase.DURING:
            return ""
        return row.text

    def opening(self, school: str) -> Opening | None:
        """The school's dates of re-enrolment, None where it has set none."""
        return _opening(self._known.get((school, Kind.RE_ENROLMENT)), self._clock())


def opening(connection: Connection, school: str, now: datetime) -> Opening | None:
    """As `Announcements.opening`, as it is in this very transaction."""
    return _opening(rows.find(connection, school, Kind.RE_ENROLMENT), now)


def today(now: datetime) -> date:
    """The day that it is in Paris."""
    return now.astimezone(_PARIS).date()


def period(row: AnnouncementRow) -> Period:
    """The days that it is for."""
    return Period(since=_day(row.since), until=_day(row.until))


def _opening(row: AnnouncementRow | None, now: datetime) -> Opening | None:
    if row is None or not (row.since or row.until):
        return None
    days = period(row)
    return Opening(period=days, phase=days.phase(today(now)))


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
