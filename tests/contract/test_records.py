"""What the lines of a student's lists open, and the lines on those sheets in turn."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import pytest

from adapters.errors import NotListed
from adapters.model import Listing, ListName, Step
from tests.contract.compare import (
    fields_differ,
    fields_of,
    lists_differ,
    nothing_differs,
    opened,
    paired_lists,
    sheet_differs,
)
from tests.contract.reader import LISTS, Child, Reader
from tests.contract.visit import plain, signed_in
from tests.strangers.dossiers.stage import Fiche, Grid

pytestmark = pytest.mark.asyncio(loop_scope="module")

MANY = 3
"""Tries that are enough where each must be turned down."""


@dataclass(frozen=True)
class Opening:
    """A line that opens a sheet: how to get there, and what it shows in truth."""

    where: str
    child: Child
    steps: tuple[Step, ...]
    fiche: Fiche


async def openings(
    reader: Reader, children: Iterable[Child], *names: ListName
) -> AsyncIterator[Opening]:
    """Every line of these students' lists that opens a sheet."""
    for child in children:
        for name in names or LISTS:
            where = f"{child.where} · {name}"
            listing = await reader.listing(child, name)
            for opening in _of(where, child, (), child.grid(name), listing):
                yield opening


async def nested_openings(reader: Reader, children: Iterable[Child]) -> AsyncIterator[Opening]:
    """Every line on the sheets behind these that opens a sheet itself."""
    async for above in openings(reader, children):
        record = await reader.record(above.child, *above.steps)
        for caption, grid, listing in paired_lists(above.fiche.lists, record.lists):
            where = f"{above.where} · {caption}"
            for opening in _of(where, above.child, above.steps, grid, listing):
                yield opening


async def one_of_each(reader: Reader, child: Child) -> list[Opening]:
    """A line of each of the student's lists, and of each list on the sheets behind them."""
    found = [one async for one in openings(reader, [child])]
    found += [one async for one in nested_openings(reader, [child])]
    kinds = {tuple(step.list for step in one.steps): one for one in reversed(found)}
    return list(kinds.values())


def _of(
    where: str, child: Child, steps: tuple[Step, ...], grid: Grid, listing: Listing
) -> list[Opening]:
    assert len(listing.lines) == len(grid.lines), where
    return [
        Opening(f"{where} · line {number}", child, (*steps, Step(list=listing.key, line=ref)), to)
        for number, (to, ref) in enumerate(
            zip(opened(grid), [line.ref or "" for line in listing.lines], strict=True), start=1
        )
        if isinstance(to, Fiche)
    ]


@pytest.mark.parametrize("name", LISTS)
async def test_every_line_opens_its_own_sheet_with_all_its_values(
    reader: Reader, name: ListName
) -> None:
    nothing_differs(
        [
            difference
            async for one in openings(reader, reader.opened_children(), name)
            for difference in fields_differ(
                one.where,
                one.fiche.fields,
                fields_of(await reader.record(one.child, *one.steps)),
            )
        ]
    )


@pytest.mark.parametrize("name", LISTS)
async def test_every_list_on_a_sheet_is_read_whole(reader: Reader, name: ListName) -> None:
    nothing_differs(
        [
            difference
            async for one in openings(reader, reader.opened_children(), name)
            for difference in lists_differ(
                one.where, one.fiche.lists, (await reader.record(one.child, *one.steps)).lists
            )
        ]
    )


async def test_every_line_of_a_list_on_a_sheet_opens_its_detail(reader: Reader) -> None:
    opened_any = False
    differences: list[str] = []
    async for one in nested_openings(reader, reader.opened_children()):
        opened_any = True
        record = await reader.record(one.child, *one.steps)
        differences += sheet_differs(one.where, one.fiche, record)

    assert opened_any
    nothing_differs(differences)


async def test_evaluations_and_absences_are_known_as_such(reader: Reader) -> None:
    known = {"evaluation": ListName.EVALUATIONS, "absence": ListName.ABSENCES}
    async for one in openings(reader, reader.opened_children(), ListName.COURSES):
        record = await reader.record(one.child, *one.steps)
        for caption, _, listing in paired_lists(one.fiche.lists, record.lists):
            for word, name in known.items():
                if plain(caption).startswith(word):
                    assert listing.key == name, one.where


async def test_each_list_on_a_sheet_has_a_key_of_its_own(reader: Reader) -> None:
    async for one in openings(reader, reader.opened_children()):
        keys = [each.key for each in (await reader.record(one.child, *one.steps)).lists]
        assert len(set(keys)) == len(keys), one.where


async def test_nothing_on_a_sheet_to_read_can_be_changed_or_waits(reader: Reader) -> None:
    async for one in openings(reader, reader.opened_children()):
        for field in fields_of(await reader.record(one.child, *one.steps)):
            assert (field.editable, field.waiting) == (False, None), one.where


async def test_a_sheet_is_read_the_same_twice_and_after_others(reader: Reader) -> None:
    child = next(reader.children(3))
    session, ref = await reader.session(child.account), await reader.ref(child)

    for one in await one_of_each(reader, child):
        assert await session.record(ref, one.steps) == await reader.record(child, *one.steps)


async def test_a_sheet_is_read_by_another_adapter_from_the_same_references(
    reader: Reader,
) -> None:
    child = next(reader.children(1))
    adapter = reader.stand.extranet()
    session = await signed_in(adapter, child.account)

    for one in await one_of_each(reader, child):
        record = await session.record(await reader.ref(child), one.steps)
        assert record == await reader.record(child, *one.steps)
    await session.close()
    await adapter.close()


async def test_a_reading_signs_in_again_where_the_session_has_ended(reader: Reader) -> None:
    child = next(reader.children(1))
    session, ref = await reader.session(child.account), await reader.ref(child)
    for one in await one_of_each(reader, child):
        before = await reader.record(child, *one.steps)
        reader.stand.end_sessions()

        assert await session.record(ref, one.steps) == before


async def test_what_another_family_has_is_not_listed(reader: Reader) -> None:
    child = next(reader.children(1))
    session, ref = await reader.session(child.account), await reader.ref(child)
    own = {line.ref for name in LISTS for line in (await reader.listing(child, name)).lines}
    refused = 0
    for other in reader.children(3):
        async for one in openings(reader, [other]):
            with pytest.raises(NotListed):
                await session.record(await reader.ref(other), one.steps)
            if one.steps[0].line not in own:
                with pytest.raises(NotListed):
                    await session.record(ref, one.steps)
                refused += 1
            if refused >= MANY:
                return
    assert refused


async def test_a_siblings_line_is_not_ones_own(reader: Reader) -> None:
    children = list(reader.children(3))
    session = await reader.session(children[0].account)
    for name in LISTS:
        lines = {child.place: (await reader.listing(child, name)).lines for child in children}
        refs = {place: {line.ref for line in each if line.ref} for place, each in lines.items()}
        for child in children:
            for ref in sorted(set().union(*refs.values()) - refs[child.place])[:1]:
                with pytest.raises(NotListed):
                    await session.record(await reader.ref(child), (Step(list=name, line=ref),))


async def test_steps_that_lead_nowhere_are_not_listed(reader: Reader) -> None:
    child = next(reader.children(1))
    session, ref = await reader.session(child.account), await reader.ref(child)
    for one in await one_of_each(reader, child):
        *before, last = one.steps
        for wrong in (
            Step(list=last.list, line="aaaaaaaaaaaaaaaa"),
            Step(list=last.list, line="../../etc/passwd"),
            Step(list="unknown", line=last.line),
        ):
            with pytest.raises(NotListed):
                await session.record(ref, (*before, wrong))
        with pytest.raises(NotListed):
            await session.record(ref, (*one.steps, Step(list="unknown", line=last.line)))


async def test_two_families_at_once_each_read_their_own(reader: Reader) -> None:
    children = [next(reader.children(1)), next(reader.children(3))]
    sessions = [await signed_in(reader.extranet, child.account) for child in children]
    asked = []
    for child, session in zip(children, sessions, strict=True):
        for one in await one_of_each(reader, child):
            asked.append((session, await reader.ref(child), one))

    records = await asyncio.gather(*(session.record(ref, one.steps) for session, ref, one in asked))

    for (_, _, one), record in zip(asked, records, strict=True):
        nothing_differs(sheet_differs(one.where, one.fiche, record))
    await asyncio.gather(*(session.close() for session in sessions))
