"""Old sites that allow an account one session: signing in throws the former one out."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.memory import MemoryExtranet
from adapters.model import Credentials
from gateway.pending.states import State
from tests.unit.portal.stage import HELENE, LONGEST_RUN, Stage, staged


class OneSession(MemoryExtranet):
    """The last who has signed in stays."""

    def __init__(self) -> None:
        super().__init__(longest_run=LONGEST_RUN)
        self.rival = False
        """Whether somebody signs in elsewhere as each write arrives."""

    async def open_session(self, credentials: Credentials) -> str:
        token = await super().open_session(credentials)
        self.live = {
            other: whose
            for other, whose in self.live.items()
            if other == token or whose != credentials.identifier
        }
        return token

    async def arrive(self, what: str) -> None:
        await super().arrive(what)
        if what == "write" and self.rival:
            await self.open_session(self.credentials(HELENE))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, OneSession()) as ready:
        yield ready


def site(stage: Stage) -> OneSession:
    assert isinstance(stage.extranet, OneSession)
    return stage.extranet


async def test_delivery_uses_the_session_that_was_used_last_and_throws_nobody_out(
    stage: Stage,
) -> None:
    telephone = await stage.sign_in()
    asked = await stage.ask(telephone, keep=True)
    computer = await stage.sign_in()
    signed_in = stage.extranet.asked["sign_in"]
    await stage.work()
    assert (await stage.now_of(computer, asked)).state is State.AWAITING_STAFF
    await stage.portal.family(computer)
    assert stage.extranet.asked["sign_in"] == signed_in
    assert len(stage.extranet.ledger) == 1


async def test_thrown_out_before_its_reading_it_signs_in_again_and_sends_once(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    await stage.portal.sign_out(visit)
    await site(stage).open_session(stage.extranet.credentials(HELENE))
    await stage.work()
    again = await stage.sign_in()
    assert (await stage.now_of(again, asked)).state is State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1
    assert stage.extranet.asked["write"] == 1


async def test_thrown_out_as_it_sends_it_looks_first_and_sends_once_more(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    gate = stage.extranet.faults.slow("write")
    working = asyncio.create_task(stage.work())
    await gate.reached.wait()
    stage.extranet.faults.gate = None
    await site(stage).open_session(stage.extranet.credentials(HELENE))
    gate.open()
    await working
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF
    assert len(stage.extranet.ledger) == 1
    assert stage.extranet.asked["write"] == 2


async def test_thrown_out_each_time_it_stops_after_the_second_and_a_person_is_told(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    site(stage).rival = True
    for _ in range(6):
        await stage.work()
        stage.clock.turn(seconds=LONGEST_RUN + 1)
    assert (await stage.now_of(visit, asked)).state is State.NEEDS_ATTENTION
    assert stage.extranet.ledger == []
    assert stage.extranet.asked["write"] == 2
