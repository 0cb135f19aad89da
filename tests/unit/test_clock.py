"""How long something has lasted, whatever the wall clock was set to."""

from datetime import UTC, datetime, timedelta

from gateway import clock
from gateway.clock import Bounds

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Clocks:
    """A wall clock that may be set, beside one that nobody sets."""

    def __init__(self) -> None:
        self.wall, self.steady = NOW, 100.0
        self.bounds = Bounds(lambda: self.wall, lambda: self.steady)

    def pass_by(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += timedelta(seconds=seconds)


def test_without_a_jump_there_is_one_time() -> None:
    clocks = Clocks()
    clocks.pass_by(60)
    assert clocks.bounds.earliest() == clocks.bounds.latest() == NOW + MINUTE


def test_set_forward_nothing_has_grown_older_for_it() -> None:
    clocks = Clocks()
    clocks.wall += HOUR
    clocks.pass_by(60)
    assert clocks.bounds.earliest() == NOW + MINUTE
    assert clocks.bounds.latest() == NOW + HOUR + MINUTE


def test_set_back_nothing_has_become_younger_for_it() -> None:
    clocks = Clocks()
    clocks.wall -= HOUR
    clocks.pass_by(60)
    assert clocks.bounds.earliest() == NOW - HOUR + MINUTE
    assert clocks.bounds.latest() == NOW + MINUTE


def test_what_it_was_set_to_once_is_not_forgotten_when_it_is_set_right() -> None:
    """What was written down meanwhile has that time."""
    clocks = Clocks()
    clocks.wall -= HOUR
    clocks.bounds.earliest()
    clocks.wall += HOUR
    assert clocks.bounds.earliest() == NOW - HOUR


def test_the_systems_clock_goes_with_the_systems_steady_clock() -> None:
    assert clock.steady_beside(clock.now) is clock.steady
    first = clock.steady()
    assert 0 <= clock.steady() - first < 5


def test_a_clock_that_a_test_turns_measures_waits_too() -> None:
    turned = [NOW]
    steady = clock.steady_beside(lambda: turned[0])
    first = steady()
    turned[0] += MINUTE
    assert steady() - first == 60
