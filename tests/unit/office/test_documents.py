"""A request's documents at the desk: under made-up names, and only as long as they are held."""

from pathlib import Path

import pytest

from gateway.office import NotFound, Office
from gateway.store import acts
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, STRANGER
from tests.unit.pending.enrolling_stage import EnrollingStage, enrolling, pdf
from tests.unit.pending.test_re_enrolment_acceptance import HOME, PHOTO
from tests.unit.portal.stage import SCHOOL


def office_over(stage: EnrollingStage) -> Office:
    return Office(
        stage.store, stage.vault, stage.requests, stage.documents, stage.outbox,
        stage.settings.schools, lambda _: (), stage.clock,
    )  # fmt: skip


async def test_they_are_opened_one_by_one_and_that_is_written_down(tmp_path: Path) -> None:
    async with enrolling(tmp_path) as stage:
        office = office_over(stage)
        pieces = [
            await stage.piece(HOME, "one", file_name="facture LEMARCHAND.pdf"),
            await stage.piece(PHOTO, "two"),
        ]
        number = (await stage.ask(*pieces)).row.number
        found = await office.document(ANNE, number, 0)
        assert (found.body, found.media_type) == (pdf("one"), "application/pdf")
        assert found.file_name == f"{number}-01.pdf"
        assert (await office.document(ANNE, number, 1)).body == pdf("two")
        for clerk, place in ((ANNE, 2), (ANNE, -1), (STRANGER, 0)):
            with pytest.raises(NotFound):
                await office.document(clerk, number, place)
        done = await stage.store.read(lambda c: acts.of_request(c, SCHOOL, number))
        assert [(act.name, act.what) for act in done] == [(ANNE.name, "saw document")]


async def test_they_are_gone_once_the_request_has_ended_at_the_desk(tmp_path: Path) -> None:
    async with enrolling(tmp_path) as stage:
        office = office_over(stage)
        number = (await stage.ask(await stage.piece(HOME))).row.number
        await stage.work_out()
        case = await office.case(ANNE, number)
        await office.decide(ANNE, number, case.fence, Decision.REFUSED_THERE, "Complet.")
        assert await stage.held() == {}
        with pytest.raises(NotFound):
            await office.document(ANNE, number, 0)
