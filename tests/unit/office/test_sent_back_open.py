"""What is still amiss with what a school sends back: each fails until it is mended."""

import pytest

from gateway.pending.states import FINAL, State
from tests.unit.office.stage import ANNE, Desk
from tests.unit.office.test_sent_back import MENDED, sent_back
from tests.unit.office.test_sent_back_apart import desk  # noqa: F401
from tests.unit.portal.stage import PHONE


@pytest.mark.xfail(strict=True, reason="only what goes by « Revoir » takes its place")
async def test_answered_on_the_sheet_itself_it_does_not_wait_for_its_family_any_more(
    desk: Desk,  # noqa: F811
) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit)
    await sent_back(desk, former)
    new = await stage.ask(visit, {PHONE: MENDED})
    told = await stage.now_of(visit, former)
    assert (told.state, told.replaced_by) == (State.WITHDRAWN, new.number)
    assert (await desk.office.missing.lacking(ANNE)).lacks == ()


@pytest.mark.xfail(strict=True, reason="nothing but a delivery ages a request")
async def test_what_a_family_never_answers_ends_in_time(desk: Desk) -> None:  # noqa: F811
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in())
    await sent_back(desk, asked)
    stage.clock.turn(days=800)
    await stage.work()
    assert (await desk.row(asked.number)).state in FINAL
