"""The extranet in memory: Réinscription, and what can go wrong with it on demand."""

from collections.abc import Awaitable, Callable

import pytest

from adapters.errors import NotListed, TooSlow, Unstorable
from adapters.memory import Enrolled, MemoryExtranet, NextWrite
from adapters.memory.enrolling import LONGEST_NOTE
from adapters.model import Verdict
from adapters.port import Session
from adapters.re_enrolment import Document, Filed, ReEnrolment, Wish
from tests.contract.visit import nothing_to_do

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def session(extranet: MemoryExtranet) -> Session:
    return await extranet.sign_in(extranet.credentials("F-1042"))


@pytest.fixture
async def zoe(session: Session) -> str:
    return (await session.students())[0].ref


async def tab_of(session: Session, student: str) -> ReEnrolment:
    tab = await session.re_enrolment(student)
    assert tab is not None
    return tab


def document(file_name: str = "2026-7K3QX9-1-piece.pdf") -> Document:
    return Document(name="1", file_name=file_name, media_type="application/pdf", body=PDF)


def wish(tab: ReEnrolment, note: str = "Le mardi, si possible.") -> Wish:
    offered = tuple(one.key for one in tab.disciplines if one.editable)
    return Wish(ticked=offered[:1], offered=offered, note=note, shape=tab.shape)


Write = Callable[[Session, str], Awaitable[Filed]]


async def imports(session: Session, student: str) -> Filed:
    return await session.upload(student, document(), nothing_to_do)


async def validates(session: Session, student: str) -> Filed:
    asked = wish(await tab_of(session, student))
    return await session.submit_re_enrolment(student, asked, nothing_to_do)


def effects(extranet: MemoryExtranet) -> int:
    return len(extranet.imports) + len(extranet.enrolled)


async def test_every_student_of_the_family_has_the_tab_with_the_schools_documents(
    session: Session,
) -> None:
    students = await session.students()
    tabs = [await tab_of(session, student.ref) for student in students]

    assert len(tabs) == 3
    for tab in tabs:
        assert tab.imports is not None
        assert [one.label for one in tab.imports.names] == [
            "Justificatif de domicile",
            "Attestation d’assurance",
            "Photo d’identité",
            "Justificatif de quotient familial",
        ]
        assert any(one.editable for one in tab.disciplines)
        assert any(not one.editable for one in tab.disciplines)


async def test_what_took_effect_is_on_the_staffs_side(
    extranet: MemoryExtranet, session: Session, zoe: str
) -> None:
    asked = wish(await tab_of(session, zoe))
    await session.upload(zoe, document(), nothing_to_do)
    await session.submit_re_enrolment(zoe, asked, nothing_to_do)

    (came,) = extranet.imports
    assert (came.identifier, came.student, came.name, came.body) == (
        "F-1042", zoe, "Justificatif de domicile", PDF,
    )  # fmt: skip
    (made,) = extranet.enrolled
    assert made == Enrolled("F-1042", zoe, ("Flûte traversière",), asked.note, (came,))


@pytest.mark.parametrize("write", [imports, validates])
@pytest.mark.parametrize(
    ("fate", "arrived"), [(NextWrite.ANSWER_LOST, 1), (NextWrite.REQUEST_LOST, 0)]
)
async def test_what_is_lost_is_unknown_and_only_the_next_write_is(
    extranet: MemoryExtranet,
    session: Session,
    zoe: str,
    write: Write,
    fate: NextWrite,
    arrived: int,
) -> None:
    extranet.faults.next_write = fate

    outcome = await write(session, zoe)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert effects(extranet) == arrived
    assert extranet.faults.next_write is NextWrite.ARRIVES


@pytest.mark.parametrize("write", [imports, validates])
async def test_a_late_write_lands_once_and_its_session_waits_meanwhile(
    extranet: MemoryExtranet, session: Session, zoe: str, write: Write
) -> None:
    extranet.faults.next_write = NextWrite.LANDS_LATE
    outcome = await write(session, zoe)
    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert effects(extranet) == 0
    with pytest.raises(TooSlow):
        await session.re_enrolment(zoe)

    extranet.land()
    extranet.land()

    assert effects(extranet) == 1
    tab = await tab_of(session, zoe)
    assert (len(tab.imported or ()) == 1) is (tab.waiting is None)


@pytest.mark.parametrize("write", [imports, validates])
async def test_a_session_that_ends_on_the_way_leaves_nothing(
    extranet: MemoryExtranet, session: Session, zoe: str, write: Write
) -> None:
    tab = await tab_of(session, zoe)

    async def the_server_restarts() -> None:
        extranet.end_sessions()

    if write is imports:
        outcome = await session.upload(zoe, document(), the_server_restarts)
    else:
        outcome = await session.submit_re_enrolment(zoe, wish(tab), the_server_restarts)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, True)
    assert effects(extranet) == 0


async def test_a_format_that_the_window_does_not_state_is_refused(
    extranet: MemoryExtranet, session: Session, zoe: str
) -> None:
    outcome = await session.upload(zoe, document("piece.heic"), nothing_to_do)

    assert outcome.verdict is Verdict.REFUSED
    assert "JPEG, JPG, PNG, PDF" in outcome.words
    assert extranet.imports == []


@pytest.mark.parametrize("note", ["日本", "é" * (LONGEST_NOTE + 1)])
async def test_a_note_that_the_site_cannot_keep_is_not_sent(
    extranet: MemoryExtranet, session: Session, zoe: str, note: str
) -> None:
    tab = await tab_of(session, zoe)

    with pytest.raises(Unstorable) as refusal:
        await session.submit_re_enrolment(zoe, wish(tab, note), nothing_to_do)

    assert refusal.value.field_key == "note"
    assert extranet.asked["write"] == 0


async def test_a_site_that_lists_no_imports_takes_the_same_file_twice(
    extranet: MemoryExtranet, session: Session, zoe: str
) -> None:
    on_file = extranet.families["F-1042"].student(zoe).enrolment
    assert on_file is not None
    on_file.lists_files = False

    outcomes = [await imports(session, zoe) for _ in range(2)]

    assert (await tab_of(session, zoe)).imported is None
    assert {one.verdict for one in outcomes} == {Verdict.APPLIED}
    assert len(extranet.imports) == 2


async def test_a_student_without_the_tab_has_none_while_its_siblings_do(
    extranet: MemoryExtranet, session: Session, zoe: str
) -> None:
    tab = await tab_of(session, zoe)
    extranet.families["F-1042"].student(zoe).enrolment = None

    assert await session.re_enrolment(zoe) is None
    with pytest.raises(NotListed):
        await session.submit_re_enrolment(zoe, wish(tab), nothing_to_do)
    assert await session.re_enrolment((await session.students())[1].ref) is not None


async def test_every_reading_and_every_write_is_counted(
    extranet: MemoryExtranet, session: Session, zoe: str
) -> None:
    await imports(session, zoe)
    await validates(session, zoe)

    assert extranet.asked == {"sign_in": 1, "students": 1, "re_enrolment": 3, "write": 2}


async def test_two_extranets_share_no_tab(session: Session, zoe: str) -> None:
    await imports(session, zoe)
    await validates(session, zoe)
    other = MemoryExtranet()

    elsewhere = await other.sign_in(other.credentials("F-1042"))

    tab = await tab_of(elsewhere, zoe)
    assert (tab.waiting, tab.imported) == (None, ())
    assert not any(one.ticked for one in tab.disciplines)
