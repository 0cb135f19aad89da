"""Réinscription in the portal: what is known of the tab, whose it is, and what was sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.errors import FormChanged, HalfPage, NotListed
from adapters.re_enrolment import Discipline
from gateway.documents import DocumentRefused, Owner
from gateway.drafts import DraftChanged, Drafts, NothingBegun
from gateway.pending.errors import NotOpen
from gateway.pending.states import State
from gateway.views import ReEnrolmentView, RequestView, Visit
from tests.unit.old_tabs import TabsExtranet
from tests.unit.pages.re_enrolling import PDF, WORDING
from tests.unit.pending.old_tab import NAMES, PAST
from tests.unit.portal.stage import CHIDI, HELENE, Stage, staged

HOME = NAMES[0].value
CANARY = "CANARI-DEMANDE-COMPLÉMENTAIRE"


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, TabsExtranet(), re_enrolment=WORDING) as ready:
        yield ready


def tabs(stage: Stage) -> TabsExtranet:
    assert isinstance(stage.extranet, TabsExtranet)
    return stage.extranet


def owner(visit: Visit) -> Owner:
    return Owner(school=visit.school, account=visit.account)


async def show(stage: Stage, visit: Visit, student: str) -> ReEnrolmentView:
    return await stage.portal.re_enrolments.show(visit, student)


async def choose(stage: Stage, visit: Visit, student: str, *ticked: str) -> None:
    view = await show(stage, visit, student)
    problems = await stage.portal.re_enrolments.preparing.choose(
        owner(visit), student, view.seen, ticked, {}
    )
    assert problems == {}


async def give(
    stage: Stage, visit: Visit, student: str, file: str = "domicile.pdf", name: str = HOME
) -> str:
    async def pieces() -> AsyncIterator[bytes]:
        yield PDF

    given = await stage.portal.re_enrolments.giving.give(
        owner(visit), student, name, "", file, "application/pdf", pieces()
    )
    return given.document


async def send(stage: Stage, visit: Visit, student: str) -> RequestView:
    view = await stage.portal.re_enrolments.prepared(visit, student)
    return await stage.portal.send_re_enrolment(visit, student, view.version, False)


async def knows(stage: Stage, visit: Visit) -> list[bool]:
    """For each student, whether the tab is known to be there."""
    view = await stage.portal.students(visit)
    return [each.ref in view.re_enrol for each in view.students or ()]


async def test_a_students_page_finds_out_beside_it_and_siblings_one_at_a_time(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    loeiza = await stage.student(visit, 1)
    before = await stage.portal.courses(visit, loeiza)
    await stage.settle()
    assert not before.re_enrols
    assert await knows(stage, visit) == [False, True, False]
    after = await stage.portal.courses(visit, loeiza)
    await stage.settle()
    assert after.re_enrols
    assert await knows(stage, visit) == [True, True, False]


async def test_siblings_are_not_asked_for_where_the_first_has_no_such_tab(stage: Stage) -> None:
    tabs(stage).tab.active = False
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    for _ in range(3):
        await stage.portal.courses(visit, zoe)
        await stage.settle()
    assert [each.reads for each in tabs(stage).tabs.values()] == [1]
    assert await knows(stage, visit) == [False, False, False]


async def test_a_tab_that_cannot_be_read_is_not_asked_for_again_at_every_page(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    stage.extranet.faults.failing["re_enrolment"] = HalfPage()
    for _ in range(3):
        await stage.portal.courses(visit, zoe)
        await stage.settle()
    assert tabs(stage).of(zoe).reads == 1
    del stage.extranet.faults.failing["re_enrolment"]
    stage.clock.turn(minutes=11)
    await stage.portal.courses(visit, zoe)
    await stage.settle()
    assert (await knows(stage, visit))[0]


async def test_a_tab_that_opens_later_shows_within_an_hour(stage: Stage) -> None:
    tabs(stage).tab.active = False
    cookie = await stage.cookie(HELENE)
    visit = await stage.visit(cookie)
    zoe = await stage.student(visit)
    await stage.portal.courses(visit, zoe)
    await stage.settle()
    tabs(stage).of(zoe).active = True
    for minutes, known in ((20, False), (20, False), (25, True)):
        stage.clock.turn(minutes=minutes)
        await stage.visit(cookie)
        await stage.portal.courses(visit, zoe)
        await stage.settle()
        assert (await knows(stage, visit))[0] is known


async def test_another_familys_student_is_not_found_though_the_old_site_would_serve_it(
    stage: Stage,
) -> None:
    helene, chidi = await stage.sign_in(HELENE), await stage.sign_in(CHIDI)
    zoe = await stage.student(helene)
    await choose(stage, helene, zoe, "piano")
    seen = (await show(stage, helene, zoe)).seen
    document = await give(stage, helene, zoe)
    reads = tabs(stage).of(zoe).reads
    async with stage.portal._sessions.using(chidi.school, chidi.session) as session:
        assert await session.re_enrolment(zoe) is not None
    with pytest.raises(NotListed):
        await show(stage, chidi, zoe)
    with pytest.raises(NothingBegun):
        await stage.portal.re_enrolments.prepared(chidi, zoe)
    with pytest.raises(NothingBegun):
        await stage.portal.re_enrolments.giving.take_back(owner(chidi), zoe, document)
    with pytest.raises(NothingBegun):
        await stage.portal.send_re_enrolment(chidi, zoe, "", False)
    nnenna = await stage.student(chidi)
    await choose(stage, chidi, nnenna, "piano")
    with pytest.raises(NotListed):
        await stage.portal.re_enrolments.borrow(chidi, nnenna, zoe, document)
    with pytest.raises(FormChanged):
        await stage.portal.re_enrolments.preparing.choose(owner(chidi), zoe, seen, ("fm",), {})
    assert not await stage.portal.re_enrolments.giving.take_back(owner(chidi), nnenna, document)
    assert tabs(stage).of(zoe).reads == reads + 1, "only by this test's own session"
    kept = await stage.portal.re_enrolments.prepared(helene, zoe)
    assert [each.id for each in kept.given] == [document]


async def test_only_what_the_tab_offered_is_ever_kept(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    seen = (await show(stage, visit, zoe)).seen
    forged = ("piano", "piano", PAST.key, "inconnu")
    await stage.portal.re_enrolments.preparing.choose(
        owner(visit), zoe, seen, forged, {"inconnue": "1", "demande": "x"}
    )
    draft = await stage.portal._drafts.find(visit.school, visit.account, zoe)

    assert draft is not None
    assert (draft.ticked, draft.answers) == (("piano",), {})
    with pytest.raises(DocumentRefused):
        await stage.portal.re_enrolments.giving.may_give(owner(visit), zoe, "99")


async def test_a_draft_is_there_after_a_restart_with_the_old_site_down(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    await give(stage, visit, zoe)
    await stage.restart()
    stage.extranet.faults.down = True
    prepared = await stage.portal.re_enrolments.prepared(visit, zoe)

    assert prepared.ticked == {"piano"}
    assert [each.file_name for each in prepared.given] == ["domicile.pdf"]
    assert len(prepared.students or ()) == 3


async def test_where_nothing_can_be_read_step_one_shows_the_draft_on_the_tab_as_it_was(
    stage: Stage,
) -> None:
    cookie = await stage.cookie(HELENE)
    visit = await stage.visit(cookie)
    zoe = await stage.student(visit)
    loeiza = await stage.student(visit, 1)
    await choose(stage, visit, zoe, "piano")
    await stage.restart()
    stage.extranet.faults.down = True
    visit = await stage.visit(cookie)
    view = await show(stage, visit, zoe)
    unread = await show(stage, visit, loeiza)

    assert view.screen is not None
    assert (view.trouble, view.ticked) == ("unreachable", frozenset({"piano"}))
    assert (unread.screen, unread.trouble) == (None, "unreachable")


async def test_a_draft_whose_sending_was_cut_short_is_not_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    await give(stage, visit, zoe)
    version = (await stage.portal.re_enrolments.prepared(visit, zoe)).version

    async def cut(*args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as cut_short:
        cut_short.setattr(Drafts, "erase", cut)
        with pytest.raises(RuntimeError):
            await stage.portal.send_re_enrolment(visit, zoe, version, False)
    with pytest.raises(NothingBegun):
        await stage.portal.re_enrolments.prepared(visit, zoe)
    again = await stage.portal.send_re_enrolment(visit, zoe, version, False)
    await stage.work()

    assert [each.number for each in await stage.portal.requests(visit)] == [again.number]
    assert len(tabs(stage).of(zoe).enrolled) == 1


async def test_a_draft_without_documents_that_was_cut_short_is_one_request_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    version = (await stage.portal.re_enrolments.prepared(visit, zoe)).version

    async def cut(*args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as cut_short:
        cut_short.setattr(Drafts, "erase", cut)
        with pytest.raises(RuntimeError):
            await stage.portal.send_re_enrolment(visit, zoe, version, False)
    await stage.portal.send_re_enrolment(visit, zoe, version, False)
    await stage.work()

    assert len(await stage.portal.requests(visit)) == 1
    assert len(tabs(stage).of(zoe).enrolled) == 1


async def test_another_version_than_the_one_shown_is_not_sent(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    version = (await stage.portal.re_enrolments.prepared(visit, zoe)).version
    await stage.portal.re_enrolments.preparing.write(owner(visit), zoe, "Merci.")
    with pytest.raises(DraftChanged):
        await stage.portal.send_re_enrolment(visit, zoe, version, False)
    assert await stage.portal.requests(visit) == ()


async def test_without_the_schools_wording_nothing_is_sent_and_the_draft_is_kept(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path, TabsExtranet()) as stage:
        visit = await stage.sign_in(HELENE)
        zoe = await stage.student(visit)
        await choose(stage, visit, zoe, "piano")
        with pytest.raises(NotOpen):
            await send(stage, visit, zoe)
        kept = await stage.portal.re_enrolments.prepared(visit, zoe)
        assert (kept.sends, kept.ticked) == (False, frozenset({"piano"}))


async def test_the_tab_is_done_until_the_school_offers_something_else(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    assert not (await show(stage, visit, zoe)).done
    await choose(stage, visit, zoe, "piano")
    await send(stage, visit, zoe)
    tab = tabs(stage).of(zoe)
    assert (await show(stage, visit, zoe)).done
    await stage.work()
    waiting = await show(stage, visit, zoe)
    tab.waiting = False
    validated = await show(stage, visit, zoe)
    tab.disciplines = (*tab.disciplines, Discipline(key="luth", caption="Luth"))
    next_year = await show(stage, visit, zoe)

    assert waiting.done
    assert waiting.screen is not None
    assert waiting.screen.waiting
    assert validated.done
    assert validated.asked is not None
    assert validated.asked.state is State.VALIDATED
    assert not next_year.done


async def test_a_document_that_is_no_longer_kept_is_said_to_be_gone_and_not_sent(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    document = await give(stage, visit, zoe)
    await stage.portal._documents.forget(owner(visit), [document])
    view = await stage.portal.re_enrolments.prepared(visit, zoe)
    asked = await send(stage, visit, zoe)

    assert (view.given, view.gone) == ((), ("domicile.pdf",))
    assert [each.label for each in view.missing][:1] == [NAMES[0].label]
    assert asked.re_enrolment is not None
    assert asked.re_enrolment.documents == ()
    assert NAMES[0].label in asked.re_enrolment.missing


async def test_what_is_prepared_is_in_clear_nowhere(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    await give(stage, visit, zoe, f"{CANARY}.pdf")
    await stage.portal.re_enrolments.preparing.write(owner(visit), zoe, CANARY)
    await send(stage, visit, zoe)
    await stage.work()
    whole = b"".join(path.read_bytes() for path in stage.folder.rglob("*") if path.is_file())

    assert tabs(stage).of(zoe).enrolled[0].note == CANARY
    assert CANARY.encode() not in whole
    assert PDF[:20] not in whole
    assert CANARY not in caplog.text


async def test_erasing_a_draft_erases_its_documents(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    await choose(stage, visit, zoe, "piano")
    document = await give(stage, visit, zoe)
    await stage.portal.re_enrolments.preparing.erase(owner(visit), zoe)

    assert await stage.portal._documents.find(owner(visit), [document]) == ()
    with pytest.raises(NothingBegun):
        await stage.portal.re_enrolments.prepared(visit, zoe)


async def test_two_children_are_re_enrolled_with_the_same_documents_in_the_extranets_own_ledger(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path, re_enrolment=WORDING) as stage:
        visit = await stage.sign_in(HELENE)
        zoe, loeiza = await stage.student(visit), await stage.student(visit, 1)
        chosen = {}
        for student in (zoe, loeiza):
            screen = (await show(stage, visit, student)).screen
            assert screen is not None
            chosen[student] = tuple(one for one in screen.disciplines if one.editable)
            await choose(stage, visit, student, *(one.key for one in chosen[student]))
            if student == zoe:
                await give(stage, visit, student)
                await stage.portal.re_enrolments.preparing.write(owner(visit), zoe, "Merci.")
            else:
                await stage.portal.re_enrolments.borrow(visit, student, zoe, None)
            await send(stage, visit, student)
        await stage.work()
        left = await stage.portal.re_enrolments.next_children(visit, loeiza)

        assert [(each.student, each.note) for each in stage.extranet.enrolled] == [
            (zoe, "Merci."), (loeiza, "")
        ]  # fmt: skip
        for each in stage.extranet.enrolled:
            assert set(each.ticked) == {one.caption for one in chosen[each.student]}
            assert [(document.name, document.body) for document in each.documents] == [
                (NAMES[0].label, PDF)
            ]
        assert len(stage.extranet.imports) == 2
        assert [each.student.ref for each in left.children] == [await stage.student(visit, 2)]
