"""Dates as a family reads them: Paris time, French words."""

from datetime import UTC, datetime

import pytest

from gateway.pages.shown.dates import duration, moment, recent

WHEN = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_moment_is_told_in_paris_time() -> None:
    assert plain(moment(WHEN, "fr")) == "mercredi 9 septembre 2026 à 14 h 05"
    assert plain(moment(WHEN.replace(month=12), "fr")) == "mercredi 9 décembre 2026 à 13 h 05"
    assert plain(moment(WHEN, "en")) == "Wednesday 9 September 2026 at 14:05"


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert plain(moment(WHEN.replace(day=1), "fr")) == "mardi 1er septembre 2026 à 14 h 05"


def test_the_same_day_is_told_by_the_hour_alone() -> None:
    assert plain(recent(WHEN, "fr", WHEN.replace(hour=20))) == "à 14 h 05"
    later = WHEN.replace(hour=22)
    assert plain(recent(WHEN, "fr", later)) == "le mercredi 9 septembre 2026 à 14 h 05"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.2, "1 seconde"), (40, "40 secondes"), (61, "2 minutes"), (241, "5 minutes"),
     (3601, "2 heures")],
)  # fmt: skip
def test_a_wait_is_rounded_up(seconds: float, told: str) -> None:
    assert plain(duration(seconds, "fr")) == told
