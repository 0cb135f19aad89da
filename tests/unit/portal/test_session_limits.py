"""A session's two time-outs on a fake clock, and what is told of them (TRUST 2)."""

import pytest

from gateway.views import Left
from tests.unit.portal.stage import SCHOOL, Stage

IDLE = 30 * 60
ABSOLUTE = 480 * 60


async def left(stage: Stage, cookie: str) -> Left:
    found = await stage.portal.left(SCHOOL, cookie)
    assert found is not None
    return found


async def alive(stage: Stage, cookie: str) -> bool:
    return await stage.portal.visit(SCHOOL, cookie) is not None


async def test_unused_it_lasts_until_its_idle_limit_and_no_longer(stage: Stage) -> None:
    first, second = await stage.cookie(), await stage.cookie()
    stage.clock.turn(seconds=IDLE - 1)
    assert await alive(stage, first)
    stage.clock.turn(seconds=1)
    assert not await alive(stage, second)


async def test_a_session_past_its_limit_is_gone_from_the_store_too(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.clock.turn(seconds=IDLE)
    assert not await alive(stage, cookie)
    stage.clock.turn(seconds=-IDLE)
    assert not await alive(stage, cookie)


async def test_each_use_begins_the_idle_time_anew(stage: Stage) -> None:
    cookie = await stage.cookie()
    for _ in range(5):
        stage.clock.turn(minutes=29)
        visit = await stage.visit(cookie)
        assert visit.left is not None
        assert visit.left.idle == pytest.approx(IDLE, abs=1)


async def test_no_use_ever_prolongs_the_absolute_limit(stage: Stage) -> None:
    cookie = await stage.cookie()
    for turned in range(20, 480, 20):
        stage.clock.turn(minutes=20)
        visit = await stage.visit(cookie)
        assert visit.left is not None
        assert visit.left.absolute == pytest.approx(ABSOLUTE - turned * 60, abs=1)
    stage.clock.turn(minutes=19, seconds=58)
    assert await alive(stage, cookie)
    stage.clock.turn(seconds=2)
    assert not await alive(stage, cookie)


async def test_asking_how_long_it_lasts_prolongs_nothing(stage: Stage) -> None:
    cookie = await stage.cookie()
    for minute in range(29):
        assert (await left(stage, cookie)).idle == pytest.approx(IDLE - minute * 60, abs=1)
        stage.clock.turn(minutes=1)
    stage.clock.turn(minutes=1)
    assert await stage.portal.left(SCHOOL, cookie) is None
    assert not await alive(stage, cookie)


@pytest.mark.parametrize("pause", [1, 60, 89, 91, 600])
async def test_it_ends_when_it_was_told_to_however_its_use_is_written_down(
    stage: Stage, pause: float
) -> None:
    cookie = await stage.cookie()
    stage.clock.turn(seconds=pause)
    visit = await stage.visit(cookie)
    assert visit.left is not None
    assert visit.left.idle == pytest.approx((await left(stage, cookie)).idle, abs=1)
    assert visit.left.idle > IDLE * 0.9
    stage.clock.turn(seconds=visit.left.idle - 1)
    assert (await left(stage, cookie)).idle == pytest.approx(1, abs=0.1)
    stage.clock.turn(seconds=1)
    assert not await alive(stage, cookie)


async def test_a_restart_changes_neither_limit(stage: Stage) -> None:
    cookie = await stage.cookie()
    stage.clock.turn(minutes=10)
    await stage.restart()
    told = await left(stage, cookie)
    assert told.idle == pytest.approx(IDLE - 600, abs=1)
    assert told.absolute == pytest.approx(ABSOLUTE - 600, abs=1)


async def test_nothing_is_told_of_another_schools_session_or_of_none(stage: Stage) -> None:
    cookie = await stage.cookie()
    assert await stage.portal.left("autre", cookie) is None
    assert await stage.portal.left(SCHOOL, f"{cookie}x") is None
    await stage.portal.sign_out(await stage.visit(cookie))
    assert await stage.portal.left(SCHOOL, cookie) is None
