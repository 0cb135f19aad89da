"""The staff's decision, found while nobody looks: with what is there, as if nothing was asked."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from adapters.errors import HalfPage
from adapters.memory import NextWrite
from adapters.memory.session import MemorySession
from adapters.model import Sheet
from adapters.quiet import GivesWay
from gateway import config
from gateway.pending.states import State
from gateway.store import requests
from gateway.store.requests import RequestRow
from gateway.views import RequestView
from tests.unit.portal.stage import CHIDI, HELENE, SCHOOL, Stage, staged
from tests.unit.portal.test_endings import endings
from tests.unit.portal.test_session_limits import left

FIRST = 15.0
"""Minutes that the first look takes at the most."""


async def row(stage: Stage, asked: RequestView) -> RequestRow:
    """As the store has it: nobody looks."""
    found = await stage.store.read(lambda c: requests.find(c, SCHOOL, asked.number))
    assert found is not None
    return found


async def look(stage: Stage, minutes: float = FIRST) -> None:
    """Let so much time pass, and then the watching look once."""
    await stage.portal.watching.look_due()
    stage.clock.turn(minutes=minutes)
    await stage.portal.watching.look_due()


async def waiting(stage: Stage, identifier: str = HELENE) -> tuple[str, RequestView]:
    """A cookie, and a request that waits for the staff."""
    cookie = await stage.cookie(identifier)
    asked = await stage.ask(await stage.visit(cookie))
    await stage.work()
    return cookie, asked


async def test_the_staffs_decision_is_found_and_mailed_once_while_the_family_is_away(
    stage: Stage,
) -> None:
    _, asked = await waiting(stage)
    stage.extranet.validate(HELENE)
    await look(stage)
    assert (await row(stage, asked)).state == State.VALIDATED
    await look(stage)
    (letter,) = await endings(stage)
    assert asked.number in letter["Subject"]


async def test_what_is_not_decided_says_when_it_was_seen(stage: Stage) -> None:
    _, asked = await waiting(stage)
    before = (await row(stage, asked)).seen_at
    await look(stage)
    after = (await row(stage, asked)).seen_at
    assert before is not None
    assert after is not None
    assert (after - before).total_seconds() == pytest.approx(FIRST * 60, abs=1)


async def test_it_is_no_use_of_the_session(stage: Stage) -> None:
    cookie, _ = await waiting(stage)
    reads = stage.extranet.asked["family"]
    await look(stage)
    assert stage.extranet.asked["family"] == reads + 1
    assert (await left(stage, cookie)).idle == pytest.approx((30 - FIRST) * 60, abs=1)
    stage.clock.turn(minutes=30 - FIRST)
    reads = stage.extranet.asked["family"]
    await stage.portal.watching.look_due()
    assert stage.extranet.asked["family"] == reads, "what is over reads nothing"
    assert await stage.portal.visit(SCHOOL, cookie) is None


async def test_a_session_past_its_absolute_limit_reads_nothing_however_lately_it_was_used(
    tmp_path: Path,
) -> None:
    often = config.Reconciliation(first_pause_minutes=1, longest_pause_minutes=1)
    async with staged(tmp_path, reconciliation=often) as stage:
        cookie, _ = await waiting(stage)
        for _ in range(23):
            stage.clock.turn(minutes=20)
            await stage.visit(cookie)
        stage.clock.turn(minutes=18)
        reads = stage.extranet.asked["family"]
        await look(stage, minutes=1)
        assert stage.extranet.asked["family"] == reads + 1
        await look(stage, minutes=2)
        assert stage.extranet.asked["family"] == reads + 1


async def test_nobody_is_signed_in_for_it_and_the_session_here_goes_on(stage: Stage) -> None:
    cookie, asked = await waiting(stage)
    stage.extranet.validate(HELENE)
    stage.extranet.end_sessions()
    signed_in = stage.extranet.asked["sign_in"]
    await look(stage)
    assert stage.extranet.asked["sign_in"] == signed_in
    assert (await row(stage, asked)).state == State.AWAITING_STAFF
    visit = await stage.visit(cookie)
    assert (await stage.now_of(visit, asked)).state is State.VALIDATED
    assert stage.extranet.asked["sign_in"] == signed_in + 1


async def test_without_a_session_or_means_nothing_is_read(stage: Stage) -> None:
    cookie, asked = await waiting(stage)
    stage.extranet.validate(HELENE)
    await stage.portal.sign_out(await stage.visit(cookie))
    asked_before = sum(stage.extranet.asked.values())
    await look(stage)
    assert sum(stage.extranet.asked.values()) == asked_before
    assert (await row(stage, asked)).state == State.AWAITING_STAFF


async def test_what_another_request_holds_for_its_delivery_reads_and_unblocks_nothing(
    stage: Stage,
) -> None:
    cookie, first = await waiting(stage)
    visit = await stage.visit(cookie)
    zoe = await stage.student(visit)
    form = await stage.portal.student(visit, zoe)
    stage.extranet.faults.failing["student"] = HalfPage()
    second = await stage.ask_student(visit, zoe, view=form, keep=True)
    await stage.portal.sign_out(visit)
    await stage.work()
    assert (await row(stage, second)).state == State.RECEIVED
    stage.extranet.validate(HELENE)
    signed_in = stage.extranet.asked["sign_in"]
    await look(stage)
    assert (await row(stage, first)).state == State.VALIDATED
    assert (await row(stage, second)).state == State.RECEIVED
    assert (await row(stage, second)).means is not None
    assert stage.extranet.asked["sign_in"] == signed_in


async def test_a_delivery_comes_first(stage: Stage) -> None:
    cookie, first = await waiting(stage)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    second = await stage.ask(await stage.visit(cookie), {"ville": "Pont-Aubry"})
    await stage.work()
    stage.extranet.land()
    assert (await row(stage, second)).state == State.UNKNOWN
    reads = stage.extranet.asked["family"]
    await look(stage)
    assert stage.extranet.asked["family"] == reads, "that old session is being waited out"
    await stage.work()
    stage.extranet.validate(HELENE)
    await stage.visit(cookie)
    await look(stage)
    assert (await row(stage, first)).state == State.VALIDATED


async def test_it_comes_less_and_less_often(stage: Stage) -> None:
    cookie, _ = await waiting(stage)
    reads = []
    for _ in range(40):
        await stage.visit(cookie)
        before = stage.extranet.asked["family"]
        await stage.portal.watching.look_due()
        reads.append(stage.extranet.asked["family"] - before)
        stage.clock.turn(minutes=10)
    assert max(reads) == 1
    assert sum(reads) < 15


async def test_a_familys_own_look_puts_it_off(stage: Stage) -> None:
    cookie, asked = await waiting(stage)
    await stage.portal.watching.look_due()
    stage.clock.turn(minutes=FIRST)
    visit = await stage.visit(cookie)
    await stage.now_of(visit, asked)
    reads = stage.extranet.asked["family"]
    await stage.portal.watching.look_due()
    assert stage.extranet.asked["family"] == reads


async def test_it_ends_with_age(tmp_path: Path) -> None:
    for days, looked in ((0.02, True), (0.01, False), (0, False)):
        folder = tmp_path / str(days)
        folder.mkdir()
        settings = config.Reconciliation(days=days)
        async with staged(folder, reconciliation=settings) as stage:
            _, asked = await waiting(stage)
            stage.extranet.validate(HELENE)
            await look(stage)
            assert ((await row(stage, asked)).state == State.VALIDATED) is looked


async def test_an_old_request_is_not_read_beside_a_young_one(tmp_path: Path) -> None:
    often = config.Reconciliation(days=0.02, first_pause_minutes=1)
    async with staged(tmp_path, reconciliation=often) as stage:
        cookie, _ = await waiting(stage)
        stage.clock.turn(minutes=20)
        visit = await stage.visit(cookie)
        await stage.ask_student(visit, await stage.student(visit))
        await stage.work()
        reads = stage.extranet.asked.copy()
        await look(stage, minutes=10)
        assert stage.extranet.asked["student"] == reads["student"] + 1
        assert stage.extranet.asked["family"] == reads["family"]


async def test_each_familys_session_reads_its_own(stage: Stage) -> None:
    _, mine = await waiting(stage)
    _, other = await waiting(stage, CHIDI)
    stage.extranet.validate(CHIDI)
    await look(stage)
    assert (await row(stage, mine)).state == State.AWAITING_STAFF
    assert (await row(stage, other)).state == State.VALIDATED
    (letter,) = await endings(stage)
    assert letter["To"] == "chidi@example.org"


async def test_one_familys_trouble_keeps_no_others_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, mine = await waiting(stage)
    _, other = await waiting(stage, CHIDI)
    stage.extranet.validate(CHIDI)
    broken = (await row(stage, mine)).account
    usual = requests.of_account

    def of_account(connection: Connection, school: str, account: str) -> list[RequestRow]:
        if account == broken:
            raise ValueError
        return usual(connection, school, account)

    monkeypatch.setattr(requests, "of_account", of_account)
    await look(stage)
    assert (await row(stage, other)).state == State.VALIDATED


async def test_after_a_restart_it_waits_for_the_family_to_open_its_session(stage: Stage) -> None:
    cookie, asked = await waiting(stage)
    stage.extranet.validate(HELENE)
    await stage.restart()
    await look(stage, minutes=10)
    assert (await row(stage, asked)).state == State.AWAITING_STAFF
    await stage.visit(cookie)
    await look(stage)
    assert (await row(stage, asked)).state == State.VALIDATED


async def test_what_gives_way_tries_again_at_the_next_round(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, asked = await waiting(stage)
    stage.extranet.validate(HELENE)

    async def busy(session: MemorySession) -> Sheet:
        raise GivesWay

    with monkeypatch.context() as others:
        others.setattr(MemorySession, "family", busy)
        await look(stage)
    assert (await row(stage, asked)).state == State.AWAITING_STAFF
    await look(stage, minutes=1)
    assert (await row(stage, asked)).state == State.VALIDATED


async def test_a_screen_that_cannot_be_read_decides_nothing(stage: Stage) -> None:
    _, asked = await waiting(stage)
    seen = (await row(stage, asked)).seen_at
    stage.extranet.validate(HELENE)
    stage.extranet.faults.failing["family"] = HalfPage()
    await look(stage)
    assert (await row(stage, asked)).state == State.AWAITING_STAFF
    assert (await row(stage, asked)).seen_at == seen
