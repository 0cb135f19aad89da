"""The week: each course at its day and hour, the others apart, and links both ways."""

from httpx import AsyncClient
from msgspec.structs import replace

from gateway.pages.lists import opening
from gateway.pages.weeks import planner
from tests.unit.pages import files
from tests.unit.pages.files import COURSES, LOEIZA, ref
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import StandInPortal

FILE = f"/eleves/{LOEIZA.ref}"


async def test_each_course_is_at_its_day_and_hour_and_opens(family: AsyncClient) -> None:
    shown = page(await family.get(f"{FILE}/semaine"))
    days = {day.h3.get_text(): day for day in shown.select(".day") if day.h3}

    assert list(days) == ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"]
    tuesday = " ".join(days["mardi"].get_text(" ").split())
    assert tuesday == "mardi 17 h – 17 h 45 Flûte <b>traversière</b> Mme Œuvrard Salle 12"
    assert [link["href"] for link in days["mardi"].select("a")] == [f"{FILE}/cours/{ref(1)}"]
    assert "aucun cours" in days["lundi"].get_text()
    assert not shown.select("main b")


async def test_what_could_not_be_placed_is_listed_below_with_all_that_it_says(
    family: AsyncClient,
) -> None:
    unplaced = page(await family.get(f"{FILE}/semaine")).select_one(".unplaced")

    assert unplaced is not None
    text = " ".join(unplaced.get_text(" ").split())
    assert text == "Sans jour ni heure précis Orchestre selon les semaines Auditorium"
    assert unplaced.select(f'a[href="{FILE}/cours/{ref(3)}"]')


async def test_the_list_leads_to_the_week_and_back(family: AsyncClient) -> None:
    listing = page(await family.get(f"{FILE}/cours"))
    week = page(await family.get(f"{FILE}/semaine"))

    assert listing.find("a", {"href": f"{FILE}/semaine"}, string="Voir la semaine")
    assert week.find("a", {"href": f"{FILE}/cours"}, string="Voir la liste")


async def test_where_nothing_can_be_placed_the_week_says_so(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["courses"] = files.of_loeiza(replace(COURSES, lines=COURSES.lines[2:]))
    answer = await family.get(f"{FILE}/semaine")

    assert "un jour et une heure que l’on puisse placer" in words(answer)
    assert "Orchestre" in words(answer)
    assert not page(answer).select(".day")


async def test_an_empty_list_is_no_week(family: AsyncClient, portal: StandInPortal) -> None:
    empty = replace(COURSES, lines=(), notes=("Aucun cours <b>.",))
    portal.answers["courses"] = files.of_loeiza(empty)
    answer = await family.get(f"{FILE}/semaine")

    assert "Aucun cours <b>." in words(answer)
    assert not page(answer).select(".day, .unplaced")


async def test_an_unread_list_is_no_empty_week(family: AsyncClient, portal: StandInPortal) -> None:
    portal.answers["courses"] = files.of_loeiza(None, read_at=None, trouble="columns_lost")
    answer = await family.get(f"{FILE}/semaine")

    assert answer.status_code == 502
    assert "ne rien vous montrer de faux" in words(answer)
    assert "aucun cours" not in words(answer).lower()


def test_sunday_is_there_only_with_a_course_on_it() -> None:
    def days(day: str) -> list[int]:
        line = replace(COURSES.lines[0], cells=("Orgue", "", day, "10h", "", ""))
        whole = replace(COURSES, lines=(line,))
        return [each.weekday for each in planner(whole, opening(LOEIZA.ref, "courses")).days]

    assert days("dimanche") == [0, 1, 2, 3, 4, 5, 6]
    assert days("samedi") == [0, 1, 2, 3, 4, 5]
