"""The extranet in memory: what it offers to those who test on it."""

import asyncio

import msgspec
import pytest

from adapters.errors import (
    AccountClosed,
    BadCredentials,
)
from adapters.memory import Effect, MemoryExtranet, Showing, create
from adapters.model import Outcome, Proposal
from adapters.port import Session
from adapters.registry import ExtranetSettings
from adapters.registry import extranet as by_name
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


async def test_the_registry_knows_it_by_name() -> None:
    settings = ExtranetSettings(sign_in_url="https://extranet.example/", longest_run=7)

    found = by_name("memory", settings)

    assert isinstance(found, MemoryExtranet)
    assert found.longest_run == 7
    assert type(create(settings)) is type(found)


async def test_two_extranets_share_nothing(session: Session) -> None:
    other = MemoryExtranet()
    await propose(session)

    elsewhere = await other.sign_in(other.credentials("F-1042"))

    assert (await elsewhere.family()).waiting is None
    assert other.ledger == []


async def test_a_closed_account_is_told_in_the_schools_words(extranet: MemoryExtranet) -> None:
    with pytest.raises(AccountClosed) as refusal:
        await extranet.sign_in(extranet.credentials("F-3001"))

    assert refusal.value.words == extranet.families["F-3001"].closed


async def test_a_password_changed_elsewhere_shows_when_the_session_has_ended(
    extranet: MemoryExtranet, session: Session
) -> None:
    extranet.families["F-1042"].password = "another"
    assert (await session.family()).fields()

    extranet.end_sessions()

    with pytest.raises(BadCredentials):
        await session.family()


async def test_the_field_shows_what_the_site_is_set_to_show_while_it_waits() -> None:
    shown = {}
    for showing in Showing:
        extranet = MemoryExtranet(showing=showing)
        session = await extranet.sign_in(extranet.credentials("F-1042"))
        await propose(session)
        portable = (await session.family()).field("portable")
        assert portable is not None
        assert portable.waiting is not None
        shown[showing] = (portable.value, portable.waiting.current, portable.waiting.requested)

    assert shown == {
        Showing.REQUESTED: (NEW, "06 39 98 12 34", None),
        Showing.CURRENT: ("06 39 98 12 34", None, NEW),
    }


async def test_it_counts_what_it_was_asked(extranet: MemoryExtranet, session: Session) -> None:
    await session.home()
    await propose(session)

    assert extranet.asked == {"sign_in": 1, "home": 1, "family": 2, "write": 1}


async def test_calls_of_one_session_wait_for_each_other(
    extranet: MemoryExtranet, session: Session
) -> None:
    gate = extranet.faults.slow()
    calls = [asyncio.create_task(session.home()) for _ in range(2)]
    await gate.reached.wait()
    await asyncio.sleep(0)

    assert extranet.asked["home"] == 1
    gate.open()
    await asyncio.gather(*calls)
    assert extranet.asked["home"] == 2


async def test_another_sites_family_is_not_let_in(extranet: MemoryExtranet) -> None:
    right = extranet.credentials("F-1042")

    with pytest.raises(BadCredentials):
        await extranet.sign_in(msgspec.structs.replace(right, site="2"))


async def test_a_field_that_the_school_takes_away_waits_no_more(
    extranet: MemoryExtranet, session: Session
) -> None:
    await propose(session)

    extranet.remove_field("portable")

    assert (await session.family()).waiting is None
