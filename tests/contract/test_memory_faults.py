"""The extranet in memory: faults on demand, for those who test on it."""

import asyncio

import pytest

from adapters.errors import (
    ExtranetError,
    FormChanged,
    Maintenance,
    NotUnderstood,
    TooSlow,
    Unreachable,
)
from adapters.memory import Effect, MemoryExtranet, NextWrite
from adapters.model import Field, Outcome, Proposal, Step, Verdict
from adapters.port import Session
from tests.contract.reader import read_invoice
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
