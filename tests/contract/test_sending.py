"""A write on every stand: when nothing may be sent, and that nothing is sent twice."""

import msgspec
import pytest

from adapters.errors import Conflict, FormChanged
from adapters.model import Verdict
from adapters.port import Session
from tests.contract.stands.stand import Stand
from tests.contract.visit import (
    another_number,
    asking,
    field_called,
    nothing_to_do,
    telephone,
)
from tests.strangers.stage import Account


async def test_where_the_staff_changed_the_field_meanwhile_nothing_is_sent(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    sheet = await session.family()
    proposal = asking(sheet, {field.caption: another_number(field.value)})
    theirs = "06 39 98 55 55"
    stand.edit(account.identifier, field.caption, theirs)

    with pytest.raises(Conflict) as conflict:
        await session.propose_family(proposal, nothing_to_do)

    assert conflict.value.shown == {field_called(sheet, field.caption).key: theirs}
    assert list(stand.ledger) == []


async def test_where_it_is_so_already_nothing_is_sent(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    wanted = another_number(field.value)
    proposal = asking(await session.family(), {field.caption: wanted})
    stand.edit(account.identifier, field.caption, wanted)

    outcome = await session.propose_family(proposal, nothing_to_do)

    assert outcome.already
    assert outcome.verdict is Verdict.APPLIED
    assert list(stand.ledger) == []


async def test_a_proposal_from_another_form_is_not_sent(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})

    with pytest.raises(FormChanged):
        await session.propose_family(
            msgspec.structs.replace(proposal, shape="another form"), nothing_to_do
        )

    assert list(stand.ledger) == []


async def test_a_field_that_may_not_be_changed_is_not_sent(
    stand: Stand, session: Session, account: Account
) -> None:
    fixed = next(shown for shown in stand.famille(account.identifier) if not shown.editable)

    with pytest.raises(FormChanged):
        await session.propose_family(
            asking(await session.family(), {fixed.caption: "something else"}), nothing_to_do
        )

    assert list(stand.ledger) == []


async def test_if_before_sending_raises_nothing_is_sent(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)

    async def the_disk_is_full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        await session.propose_family(
            asking(await session.family(), {field.caption: another_number(field.value)}),
            the_disk_is_full,
        )

    assert list(stand.ledger) == []
    assert (await session.family()).waiting is None


async def test_before_sending_comes_once_and_before_any_effect(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    effects_then: list[int] = []

    async def look() -> None:
        effects_then.append(len(stand.ledger))

    await session.propose_family(
        asking(await session.family(), {field.caption: another_number(field.value)}), look
    )

    assert effects_then == [0]
    assert len(stand.ledger) == 1


async def test_a_write_whose_session_ended_under_way_is_never_sent_again(
    stand: Stand, session: Session, account: Account
) -> None:
    field = telephone(stand, account)
    proposal = asking(await session.family(), {field.caption: another_number(field.value)})

    async def the_old_server_restarts() -> None:
        stand.end_sessions()

    outcome = await session.propose_family(proposal, the_old_server_restarts)

    assert outcome.verdict is Verdict.UNKNOWN
    assert list(stand.ledger) == []
    assert stand.waiting(account.identifier) == {}
