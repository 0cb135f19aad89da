"""What a school sends back, where it and its family do not go by turns."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.drafts import Drafts
from gateway.office import NotPossible
from gateway.pages.shown.progress import standing
from gateway.pending.accepting.re_enrolment_checks import ALREADY_ASKED
from gateway.pending.errors import InvalidFields, TooLate
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from gateway.views.office import Decision
from tests.unit.office.stage import ANNE, BRUNO, Desk, at_the_desk, made
from tests.unit.office.test_sent_back import MENDED, sent_back
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import HELENE, PHONE, Stage, staged
from tests.unit.portal.test_re_enrolments import choose, give, owner, send, show, tabs

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


async def test_what_was_approved_meanwhile_is_not_asked_for_twice_by_who_answers_it(
    enrolling: Desk,
) -> None:
    """The page said that what is sent takes the former one's place: it does, or nothing is sent."""
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf")
    await sent_back(enrolling, former, ILLEGIBLE)
    await stage.portal.reviews.take_up(visit, former.number)
    summary = await stage.portal.re_enrolments.prepared(visit, zoe)
    assert summary.replaces == (former.number,)
    await approved(enrolling, former)
    with pytest.raises(TooLate):
        await stage.portal.send_re_enrolment(visit, zoe, summary.version, False)
    await stage.work()
    (taken,) = tabs(stage).of(zoe).enrolled
    assert len(taken.files) == 1
    assert len(await stage.portal.requests(visit)) == 1
    assert (await stage.portal.re_enrolments.prepared(visit, zoe)).replaces == ()


async def test_what_was_approved_meanwhile_is_not_sent_again_with_copies_of_its_documents(
    enrolling: Desk,
) -> None:
    """The summary is opened after that, and nothing was changed: it would only be a second one."""
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf")
    await sent_back(enrolling, former, ILLEGIBLE)
    await stage.portal.reviews.take_up(visit, former.number)
    await approved(enrolling, former)
    with pytest.raises(InvalidFields) as refused:
        await send(stage, visit, zoe)
    assert refused.value.problems == {"": ALREADY_ASKED}
    assert await given(stage, visit, zoe) == ["domicile.pdf"], "the draft is kept"
    await give(stage, visit, zoe, "photo.pdf")
    assert (await send(stage, visit, zoe)).number != former.number, "more is another one"


async def test_an_older_one_that_goes_too_is_named_before_it_does(enrolling: Desk) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf")
    later = await asked_with(stage, visit, zoe, "attestation.pdf")
    await sent_back(enrolling, former, ILLEGIBLE)
    await choose(stage, visit, zoe, "piano")
    summary = await stage.portal.re_enrolments.prepared(visit, zoe)
    assert summary.asked is not None
    assert summary.asked.number == later.number
    assert summary.replaces == (former.number,)


async def test_what_it_had_comes_into_a_draft_that_was_begun_before(enrolling: Desk) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf", "photo.pdf")
    await choose(stage, visit, zoe, "fm")
    await give(stage, visit, zoe, "attestation.pdf")
    await sent_back(enrolling, former, ILLEGIBLE)

    await stage.portal.reviews.take_up(visit, former.number)
    view = await show(stage, visit, zoe)
    assert view.ticked == frozenset({"fm"}), "what was chosen later stays"
    assert await given(stage, visit, zoe) == ["attestation.pdf", "domicile.pdf", "photo.pdf"]

    bad = next(each for each in view.given if each.file_name == "domicile.pdf")
    await stage.portal.re_enrolments.giving.take_back(owner(visit), zoe, bad.id)
    await asyncio.gather(*(stage.portal.reviews.take_up(visit, former.number) for _ in range(3)))
    assert await given(stage, visit, zoe) == ["attestation.pdf", "photo.pdf"], "taken back it stays"


async def test_of_two_that_were_sent_back_the_documents_of_both_come_back(
    enrolling: Desk,
) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf")
    later = await asked_with(stage, visit, zoe, "attestation.pdf")
    for each in (former, later):
        await sent_back(enrolling, each, ILLEGIBLE)
    await stage.portal.reviews.take_up(visit, later.number)
    assert await given(stage, visit, zoe) == ["attestation.pdf", "domicile.pdf"]
    new = await send(stage, visit, zoe)
    assert set(new.replaces) == {former.number, later.number}


async def test_a_family_that_keeps_as_many_as_it_may_gets_its_own_back_all_the_same(
    enrolling: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are its own already: those of the former one go as the new one comes."""
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    former = await asked_with(stage, visit, zoe, "domicile.pdf", "photo.pdf")
    await sent_back(enrolling, former, ILLEGIBLE)
    monkeypatch.setattr(stage.portal.documents, "_most", 2)
    await stage.portal.reviews.take_up(visit, former.number)
    assert await given(stage, visit, zoe) == ["domicile.pdf", "photo.pdf"]


async def test_a_draft_that_outlived_its_sending_is_none_to_go_on_with(enrolling: Desk) -> None:
    """Killed between the request and the erasing of its draft."""
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    await give(stage, visit, zoe, "domicile.pdf")
    drafts = Drafts(stage.store, stage.vault, timedelta(days=30), stage.clock)
    left = await drafts.find(visit.school, visit.account, zoe)
    former = await send(stage, visit, zoe)
    await drafts.change(visit.school, visit.account, zoe, lambda _: left)
    await sent_back(enrolling, former, ILLEGIBLE)
    await stage.portal.reviews.take_up(visit, former.number)
    assert await given(stage, visit, zoe) == ["domicile.pdf"]
    assert (await send(stage, visit, zoe)).replaces == (former.number,)
