"""Invoices and payments read, and every duplicate, on every stand."""

import asyncio
import re

import pytest

from adapters.errors import NotListed
from adapters.imuse.reading.words import tidy
from adapters.model import ListName, Step
from tests.contract.compare import (
    grid_differs,
    lists_differ,
    nothing_differs,
    opened,
    openings_differ,
    paired_lists,
)
from tests.contract.reader import Reader, read_invoice
from tests.contract.visit import plain, signed_in
from tests.strangers.stage import Account

pytestmark = pytest.mark.asyncio(loop_scope="module")

MANY = 80
"""Of longer lists not every duplicate is fetched, but one in ten, the last, and credit notes."""


async def documents(reader: Reader, account: Account) -> list[tuple[str, Step, bytes]]:
    """The family's duplicates: what to say of each, how to get it, and its true bytes."""
    found = []
    truth, billing = reader.facturation(account), await reader.billing(account)
    for caption, grid, listing in paired_lists(truth.lists, billing.lists):
        for number, (behind, line) in enumerate(zip(opened(grid), listing.lines, strict=True)):
            if not isinstance(behind, bytes):
                continue
            credit = any(re.match(r"[-−(]\s*\d", cell) for cell in line.cells)
            if (
                len(listing.lines) <= MANY
                or credit
                or number % 10 == 0
                or line is listing.lines[-1]
            ):
                assert line.ref is not None, f"{caption}, line {number + 1}"
                words = f"{account.identifier} · {caption} · line {number + 1}"
                found.append((words, Step(list=listing.key, line=line.ref), behind))
    return found


async def test_the_balance_is_read_where_a_sum_states_it(reader: Reader) -> None:
    said = {one: reader.facturation(one).balance for one in reader.stand.accounts}
    stated = {one: tidy(words) for one, words in said.items() if words and ":" in words}
    for account, balance in stated.items():
        notes = [tidy(note) for note in (await reader.billing(account)).notes]
        assert balance in notes, account.identifier
    assert stated or set(said.values()) == {None}


async def test_the_stand_has_what_a_reading_may_lose(reader: Reader) -> None:
    grids = [
        grid
        for account in reader.stand.accounts
        for grid in reader.facturation(account).lists.values()
    ]
    behind = [each for grid in grids for each in opened(grid) if each is not None]
    cells = [cell for grid in grids for line in grid.lines for cell in line]

    assert max(len(grid.lines) for grid in grids) >= 60
    assert {type(each) for each in behind} == {bytes}
    assert len(set(behind)) == len(behind)
    assert any(re.match(r"[-−(]\s*\d", cell) for cell in cells)


async def test_every_cell_of_every_line_is_read_under_its_caption_in_order(
    reader: Reader,
) -> None:
    differences: list[str] = []
    for account in reader.stand.accounts:
        truth, billing = reader.facturation(account).lists, (await reader.billing(account)).lists
        where = f"{account.identifier} · Facturation"
        if len(truth) == len(billing) == 1:
            # A list alone on its screen needs no caption.
            grid = next(iter(truth.values()))
            differences += grid_differs(where, grid, billing[0])
            differences += openings_differ(where, grid, billing[0])
        else:
            differences += lists_differ(where, truth, billing)
    nothing_differs(differences)


async def test_the_lists_say_which_they_are(reader: Reader) -> None:
    for account in reader.stand.accounts:
        truth, billing = reader.facturation(account).lists, (await reader.billing(account)).lists
        if len(truth) == 1:
            assert [listing.key for listing in billing] == [ListName.INVOICES]
            continue
        for caption, _, listing in paired_lists(truth, billing):
            assert (listing.key == ListName.INVOICES) == ("facture" in plain(caption)), caption
            assert (listing.key == ListName.PAYMENTS) == ("reglement" in plain(caption)), caption


async def test_amounts_are_known_as_such(reader: Reader) -> None:
    for account in reader.stand.accounts:
        for listing in (await reader.billing(account)).lists:
            if listing.lines:
                names = [column.name for column in listing.columns]
                assert "date" in names, account.identifier
                assert {"amount", "debit"} & set(names), account.identifier


async def test_references_are_opaque_and_each_lines_own(reader: Reader) -> None:
    for account in reader.stand.accounts:
        for listing in (await reader.billing(account)).lists:
            refs = [line.ref for line in listing.lines if line.ref is not None]

            assert [ref for ref in refs if not re.fullmatch(r"[a-z0-9]{16}", ref)] == []
            assert len(set(refs)) == len(refs), account.identifier


async def test_bills_stay_from_one_reading_and_adapter_to_the_next(reader: Reader) -> None:
    adapter = reader.stand.extranet()
    for account in (reader.household(1), reader.household(3)):
        session = await signed_in(adapter, account)
        before = await reader.billing(account)

        assert await (await reader.session(account)).billing() == before
        assert await session.billing() == before
        await session.close()
    await adapter.close()


async def test_every_duplicate_arrives_byte_for_byte(reader: Reader) -> None:
    for account in reader.stand.accounts:
        session = await reader.session(account)
        for where, step, document in await documents(reader, account):
            assert await read_invoice(session, step) == document, where


async def test_a_session_reads_on_after_a_duplicate_that_nobody_read_to_its_end(
    reader: Reader,
) -> None:
    account = reader.household(3)
    session = await reader.session(account)
    _, step, document = (await documents(reader, account))[0]

    async with session.invoice(step) as stream:
        async for piece in stream:
            assert document.startswith(piece)
            break

    assert await session.billing() == await reader.billing(account)
    assert await read_invoice(session, step) == document


async def test_a_duplicate_is_had_from_the_same_reference_by_another_adapter(
    reader: Reader,
) -> None:
    account = reader.household(3)
    adapter = reader.stand.extranet()
    session = await signed_in(adapter, account)

    for where, step, document in (await documents(reader, account))[-3:]:
        assert await read_invoice(session, step) == document, where
    await session.close()
    await adapter.close()


async def test_readings_sign_in_again_where_the_session_has_ended(reader: Reader) -> None:
    account = reader.household(3)
    session, before = await reader.session(account), await reader.billing(account)
    where, step, document = (await documents(reader, account))[0]

    reader.stand.end_sessions()
    assert await session.billing() == before
    reader.stand.end_sessions()
    assert await read_invoice(session, step) == document, where


@pytest.mark.parametrize(("owner", "other"), [(3, 1), (3, 0), (1, 0)])
async def test_another_familys_duplicate_is_not_listed(
    reader: Reader, owner: int, other: int
) -> None:
    theirs = [step for _, step, _ in await documents(reader, reader.household(owner))]
    account = reader.household(other)
    lists = (await reader.billing(account)).lists
    own = {line.ref for listing in lists for line in listing.lines}
    foreign = [step for step in theirs if step.line not in own]

    assert foreign
    with pytest.raises(NotListed):
        await read_invoice(await reader.session(account), foreign[0])


async def test_a_duplicate_that_nobody_has_is_not_listed(reader: Reader) -> None:
    account = reader.household(1)
    session = await reader.session(account)
    _, step, _ = (await documents(reader, account))[0]
    for wrong in (
        Step(list=step.list, line="aaaaaaaaaaaaaaaa"),
        Step(list=step.list, line="../../etc/passwd"),
        Step(list="unknown", line=step.line),
    ):
        with pytest.raises(NotListed):
            await read_invoice(session, wrong)


async def test_two_families_at_once_each_read_their_own(reader: Reader) -> None:
    accounts = [reader.household(1), reader.household(3)]
    sessions = [await signed_in(reader.extranet, account) for account in accounts]
    expected = [await reader.billing(account) for account in accounts]
    asked = [(await documents(reader, account))[:2] for account in accounts]

    async def look(number: int) -> None:
        assert await sessions[number].billing() == expected[number]
        for where, step, document in asked[number]:
            assert await read_invoice(sessions[number], step) == document, where

    await asyncio.gather(look(0), look(1), look(0), look(1))
    await asyncio.gather(*(session.close() for session in sessions))
