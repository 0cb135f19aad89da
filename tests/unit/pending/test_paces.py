"""How often what waits for the staff is looked at."""

from datetime import UTC, datetime

from gateway.pending.following.paces import Key, Paces
from gateway.settings import Reconciliation

SEEN = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
KEY: Key = ("tilleuls", "a", "family")
MINUTE = 60.0


class Watch:
    """Paces on a clock that the test turns; every draw is the longest, or half of it."""

    def __init__(self, share: float = 1.0) -> None:
        self.now = 0.0
        settings = Reconciliation(first_pause_minutes=15, longest_pause_minutes=360)
        self.paces = Paces(settings, lambda: self.now, lambda least, most: most * share)

    def pause(self, seen_at: datetime = SEEN) -> float:
        """Minutes until the next look, which then takes place."""
        waited = 0
        while not self.paces.is_due(KEY, seen_at):
            self.now += MINUTE
            waited += 1
        self.paces.looked(KEY)
        return waited


def test_pauses_double_up_to_the_longest() -> None:
    watch = Watch()
    assert [watch.pause() for _ in range(8)] == [15, 30, 60, 120, 240, 360, 360, 360]


def test_they_are_drawn_between_nothing_and_that() -> None:
    watch = Watch(share=0.5)
    assert [watch.pause() for _ in range(3)] == [8, 15, 30]
    assert Watch(share=0.0).pause() == 0


def test_another_look_begins_the_pause_anew() -> None:
    watch = Watch()
    assert not watch.paces.is_due(KEY, SEEN)
    watch.now += 14 * MINUTE
    later = datetime(2026, 9, 9, 12, 19, tzinfo=UTC)
    assert not watch.paces.is_due(KEY, later)
    assert watch.pause(later) == 15


def test_what_is_forgotten_begins_anew_and_the_others_go_on() -> None:
    watch = Watch()
    other: Key = ("ormes", "a", "family")
    for key in (KEY, other):
        watch.paces.is_due(key, SEEN)
        watch.paces.looked(key)
    watch.paces.keep_only("tilleuls", ())
    watch.now += 20 * MINUTE
    assert not watch.paces.is_due(KEY, SEEN), "its first pause begins"
    watch.now += 12 * MINUTE
    assert watch.paces.is_due(other, SEEN), "its second pause went on"
    assert not watch.paces.is_due(KEY, SEEN)
    watch.now += 3 * MINUTE
    assert watch.paces.is_due(KEY, SEEN)
