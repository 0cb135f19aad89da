"""On which day a digest is due, and when: whole hours in Paris. Pure.

An hour that the clocks leave out in March is the one after it; of one that comes twice in October,
the first counts.
"""

from datetime import UTC, date, datetime, time, timedelta

from gateway.announcements import today
from gateway.pending.letters.paris import PARIS

_A_DAY = timedelta(days=1)


def due(now: datetime, hour: int) -> date | None:
    """The day that it is in Paris, once its hour has come."""
    day = today(now)
    return day if now >= on(day, hour) else None


def following(now: datetime, hour: int) -> datetime:
    """The next time that it is that hour: after `now`."""
    day = today(now)
    return next(at for at in (on(day, hour), on(day + _A_DAY, hour)) if at > now)


def the_day_before(now: datetime, hour: int) -> datetime:
    """That hour of yesterday."""
    return on(today(now) - _A_DAY, hour)


def on(day: date, hour: int) -> datetime:
    """That hour of a day, in UTC: within one zone, Python compares what clocks show."""
    return datetime.combine(day, time(hour), PARIS).astimezone(UTC)
