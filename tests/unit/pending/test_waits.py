"""A request waits by a clock that nobody sets; the record in the store is a record."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from adapters.memory import MemoryExtranet
from gateway.pending.sending.waits import Waits
from gateway.pending.states import State
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from tests.unit.pending.test_journal import received

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
LONGEST_PAUSE, LONGEST_RUN = 600.0, 60.0


class Clocks:
    def __init__(self) -> None:
        self.wall, self.steady = NOW, 0.0
        extranets = {"e": MemoryExtranet(longest_run=LONGEST_RUN)}
        self.waits = Waits(LONGEST_PAUSE, extranets, lambda: self.wall, lambda: self.steady)


@pytest_asyncio.fixture
async def row(tmp_path: Path) -> RequestRow:
    store = Store(tmp_path / "s.sqlite")
    one = await received(store)
    store.close()
    return one


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_wait_that_was_begun_here_lasts_as_long_as_it_was_meant_to(
    row: RequestRow, hours: int
) -> None:
    clocks = Clocks()
    row = replace(row, attempts=1, due_at=NOW + timedelta(seconds=30))
    clocks.waits.begin(row, timedelta(seconds=30))
    clocks.wall += timedelta(hours=hours)
    assert clocks.waits.left(row) == 30
    clocks.steady = 29.0
    assert clocks.waits.left(row) == 1
    clocks.steady = 30.0
    assert clocks.waits.left(row) == 0


async def test_it_ends_where_somebody_has_set_another_end(row: RequestRow) -> None:
    clocks = Clocks()
    row = replace(row, attempts=1, due_at=NOW + timedelta(seconds=30))
    clocks.waits.begin(row, timedelta(seconds=30))
    assert clocks.waits.left(replace(row, due_at=NOW)) == 0


async def test_what_a_former_run_waited_out_begins_anew(row: RequestRow) -> None:
    clocks = Clocks()
    long_ago = NOW - timedelta(days=1)
    row = replace(row, state=State.UNKNOWN, due_at=long_ago)
    assert clocks.waits.left(row) == LONGEST_RUN
    clocks.steady = LONGEST_RUN - 1
    assert clocks.waits.left(row) == 1
    clocks.steady = LONGEST_RUN
    assert clocks.waits.left(row) == 0


async def test_no_record_of_another_clock_makes_it_wait_for_longer_than_any_pause(
    row: RequestRow,
) -> None:
    clocks = Clocks()
    row = replace(row, attempts=3, due_at=NOW + timedelta(hours=5))
    assert clocks.waits.left(row) == LONGEST_PAUSE


async def test_what_was_never_tried_waits_for_nothing(row: RequestRow) -> None:
    clocks = Clocks()
    assert clocks.waits.left(replace(row, due_at=NOW + timedelta(hours=1))) == 0


async def test_what_is_no_longer_under_way_is_forgotten(row: RequestRow) -> None:
    clocks = Clocks()
    row = replace(row, state=State.UNKNOWN)
    clocks.waits.begin(row, timedelta(seconds=5))
    clocks.waits.keep_only({("e", row.number)})
    assert clocks.waits.left(row) == 5
    clocks.waits.keep_only(set())
    assert clocks.waits.left(row) == LONGEST_RUN
