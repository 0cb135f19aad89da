"""The near tier is bounded; the far one outlasts a restart, sealed for its key."""

from datetime import timedelta

import sqlalchemy as sa

from gateway.cache import Key
from gateway.store.tables import kept
from tests.unit.cache.desk import HOME, KEY, NOON, Desk


async def test_the_least_recently_used_make_room(desk: Desk) -> None:
    desk.restarted(most=2)
    keys = [Key(school="e", account=account, resource="home") for account in "abc"]
    await desk.read(key=keys[0])
    await desk.read(key=keys[1])
    await desk.read(key=keys[0])
    await desk.read(key=keys[2])
    assert (await desk.read(key=keys[0])).value == 1
    assert (await desk.read(key=keys[1])).value == 4


async def test_nothing_is_kept_in_memory_for_longer_than_the_longest_session(desk: Desk) -> None:
    await desk.read()
    desk.now += timedelta(minutes=59)
    assert (await desk.cache.kept(KEY, int, HOME)) is not None
    desk.now += timedelta(minutes=2)
    assert (await desk.cache.kept(KEY, int, HOME)) is None


async def test_a_failure_makes_what_is_kept_no_younger(desk: Desk) -> None:
    await desk.read()
    desk.now += timedelta(minutes=59)
    desk.site.error = None
    desk.shut()
    await desk.cache.stop("s1")
    desk.cache._near.trouble(KEY, await desk.read(hurried=True), 0)
    desk.now += timedelta(minutes=2)
    assert (await desk.cache.kept(KEY, int, HOME)) is None


async def test_the_far_tier_outlasts_a_restart_and_the_near_one_does_not(desk: Desk) -> None:
    near, far = KEY, Key(school="e", account="a", resource="home")
    await desk.read(key=near)
    await desk.read(HOME, key=far)
    desk.restarted()
    found = await desk.cache.kept(far, int, HOME)
    assert found is not None
    assert (found.value, found.read_at) == (2, NOON)
    assert await desk.cache.kept(near, int, HOME) is None


async def test_a_write_leaves_the_far_tier_for_an_outage(desk: Desk) -> None:
    await desk.read(HOME)
    desk.cache.end("e", "a")
    desk.shut()
    still = await desk.read(HOME)
    assert (still.value, still.read_at, still.trouble) == (1, NOON, "too_slow")


async def test_what_is_in_the_store_opens_under_its_own_key_only(desk: Desk) -> None:
    await desk.read(HOME)
    desk.restarted()
    rows = await desk.store.read(lambda c: c.execute(sa.select(kept)).mappings().all())
    assert [(row["school"], row["account"], row["resource"]) for row in rows] == [
        ("e", "a", "courses/zoe")
    ]
    await desk.store.write(lambda c: c.execute(sa.update(kept).values(account="b")))
    moved = Key(school="e", account="b", resource="courses", parameters=("zoe",))
    assert await desk.cache.kept(moved, int, HOME) is None


async def test_it_is_known_whose_readings_are_kept(desk: Desk) -> None:
    await desk.read()
    await desk.read(key=Key(school="e", resource="sites"))
    assert desk.cache.owners() == {("e", "a")}
    desk.cache.end("e", "a")
    assert desk.cache.owners() == set()
