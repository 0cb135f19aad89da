"""A change on Famille, on every stand: it arrives, alone, and is seen until it is decided."""

import asyncio

from adapters.model import Verdict
from adapters.port import Extranet, Session
from tests.contract.stands.stand import Stand
from tests.contract.visit import (
    another_number,
    asking,
    field_called,
    nothing_to_do,
    read,
    signed_in,
    telephone,
    true,
)
from tests.strangers.stage import Account, Effect


async def test_a_change_arrives_once_and_all_else_stays(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    before = stand.famille(account.identifier)
    wanted = another_number(field.value)

    outcome = await session.propose_family(
        asking(await session.family(), {field.caption: wanted}), nothing_to_do
    )

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert (outcome.already, outcome.settled) == (False, True)
    assert list(stand.ledger) == [Effect(account.identifier, {field.caption: wanted})]
    assert stand.waiting(account.identifier) == {field.caption: wanted}
    stand.validate(account.identifier)
    after = stand.famille(account.identifier)
    assert [new for new, old in zip(after, before, strict=True) if new != old] == [
        type(field)(field.caption, wanted, field.section, field.editable)
    ]


async def test_several_changes_arrive_as_one(
    stand: Stand, session: Session, account: Account
) -> None:
    now = {shown.caption: shown.value for shown in stand.famille(account.identifier)}
    wanted = {caption: now[caption] + " bis" for caption in ("Ville", "Nom")}

    outcome = await session.propose_family(asking(await session.family(), wanted), nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert [(effect.identifier, effect.changes) for effect in stand.ledger] == [
        (account.identifier, wanted)
    ]


async def test_a_change_that_waits_is_shown_as_waiting_and_no_other_field_is(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    wanted = another_number(field.value)
    outcome = await session.propose_family(
        asking(await session.family(), {field.caption: wanted}), nothing_to_do
    )

    sheet = await session.family()

    assert outcome.sheet == sheet
    marked = [other for other in sheet.fields() if other.waiting is not None]
    assert marked == [field_called(sheet, field.caption)]
    marker = marked[0].waiting
    assert marker is not None
    assert marker.requested in (None, wanted)
    assert marker.current in (None, field.value)
    assert sheet.waiting
    assert "en attente de validation" in sheet.waiting
    assert read(sheet) == true(stand.famille(account.identifier))


async def test_what_the_staff_validates_is_in_force_at_the_next_reading(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    wanted = another_number(field.value)
    await session.propose_family(
        asking(await session.family(), {field.caption: wanted}), nothing_to_do
    )

    stand.validate(account.identifier)

    sheet = await session.family()
    assert field_called(sheet, field.caption).value == wanted
    assert field_called(sheet, field.caption).waiting is None
    assert sheet.waiting is None


async def test_what_the_staff_refuses_is_as_before_at_the_next_reading(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    before = await session.family()
    await session.propose_family(
        asking(before, {field.caption: another_number(field.value)}), nothing_to_do
    )

    stand.refuse(account.identifier)

    assert await session.family() == before


async def test_a_value_that_the_site_turns_down_is_refused_in_its_own_words(
    stand: Stand, session: Session, account: Account
) -> None:
    before = stand.famille(account.identifier)
    email = next(shown for shown in before if "@example.org" in shown.value)

    outcome = await session.propose_family(
        asking(await session.family(), {email.caption: "nowhere"}), nothing_to_do
    )

    assert outcome.verdict is Verdict.REFUSED
    assert outcome.words
    assert list(stand.ledger) == []
    assert stand.famille(account.identifier) == before


async def test_where_the_staff_changed_another_field_meanwhile_it_is_left_as_they_did(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    city = next(s for s in stand.famille(account.identifier) if s.caption == "Ville")
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})
    stand.edit(account.identifier, city.caption, "Montreuil-les-Ormes")

    await session.propose_family(proposal, nothing_to_do)

    assert list(stand.ledger[0].changes) == [field.caption]
    stand.validate(account.identifier)
    now = {shown.caption: shown.value for shown in stand.famille(account.identifier)}
    assert now["Ville"] == "Montreuil-les-Ormes"


async def test_a_write_signs_in_again_before_it_starts(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})
    stand.end_sessions()

    outcome = await session.propose_family(proposal, nothing_to_do)

    assert outcome.verdict is Verdict.PENDING_VALIDATION
    assert len(stand.ledger) == 1


async def test_two_families_at_once_each_change_their_own(extranet: Extranet, stand: Stand) -> None:
    accounts = stand.accounts[:2]
    sessions = [await signed_in(extranet, account) for account in accounts]
    fields = [telephone(stand, account) for account in accounts]

    async def change(number: int) -> None:
        sheet = await sessions[number].family()
        wanted = another_number(fields[number].value)
        await sessions[number].propose_family(
            asking(sheet, {fields[number].caption: wanted}), nothing_to_do
        )

    await asyncio.gather(change(0), change(1))

    for account, field in zip(accounts, fields, strict=True):
        wanted = {field.caption: another_number(field.value)}
        assert stand.waiting(account.identifier) == wanted
        assert Effect(account.identifier, wanted) in stand.ledger
    assert len(stand.ledger) == 2
    await asyncio.gather(*(session.close() for session in sessions))
