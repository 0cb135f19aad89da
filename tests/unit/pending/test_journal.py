"""Two on one request at once: one wins, the other changes nothing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from gateway.keys import Keys
from gateway.pending.errors import LostRace
from gateway.pending.journal import Journal
from gateway.pending.records import Records
from gateway.pending.states import Event, IllegalTransition, State
from gateway.store import events, requests
from gateway.store.requests import RequestRow
from gateway.store.store import Store
from gateway.vault import Vault

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


async def received(store: Store) -> RequestRow:
    return await store.write(
        lambda c: requests.add(
            c, school="e", number="2026-1", account="a", press="p", kind="family",
            state=State.RECEIVED, fence=0, asked_at=NOW, due_at=NOW, attempts=0, resent=False,
            applied_at_once=False, body=b"", means=b"m", means_until=NOW,
        )
    )  # fmt: skip


def journal(store: Store) -> Journal:
    return Journal(store, Records(Vault(Keys(b"a" * 32, {1: b"b" * 32}))), lambda: NOW)


async def now_in(store: Store) -> RequestRow:
    row = await store.read(lambda c: requests.find(c, "e", "2026-1"))
    assert row is not None
    return row


async def test_of_two_workers_one_wins(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    row = await received(store)
    won = await journal(store).move(row, Event.CLAIMED)
    with pytest.raises(LostRace):
        await journal(store).move(row, Event.CLAIMED)
    assert await now_in(store) == won
    assert len(await store.read(lambda c: events.of_request(c, "e", "2026-1"))) == 1
    store.close()


async def test_who_claimed_before_can_do_nothing_after_another_has_claimed(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path / "s.sqlite")
    first = await journal(store).move(await received(store), Event.CLAIMED)
    back = await journal(store).move(first, Event.POSTPONED)
    second = await journal(store).move(back, Event.CLAIMED)
    with pytest.raises(LostRace):
        await journal(store).note(first, intent_at=NOW)
    with pytest.raises(LostRace):
        await journal(store).move(first, Event.PUT_IN)
    assert await now_in(store) == second
    store.close()


async def test_a_move_needs_the_state_as_well_as_the_fence(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    row = await received(store)
    with pytest.raises(LostRace):
        await journal(store).move(replace(row, state=State.DELIVERING), Event.PUT_IN)
    with pytest.raises(IllegalTransition):
        await journal(store).move(row, Event.PUT_IN)
    assert await now_in(store) == row
    store.close()


async def test_means_to_sign_in_go_with_the_last_need_for_them(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    claimed = await journal(store).move(await received(store), Event.CLAIMED)
    assert claimed.means == b"m"
    done = await journal(store).move(claimed, Event.PUT_IN)
    assert (done.means, done.means_until) == (None, None)
    store.close()
