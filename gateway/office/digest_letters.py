"""The digest's words: how a school's queue stands, in numbers, and nothing of any family."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from gateway.config import School
from gateway.holdings.in_french import KINDS, SCREENS
from gateway.language import mark
from gateway.mail import Stationery, Written
from gateway.office.days import day
from gateway.office.digest_hours import the_day_before
from gateway.office.missing import lacking
from gateway.pending.letters import paris
from gateway.pending.records import Records
from gateway.store import digests as rows
from gateway.views.office import Day

_ANOTHER_SCREEN = mark("Un autre écran")


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a digest tells."""

    since: datetime
    """When the one before was written."""
    at: datetime
    day: Day
    lacking: int
    """Of how many open requests it is known here that they lack something."""
    watched: bool = True
    """Whether what was read of the old site is known: by the gateway that serves alone."""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing that somebody would open the desk for."""
        day = self.day
        came_and_went = day.received or day.sent
        return not (came_and_went or day.oldest or day.halted or day.drifted)


class DigestLetters:
    """Counts, and writes."""

    def __init__(self, records: Records, stationery: Stationery, language: str) -> None:
        """`records` open requests to see what they lack; the language is the stationery's."""
        self._records = records
        self._stationery = stationery
        self._language = language

    def digest(self, connection: Connection, school: School, now: datetime) -> Digest:
        """As the store has it, of the old site nothing; before a first one, of a day."""
        last = rows.last_at(connection, school.id, now)
        since = last or the_day_before(now, school.desk.digest_hour)
        found, _ = lacking(connection, self._records, school.id)
        return Digest(
            since=since,
            at=now,
            day=day(connection, school.id, since, now),
            lacking=len(found),
        )

    def write(self, school: School, digest: Digest) -> Written:
        """The letter."""
        oldest, halted = digest.day.oldest, digest.day.halted
        others = [each.resource for each in digest.day.drifted if each.resource not in halted]
        return self._stationery.write(
            "digest",
            school=school,
            day=digest.day,
            lacking=digest.lacking,
            watched=digest.watched,
            when=paris.moment(digest.at, self._language),
            since=paris.moment(digest.since, self._language),
            oldest=oldest and paris.day(oldest, self._language),
            pages=[_screen(kind) for kind in halted if kind],
            # Two that have no name of their own are one line.
            screens=list(dict.fromkeys(map(_screen, others))),
        )


def _screen(resource: str) -> str:
    """A screen's name: what is not known is not written as it stands."""
    return SCREENS.get(resource) or KINDS.get(resource) or _ANOTHER_SCREEN
