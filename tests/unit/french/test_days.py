"""Days and school years as old sites write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.french.days import day, school_year

SEPTEMBER_9 = date(2026, 9, 9)


@pytest.mark.parametrize(
    "written",
    [
        "09/09/2026",
        "9/9/2026",
        "09-09-2026",
        "09.09.26",
        "2026-09-09",
        "9 septembre 2026",
        "9 sept. 2026",
        "mercredi 9 septembre 2026",
        "Mercredi 09/09/2026",
        "mer. 9 septembre 2026 à 14h30",
        "09/09/2026 14:30",
        "2026-09-09T14:30:00",
    ],
)
def test_a_day_is_read_however_it_is_written(written: str) -> None:
    assert day(written) == SEPTEMBER_9


def test_the_first_of_a_month_is_written_otherwise() -> None:
    assert day("1er août 2026") == date(2026, 8, 1)


@pytest.mark.parametrize(
    "other",
    ["", "31/02/2026", "09/2026", "septembre 2026", "9 brumaire 2026", "2026", "09/09/2026 environ",
     "du 09/09/2026 au 10/09/2026"],
)  # fmt: skip
def test_what_names_no_day_is_none(other: str) -> None:
    assert day(other) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_comes_back(at: date) -> None:
    assert day(f"{at:%d/%m/}{at.year}") == day(at.isoformat()) == at


@pytest.mark.parametrize(
    ("written", "first"),
    [("2025-2026", 2025), ("2025/2026", 2025), ("2025/26", 2025), ("2025 – 2026", 2025),
     ("Année 2025-2026", 2025), ("2025", 2025), ("1999-2000", 1999), ("2025-2027", None),
     ("2025/09", None), ("25/26", None), ("", None)],
)  # fmt: skip
def test_a_school_year_is_the_one_in_which_it_begins(written: str, first: int | None) -> None:
    assert school_year(written) == first
