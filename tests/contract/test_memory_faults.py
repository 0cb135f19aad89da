"""The extranet in memory: faults on demand, for those who test on it."""

import asyncio

import pytest

from adapters.errors import (
    ColumnsLost,
    ExtranetError,
    FormChanged,
    Maintenance,
    NoDocument,
    NotUnderstood,
    ServerFault,
    TooSlow,
    Unreachable,
)
from adapters.memory import Effect, MemoryExtranet, NextWrite
from adapters.model import Field, ListName, Outcome, Proposal, Step, Verdict
from adapters.port import Session
from tests.contract.reader import read_invoice, read_list
from tests.contract.visit import asking, nothing_to_do

NEW = "06 39 98 00 12"
ARRIVED = [Effect("F-1042", {"portable": NEW})]


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def session(extranet: MemoryExtranet) -> Session:
    return await extranet.sign_in(extranet.credentials("F-1042"))


async def proposal(session: Session) -> Proposal:
    return asking(await session.family(), {"Téléphone portable": NEW})


async def propose(session: Session) -> Outcome:
    return await session.propose_family(await proposal(session), nothing_to_do)


@pytest.mark.parametrize(
    ("fault", "error"),
    [("down", Unreachable), ("maintenance", Maintenance), ("not_understood", NotUnderstood)],
)
async def test_a_fault_stops_every_reading_until_it_is_over(
    extranet: MemoryExtranet, session: Session, fault: str, error: type[ExtranetError]
) -> None:
    step = Step(list="invoices", line="aaaaaaaaaaaaaaaa")
    setattr(extranet.faults, fault, True)
    for ask in (
        extranet.sites,
        session.home,
        session.family,
        session.students,
        lambda: session.student("any"),
        lambda: session.courses("any"),
        lambda: session.history("any"),
        lambda: session.repertoire("any"),
        lambda: session.record("any", (step,)),
        session.billing,
        lambda: read_invoice(session, step),
    ):
        with pytest.raises(error):
            await ask()
    with pytest.raises(error):
        await extranet.sign_in(extranet.credentials("F-1042"))

    setattr(extranet.faults, fault, False)

    assert (await session.family()).fields()


async def test_a_slow_extranet_answers_once_its_gate_opens(
    extranet: MemoryExtranet, session: Session
) -> None:
    gate = extranet.faults.slow()
    reading = asyncio.create_task(session.family())
    await gate.reached.wait()
    assert not reading.done()

    gate.open()

    assert (await reading).fields()


async def test_a_lost_answer_leaves_the_effect_and_says_unknown(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.faults.next_write = NextWrite.ANSWER_LOST

    outcome = await propose(session)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert extranet.ledger == ARRIVED
    portable = (await session.family()).field("portable")
    assert portable is not None
    assert portable.waiting is not None


async def test_a_lost_request_leaves_nothing_and_says_unknown(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.faults.next_write = NextWrite.REQUEST_LOST

    outcome = await propose(session)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert extranet.ledger == []


async def test_only_the_next_write_is_lost(extranet: MemoryExtranet, session: Session) -> None:
    extranet.faults.next_write = NextWrite.REQUEST_LOST
    await propose(session)

    outcome = await propose(session)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert extranet.ledger == ARRIVED


async def test_a_late_effect_takes_place_when_it_lands_and_once(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.faults.next_write = NextWrite.LANDS_LATE
    outcome = await propose(session)
    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert extranet.ledger == []

    extranet.land()
    extranet.land()

    assert extranet.ledger == ARRIVED


async def test_while_an_effect_is_on_its_way_its_own_session_waits_and_others_see_nothing(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.faults.next_write = NextWrite.LANDS_LATE
    await propose(session)
    other = await extranet.sign_in(extranet.credentials("F-1042"))

    assert (await other.family()).waiting is None
    with pytest.raises(TooSlow):
        await session.family()
    extranet.land()
    assert (await session.family()).waiting is not None


async def test_an_old_server_that_locks_no_session_shows_the_old_value_meanwhile(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.faults.locks_session = False
    extranet.faults.next_write = NextWrite.LANDS_LATE
    await propose(session)

    assert (await session.family()).waiting is None


@pytest.mark.parametrize(("fault", "settled"), [("down", False), ("maintenance", True)])
async def test_a_fault_between_the_reading_and_the_write_is_unknown(
    extranet: MemoryExtranet, session: Session, fault: str, settled: bool
) -> None:
    async def it_begins() -> None:
        setattr(extranet.faults, fault, True)

    outcome = await session.propose_family(await proposal(session), it_begins)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, settled)
    assert extranet.ledger == []


async def test_an_answer_that_is_not_understood_is_unknown_though_it_took_effect(
    extranet: MemoryExtranet, session: Session
) -> None:
    async def the_school_redesigns() -> None:
        extranet.faults.not_understood = True

    outcome = await session.propose_family(await proposal(session), the_school_redesigns)

    assert outcome.verdict is Verdict.UNKNOWN
    assert extranet.ledger == ARRIVED


@pytest.mark.parametrize("change", ["more", "less"])
async def test_a_form_with_a_field_more_or_less_is_another_form(
    extranet: MemoryExtranet, session: Session, change: str
) -> None:
    asked = await proposal(session)
    if change == "more":
        extranet.add_field(Field(key="instrument", caption="Instrument à louer", value=""))
    else:
        extranet.remove_field("profession")

    with pytest.raises(FormChanged):
        await session.propose_family(asked, nothing_to_do)

    assert extranet.ledger == []


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
