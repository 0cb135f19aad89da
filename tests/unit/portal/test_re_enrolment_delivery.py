"""A re-enrolment from the family to the extranet in memory, compared with its own ledger."""

import secrets
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from adapters.memory import NextWrite
from adapters.model import Student
from gateway.documents import Owner
from gateway.pending.errors import NotFound
from gateway.pending.re_enrolments import AskingReEnrolment, Piece
from gateway.pending.requests import Known
from gateway.pending.states import State
from gateway.views import RequestView, Visit
from tests.unit.pending.enrolling_stage import WORDING, pdf
from tests.unit.portal.stage import CHIDI, HELENE, LONGEST_RUN, SCHOOL, Stage

HOME, PHOTO = "Justificatif de domicile", "Photo d’identité"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """With the school's wording."""
    school = stage.settings.schools[SCHOOL]
    stage.settings.schools[SCHOOL] = replace(school, re_enrolment=WORDING)
    return stage


async def piece(stage: Stage, visit: Visit, label: str) -> Piece:
    async def pieces() -> AsyncIterator[bytes]:
        yield pdf(label)

    owner = Owner(visit.school, visit.account)
    stored = await stage.portal._documents.receive(owner, "x.pdf", "application/pdf", pieces())
    tab = stage.extranet.families[HELENE].students[0].enrolment
    assert tab is not None
    name = next(option.value for option in tab.names if option.label == label)
    return Piece(document=stored.id, name=name, label=label, file_name=stored.file_name)


async def ask(stage: Stage, visit: Visit, place: int = 0, *labels: str) -> Known:
    """Ask for all that the tab of the student in that place offers."""
    view = await stage.portal.students(visit)
    assert view.students is not None
    student: Student = view.students[place]
    async with stage.portal._sessions.using(visit.school, visit.session) as session:
        screen = await session.re_enrolment(student.ref)
    assert screen is not None
    return await stage.portal._requests.accept_re_enrolment(
        AskingReEnrolment(
            school=visit.school,
            account=visit.account,
            student=student,
            screen=screen,
            press=secrets.token_hex(4),
            ticked=tuple(one.key for one in screen.disciplines if one.editable),
            note="Plutôt le mercredi.",
            answers={},
            pieces=tuple([await piece(stage, visit, label) for label in labels]),
            means=stage.portal._sessions.means(visit.school, visit.session),
            known_addresses=("helene.lemarchand@example.org",),
        )
    )


async def view_of(stage: Stage, visit: Visit, asked: Known) -> RequestView:
    return await stage.portal.request(visit, asked.row.number)


async def work_out(stage: Stage) -> None:
    for _ in range(8):
        await stage.work()
        stage.clock.turn(seconds=LONGEST_RUN + 1)


async def test_it_arrives_once_with_its_documents_byte_for_byte(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await ask(stage, visit, 0, HOME, PHOTO)
    await work_out(stage)
    view = await view_of(stage, visit, asked)
    assert view.state is State.AWAITING_STAFF
    (enrolled,) = stage.extranet.enrolled
    assert [(each.name, each.body) for each in enrolled.documents] == [
        (HOME, pdf(HOME)),
        (PHOTO, pdf(PHOTO)),
    ]
    assert all(each.file_name.startswith(view.number) for each in stage.extranet.imports)


@pytest.mark.parametrize("write", [1, 2, 3])
@pytest.mark.parametrize(
    "fate", [NextWrite.ANSWER_LOST, NextWrite.REQUEST_LOST, NextWrite.LANDS_LATE]
)
async def test_a_lost_answer_leads_to_one_request_with_each_document_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, write: int, fate: NextWrite
) -> None:
    visit = await stage.sign_in()
    asked = await ask(stage, visit, 0, HOME, PHOTO)
    fates = iter([NextWrite.ARRIVES] * (write - 1) + [fate])
    faults = stage.extranet.faults
    monkeypatch.setattr(faults, "take_next_write", lambda: next(fates, NextWrite.ARRIVES))
    await stage.work()
    stage.extranet.land()
    await work_out(stage)
    assert (await view_of(stage, visit, asked)).state is State.AWAITING_STAFF
    (enrolled,) = stage.extranet.enrolled
    assert [each.name for each in enrolled.documents] == [HOME, PHOTO]
    assert len(stage.extranet.imports) == 2


async def test_it_goes_on_after_the_family_has_signed_out(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await ask(stage, visit, 0, HOME)
    await stage.portal.sign_out(visit)
    await work_out(stage)
    assert len(stage.extranet.enrolled) == 1
    again = await stage.sign_in()
    assert (await view_of(stage, again, asked)).state is State.AWAITING_STAFF


async def test_two_childrens_requests_are_kept_apart(stage: Stage) -> None:
    visit = await stage.sign_in()
    await ask(stage, visit, 0, HOME)
    await ask(stage, visit, 1, PHOTO)
    await work_out(stage)
    first, second = stage.extranet.enrolled
    assert first.student != second.student
    assert [[each.name for each in one.documents] for one in (first, second)] == [[HOME], [PHOTO]]


@pytest.mark.parametrize("where", ["list", "receipt"])
async def test_a_look_at_demandes_finds_out_that_the_staff_has_validated(
    stage: Stage, where: str
) -> None:
    visit = await stage.sign_in()
    asked = await ask(stage, visit)
    await work_out(stage)
    stage.extranet.validate_re_enrolment(HELENE, await stage.student(visit))
    if where == "list":
        (view,) = await stage.portal.requests(visit)
    else:
        view = await view_of(stage, visit, asked)
    assert (view.state, view.kind) == (State.VALIDATED, "re_enrolment")


async def test_a_tab_that_was_closed_leaves_it_as_it_was_last_seen(stage: Stage) -> None:
    visit = await stage.sign_in()
    asked = await ask(stage, visit)
    await work_out(stage)
    before = await view_of(stage, visit, asked)
    stage.extranet.re_enrolments_open = False
    stage.clock.turn(minutes=5)
    after = await view_of(stage, visit, asked)
    assert (after.state, after.seen_at) == (State.AWAITING_STAFF, before.seen_at)


async def test_another_family_finds_nothing_of_it(stage: Stage) -> None:
    asked = await ask(stage, await stage.sign_in())
    with pytest.raises(NotFound):
        await view_of(stage, await stage.sign_in(CHIDI), asked)
