"""Courses placed in the week, where the list says when they are; never on a guess."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.model import Column, Line, Listing
from gateway.week import week

COLUMNS = ("course", "day", "time", "start", "end", "duration")


def courses(*lines: dict[str, str], group: str = "") -> Listing:
    return Listing(
        key="courses",
        columns=tuple(Column(caption=name, name=name) for name in COLUMNS),
        lines=tuple(
            Line(cells=tuple(line.get(name, "") for name in COLUMNS), group=group) for line in lines
        ),
    )


def places(group: str = "", **cells: str) -> list[tuple[int, str, str]]:
    found = week(courses(cells, group=group))
    assert bool(found.slots) != bool(found.unplaced), "placed or not, and never lost"
    return [
        (slot.weekday, f"{slot.start:%H:%M}", f"{slot.end:%H:%M}" if slot.end else "")
        for slot in found.slots
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"day": "Lun. 17h00-17h45"}, [(0, "17:00", "17:45")]),
        ({"day": "lundi", "time": "17:00 à 17:45"}, [(0, "17:00", "17:45")]),
        ({"day": "mercredi 14h30"}, [(2, "14:30", "")]),
        ({"day": "Mercredi", "time": "14 h 30"}, [(2, "14:30", "")]),
        ({"time": "Jeudi de 17h à 18h"}, [(3, "17:00", "18:00")]),
        ({"time": "le samedi, 9h – 10h"}, [(5, "09:00", "10:00")]),
        ({"day": "Mardi", "start": "17:00", "end": "17:30"}, [(1, "17:00", "17:30")]),
        ({"day": "Mardi", "start": "17:00:00", "end": "17:30:00"}, [(1, "17:00", "17:30")]),
        ({"day": "Mardi", "start": "17h", "duration": "45 min"}, [(1, "17:00", "17:45")]),
        ({"day": "Mardi", "time": "17h", "duration": "1h30"}, [(1, "17:00", "18:30")]),
        ({"day": "Mardi", "time": "17h", "duration": "0:45"}, [(1, "17:00", "17:45")]),
        ({"day": "Mardi", "time": "17h", "duration": "un trimestre"}, [(1, "17:00", "")]),
        ({"day": "Mardi", "time": "23h30", "duration": "45 min"}, [(1, "23:30", "")]),
        ({"day": "Mardi 17h", "start": "15/09/2026"}, [(1, "17:00", "")]),
    ],
)
def test_a_course_is_placed(cells: dict[str, str], expected: list[tuple[int, str, str]]) -> None:
    assert places(**cells) == expected


@pytest.mark.parametrize(
    "cells",
    [
        {"day": "Lundi 17h00-17h45 / Mercredi 14h30"},
        {"day": "Lundi 17h00-17h45\nMercredi 14h30"},
        {"day": "Lundi 17h00-17h45 Mercredi 14h30"},
        {"day": "Lundi / Mercredi", "time": "17h00-17h45 / 14h30"},
        {"day": "Lundi\nMercredi", "time": "17h00-17h45\n14h30"},
    ],
)
def test_several_places_in_one_cell_are_all_found(cells: dict[str, str]) -> None:
    assert places(**cells) == [(0, "17:00", "17:45"), (2, "14:30", "")]


def test_one_hour_holds_for_several_days_and_one_day_for_several_hours() -> None:
    assert places(day="lundi et jeudi", time="17h") == [(0, "17:00", ""), (3, "17:00", "")]
    assert places(day="lundi", time="9h / 17h") == [(0, "09:00", ""), (0, "17:00", "")]


def test_the_heading_between_lines_may_be_the_day() -> None:
    assert places(group="Vendredi", time="17h") == [(4, "17:00", "")]
    assert places(group="Cursus principal", time="17h") == []


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"day": "lundi"},
        {"time": "17h00"},
        {"day": "—", "time": "—"},
        {"day": "Lundi 17h (semaines paires)"},
        {"day": "Lundi", "time": "à définir"},
        {"day": "Lundi 25h00"},
        {"day": "Lundi 17h60"},
        {"day": "Lundi 18h-17h"},
        {"day": "Lundi / Mardi / Jeudi", "time": "17h / 18h"},
        {"day": "Lundi 17h", "time": "18h"},
        {"day": "Lundi 17h / ensemble"},
        {"day": "12/09/2026", "time": "17h"},
    ],
)
def test_what_is_not_clear_is_not_placed(cells: dict[str, str]) -> None:
    assert places(**cells) == []


def test_the_week_goes_by_day_and_hour_and_each_day_is_at_hand() -> None:
    found = week(
        courses(
            {"course": "Chœur", "day": "Mercredi 17h"},
            {"course": "Alto", "day": "Lundi 18h"},
            {"course": "Solfège", "day": "Mercredi 9h"},
            {"course": "Stage", "day": ""},
        )
    )
    assert [slot.line.cells[0] for slot in found.slots] == ["Alto", "Solfège", "Chœur"]
    assert [slot.start for slot in found.on(2)] == [time(9), time(17)]
    assert [line.cells[0] for line in found.unplaced] == ["Stage"]


@given(
    weekday=st.sampled_from(["Lundi", "mar.", "MERCREDI", "jeu", "Vendredi", "sam.", "dimanche"]),
    start=st.times(max_value=time(22, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    style=st.sampled_from(["%Hh%M", "%H:%M", "%H h %M"]),
)
def test_every_day_and_hour_is_placed_where_it_says(weekday: str, start: time, style: str) -> None:
    end = start.replace(hour=start.hour + 1)
    (slot,) = week(courses({"day": weekday, "time": f"{start:{style}} - {end:{style}}"})).slots
    assert (slot.start, slot.end) == (start, end)


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=20)))
def test_no_line_is_lost_whatever_its_cells_say(cells: dict[str, str]) -> None:
    places(**cells)
