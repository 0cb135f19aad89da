"""Readings under way end with their session, and with the gateway; nobody else's do."""

import asyncio
import io
import logging

import pytest

from adapters.errors import SessionEnded, Unavailable
from gateway import telemetry
from tests.unit.cache.desk import KEY, LISTS, Desk


async def test_a_session_that_ends_stops_its_readings(desk: Desk) -> None:
    desk.shut()
    reading = asyncio.create_task(desk.read(session="s1"))
    await desk.site.reached.wait()
    await desk.cache.stop("s1")
    with pytest.raises(SessionEnded):
        await reading


async def test_another_session_that_waited_for_it_reads_on_its_own(desk: Desk) -> None:
    door = desk.shut()
    first = asyncio.create_task(desk.read(session="s1"))
    await desk.site.reached.wait()
    second = asyncio.create_task(desk.read(session="s2"))
    await asyncio.sleep(0)
    await desk.cache.stop("s1")
    door.set()
    assert (await second).value == 2
    with pytest.raises(SessionEnded):
        await first


async def test_a_session_that_the_old_site_ended_ends_nobody_elses(desk: Desk) -> None:
    door = desk.shut()
    desk.site.error = SessionEnded()
    first = asyncio.create_task(desk.read(session="s1"))
    await desk.site.reached.wait()
    second = asyncio.create_task(desk.read(session="s2"))
    await asyncio.sleep(0)
    door.set()
    with pytest.raises(SessionEnded):
        await first
    desk.site.error = None
    assert (await second).value == 2


async def test_a_session_that_ends_leaves_the_readings_of_others(desk: Desk) -> None:
    door = desk.shut()
    reading = asyncio.create_task(desk.read(session="s2"))
    await desk.site.reached.wait()
    await desk.cache.stop("s1")
    door.set()
    assert (await reading).value == 1


async def test_nothing_that_is_read_beside_outlives_the_cache(desk: Desk) -> None:
    await desk.read()
    desk.now += LISTS.fresh_for
    desk.shut()
    await desk.read()
    await desk.site.reached.wait()
    (flight,) = desk.cache._flights._running
    await desk.cache.close()
    assert flight.task.cancelled()
    assert (await desk.read()).value == 1
    assert not desk.cache._flights._running, "nothing begins any more"
    assert (await desk.read(refresh=True)).trouble == Unavailable.key


async def test_an_unforeseen_failure_beside_is_in_the_log(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> int:
        raise RuntimeError("CANARI")

    await desk.read()
    desk.now += LISTS.fresh_for
    stream = io.StringIO()
    handler = telemetry.set_up("plain", stream)
    try:
        await desk.cache.read(KEY, int, fail, LISTS)
        await desk.settle()
    finally:
        logging.getLogger().removeHandler(handler)
    assert "a refresh failed" in stream.getvalue()
    assert "RuntimeError" in stream.getvalue()
    assert "CANARI" not in stream.getvalue()
