"""What a school sends back: it waits for its family, whose answer takes its place."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from gateway.office import NotPossible, Taken
from gateway.pages.shown.progress import standing, steps
from gateway.pending.restored import Restored
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from gateway.views.office import Decision, Group, Wanted
from gateway.views.reviews import ASK, CHOICE
from tests.unit.office.stage import ANNE, BRUNO, Desk, at_the_desk, made
from tests.unit.office.test_conflicts import CITY, NEW_CITY
from tests.unit.office.test_review import effects
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import WORDING
from tests.unit.portal.stage import HELENE, NEW_PHONE, PHONE, SCHOOL, staged
from tests.unit.portal.test_re_enrolments import choose, give, owner, send, show, tabs

WORDS = "Il manque un chiffre à ce numéro."
MENDED = "06 39 98 55 77"


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with at_the_desk(tmp_path, review=True) as ready:
        yield ready


@pytest_asyncio.fixture
async def enrolling(tmp_path: Path) -> AsyncIterator[Desk]:
    async with staged(tmp_path, TabsExtranet(), review=True, re_enrolment=WORDING) as stage:
        yield Desk(stage, made(stage))


async def sent_back(desk: Desk, asked: RequestView, words: str = WORDS) -> None:
    fence = (await desk.row(asked.number)).fence
    case = await desk.decides(ANNE, asked.number, fence, Decision.ASK, words)
    assert case.request.state is State.SENT_BACK


async def mended(desk: Desk, visit: Visit, former: RequestView) -> RequestView:
    view = await desk.stage.portal.reviews.show(visit, former.number)
    typed = {CHOICE + PHONE: ASK, PHONE: MENDED}
    return await desk.stage.portal.answer_review(
        visit, former.number, view.seen, view.press, typed, False
    )


async def listed(desk: Desk, group: Group) -> list[str]:
    return [each.number for each in (await desk.office.lines(ANNE, Wanted(group=group))).lines]


async def test_it_is_with_the_family_and_no_longer_among_what_needs_a_clerk(desk: Desk) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit)
    await desk.letters()
    await sent_back(desk, asked)
    assert await listed(desk, Group.URGENT) == []
    assert await listed(desk, Group.WITH_FAMILY) == [asked.number]
    await desk.stage.work()
    assert effects(desk) == []

    (letter,) = await desk.letters()
    assert WORDS in letter
    assert "reprenez-la et envoyez-la de nouveau" in letter
    told = await desk.stage.now_of(visit, asked)
    assert told.waits_for_family
    assert told.lacks
    assert standing(told).label == "À compléter"
    assert [step.mark for step in steps(told)][:2] == ["done", "stopped"]


async def test_what_the_family_answers_takes_its_place_and_is_looked_at_anew(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit)
    await sent_back(desk, former)
    new = await mended(desk, visit, former)
    assert (new.state, new.replaces) == (State.REVIEW, (former.number,))
    ended = await stage.now_of(visit, former)
    assert (ended.state, ended.replaced_by) == (State.WITHDRAWN, new.number)
    assert await listed(desk, Group.URGENT) == [new.number]

    fence = (await desk.row(new.number)).fence
    await desk.office.decide(ANNE, new.number, fence, Decision.APPROVE)
    await stage.work()
    assert effects(desk) == [{PHONE: MENDED}]


async def test_of_a_clerk_who_approves_and_a_family_that_answers_the_first_wins(
    desk: Desk,
) -> None:
    visit = await desk.stage.sign_in()
    former = await desk.stage.ask(visit)
    await sent_back(desk, former)
    fence = (await desk.row(former.number)).fence
    new = await mended(desk, visit, former)
    with pytest.raises(Taken) as taken:
        await desk.office.decide(BRUNO, former.number, fence, Decision.APPROVE)
    assert taken.value.by == "family"
    await desk.stage.work()
    assert effects(desk) == []
    assert (await desk.row(new.number)).state == State.REVIEW


async def test_answered_on_the_telephone_it_is_approved_as_it_was_asked(desk: Desk) -> None:
    stage = desk.stage
    visit = await stage.sign_in()
    asked = await stage.ask(visit, keep=True)
    await sent_back(desk, asked)
    await stage.portal.sign_out(visit)
    case = await desk.office.case(BRUNO, asked.number)
    assert Decision.APPROVE in case.may
    await desk.office.decide(BRUNO, asked.number, case.fence, Decision.APPROVE)
    await stage.work()
    assert effects(desk) == [{PHONE: NEW_PHONE}]


async def test_what_is_refused_after_all_never_leaves(desk: Desk) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit, keep=True)
    await sent_back(desk, asked)
    fence = (await desk.row(asked.number)).fence
    await desk.office.decide(ANNE, asked.number, fence, Decision.REFUSE, "Sans réponse.")
    await desk.stage.work()
    assert effects(desk) == []
    told = await desk.stage.now_of(visit, asked)
    assert (told.state, (await desk.row(asked.number)).means) == (State.REFUSED, None)
    assert [step.label for step in steps(told)] == ["Reçue", "Refusée"], "it was never passed on"


async def test_it_is_not_approved_over_what_the_family_has_asked_since(desk: Desk) -> None:
    """A part of it alone, asked on the sheet itself: what was sent back is not answered by that."""
    stage = desk.stage
    visit = await stage.sign_in()
    former = await stage.ask(visit, {PHONE: NEW_PHONE, CITY: NEW_CITY})
    await sent_back(desk, former)
    await stage.ask(visit, {PHONE: MENDED})
    case = await desk.office.case(ANNE, former.number)
    assert case.may == (Decision.REFUSE, Decision.ASK)
    with pytest.raises(NotPossible):
        await desk.office.decide(ANNE, former.number, case.fence, Decision.APPROVE)


async def test_asked_once_more_it_stays_and_a_double_press_is_one_letter(desk: Desk) -> None:
    visit = await desk.stage.sign_in()
    asked = await desk.stage.ask(visit)
    await desk.letters()
    fence = (await desk.row(asked.number)).fence
    for _ in range(2):
        case = await desk.decides(ANNE, asked.number, fence, Decision.ASK, WORDS)
        assert (case.request.state, case.fence) == (State.SENT_BACK, fence + 1)
    await desk.office.decide(ANNE, asked.number, fence + 1, Decision.ASK, "Encore ?")
    assert len(await desk.letters()) == 2
    told = await desk.stage.now_of(visit, asked)
    assert [each.words for each in told.said] == [WORDS, "Encore ?"]


async def test_out_of_a_backup_it_is_verified_then_waits_for_its_family_again(desk: Desk) -> None:
    """What the school has asked is not answered yet: what answers it takes its place, as before."""
    stage = desk.stage
    asked = await stage.ask(await stage.sign_in(), keep=True)
    await sent_back(desk, asked)
    await desk.letters()
    restored = Restored(stage.vault, stage.settings.schools, stage.clock)
    await stage.store.write(lambda c: restored.begin(c, stage.clock()))
    stage.clock.turn(seconds=stage.settings.schools[SCHOOL].longest_run + 1)
    await stage.work()
    assert (await desk.row(asked.number)).state == State.SENT_BACK
    assert effects(desk) == []
    assert await desk.letters() == [], "it was written to before"
    visit = await stage.sign_in()
    new = await mended(desk, visit, asked)
    assert new.replaces == (asked.number,)


async def test_a_re_enrolment_comes_back_with_its_documents_and_a_bad_one_is_changed(
    enrolling: Desk,
) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    bad = await give(stage, visit, zoe, "illisible.pdf")
    former = await send(stage, visit, zoe)
    await sent_back(enrolling, former, "Le justificatif est illisible.")

    assert await stage.portal.reviews.take_up(visit, former.number) == zoe
    view = await show(stage, visit, zoe)
    assert [each.file_name for each in view.given] == ["illisible.pdf"]
    assert view.given[0].id != bad
    await stage.portal.re_enrolments.giving.take_back(owner(visit), zoe, view.given[0].id)
    await give(stage, visit, zoe, "net.pdf")
    new = await send(stage, visit, zoe)
    assert (new.state, new.replaces) == (State.REVIEW, (former.number,))
    assert (await stage.now_of(visit, former)).replaced_by == new.number

    fence = (await enrolling.row(new.number)).fence
    await enrolling.office.decide(ANNE, new.number, fence, Decision.APPROVE)
    await stage.work()
    (taken,) = tabs(stage).of(zoe).enrolled
    assert (taken.ticked, len(taken.files)) == (("piano",), 1)
    assert new.re_enrolment is not None
    assert [each.file_name for each in new.re_enrolment.documents] == ["net.pdf"]


async def test_a_reminder_of_what_it_lacks_sends_it_back_as_well(enrolling: Desk) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    asked = await send(stage, visit, zoe)
    (lack,) = (await enrolling.office.missing.lacking(ANNE)).lacks
    assert lack.line.number == asked.number
    came = await enrolling.office.missing.remind(
        ANNE, {asked.number: lack.line.fence}, "Il manque encore :"
    )
    assert came == {asked.number: None}
    assert (await enrolling.row(asked.number)).state == State.SENT_BACK


async def test_a_family_that_answers_without_it_is_not_reminded_again_that_day(
    enrolling: Desk,
) -> None:
    stage = enrolling.stage
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    former = await send(stage, visit, zoe)
    missing = enrolling.office.missing
    (lack,) = (await missing.lacking(ANNE)).lacks
    await missing.remind(ANNE, {former.number: lack.line.fence}, "Il manque encore :")

    await stage.portal.reviews.take_up(visit, former.number)
    await stage.portal.re_enrolments.preparing.write(owner(visit), zoe, "Je l’apporte lundi.")
    new = await send(stage, visit, zoe)
    (lack,) = (await missing.lacking(ANNE)).lacks
    assert (lack.line.number, lack.hindrance) == (new.number, "today")
    stage.clock.turn(days=1)
    (lack,) = (await missing.lacking(ANNE)).lacks
    assert lack.hindrance is None
