"""What goes wrong with an old site over HTTP: the fictional school's faults, in both markups."""

import asyncio
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from adapters.errors import (
    ExtranetError,
    HalfPage,
    Maintenance,
    ServerFault,
    TooSlow,
    Unreachable,
)
from adapters.model import Outcome, Verdict
from adapters.port import Extranet, Session
from adapters.registry import extranet as by_name
from adapters.school.faults import FaultKind
from adapters.school.markup import MarkupName
from tests.contract.stands.school import SchoolStand, school
from tests.contract.stands.stranger import live
from tests.contract.visit import (
    another_number,
    asking,
    field_called,
    read,
    signed_in,
    telephone,
    true,
)
from tests.strangers.stage import Account, Effect, Shown


@pytest.fixture(params=get_args(MarkupName))
def stand(request: pytest.FixtureRequest) -> Iterator[SchoolStand]:
    with school(request.param) as built:
        yield built


@pytest.fixture
def field(stand: SchoolStand, account: Account) -> Shown:
    return telephone(stand, account)


async def propose(stand: SchoolStand, session: Session, field: Shown, fault: FaultKind) -> Outcome:
    """Ask for another number; the fault befalls the form itself."""
    sheet = await session.family()

    async def it_goes_wrong() -> None:
        stand.control.fault(fault, screen="family", method="POST", seconds=_held(fault))

    proposal = asking(sheet, {field.caption: another_number(field.value)})
    return await session.propose_family(proposal, it_goes_wrong)


def _held(fault: FaultKind) -> float:
    return 60 if fault is FaultKind.LATE_EFFECT else 0


def forms_received(stand: SchoolStand) -> int:
    return sum(post.screen == "family" for post in stand.control.posts())


@pytest.mark.parametrize(
    ("fault", "status", "error"),
    [
        (FaultKind.ERROR, 500, ServerFault),
        (FaultKind.MAINTENANCE, 200, Maintenance),
        (FaultKind.MAINTENANCE, 503, Maintenance),
        (FaultKind.HALF_PAGE, 200, HalfPage),
        (FaultKind.CUT, 200, Unreachable),
        (FaultKind.ANSWER_LOST, 200, Unreachable),
    ],
)
async def test_a_reading_that_goes_wrong_says_how_and_the_next_is_well(
    stand: SchoolStand,
    session: Session,
    account: Account,
    fault: FaultKind,
    status: int,
    error: type[ExtranetError],
) -> None:
    await session.family()
    stand.control.fault(fault, screen="family", status=status)

    with pytest.raises(error):
        await session.family()

    assert read(await session.family()) == true(stand.famille(account.identifier))


@pytest.mark.parametrize("percent", [1, 20, 40, 60, 80, 95, 99])
async def test_a_page_that_ends_early_is_never_a_shorter_sheet(
    stand: SchoolStand, session: Session, percent: int
) -> None:
    whole = await session.family()
    stand.control.fault(FaultKind.HALF_PAGE, screen="family", percent=percent)

    try:
        sheet = await session.family()
    except HalfPage:
        return

    assert sheet == whole


async def test_while_the_old_site_is_down_everything_is_unreachable(
    stand: SchoolStand, extranet: Extranet, session: Session
) -> None:
    stand.control.down()

    for ask in (extranet.sites, session.home, session.family):
        with pytest.raises(Unreachable):
            await ask()

    stand.control.down(False)
    assert await extranet.sites()


async def test_an_old_site_that_is_too_slow_says_so(stand: SchoolStand, account: Account) -> None:
    hasty = by_name("imuse", msgspec.structs.replace(live(stand.sign_in_url), timeout=0.5))
    session = await signed_in(hasty, account)
    stand.control.fault(FaultKind.SLOW, screen="family", seconds=60)

    with pytest.raises(TooSlow):
        await session.family()

    stand.control.release()
    await session.close()
    await hasty.close()


async def test_a_session_dropped_between_two_pages_is_begun_again(
    stand: SchoolStand, session: Session, account: Account
) -> None:
    stand.control.fault(FaultKind.SESSION_DROPPED, screen="family")

    assert read(await session.family()) == true(stand.famille(account.identifier))


async def test_where_the_answer_is_lost_the_write_is_unknown_and_was_sent_once(
    stand: SchoolStand, session: Session, account: Account, field: Shown
) -> None:
    outcome = await propose(stand, session, field, FaultKind.ANSWER_LOST)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    wanted = {field.caption: another_number(field.value)}
    assert stand.ledger == [Effect(account.identifier, wanted)]
    assert forms_received(stand) == 1
    assert field_called(await session.family(), field.caption).waiting is not None


async def test_an_effect_that_lands_late_is_unknown_and_the_same_session_waits_for_it(
    stand: SchoolStand, session: Session, field: Shown
) -> None:
    outcome = await propose(stand, session, field, FaultKind.LATE_EFFECT)
    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert stand.ledger == []

    reading = asyncio.create_task(session.family())
    stand.control.release()

    assert field_called(await reading, field.caption).waiting is not None
    assert forms_received(stand) == 1


@pytest.mark.parametrize("fault", [FaultKind.ERROR, FaultKind.MAINTENANCE])
async def test_a_form_that_the_old_site_could_not_take_is_unknown_and_not_sent_again(
    stand: SchoolStand, session: Session, field: Shown, fault: FaultKind
) -> None:
    outcome = await propose(stand, session, field, fault)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, True)
    assert stand.ledger == []
    assert forms_received(stand) == 1


async def test_a_session_that_ends_as_the_form_arrives_is_unknown_and_not_sent_again(
    stand: SchoolStand, session: Session, field: Shown
) -> None:
    outcome = await propose(stand, session, field, FaultKind.SESSION_DROPPED)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, True)
    assert stand.ledger == []
    assert forms_received(stand) == 1


async def test_half_an_answer_is_made_up_for_by_reading_back(
    stand: SchoolStand, session: Session, field: Shown
) -> None:
    outcome = await propose(stand, session, field, FaultKind.HALF_PAGE)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert len(stand.ledger) == 1


async def test_where_the_old_site_goes_down_before_the_form_leaves_nothing_takes_effect(
    stand: SchoolStand, session: Session, field: Shown
) -> None:
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})

    async def it_goes_down() -> None:
        stand.control.down()

    outcome = await session.propose_family(proposal, it_goes_down)

    assert (outcome.verdict, outcome.settled) == (Verdict.UNKNOWN, False)
    assert stand.ledger == []


async def test_where_the_old_site_is_down_before_the_reading_nothing_is_sent(
    stand: SchoolStand, session: Session, field: Shown
) -> None:
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})
    stand.control.down()

    async def never() -> None:
        raise AssertionError

    with pytest.raises(Unreachable):
        await session.propose_family(proposal, never)

    assert forms_received(stand) == 0
