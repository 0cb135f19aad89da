"""What was read is kept for its family, ended by its writes and forgotten with its last session."""

import asyncio

import pytest

from adapters.errors import SessionEnded
from adapters.memory import NextWrite
from gateway.views import Visit
from tests.unit.portal.stage import BORN, HELENE, LONGEST_RUN, NEW_BIRTHDAY, SCHOOL, Stage, staged


async def courses_asked(stage: Stage, visit: Visit, student: str) -> int:
    """How often the old site was asked for them, once the family has looked at them again."""
    await stage.portal.courses(visit, student)
    return stage.extranet.asked["courses"]


async def test_a_list_is_read_once_while_it_is_fresh_and_beside_after_that(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    first = await stage.portal.courses(visit, zoe)
    stage.clock.turn(minutes=4)
    assert (await stage.portal.courses(visit, zoe)).read_at == first.read_at
    stage.clock.turn(minutes=2)
    gate = stage.extranet.faults.slow()
    kept = await stage.portal.courses(visit, zoe)
    assert (kept.listing, kept.read_at, kept.trouble) == (first.listing, first.read_at, None)
    gate.open()
    await stage.settle()
    assert (await stage.portal.courses(visit, zoe)).read_at > first.read_at  # type: ignore[operator]


async def test_how_long_a_list_is_fresh_is_the_schools_to_say(stage: Stage) -> None:
    folder = stage.folder / "other"
    folder.mkdir()
    async with staged(folder, kept_minutes=0) as other:
        visit = await other.sign_in()
        await other.portal.students(visit)
        await other.portal.students(visit)
        await other.settle()
        assert other.extranet.asked["students"] == 2


async def test_what_was_read_opens_at_once_while_the_old_site_is_down(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    before = await stage.portal.courses(visit, zoe)
    stage.clock.turn(minutes=20)
    stage.extranet.faults.down = True
    await stage.portal.courses(visit, zoe)
    await stage.settle()
    after = await stage.portal.courses(visit, zoe)
    assert (after.listing, after.read_at) == (before.listing, before.read_at)
    assert after.trouble == "unreachable"


async def test_a_request_that_is_accepted_ends_what_was_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    assert await courses_asked(stage, visit, zoe) == 1
    view = await stage.portal.student(visit, zoe)
    assert await courses_asked(stage, visit, zoe) == 1
    await stage.ask_student(visit, zoe, view=view)
    assert await courses_asked(stage, visit, zoe) == 2


async def test_a_delivery_ends_what_was_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask_student(visit, zoe)
    assert await courses_asked(stage, visit, zoe) == 1
    await stage.work()
    assert await courses_asked(stage, visit, zoe) == 2


async def test_what_was_kept_ends_before_the_first_byte_leaves_and_once_more_after_the_effect(
    stage: Stage,
) -> None:
    visit, elsewhere = await stage.sign_in(), await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask_student(visit, zoe)
    await stage.settle()
    assert await courses_asked(stage, visit, zoe) == 1
    gate = stage.extranet.faults.slow("write")
    delivering = asyncio.create_task(stage.work())
    await gate.reached.wait()
    assert stage.portal._cache.owners() == set()
    (busy,) = [each for each in stage.portal._sessions._live._cache.values() if each.users]
    free = next(each for each in (visit, elsewhere) if each.session != busy.key[1])
    assert await courses_asked(stage, free, zoe) == 2
    gate.open()
    await delivering
    assert stage.portal._cache.owners() == set()


async def test_a_verification_ends_what_was_kept_since_the_answer_was_lost(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask_student(visit, zoe)
    stage.extranet.faults.next_write = NextWrite.LANDS_LATE
    await stage.work()
    stage.extranet.land()
    assert await courses_asked(stage, visit, zoe) == 1
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert await courses_asked(stage, visit, zoe) == 2


async def test_the_staffs_decision_ends_what_was_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.ask_student(visit, zoe)
    await stage.work()
    assert await courses_asked(stage, visit, zoe) == 1
    await stage.portal.student(visit, zoe)
    assert await courses_asked(stage, visit, zoe) == 1, "nothing is decided yet"
    stage.extranet.validate(HELENE, zoe)
    await stage.portal.student(visit, zoe)
    assert await courses_asked(stage, visit, zoe) == 2


async def test_a_reading_under_way_while_a_request_is_accepted_is_not_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    view = await stage.portal.student(visit, zoe)
    await stage.settle()
    gate = stage.extranet.faults.slow("courses")
    reading = asyncio.create_task(stage.portal.courses(visit, zoe))
    await gate.reached.wait()
    await stage.portal.ask_student(visit, zoe, view.seen, view.press, {BORN: NEW_BIRTHDAY}, False)
    gate.open()
    assert (await reading).listing is not None
    assert await courses_asked(stage, visit, zoe) == 2


async def test_signing_in_and_out_elsewhere_is_no_write(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    assert await courses_asked(stage, visit, zoe) == 1
    elsewhere = await stage.sign_in()
    assert await courses_asked(stage, elsewhere, zoe) == 1, "one account, one reading"
    await stage.portal.sign_out(elsewhere)
    assert await courses_asked(stage, visit, zoe) == 1


async def test_with_the_last_session_goes_what_was_kept(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    await stage.portal.sign_out(visit)
    assert stage.portal._cache.owners() == set()
    assert await courses_asked(stage, await stage.sign_in(), zoe) == 2


async def test_with_a_session_past_its_limit_goes_what_was_kept(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.portal.students(await stage.sign_in())
    stage.clock.turn(minutes=31)
    monkeypatch.setattr("gateway.portal.portal._HOUSEKEEPING", 0)
    await stage.portal._keep_house()
    assert stage.portal._cache.owners() == set()


async def test_a_refresh_beside_never_signs_a_family_in_again_after_its_sign_out(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    await stage.portal.history(visit, zoe)
    stage.clock.turn(minutes=6)
    gate = stage.extranet.faults.slow("courses", "history")
    await stage.portal.courses(visit, zoe)
    await stage.portal.history(visit, zoe)
    await gate.reached.wait()
    running = stage.portal._cache._flights._running
    refreshes = [each.task for each in running if each.key.resource in ("courses", "history")]
    await stage.portal.sign_out(visit)
    assert [refresh.cancelled() for refresh in refreshes] == [True, True]
    gate.open()
    await stage.settle()
    assert not stage.extranet.live
    assert stage.extranet.asked["sign_in"] == 1
    assert stage.portal._cache.owners() == set()


async def test_a_page_that_waits_while_the_family_signs_out_asks_to_sign_in(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    gate = stage.extranet.faults.slow("courses")
    waiting = asyncio.create_task(stage.portal.courses(visit, zoe))
    await gate.reached.wait()
    await stage.portal.sign_out(visit)
    with pytest.raises(SessionEnded):
        await waiting
    gate.open()
    assert not stage.extranet.live
    assert stage.extranet.asked["sign_in"] == 1


async def test_live_readings_before_a_sign_out_end_before_it_and_none_comes_after(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    gate = stage.extranet.faults.slow("family")
    readings = [asyncio.create_task(stage.portal.family(visit)) for _ in range(2)]
    await gate.reached.wait()
    leaving = asyncio.create_task(stage.portal.sign_out(visit))
    await asyncio.sleep(0.05)
    gate.open()
    await leaving
    for reading in readings:
        assert (await reading).sheet is not None
    with pytest.raises(SessionEnded):
        await stage.portal.family(visit)
    assert not stage.extranet.live
    assert stage.extranet.asked["sign_in"] == 1


async def test_a_held_old_session_is_not_read_on_after_the_sign_out(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    await stage.ask(visit, keep=True)
    await stage.portal.courses(visit, zoe)
    stage.clock.turn(minutes=6)
    gate = stage.extranet.faults.slow("courses")
    await stage.portal.courses(visit, zoe)
    await gate.reached.wait()
    await stage.portal.sign_out(visit)
    assert stage.portal._cache.owners() == set()
    gate.open()
    await stage.settle()
    await stage.work()
    assert stage.extranet.asked["sign_in"] == 1
    assert len(stage.extranet.ledger) == 1


async def test_no_refresh_outlives_the_gateway(stage: Stage) -> None:
    visit = await stage.sign_in()
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    stage.clock.turn(minutes=6)
    gate = stage.extranet.faults.slow()
    await stage.portal.courses(visit, zoe)
    await gate.reached.wait()
    flights = [each.task for each in stage.portal._cache._flights._running]
    assert flights
    await stage.portal.stop()
    assert all(task.done() for task in flights)


async def test_what_is_kept_of_one_family_is_not_kept_for_another(stage: Stage) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in("F-2077")
    first, second = await stage.portal.students(helene), await stage.portal.students(chidi)
    assert first.students != second.students
    assert stage.portal._cache.owners() == {(SCHOOL, helene.account), (SCHOOL, chidi.account)}
    await stage.portal.sign_out(chidi)
    assert stage.portal._cache.owners() == {(SCHOOL, helene.account)}
