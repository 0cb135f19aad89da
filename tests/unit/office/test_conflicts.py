"""A conflict decided at the desk: sent all the same and once, or kept; never over a later wish."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.office import NoteMissing, NotPossible, Taken
from gateway.pages.shown.progress import steps
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, BRUNO, Desk, at_the_desk
from tests.unit.portal.stage import HELENE, LONGEST_RUN, NEW_PHONE, PHONE

CITY, NEW_CITY = "ville", "Pont-Aubry"
SCHOOLS, OTHER = "06 39 98 00 99", "06 39 98 00 77"
AWAY = 6
"""Minutes after which a family is not at the portal any more."""
REASON = "Vu au téléphone : gardez l’ancien."


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path) as ready:
        yield ready


async def stopped(desk: Desk, *, keep: bool = False) -> tuple[Visit, RequestView, int]:
    """A request for two fields, of which the school has changed one: the visit, it, its fence."""
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY}, keep=keep)
    desk.stage.extranet.edit(HELENE, PHONE, SCHOOLS)
    await desk.stage.work()
    row = await desk.row(asked.number)
    assert (row.state, effects(desk)) == (State.BLOCKED_CONFLICT, [])
    desk.stage.clock.turn(minutes=AWAY)
    assert "à revoir" in "".join(await desk.letters())
    return visit, asked, row.fence


def effects(desk: Desk) -> list[dict[str, str]]:
    return [dict(effect.changes) for effect in desk.stage.extranet.ledger]


async def work_on(desk: Desk) -> None:
    """Twice, with the old server's longest run between."""
    for _ in range(2):
        await desk.stage.work()
        desk.stage.clock.turn(seconds=LONGEST_RUN + 1)


async def test_it_is_sent_all_the_same_once_against_what_is_there_and_told(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    case = await desk.office.case(ANNE, asked.number)
    assert case.request.conflict == {PHONE: SCHOOLS}
    assert case.may == (
        Decision.FIELD_BY_FIELD, Decision.SEND_ANYWAY, Decision.KEEP, Decision.ASK,
    )  # fmt: skip
    for _ in range(2):
        await desk.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY, "Au téléphone.")
    desk.stage.clock.turn(minutes=AWAY)
    (letter,) = await desk.letters()
    assert "transmet tout de même" in letter
    assert "Au téléphone" not in letter
    await work_on(desk)

    assert effects(desk) == [{PHONE: NEW_PHONE, CITY: NEW_CITY}]
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.conflict) == (State.AWAITING_STAFF, {})
    assert [each.about for each in now.said] == ["sent"]
    last = (await desk.acts(asked.number))[-1]
    assert (last.what, last.name) == (Decision.SEND_ANYWAY, ANNE.name)
    desk.stage.extranet.validate(HELENE)
    await desk.stage.portal.family(visit)
    assert (await desk.row(asked.number)).state == State.VALIDATED


async def test_what_changes_again_before_it_leaves_is_a_conflict_again(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    await desk.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY)
    desk.stage.extranet.edit(HELENE, PHONE, OTHER)
    await work_on(desk)

    assert effects(desk) == []
    now = await desk.stage.now_of(visit, asked)
    assert (now.state, now.conflict) == (State.BLOCKED_CONFLICT, {PHONE: OTHER})
    change = next(each for each in now.changes if each.key == PHONE)
    assert change.in_force == SCHOOLS
    assert change.old == next(each.old for each in asked.changes if each.key == PHONE)
    await desk.office.decide(
        ANNE, asked.number, (await desk.row(asked.number)).fence, Decision.SEND_ANYWAY
    )
    await work_on(desk)
    assert effects(desk) == [{PHONE: NEW_PHONE, CITY: NEW_CITY}]


async def test_without_means_to_sign_in_it_waits_for_the_family_and_leaves_then(
    desk: Desk,
) -> None:
    visit, asked, fence = await stopped(desk, keep=True)
    await desk.stage.portal.sign_out(visit)
    await desk.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY)
    await work_on(desk)
    assert (await desk.row(asked.number)).state == State.BLOCKED_CREDENTIALS
    await desk.stage.portal.family(await desk.stage.sign_in())
    await work_on(desk)
    assert effects(desk) == [{PHONE: NEW_PHONE, CITY: NEW_CITY}]


async def test_what_imuse_says_is_kept_with_a_reason_that_the_family_reads(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    with pytest.raises(NoteMissing):
        await desk.office.decide(ANNE, asked.number, fence, Decision.KEEP, " ")
    case = await desk.decides(ANNE, asked.number, fence, Decision.KEEP, REASON)
    assert (case.request.state, case.may) == (State.REFUSED, ())
    desk.stage.clock.turn(minutes=AWAY)
    (letter,) = await desk.letters()
    for said in (REASON, "garde", SCHOOLS, NEW_PHONE):
        assert said in letter
    await work_on(desk)
    assert effects(desk) == []
    told = await desk.stage.now_of(visit, asked)
    assert told.said[-1].words == REASON
    assert [each.label for each in steps(told)] == ["Reçue", "Refusée"]


async def test_of_two_clerks_one_decides_and_the_other_is_told_who(desk: Desk) -> None:
    _, asked, fence = await stopped(desk)
    came = await asyncio.gather(
        desk.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY),
        desk.office.decide(BRUNO, asked.number, fence, Decision.KEEP, REASON),
        return_exceptions=True,
    )
    (lost,) = [each for each in came if isinstance(each, Taken)]
    assert came.count(None) == 1
    decided = [act for act in await desk.acts(asked.number) if act.what != "saw"]
    assert [(act.name, act.at) for act in decided] == [(lost.who, lost.when)]
    await work_on(desk)
    assert len(effects(desk)) == (1 if decided[0].what == Decision.SEND_ANYWAY else 0)


async def test_it_is_not_sent_over_what_the_family_asked_later(desk: Desk) -> None:
    visit, asked, fence = await stopped(desk)
    await desk.stage.ask(visit, {PHONE: OTHER})
    await desk.stage.work()
    assert Decision.SEND_ANYWAY not in (await desk.office.case(ANNE, asked.number)).may
    with pytest.raises(NotPossible):
        await desk.office.decide(ANNE, asked.number, fence, Decision.SEND_ANYWAY)
    assert effects(desk) == [{PHONE: OTHER}]
    await desk.office.decide(ANNE, asked.number, fence, Decision.KEEP, REASON)


async def test_nobody_decides_conflicts_by_the_dozen(desk: Desk) -> None:
    _, asked, fence = await stopped(desk)
    for decision in (Decision.SEND_ANYWAY, Decision.KEEP, Decision.FIELD_BY_FIELD):
        came = await desk.office.decide_many(ANNE, {asked.number: fence}, decision, REASON)
        assert isinstance(came[asked.number], NotPossible)
    assert (await desk.row(asked.number)).state == State.BLOCKED_CONFLICT


async def test_who_is_second_reads_the_colleagues_name_even_once_the_portal_went_on(
    desk: Desk,
) -> None:
    _, asked, fence = await stopped(desk)
    await desk.office.decide(BRUNO, asked.number, fence, Decision.SEND_ANYWAY)
    sent = (await desk.row(asked.number)).fence
    await desk.stage.work()
    for seen, who in ((fence, BRUNO.name), (sent, "")):
        with pytest.raises(Taken) as taken:
            await desk.office.decide(ANNE, asked.number, seen, Decision.KEEP, REASON)
        assert taken.value.who == who


async def test_of_a_store_that_was_put_back_it_is_not_sent_so_again(desk: Desk) -> None:
    """Between the copy and now somebody at the desk may have sent it."""
    _, asked, fence = await stopped(desk)
    stage = desk.stage
    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    await stage.store.write(lambda c: restored.begin(c, stage.clock()))

    case = await desk.office.case(ANNE, asked.number)
    assert case.may == (Decision.KEEP, Decision.ASK)
    for seen in (fence, case.fence):
        with pytest.raises((NotPossible, Taken)):
            await desk.office.decide(ANNE, asked.number, seen, Decision.SEND_ANYWAY)
    await work_on(desk)
    assert effects(desk) == []
