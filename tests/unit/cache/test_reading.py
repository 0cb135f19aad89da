"""What was read is kept: fresh, then served while read anew, then served in an outage."""

import asyncio
from datetime import timedelta

import pytest

from adapters.errors import ColumnsLost, NotListed, SessionEnded, Unreachable
from gateway.cache import Key, Reading
from tests.unit.cache.desk import HOME, KEY, NOON, Desk


async def test_while_it_is_fresh_the_old_site_is_not_asked_again(desk: Desk) -> None:
    first = await desk.read()
    desk.now += timedelta(minutes=4, seconds=59)
    assert await desk.read() == first == Reading(value=1, read_at=NOON)
    assert desk.site.asked == 1


async def test_past_that_it_is_shown_at_once_with_its_age_and_read_beside(desk: Desk) -> None:
    await desk.read()
    desk.now += timedelta(minutes=5)
    door = desk.shut()
    assert await desk.read() == Reading(value=1, read_at=NOON)
    await desk.site.reached.wait()
    door.set()
    await desk.settle()
    assert await desk.read() == Reading(value=2, read_at=desk.now)
    assert desk.site.asked == 2


async def test_in_an_outage_it_is_shown_with_its_age_and_the_trouble(desk: Desk) -> None:
    await desk.read()
    desk.now += timedelta(minutes=10)
    desk.site.error = Unreachable()
    assert (await desk.read()).trouble is None, "nobody knows yet"
    await desk.settle()
    assert await desk.read() == Reading(
        value=1, read_at=NOON, trouble="unreachable", incident="incident 1"
    )
    await desk.settle()
    desk.site.error = None
    await desk.read()
    await desk.settle()
    assert (await desk.read()).trouble is None


async def test_where_nothing_is_kept_the_trouble_is_told_alone(desk: Desk) -> None:
    desk.site.error = ColumnsLost()
    assert await desk.read() == Reading(trouble="columns_lost", incident="incident 1")
    assert desk.reported == [("courses", "columns_lost")]


async def test_asked_to_it_reads_anew_and_waits_for_it(desk: Desk) -> None:
    await desk.read()
    door = desk.shut()
    reading = asyncio.create_task(desk.read(refresh=True))
    await desk.site.reached.wait()
    assert not reading.done()
    door.set()
    assert (await reading).value == 2


async def test_asked_to_read_anew_it_falls_back_to_what_is_kept(desk: Desk) -> None:
    await desk.read()
    desk.site.error = Unreachable()
    fallen_back = await desk.read(refresh=True)
    assert (fallen_back.value, fallen_back.trouble) == (1, "unreachable")


async def test_terms_that_wait_wait_a_little_for_the_new_reading(desk: Desk) -> None:
    await desk.read(HOME)
    assert (await desk.read(HOME)).value == 2
    await desk.settle()
    desk.shut()
    slow = await desk.read(HOME)
    assert (slow.value, slow.trouble) == (2, "too_slow")


async def test_a_hurried_reader_does_not_wait_where_nothing_is_kept(desk: Desk) -> None:
    door = desk.shut()
    assert await desk.read(hurried=True) == Reading(trouble="too_slow")
    door.set()
    await desk.settle()
    assert (await desk.read(hurried=True)).value == 1, "it went on, and is kept"
    assert desk.site.asked == 1


async def test_one_reading_answers_however_many_wait(desk: Desk) -> None:
    door = desk.shut()
    readers = [asyncio.create_task(desk.read()) for _ in range(5)]
    await desk.site.reached.wait()
    door.set()
    assert {(await reader).value for reader in readers} == {1}


async def test_a_reader_who_goes_away_cancels_nobody_else(desk: Desk) -> None:
    door = desk.shut()
    first, second = (asyncio.create_task(desk.read()) for _ in range(2))
    await desk.site.reached.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    door.set()
    assert (await second).value == 1
    assert (await desk.read()).value == 1
    assert desk.site.asked == 1


async def test_a_reading_begun_before_a_write_is_never_kept(desk: Desk) -> None:
    door = desk.shut()
    reading = asyncio.create_task(desk.read())
    await desk.site.reached.wait()
    desk.cache.end("e", "a")
    door.set()
    assert (await reading).value == 1
    assert (await desk.read()).value == 2


async def test_who_comes_after_a_write_does_not_join_a_reading_from_before(desk: Desk) -> None:
    door = desk.shut()
    before = asyncio.create_task(desk.read())
    await desk.site.reached.wait()
    desk.cache.end("e", "a")
    after = asyncio.create_task(desk.read())
    await asyncio.sleep(0.01)
    door.set()
    assert ((await before).value, (await after).value) == (1, 2)
    assert (await desk.read()).value == 2


async def test_a_write_ends_what_was_kept_of_its_account_only(desk: Desk) -> None:
    sibling = Key(school="e", account="a", resource="courses", parameters=("ulysse",))
    others = [Key(school="e", account="b", resource="courses", parameters=("zoe",)),
              Key(school="f", account="a", resource="courses", parameters=("zoe",))]  # fmt: skip
    for key in (KEY, sibling, *others):
        await desk.read(key=key)
    desk.cache.end("e", "a")
    assert [(await desk.read(key=key)).value for key in others] == [3, 4]
    assert [(await desk.read(key=key)).value for key in (KEY, sibling)] == [5, 6]


async def test_a_failure_begun_before_a_write_marks_nothing_of_after_it(desk: Desk) -> None:
    door = desk.shut()
    failing = asyncio.create_task(desk.read())
    await desk.site.reached.wait()
    desk.cache.end("e", "a")
    desk.site.door = None
    assert (await desk.read()).value == 2
    desk.site.error = Unreachable()
    door.set()
    assert (await failing).trouble == "unreachable"
    assert (await desk.read()).trouble is None


@pytest.mark.parametrize(
    "other",
    [
        Key(school="f", account="a", resource="courses", parameters=("zoe",)),
        Key(school="e", account="b", resource="courses", parameters=("zoe",)),
        Key(school="e", account="a", resource="history", parameters=("zoe",)),
        Key(school="e", account="a", resource="courses", parameters=("ulysse",)),
        Key(school="e", account="a", resource="courses", parameters=()),
        Key(school="e", account="a", resource="courses", parameters=("zoe",), reader="0"),
    ],
)
async def test_no_part_of_a_key_is_shared(desk: Desk, other: Key) -> None:
    await desk.read()
    assert (await desk.read(key=other)).value == 2


async def test_what_the_old_site_no_longer_lists_is_kept_no_longer(desk: Desk) -> None:
    await desk.read()
    desk.site.error = NotListed()
    with pytest.raises(NotListed):
        await desk.read(refresh=True)
    desk.site.error = Unreachable()
    assert (await desk.read()).value is None


async def test_the_end_of_a_session_is_passed_on_even_where_something_is_kept(desk: Desk) -> None:
    await desk.read(HOME)
    desk.site.error = SessionEnded()
    with pytest.raises(SessionEnded):
        await desk.read(HOME)
    assert desk.reported == []
