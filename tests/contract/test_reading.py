"""Famille read, on every stand."""

import asyncio

from adapters.model import Kind
from adapters.port import Extranet, Session
from tests.contract.stands.stand import Stand
from tests.contract.visit import another_number, read, signed_in, telephone, true
from tests.strangers.stage import Account


async def test_famille_is_read_whole_in_its_order_and_sections(
    stand: Stand, session: Session, account: Account
) -> None:
    assert read(await session.family()) == true(stand.famille(account.identifier))


async def test_the_other_family_is_read_whole_as_well(extranet: Extranet, stand: Stand) -> None:
    other = stand.accounts[1]
    session = await signed_in(extranet, other)

    assert read(await session.family()) == true(stand.famille(other.identifier))
    await session.close()


async def test_the_same_sheet_is_read_the_same_twice(session: Session) -> None:
    assert await session.family() == await session.family()


async def test_each_field_has_a_key_of_its_own(session: Session) -> None:
    keys = [field.key for field in (await session.family()).fields()]

    assert len(keys) == len(set(keys))


async def test_a_choices_value_is_one_of_its_options(session: Session) -> None:
    choices = [field for field in (await session.family()).fields() if field.kind is Kind.CHOICE]

    assert choices
    for field in choices:
        assert field.value in [option.value for option in field.options]


async def test_a_sheet_that_nobody_touched_shows_nothing_as_waiting(session: Session) -> None:
    sheet = await session.family()

    assert sheet.waiting is None
    assert [field.caption for field in sheet.fields() if field.waiting is not None] == []
    assert sheet.writable


async def test_what_the_staff_changes_is_seen_at_the_next_reading(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    await session.family()

    stand.edit(account.identifier, field.caption, another_number(field.value))

    assert read(await session.family()) == true(stand.famille(account.identifier))


async def test_a_reading_signs_in_again_where_the_session_has_ended(
    stand: Stand, session: Session, account: Account
) -> None:
    await session.family()
    stand.end_sessions()

    assert read(await session.family()) == true(stand.famille(account.identifier))


async def test_accueil_signs_in_again_where_the_session_has_ended(
    stand: Stand, session: Session
) -> None:
    before = await session.home()
    stand.end_sessions()

    assert await session.home() == before


async def test_two_families_at_once_each_read_their_own(extranet: Extranet, stand: Stand) -> None:
    one, two = stand.accounts[:2]
    sessions = await asyncio.gather(signed_in(extranet, one), signed_in(extranet, two))

    sheets = await asyncio.gather(*(sessions[number % 2].family() for number in range(8)))

    for number, sheet in enumerate(sheets):
        account = (one, two)[number % 2]
        assert read(sheet) == true(stand.famille(account.identifier))
    await asyncio.gather(*(session.close() for session in sessions))
