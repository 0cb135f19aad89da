"""Sign-in attempts: what counts together, and for how long (TRUST 4)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from gateway import config
from gateway.keys import Keys
from gateway.limits import Limits, TooManyAttempts
from gateway.store.store import Store
from gateway.vault import Vault

SCHOOL = "tilleuls"


class Gate:
    """Limits on a clock that the test turns."""

    def __init__(self, store: Store) -> None:
        self.now = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)
        self.store = store
        self.vault = vault = Vault(Keys(b"a" * 32, {1: b"b" * 32}))
        settings = config.Limits(per_account=2, per_address=3, in_all=5, window_seconds=100)
        self.limits = Limits(store, vault, settings, lambda: self.now)

    async def passes(self, identifier: str, address: str, school: str = SCHOOL) -> bool:
        try:
            await self.limits.count(school, identifier, address)
        except TooManyAttempts:
            return False
        return True


@pytest_asyncio.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    store = Store(tmp_path / "s.sqlite")
    yield Gate(store)
    store.close()


async def test_one_account_from_many_addresses_is_limited(gate: Gate) -> None:
    assert [await gate.passes("A", f"192.0.2.{n}") for n in range(3)] == [True, True, False]


async def test_one_address_for_many_accounts_is_limited(gate: Gate) -> None:
    assert [await gate.passes(f"A{n}", "192.0.2.1") for n in range(4)] == [True] * 3 + [False]


async def test_everybody_together_is_limited(gate: Gate) -> None:
    passed = [await gate.passes(f"A{n}", f"192.0.2.{n}") for n in range(6)]
    assert passed == [True] * 5 + [False]
    assert await gate.passes("A9", "192.0.2.9", school="autre")


async def test_an_ipv6_household_counts_as_one_address(gate: Gate) -> None:
    same = [f"2001:db8:1:2::{n}" for n in range(4)]
    assert [await gate.passes(f"A{n}", a) for n, a in enumerate(same)] == [True] * 3 + [False]
    assert await gate.passes("B", "2001:db8:1:3::1")


async def test_an_ipv4_address_is_the_same_when_ipv6_carries_it(gate: Gate) -> None:
    for n in range(3):
        await gate.passes(f"A{n}", "192.0.2.1")
    assert not await gate.passes("B", "::ffff:192.0.2.1")


async def test_case_and_spaces_are_no_way_round(gate: Gate) -> None:
    passed = [await gate.passes(each, "192.0.2.1") for each in ("dupont", " DUPONT", "Dupont ")]
    assert passed == [True, True, False]


async def test_the_wait_is_told_and_is_enough(gate: Gate) -> None:
    await gate.passes("A", "192.0.2.1")
    gate.now += timedelta(seconds=40)
    await gate.passes("A", "192.0.2.2")
    with pytest.raises(TooManyAttempts) as refusal:
        await gate.limits.count(SCHOOL, "A", "192.0.2.3")
    assert refusal.value.seconds == 60
    gate.now += timedelta(seconds=59)
    assert not await gate.passes("A", "192.0.2.3")
    gate.now += timedelta(seconds=1)
    assert await gate.passes("A", "192.0.2.3")


async def test_attempts_that_were_not_let_through_prolong_nothing(gate: Gate) -> None:
    for _ in range(50):
        await gate.passes("A", "192.0.2.1")
        gate.now += timedelta(seconds=1)
    gate.now += timedelta(seconds=51)
    assert await gate.passes("A", "192.0.2.1")


async def test_a_success_clears_the_account_and_not_the_address(gate: Gate) -> None:
    for _ in range(2):
        await gate.passes("A", "192.0.2.1")
    await gate.limits.forgive(SCHOOL, "A")
    assert await gate.passes("A", "192.0.2.1")
    assert not await gate.passes("B", "192.0.2.1")


async def test_new_passwords_are_counted_apart_from_signing_in_over_hours(gate: Gate) -> None:
    settings = config.LostPasswords(per_account=1, per_address=2, in_all=3, window_hours=2)
    lost = Gate(gate.store)
    lost.limits = Limits(gate.store, gate.vault, settings, lambda: lost.now)

    assert [await lost.passes("A", "192.0.2.1") for _ in range(2)] == [True, False]
    assert [await lost.passes(f"B{n}", "192.0.2.1") for n in range(2)] == [True, False]
    assert [await lost.passes(f"C{n}", f"192.0.2.{5 + n}") for n in range(2)] == [True, False]
    assert [await gate.passes("A", "192.0.2.1") for _ in range(3)] == [True, True, False]
    await gate.limits.forgive(SCHOOL, "A")
    lost.now += timedelta(minutes=119)
    assert not await lost.passes("a ", "192.0.2.9")
    lost.now += timedelta(minutes=1)
    assert await lost.passes("A", "192.0.2.9")
