"""When a digest is due: a whole hour in Paris, whatever the clocks there do."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.office.digest_hours import due, following, on, the_day_before

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""The days on which the clocks of Paris change."""


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "hour", "at"),
    [
        (date(2026, 3, 28), 7, 6),
        (SPRING, 1, 0),
        (SPRING, 2, 1),
        (SPRING, 3, 1),
        (SPRING, 7, 5),
        (date(2026, 10, 24), 7, 5),
        (AUTUMN, 2, 0),
        (AUTUMN, 3, 2),
        (AUTUMN, 7, 6),
    ],
)
def test_an_hour_is_that_of_paris_before_and_after_the_clocks_change(
    day: date, hour: int, at: int
) -> None:
    assert on(day, hour) == utc(day, at)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, date(2026, 9, 9)])
@pytest.mark.parametrize("hour", range(24))
def test_every_day_has_every_hour_once(day: date, hour: int) -> None:
    """Minute by minute: not due before, due from then on until the day is over."""
    at = on(day, hour)
    minutes = [utc(day, 0) + timedelta(minutes=each) for each in range(-180, 24 * 60)]
    of_that_day = [each for each in minutes if due(each, hour) == day]
    assert of_that_day[0] == at
    assert of_that_day == [each for each in minutes if at <= each <= of_that_day[-1]]
    assert {due(each, hour) for each in minutes if each < at} <= {None, day - timedelta(days=1)}


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_the_next_hour_is_the_very_one_that_is_due(day: date) -> None:
    before = on(day, 7) - timedelta(minutes=1)
    assert following(before, 7) == on(day, 7)
    assert following(on(day, 7), 7) == on(day + timedelta(days=1), 7)
    assert the_day_before(on(day, 7), 7) == on(day - timedelta(days=1), 7)
