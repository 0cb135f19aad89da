"""Élèves and Identité read, on every stand."""

import asyncio
import re
from collections import defaultdict

import pytest

from adapters.errors import NotListed
from adapters.model import Kind
from tests.contract.compare import fields_differ, folded, nothing_differs, opened
from tests.contract.reader import LISTS, Child, Reader
from tests.contract.visit import plain, signed_in
from tests.strangers.dossiers.stage import Fiche

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNKNOWN = ("", "aaaaaaaaaaaaaaaa", "../../etc/passwd", "É" * 16)


async def test_the_stand_has_what_a_reading_may_lose(reader: Reader) -> None:
    grids = [child.grid(name) for child in reader.every_child() for name in LISTS]
    fiches = [fiche for grid in grids for fiche in opened(grid) if isinstance(fiche, Fiche)]
    nested = [grid for fiche in fiches for grid in fiche.lists.values()]

    assert sorted(len(list(reader.every_child(n))) for n in (0, 1, 3, 12)) == [0, 1, 3, 12]
    assert min(len(grid.lines) for grid in grids) == 0
    assert max(len(grid.lines) for grid in grids) > 20
    assert min(len(grid.lines) for grid in nested) == 0
    assert any(isinstance(fiche, Fiche) for grid in nested for fiche in opened(grid))
    assert any(seen.value == "" for fiche in fiches for seen in fiche.fields)
    assert any(cell == "" for grid in grids for line in grid.lines for cell in line)


async def test_the_students_are_those_of_the_choice_in_its_order(reader: Reader) -> None:
    for account in reader.stand.accounts:
        labels = [eleve.label for eleve in reader.stand.eleves(account.identifier)]

        read = [student.name for student in await reader.students(account)]

        assert [folded(name) for name in read] == [folded(label) for label in labels]


async def test_a_family_without_students_has_none(reader: Reader) -> None:
    assert await reader.students(reader.household(0)) == ()


async def test_references_are_opaque_and_each_students_own(reader: Reader) -> None:
    refs = [await reader.ref(child) for child in reader.every_child()]

    assert len(refs) == 16
    assert [ref for ref in refs if not re.fullmatch(r"[a-z0-9]{16}", ref)] == []
    assert len(set(refs)) == len(refs)


async def test_references_stay_from_one_reading_session_and_adapter_to_the_next(
    reader: Reader,
) -> None:
    for account in reader.stand.accounts:
        before = await reader.students(account)
        again = await (await reader.session(account)).students()
        other = reader.stand.extranet()
        session = await signed_in(other, account)

        assert again == before
        assert await session.students() == before
        await session.close()
        await other.close()


async def test_identite_is_read_whole_in_its_order(reader: Reader) -> None:
    nothing_differs(
        [
            difference
            for child in reader.children()
            for difference in fields_differ(
                f"{child.where} · Identité",
                child.eleve.identite,
                (await reader.sheet(child)).fields(),
            )
        ]
    )


async def test_two_students_of_the_same_name_are_told_apart(reader: Reader) -> None:
    namesakes = defaultdict(list)
    for child in reader.every_child(12):
        namesakes[_names(child)].append(child)

    pair = next(children for children in namesakes.values() if len(children) == 2)
    born = []
    for child in pair:
        field = (await reader.sheet(child)).named("birth_date")
        assert field is not None
        truth = {plain(seen.caption): seen.value for seen in child.eleve.identite}
        assert folded(field.shown()) == folded(truth[plain(field.caption)])
        born.append(field.value)
    assert len(set(born)) == 2
    assert await reader.ref(pair[0]) != await reader.ref(pair[1])


def _names(child: Child) -> tuple[str, ...]:
    """Family name and first name, from Identité."""
    return tuple(
        folded(seen.value).casefold()
        for seen in child.eleve.identite
        if plain(seen.caption).split()[0] in ("nom", "prenom", "prenoms")
    )


async def test_each_field_of_identite_has_a_key_of_its_own(reader: Reader) -> None:
    for child in reader.children():
        keys = [field.key for field in (await reader.sheet(child)).fields()]
        assert len(keys) == len(set(keys)), child.where


async def test_a_birth_date_is_known_as_one_and_can_be_changed(reader: Reader) -> None:
    for child in reader.children():
        born = (await reader.sheet(child)).named("birth_date")
        assert born is not None, child.where
        assert born.editable, child.where


async def test_a_choices_value_is_one_of_its_options_or_none_is_chosen(reader: Reader) -> None:
    sheets = [await reader.sheet(child) for child in reader.children()]
    choices = [f for sheet in sheets for f in sheet.fields() if f.kind is Kind.CHOICE]

    assert choices
    for field in choices:
        assert field.value in ["", *(option.value for option in field.options)]


async def test_a_sheet_that_nobody_touched_can_be_changed_and_nothing_waits(
    reader: Reader,
) -> None:
    for child in reader.children():
        sheet = await reader.sheet(child)
        assert sheet.writable, child.where
        assert sheet.waiting is None, child.where
        assert [f.caption for f in sheet.fields() if f.waiting is not None] == [], child.where


async def test_identite_is_read_the_same_twice(reader: Reader) -> None:
    for child in reader.children(1, 3):
        session = await reader.session(child.account)
        assert await session.student(await reader.ref(child)) == await reader.sheet(child)


async def test_siblings_read_in_turn_each_show_their_own(reader: Reader) -> None:
    children = list(reader.children(3))
    session = await reader.session(children[0].account)

    for child in (*children, *reversed(children), *children):
        sheet = await session.student(await reader.ref(child))
        courses = await session.courses(await reader.ref(child))
        nothing_differs(fields_differ(child.where, child.eleve.identite, sheet.fields()))
        assert len(courses.lines) == len(child.eleve.cours.lines), child.where


async def test_another_familys_student_is_not_listed(reader: Reader) -> None:
    foreign = [await reader.ref(child) for child in reader.children(3, 12)]
    for account in (reader.household(1), reader.household(0)):
        session = await reader.session(account)
        for ref in (*foreign[2:4], *UNKNOWN):
            for ask in (session.student, session.courses, session.history, session.repertoire):
                with pytest.raises(NotListed):
                    await ask(ref)


async def test_readings_sign_in_again_where_the_session_has_ended(reader: Reader) -> None:
    child = next(reader.children(3))
    students, sheet = await reader.students(child.account), await reader.sheet(child)
    session = await reader.session(child.account)

    reader.stand.end_sessions()
    assert await session.students() == students
    reader.stand.end_sessions()
    assert await session.student(await reader.ref(child)) == sheet


async def test_two_families_at_once_each_read_their_own(reader: Reader) -> None:
    children = [next(reader.children(n)) for n in (1, 3)]
    sessions = [await signed_in(reader.extranet, child.account) for child in children]
    refs = [await reader.ref(child) for child in children]

    async def look(number: int) -> None:
        students = await sessions[number].students()
        sheet = await sessions[number].student(refs[number])
        child = children[number]
        assert students == await reader.students(child.account)
        nothing_differs(fields_differ(child.where, child.eleve.identite, sheet.fields()))

    await asyncio.gather(*(look(number % 2) for number in range(6)))
    await asyncio.gather(*(session.close() for session in sessions))
