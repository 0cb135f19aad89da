"""The sheet behind a line, and where it stands among its list's."""

import pytest

from adapters.errors import ColumnsLost, HalfPage, NotListed
from adapters.model import Line, Listing, ListName, Step
from gateway.portal.places import place_of
from gateway.views import Visit
from tests.unit.portal.stage import HELENE, Stage


async def steps_to(
    stage: Stage, visit: Visit, student: str, name: ListName = ListName.COURSES
) -> list[Step]:
    listing = (await getattr(stage.portal, name)(visit, student)).listing
    return [Step(list=name, line=line.ref) for line in listing.lines if line.ref]


async def test_a_courses_sheet_has_its_lists_and_its_place(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    steps = await steps_to(stage, visit, zoe)
    view = await stage.portal.record(visit, zoe, (steps[1],))
    assert view.record is not None
    assert view.record.sections[0].fields[0].value == "Formation musicale"
    assert {each.key for each in view.record.lists} == {"evaluations", "absences"}
    assert view.listing == (await stage.portal.courses(visit, zoe)).listing
    assert view.chosen is not None
    assert (view.chosen.ref, view.trail) == (zoe, ())
    assert view.place is not None
    assert (view.place.position, view.place.count) == (2, 3)
    assert (view.place.first, view.place.previous) == (steps[0].line, steps[0].line)
    assert (view.place.next, view.place.last) == (steps[2].line, steps[2].line)


async def test_at_either_end_there_is_no_way_further(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    ulysse = await stage.student(visit, 2)
    steps = await steps_to(stage, visit, ulysse, ListName.HISTORY)
    first = (await stage.portal.record(visit, ulysse, (steps[0],))).place
    last = (await stage.portal.record(visit, ulysse, (steps[-1],))).place
    assert first is not None
    assert last is not None
    assert (first.previous, first.next, first.count) == (None, steps[1].line, 23)
    assert (last.previous, last.next, last.position) == (steps[-2].line, None, 23)


async def test_a_detail_is_opened_on_the_sheet_that_lists_it(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    course = (await steps_to(stage, visit, zoe))[0]
    sheet = (await stage.portal.record(visit, zoe, (course,))).record
    assert sheet is not None
    absences = sheet.listing("absences")
    assert absences is not None
    detail = Step(list="absences", line=absences.lines[1].ref or "")
    view = await stage.portal.record(visit, zoe, (course, detail))
    assert view.record is not None
    assert view.record.title == "Détail de l’absence"
    assert (view.listing, view.trail) == (absences, (sheet,))
    assert view.place is not None
    assert (view.place.position, view.place.count) == (2, 2)


async def test_a_line_that_is_not_there_is_not_listed(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe, loeiza = await stage.student(visit), await stage.student(visit, 1)
    course = (await steps_to(stage, visit, zoe))[0]
    nowhere = Step(list="absences", line="0" * 16)
    asked = stage.extranet.asked["record"]
    for student, steps in (
        (zoe, ()),
        (zoe, (Step(list="courses", line="0" * 16),)),
        (zoe, (Step(list="history", line=course.line),)),
        (zoe, (Step(list="invoices", line=course.line),)),
        (zoe, (Step(list="absences", line=course.line),)),
        (loeiza, (course,)),
    ):
        with pytest.raises(NotListed):
            await stage.portal.record(visit, student, steps)
    assert stage.extranet.asked["record"] == asked, "the old site is not even asked"
    with pytest.raises(NotListed):
        await stage.portal.record(visit, zoe, (course, nowhere))


async def test_a_line_that_came_since_is_found_and_one_that_went_is_not(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    record = stage.extranet.families[HELENE].students[0]
    zoe = await stage.student(visit)
    gone = record.courses.rows.pop(0)
    steps = await steps_to(stage, visit, zoe)
    record.courses.rows = [gone]
    came = Step(list="courses", line=record.courses.listing(zoe).lines[0].ref or "")
    stage.clock.turn(seconds=30)
    assert (await stage.portal.record(visit, zoe, (came,))).record is not None
    with pytest.raises(NotListed):
        await stage.portal.record(visit, zoe, (steps[0],))


async def test_the_trouble_of_the_list_or_of_the_sheet_is_told_with_what_is_known(
    stage: Stage,
) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    course = (await steps_to(stage, visit, zoe))[0]
    stage.extranet.faults.failing["record"] = HalfPage()
    unread = await stage.portal.record(visit, zoe, (course,))
    assert (unread.record, unread.trouble) == (None, "half_page")
    assert unread.place is not None, "the others stay within reach"
    stage.extranet.faults.failing = {"history": ColumnsLost()}
    lost = await stage.portal.record(visit, zoe, (Step(list="history", line="0" * 16),))
    assert (lost.record, lost.listing, lost.place) == (None, None, None)
    assert lost.trouble == "columns_lost"
    assert lost.chosen is not None


async def test_a_sheet_is_kept_and_read_anew_on_demand(stage: Stage) -> None:
    visit = await stage.sign_in(HELENE)
    zoe = await stage.student(visit)
    course = (await steps_to(stage, visit, zoe))[0]
    for _ in range(2):
        await stage.portal.record(visit, zoe, (course,))
    assert stage.extranet.asked["record"] == 1
    await stage.portal.record(visit, zoe, (course,), refresh=True)
    assert (stage.extranet.asked["record"], stage.extranet.asked["courses"]) == (2, 1)


def test_lines_that_open_nothing_do_not_count_among_those_that_do() -> None:
    lines = tuple(Line(cells=(), ref=ref) for ref in (None, "a", None, "b"))
    listing = Listing(key="courses", columns=(), lines=lines)
    place = place_of(listing, "b")
    assert place is not None
    assert (place.position, place.count, place.previous, place.next) == (2, 2, "a", None)
    assert place_of(listing, "c") is None
