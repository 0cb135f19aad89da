"""Élèves: the choice of students and their lists, each with its own currency."""

import asyncio

import pytest

from adapters.errors import ColumnsLost, NotListed, ScreenMissing
from adapters.model import ListName
from tests.unit.portal.stage import CHIDI, ELIF, GOULVEN, HELENE, Stage

LISTS = (ListName.COURSES, ListName.HISTORY, ListName.REPERTOIRE)


async def test_the_students_are_in_the_old_sites_order(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    view = await stage.portal.students(visit)
    assert [each.name for each in view.students or ()] == [
        each.name for each in stage.extranet.families[HELENE].students
    ]
    assert (view.trouble, view.incident) == (None, None)
    assert view.read_at is not None


async def test_a_family_without_students_is_told_from_one_whose_list_is_unread(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(ELIF)
    assert (await stage.portal.students(visit)).students == ()
    stage.extranet.faults.failing["students"] = ScreenMissing()
    unread = await stage.portal.students(await stage.sign_in(CHIDI))
    assert (unread.students, unread.read_at, unread.trouble) == (None, None, "screen_missing")


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_comes_whole_with_the_chosen_student_and_the_siblings(
    stage: Stage, name: ListName
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    view = await getattr(stage.portal, name)(visit, zoe)
    table = next(t for t in stage.extranet.families[HELENE].students[0].tables if t.key == name)
    assert view.listing == table.listing(zoe)
    assert view.listing.lines, "the test looks at something"
    assert view.chosen.ref == zoe
    assert len(view.students) == 3


async def test_two_of_the_same_name_are_two(stage: Stage) -> None:
    visit = await stage.sign_in(GOULVEN)
    students = (await stage.portal.students(visit)).students or ()
    first, second = (each for each in students if "Jeanne" in each.name)
    assert first.name == second.name
    views = [await stage.portal.courses(visit, each.ref) for each in (first, second)]
    assert [view.chosen for view in views] == [first, second]
    sheets = [(await stage.portal.student(visit, each.ref)).sheet for each in (first, second)]
    birthdays = [field.value for sheet in sheets if sheet and (field := sheet.field("naissance"))]
    assert birthdays == ["23/03/2008", "09/05/2016"]


async def test_an_empty_list_is_no_trouble(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    ulysse = await stage.student(visit, 2)
    view = await stage.portal.courses(visit, ulysse)
    assert view.listing is not None
    assert (view.listing.lines, view.trouble) == ((), None)


async def test_one_lists_trouble_is_its_own_and_the_others_go_on(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    stage.extranet.faults.failing["courses"] = ColumnsLost()
    lost = await stage.portal.courses(visit, zoe)
    assert (lost.listing, lost.read_at, lost.trouble) == (None, None, "columns_lost")
    assert lost.incident
    assert lost.chosen is not None
    assert len(lost.students or ()) == 3, "siblings and the other tabs stay within reach"
    for read in (stage.portal.history, stage.portal.repertoire):
        view = await read(visit, zoe)
        assert view.listing is not None
        assert view.trouble is None
    assert (await stage.portal.student(visit, zoe)).sheet is not None
    assert (await stage.portal.billing(visit)).billing is not None


async def test_a_list_that_lost_its_columns_is_counted_for_its_school(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe, other = await stage.student(visit), await stage.student(visit, 1)
    assert stage.portal.drift(visit.school) == ()
    stage.extranet.faults.failing["courses"] = ColumnsLost()
    await stage.portal.courses(visit, zoe)
    await stage.portal.courses(visit, other)
    (drifted,) = stage.portal.drift(visit.school)
    assert (drifted.resource, drifted.times, drifted.key) == ("courses", 2, "columns_lost")
    assert stage.portal.drift("autre") == ()


async def test_what_was_kept_of_a_list_that_lost_its_columns_is_shown_with_its_age(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    before = await stage.portal.courses(visit, zoe)
    stage.extranet.faults.failing["courses"] = ColumnsLost()
    after = await stage.portal.courses(visit, zoe, refresh=True)
    assert (after.listing, after.read_at) == (before.listing, before.read_at)
    assert after.trouble == "columns_lost"


async def test_without_the_choice_of_students_no_list_is_asked_for(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = stage.extranet.families[HELENE].students[0].ref
    stage.extranet.faults.failing["students"] = ScreenMissing()
    view = await stage.portal.courses(visit, zoe)
    assert (view.students, view.chosen, view.listing) == (None, None, None)
    assert view.trouble == "screen_missing"
    assert (await stage.portal.student(visit, zoe)).trouble == "screen_missing"
    assert stage.extranet.asked["courses"] == stage.extranet.asked["student"] == 0


async def test_a_student_who_was_added_since_is_found(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    await stage.portal.students(visit)
    known = stage.extranet.families[HELENE].students
    known.append(stage.extranet.families[GOULVEN].students[0])
    with pytest.raises(NotListed):
        await stage.portal.courses(visit, known[-1].ref)
    stage.clock.turn(seconds=30)
    view = await stage.portal.courses(visit, known[-1].ref)
    assert view.chosen is not None
    assert len(view.students or ()) == 4


async def test_an_unknown_student_costs_the_old_site_little(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    for _ in range(5):
        with pytest.raises(NotListed):
            await stage.portal.courses(visit, "0" * 16)
    assert stage.extranet.asked["students"] == 1
    assert stage.extranet.asked["courses"] == 0


async def test_siblings_are_read_one_after_the_other_on_one_session(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    refs = [each.ref for each in (await stage.portal.students(visit)).students or ()]
    views = await asyncio.gather(*(stage.portal.courses(visit, ref) for ref in refs))
    assert [view.chosen.ref for view in views if view.chosen] == refs
    assert stage.extranet.asked["students"] == 1
    assert len(stage.extranet.live) == 1
