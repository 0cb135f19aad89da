"""Cours, Historique and Répertoire read, on every stand."""

import asyncio
import re

import pytest

from adapters.errors import NotListed
from adapters.model import ListName
from tests.contract.compare import grid_differs, nothing_differs, openings_differ
from tests.contract.reader import LISTS, Reader, read_list
from tests.contract.visit import plain, signed_in

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("name", LISTS),
]

GUIDE = {
    ListName.COURSES: {},
    ListName.HISTORY: {
        "annee": "year",
        "departement": "department",
        "classe": "class",
        "cycle": "cycle",
        "enseignant": "teacher",
    },
    ListName.REPERTOIRE: {
        "repertoire": "repertoire",
        "date": "date",
        "morceau": "piece",
        "duree": "duration",
        "commentaire": "comment",
    },
}
"""The columns that the guide names, by their captions, and the model's names for them."""


async def test_every_cell_of_every_line_is_read_under_its_caption_in_order(
    reader: Reader, name: ListName
) -> None:
    nothing_differs(
        [
            difference
            for child in reader.children()
            for difference in grid_differs(
                f"{child.where} · {name}", child.grid(name), await reader.listing(child, name)
            )
        ]
    )


async def test_the_list_says_which_it_is(reader: Reader, name: ListName) -> None:
    assert {(await reader.listing(child, name)).key for child in reader.children()} == {name}


async def test_an_empty_list_is_read_as_empty(reader: Reader, name: ListName) -> None:
    for child in reader.children():
        if not child.grid(name).lines:
            assert (await reader.listing(child, name)).lines == (), child.where


async def test_a_line_has_a_reference_where_it_opens_something_and_only_there(
    reader: Reader, name: ListName
) -> None:
    nothing_differs(
        [
            difference
            for child in reader.children()
            for difference in openings_differ(
                f"{child.where} · {name}", child.grid(name), await reader.listing(child, name)
            )
        ]
    )


async def test_references_are_opaque_and_each_lines_own(reader: Reader, name: ListName) -> None:
    for child in reader.children():
        refs = [line.ref for line in (await reader.listing(child, name)).lines if line.ref]

        assert [ref for ref in refs if not re.fullmatch(r"[a-z0-9]{16}", ref)] == [], child.where
        assert len(set(refs)) == len(refs), child.where


async def test_the_list_and_its_references_stay_from_one_reading_and_adapter_to_the_next(
    reader: Reader, name: ListName
) -> None:
    other = reader.stand.extranet()
    for household in (1, 3):
        account = reader.household(household)
        session = await signed_in(other, account)
        for child in reader.children(household):
            before, ref = await reader.listing(child, name), await reader.ref(child)
            assert await read_list(await reader.session(account), ref, name) == before
            assert await read_list(session, ref, name) == before
        await session.close()
    await other.close()


async def test_the_guides_columns_are_known_and_all_others_kept(
    reader: Reader, name: ListName
) -> None:
    for child in reader.children(1, 3):
        columns = (await reader.listing(child, name)).columns
        named = {plain(column.caption): column.name for column in columns}
        expected = {plain(c): GUIDE[name].get(plain(c)) for c in child.grid(name).columns}

        assert named.keys() == expected.keys(), child.where
        for caption, known in expected.items():
            assert known in (None, named[caption]), child.where


async def test_a_reading_signs_in_again_where_the_session_has_ended(
    reader: Reader, name: ListName
) -> None:
    for child in reader.children(3):
        before, ref = await reader.listing(child, name), await reader.ref(child)
        reader.stand.end_sessions()

        assert await read_list(await reader.session(child.account), ref, name) == before


async def test_another_familys_student_is_not_listed(reader: Reader, name: ListName) -> None:
    session = await reader.session(reader.household(1))
    for child in reader.children(3):
        with pytest.raises(NotListed):
            await read_list(session, await reader.ref(child), name)


async def test_two_families_at_once_each_read_their_own(reader: Reader, name: ListName) -> None:
    children = [next(reader.children(1)), *reader.children(3)]
    accounts = {child.account.identifier: child.account for child in children}
    sessions = {key: await signed_in(reader.extranet, each) for key, each in accounts.items()}
    expected = [await reader.listing(child, name) for child in children]
    refs = [await reader.ref(child) for child in children]

    found = await asyncio.gather(
        *(
            read_list(sessions[child.account.identifier], ref, name)
            for child, ref in zip(children, refs, strict=True)
        )
    )

    assert found == expected
    await asyncio.gather(*(session.close() for session in sessions.values()))
