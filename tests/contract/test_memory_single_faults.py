"""The extranet in memory: one thing goes wrong while all else goes on, for those who test on it."""

import asyncio

import pytest

from adapters.errors import (
    ColumnsLost,
    ExtranetError,
    Maintenance,
    NoDocument,
    NotUnderstood,
    ServerFault,
    TooSlow,
    Unreachable,
)
from adapters.memory import Effect, MemoryExtranet, NextWrite
from adapters.model import ListName, Outcome, Step, Verdict
from adapters.port import Session
from tests.contract.reader import read_invoice, read_list
from tests.contract.visit import asking, nothing_to_do


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def session(extranet: MemoryExtranet) -> Session:
    return await extranet.sign_in(extranet.credentials("F-1042"))


async def propose(session: Session) -> Outcome:
    asked = asking(await session.family(), {"Téléphone portable": "06 39 98 00 12"})
    return await session.propose_family(asked, nothing_to_do)


@pytest.mark.parametrize("error", [ColumnsLost(), TooSlow()], ids=["columns", "slow"])
@pytest.mark.parametrize("name", [ListName.COURSES, ListName.HISTORY, ListName.REPERTOIRE])
async def test_one_list_fails_while_all_else_goes_on(
    extranet: MemoryExtranet, session: Session, name: ListName, error: ExtranetError
) -> None:
    ref = (await session.students())[0].ref
    extranet.faults.failing[name] = error

    for asked in (ListName.COURSES, ListName.HISTORY, ListName.REPERTOIRE):
        if asked is name:
            with pytest.raises(type(error)):
                await read_list(session, ref, asked)
        else:
            assert (await read_list(session, ref, asked)).lines
    assert (await session.billing()).lists
    assert (await session.student(ref)).fields()

    del extranet.faults.failing[name]

    assert (await read_list(session, ref, name)).lines


async def test_what_comes_instead_of_a_pdf_is_refused_and_the_session_goes_on(
    extranet: MemoryExtranet, session: Session
) -> None:
    step = await first_invoice(session)
    extranet.faults.failing["invoice"] = NoDocument()

    with pytest.raises(NoDocument):
        await read_invoice(session, step)

    assert (await session.billing()).lists


async def test_a_duplicate_that_breaks_off_says_so_after_its_first_bytes(
    extranet: MemoryExtranet, session: Session
) -> None:
    step = await first_invoice(session)
    extranet.faults.breaks_off = True
    pieces = []

    async def read() -> None:
        async with session.invoice(step) as stream:
            async for piece in stream:
                pieces.append(piece)

    with pytest.raises(Unreachable):
        await read()

    assert pieces[0].startswith(b"%PDF-")
    assert (await session.billing()).lists


async def first_invoice(session: Session) -> Step:
    listing = (await session.billing()).lists[0]
    return Step(list=listing.key, line=listing.lines[0].ref or "")


async def test_an_open_duplicate_holds_the_session(session: Session) -> None:
    step = await first_invoice(session)

    async with session.invoice(step):
        reading = asyncio.create_task(session.billing())
        await asyncio.sleep(0)
        assert not reading.done()

    assert (await reading).lists


async def test_a_gate_may_stand_before_one_kind_of_reading_only(
    extranet: MemoryExtranet, session: Session
) -> None:
    ref = (await session.students())[0].ref
    other = await extranet.sign_in(extranet.credentials("F-1042"))
    gate = extranet.faults.slow("courses", "billing")
    reading = asyncio.create_task(session.courses(ref))
    await gate.reached.wait()

    assert (await other.history(ref)).lines
    assert not reading.done()
    gate.open()
    assert (await reading).lines
    assert (extranet.asked["courses"], extranet.asked["history"]) == (1, 1)


@pytest.mark.parametrize(
    ("error", "settled", "effects"),
    [(ServerFault(), False, 0), (Maintenance(), True, 0), (NotUnderstood(), True, 1)],
    ids=["fault", "maintenance", "not understood"],
)
async def test_a_write_alone_may_fail_and_is_then_unknown(
    extranet: MemoryExtranet, session: Session, error: ExtranetError, settled: bool, effects: int
) -> None:
    extranet.faults.failing["write"] = error

    outcome = await propose(session)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, settled)
    assert len(extranet.ledger) == effects
    assert (await session.family()).fields()


@pytest.mark.parametrize("fate", [NextWrite.ANSWER_LOST, NextWrite.LANDS_LATE])
async def test_a_students_write_may_be_lost_or_late_too(
    extranet: MemoryExtranet, session: Session, fate: NextWrite
) -> None:
    ref = (await session.students())[1].ref
    extranet.faults.next_write = fate
    proposal = asking(await session.student(ref), {"Remarques": "Partie en sixième"})

    outcome = await session.propose_student(ref, proposal, nothing_to_do)
    extranet.land()

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert extranet.ledger == [Effect("F-1042", {"remarque": "Partie en sixième"}, ref)]
    assert (await session.student(ref)).waiting
    assert (await session.family()).waiting is None


async def test_it_counts_every_kind_of_reading(extranet: MemoryExtranet, session: Session) -> None:
    ref = (await session.students())[0].ref
    listing = await session.courses(ref)
    await session.history(ref)
    await session.repertoire(ref)
    await session.record(ref, (Step(list="courses", line=listing.lines[0].ref or ""),))
    await session.student(ref)
    await read_invoice(session, await first_invoice(session))

    assert extranet.asked == {
        "sign_in": 1,
        "students": 1,
        "student": 1,
        "courses": 1,
        "history": 1,
        "repertoire": 1,
        "record": 1,
        "billing": 1,
        "invoice": 1,
    }
