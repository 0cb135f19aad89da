"""What a school sends back, where it and its family do not go by turns."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.office import NotPossible
from gateway.pages.progress import standing
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, BRUNO, Desk, at_the_desk, made
from tests.unit.office.test_sent_back import MENDED, sent_back
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import PHONE, Stage, staged
from tests.unit.portal.test_re_enrolments import choose, give, send, show

ILLEGIBLE = "Le justificatif est illisible."


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path, review=True) as ready:
        yield ready


@pytest_asyncio.fixture
async def enrolling(tmp_path: Path) -> AsyncIterator[Desk]:
    async with staged(tmp_path, TabsExtranet(), review=True, re_enrolment=WORDING) as stage:
        yield Desk(stage, made(stage))


async def approved(desk: Desk, asked: RequestView) -> None:
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(BRUNO, asked.number, fence, Decision.APPROVE)


async def asked_with(stage: Stage, visit: Visit, student: str, *files: str) -> RequestView:
    await choose(stage, visit, student, "piano")
    for file in files:
        await give(stage, visit, student, file)
    return await send(stage, visit, student)


async def given(stage: Stage, visit: Visit, student: str) -> list[str]:
    return sorted(each.file_name for each in (await show(stage, visit, student)).given)


async def test_approved_all_the_same_it_asks_nothing_of_its_family_any_more(desk: Desk) -> None:
    """It has answered on the telephone."""
    stage = desk.stage
    visit = await stage.sign_in()
    asked = await stage.ask(visit)
    await sent_back(desk, asked)
    await approved(desk, asked)
    await stage.work()
    told = await stage.now_of(visit, asked)
    assert told.state is State.AWAITING_STAFF
    assert not told.lacks
    assert "L’école a besoin" not in standing(told).then
    assert (await desk.office.missing.lacking(ANNE)).lacks == ()

    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.ASK, "Autre chose.")
    assert (await stage.now_of(visit, asked)).lacks, "asked anew, it does"
    assert [lack.asked for lack in (await desk.office.missing.lacking(ANNE)).lacks] == [
        "Autre chose."
    ]


async def test_it_is_not_approved_over_a_later_one_that_was_sent_back_too(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit)
    await sent_back(desk, former)
    later = await stage.ask(visit, {PHONE: MENDED})
    await sent_back(desk, later)
    case = await desk.office.case(ANNE, former.number)
    assert Decision.APPROVE not in case.may
    with pytest.raises(NotPossible):
        await desk.office.decide(ANNE, former.number, case.fence, Decision.APPROVE)
    await approved(desk, later)
