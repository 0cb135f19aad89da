"""The desk's list: order, groups, search and counts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.holdings.contents import erase_contents
from gateway.office import NotFound
from gateway.office.lists import A_PAGE
from gateway.pending.states import State
from gateway.pending.subjects import Kind, Subject
from gateway.views.office import Decision, Group, Wanted
from tests.unit.office.stage import ANNE, READER, STRANGER, Desk, at_the_desk

ZOE = Subject(kind=Kind.STUDENT, ref="zoe", name="LEMARCHAND Zoé")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


async def numbers(desk: Desk, **wanted: object) -> list[str]:
    found = await desk.office.lines(ANNE, Wanted(**wanted))  # type: ignore[arg-type]
    return [line.number for line in found.lines]


async def test_the_urgent_come_first_then_the_oldest(desk: Desk) -> None:
    for number, state in (
        ("2026-W", State.AWAITING_STAFF),
        ("2026-N", State.NEEDS_ATTENTION),
        ("2026-R", State.RECEIVED),
        ("2026-C", State.BLOCKED_CONFLICT),
        ("2026-H", State.REVIEW),
        ("2026-F", State.SENT_BACK),
        ("2026-V", State.VALIDATED),
    ):
        await desk.standing(number, state)
    everything = ["2026-N", "2026-C", "2026-H", "2026-W", "2026-R", "2026-F", "2026-V"]
    assert await numbers(desk, group=Group.ALL) == everything
    assert await numbers(desk) == ["2026-N", "2026-C", "2026-H"]
    found = await desk.office.lines(ANNE, Wanted())
    assert found.counts == {
        Group.ALL: 7, Group.URGENT: 3, Group.ON_THE_WAY: 1, Group.WAITING: 1, Group.BLOCKED: 1,
        Group.WITH_FAMILY: 1, Group.ENDED: 1,
    }  # fmt: skip


async def test_what_was_tried_in_vain_again_and_again_is_urgent(desk: Desk) -> None:
    """Its page may have changed: somebody should look."""
    await desk.standing("2026-1", State.RECEIVED, attempts=3)
    await desk.standing("2026-2", State.RECEIVED, attempts=4)
    assert await numbers(desk) == ["2026-2"]


async def test_a_search_minds_neither_case_nor_accents_and_finds_ended_ones(desk: Desk) -> None:
    await desk.standing("2026-7K3QX9", State.AWAITING_STAFF, subject=ZOE)
    await desk.standing("2026-AAAAAA", State.VALIDATED, family="OBI Chidi", account="b")
    for words in (
        "zoe", "HELENE lemar", "7k3qx9", "2026-7K", "LEMARCHAND, Hélène", "N° 2026-7K3QX9",
        "20267k3qx9", "2026–7k3qx9", "demande 2026\u20117K3QX9",
    ):  # fmt: skip
        assert await numbers(desk, group=Group.ALL, search=words) == ["2026-7K3QX9"], words
    assert await numbers(desk, group=Group.ENDED, search="óbi") == ["2026-AAAAAA"]
    assert await numbers(desk, group=Group.ALL, search="…") == []
    found = await desk.office.lines(ANNE, Wanted(group=Group.WAITING, search="obi"))
    assert (found.total, found.counts[Group.ENDED], found.counts[Group.ALL]) == (0, 1, 1)
    line = (await desk.office.lines(ANNE, Wanted(group=Group.WAITING))).lines[0]
    assert (line.family, line.student) == ("LEMARCHAND Hélène", "LEMARCHAND Zoé")


async def test_one_state_alone_even_an_ended_one_and_its_counts(desk: Desk) -> None:
    for number, state in (
        ("2026-1", State.REVIEW), ("2026-2", State.REFUSED), ("2026-3", State.BLOCKED_CONFLICT),
        ("2026-4", State.REFUSED), ("2026-5", State.VALIDATED),
    ):  # fmt: skip
        await desk.standing(number, state, account=number)
    wanted = Wanted(group=Group.ALL, state=State.REFUSED)
    found = await desk.office.lines(ANNE, wanted)
    assert [line.number for line in found.lines] == ["2026-2", "2026-4"]
    assert (found.counts[Group.ALL], found.counts[Group.ENDED], found.counts[Group.URGENT]) == (
        2, 2, 0,
    )  # fmt: skip
    assert (await desk.office.case(ANNE, "2026-2", wanted)).next == "2026-4"


async def test_a_kind_narrows_the_counts_too(desk: Desk) -> None:
    await desk.standing("2026-1", State.AWAITING_STAFF, subject=ZOE)
    await desk.standing("2026-2", State.VALIDATED)
    found = await desk.office.lines(ANNE, Wanted(group=Group.WAITING, kind="student"))
    assert (found.total, found.counts[Group.ENDED], found.counts[Group.ALL]) == (1, 0, 1)


async def test_fifty_make_a_page_and_one_beyond_the_end_is_the_last(desk: Desk) -> None:
    def many(connection):  # type: ignore[no-untyped-def]
        for place in range(A_PAGE + 3):
            desk.put(connection, f"2026-{place:03}", State.NEEDS_ATTENTION)

    await desk.stage.store.write(many)
    last = await desk.office.lines(ANNE, Wanted(page=9))
    assert (last.page, last.pages, last.total) == (2, 2, A_PAGE + 3)
    assert [line.number for line in last.lines] == ["2026-050", "2026-051", "2026-052"]
    assert len((await desk.office.lines(ANNE, Wanted())).lines) == A_PAGE


async def test_another_schools_clerk_finds_nothing(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.NEEDS_ATTENTION)
    assert (await desk.office.lines(STRANGER, Wanted(search="lemarchand"))).total == 0
    with pytest.raises(NotFound):
        await desk.office.case(STRANGER, "2026-1")
    with pytest.raises(NotFound):
        await desk.office.decide(STRANGER, "2026-1", row.fence, Decision.RETRY)
    with pytest.raises(NotFound):
        await desk.office.document(STRANGER, "2026-1", 0)
    assert await desk.acts("2026-1") == []


async def test_a_case_knows_its_neighbours_and_the_familys_others(desk: Desk) -> None:
    for number in ("2026-1", "2026-2", "2026-3"):
        await desk.standing(number, State.NEEDS_ATTENTION)
    await desk.standing("2026-4", State.VALIDATED, account="b")
    case = await desk.office.case(ANNE, "2026-2", Wanted())
    assert (case.previous, case.next) == ("2026-1", "2026-3")
    assert [line.number for line in case.others] == ["2026-3", "2026-1"]
    decided = await desk.decides(ANNE, "2026-2", case.fence, Decision.VALIDATED_THERE, "Vue.")
    assert (decided.previous, decided.next) == ("2026-1", "2026-3")
    assert (decided.request.state, decided.may) == (State.VALIDATED, ())


async def test_that_it_was_seen_is_written_down_once_in_ten_minutes(desk: Desk) -> None:
    await desk.standing("2026-1", State.NEEDS_ATTENTION)
    for _ in range(3):
        await desk.office.case(ANNE, "2026-1")
    await desk.office.case(READER, "2026-1")
    desk.stage.clock.turn(minutes=11)
    case = await desk.office.case(ANNE, "2026-1")
    assert [(act.who, act.what) for act in case.acts] == [
        (ANNE.name, "saw"), (READER.name, "saw"), (ANNE.name, "saw")
    ]  # fmt: skip


async def test_names_are_not_found_any_more_once_contents_are_erased(desk: Desk) -> None:
    row = await desk.standing("2026-1", State.VALIDATED)
    wanted = Wanted(group=Group.ENDED, search="lemarchand")
    assert (await desk.office.lines(ANNE, wanted)).total == 1
    now = desk.stage.clock()
    await desk.stage.store.write(lambda c: erase_contents(c, desk.records, row, now))
    assert (await desk.office.lines(ANNE, wanted)).total == 0
    assert (await desk.office.case(ANNE, "2026-1")).family == ""


async def test_the_day_in_numbers(desk: Desk) -> None:
    yesterday = desk.stage.clock.moment
    await desk.standing("2026-1", State.AWAITING_STAFF, at=yesterday)
    desk.stage.clock.turn(days=1)
    await desk.standing("2026-2", State.BLOCKED_CREDENTIALS)
    await desk.standing("2026-3", State.REVIEW)
    day = await desk.office.day(ANNE)
    assert (day.received, day.sent, day.waiting, day.blocked, day.urgent) == (
        2, 0, 1, 1, 1
    )  # fmt: skip
    assert day.oldest == yesterday
