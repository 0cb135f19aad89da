"""Pauses double, are capped, and are spread over their whole length: no two come back together."""

import pytest

from gateway.pauses import pause
from gateway.settings import Delivery

SETTINGS = Delivery(first_pause_seconds=30, longest_pause_seconds=600)
TIMES = 300


@pytest.mark.parametrize(
    ("attempts", "longest"), [(0, 30), (1, 30), (2, 60), (4, 240), (6, 600), (10_000, 600)]
)
def test_a_pause_is_anything_up_to_one_that_doubles_each_time(
    attempts: int, longest: float
) -> None:
    pauses = [pause(SETTINGS, attempts).total_seconds() for _ in range(TIMES)]
    assert 0 < min(pauses) < longest / 4
    assert longest * 3 / 4 < max(pauses) <= longest
    assert len(set(pauses)) == TIMES
