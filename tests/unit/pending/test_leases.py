"""A send lies inside its lease; another's lease is over once it was not renewed for its length."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from gateway.pending.sending.leases import Lease, Leases
from gateway.pending.states import Event
from gateway.store import requests
from gateway.store.store import Store
from tests.unit.pending.test_journal import journal, received

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def test_a_send_has_room_in_the_first_half_of_its_lease_only() -> None:
    now = [0.0]
    lease = Lease("me", 60, clock, lambda: now[0])
    assert lease.columns() == {"sender": "me", "lease_until": NOW + timedelta(seconds=60)}
    assert lease.has_room()
    now[0] = 30.0
    assert lease.has_room()
    assert now[0] + lease.longest_send <= 60
    now[0] = 30.1
    assert not lease.has_room(), "it could be at it when the lease is over"
    lease.columns()
    assert lease.has_room()


async def test_a_send_that_takes_too_long_is_cut_and_what_is_answered_is_not() -> None:
    lease = Lease("me", 0.1, clock, lambda: 0.0)

    async def send() -> None:
        async with lease.limiting():
            lease.sends()
            await asyncio.sleep(5)

    with pytest.raises(TimeoutError):
        await send()
    async with lease.limiting():
        lease.sends()
        lease.has_sent()
        await asyncio.sleep(0.1)


async def test_it_is_renewed_until_somebody_else_has_the_request(tmp_path: Path) -> None:
    store, now = Store(tmp_path / "s.sqlite"), [0.0]
    lease = Lease("me", 0.04, lambda: NOW + timedelta(seconds=now[0]), lambda: now[0])
    row = await journal(store).move(await received(store), Event.CLAIMED, **lease.columns())
    now[0] = 10.0
    assert not lease.has_room()
    keeping = asyncio.create_task(lease.keep(journal(store), row))
    for _ in range(500):
        if lease.has_room():
            break
        await asyncio.sleep(0.01)
    renewed = await store.read(lambda c: requests.find(c, "e", "2026-1"))
    assert renewed is not None
    assert renewed.lease_until == NOW + timedelta(seconds=10.04)
    await journal(store).move(row, Event.POSTPONED)
    async with asyncio.timeout(5):
        await keeping
    store.close()


async def test_anothers_lease_is_over_once_it_was_seen_unchanged_for_its_length(
    tmp_path: Path,
) -> None:
    store, now = Store(tmp_path / "s.sqlite"), [0.0]
    leases = Leases(60, lambda: now[0])
    row = replace(await received(store), sender="another", lease_until=NOW - timedelta(days=1))
    assert leases.left(row) == 60, "whatever its clock or ours says"
    now[0] = 59.0
    assert leases.left(row) == 1
    renewed = replace(row, lease_until=NOW)
    assert leases.left(renewed) == 60
    now[0] = 118.0
    assert leases.left(replace(renewed, fence=9)) == 60, "claimed anew"
    now[0] = 178.0
    assert leases.left(replace(renewed, fence=9)) == 0
    leases.keep_only(set())
    assert leases.left(replace(renewed, fence=9)) == 60
    store.close()
