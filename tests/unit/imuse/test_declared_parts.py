"""A list that a profile says how to fetch is filled as it says, or closed."""

# ruff: noqa: E501 - markup keeps to its line

from pathlib import Path

import pytest

from adapters.imuse import profile
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import listing
from adapters.model import ListName
from tests.unit.imuse.lists import document, seen
from tests.unit.imuse.scripted import FOLDER, filled

PART = """
extends = "base"
[parts.courses]
address = "ajax/liste.php?type=cours&eleve={dossier}"
rows = "data.lignes"
opens = "fiche.php?c={id}&n={prof.nom}"
[parts.courses.columns]
"Discipline" = "matiere"
"Enseignant" = "prof.nom"
"Salle" = ""
"""
TABLE = """<table><thead><tr><th>Discipline</th><th>Enseignant</th><th>Salle</th></tr></thead>
    <tbody><tr><td colspan=3>Chargement…</td></tr></tbody></table>"""
ASKED = "ajax/liste.php?type=cours&eleve=E7"
LINES = [
    {"id": 3, "matiere": "Piano & <chant>", "prof": {"nom": "Le Goff"}},
    {"id": 4, "matiere": "Luth", "prof": {"nom": ""}},
]


@pytest.fixture(name="school")
def _school(tmp_path: Path) -> Profile:
    path = tmp_path / "ecole.toml"
    path.write_text(PART, encoding="utf-8")
    return profile.load(str(path))


def _read(school: Profile, answer: object, carrier: str = "<div data-dossier=E7></div>") -> Page:
    answers = {} if answer is None else {ASKED: answer}
    return filled(document(carrier + TABLE), answers, school)


CARRIERS = {
    "an attribute": "<div data-dossier=E7></div>",
    "a hidden control": "<form><input type=hidden name=dossier value=E7></form>",
    "a control by its id": "<form><input type=hidden name=x id=dossier value=E7></form>",
    "a list": "<form><select name=dossier><option value=E1>a<option value=E7 selected>b</select></form>",
    "a script's variable": "<script>var dossier = 'E7';</script>",
}


@pytest.mark.parametrize("way", CARRIERS)
def test_its_address_is_filled_in_by_what_the_page_holds(school: Profile, way: str) -> None:
    page = _read(school, {"data": {"lignes": LINES}}, CARRIERS[way])
    assert page.asks == (FOLDER + ASKED,)
    assert [line.cells for line in page.tables[0].lines] == [
        ("Piano & <chant>", "Le Goff", ""),
        ("Luth", "", ""),
    ]


def test_nothing_is_asked_where_the_page_does_not_say_for_whom(school: Profile) -> None:
    page = _read(school, None, "<p>Cours</p>")
    assert (page.asks, page.tables[0].lines, page.tables[0].whole) == ((), (), False)


def test_a_line_opens_what_the_profile_says(school: Profile) -> None:
    page = _read(school, {"data": {"lignes": LINES}})
    opens = [listing.opening(page, line, school) for line in page.tables[0].lines]
    assert [one.found.pressable.press.url for one in opens if one] == [
        FOLDER + "fiche.php?c=3&n=Le%20Goff",
        FOLDER + "fiche.php?c=4&n=",
    ]


def test_a_line_without_what_it_opens_by_opens_nothing(school: Profile) -> None:
    (table,) = _read(school, {"data": {"lignes": [{"matiere": "x", "prof": {"nom": "y"}}]}}).tables
    assert [line.cells for line in table.lines] == [("x", "y", "")]
    assert listing.opening(_read(school, None), table.lines[0], school) is None


def test_no_lines_are_a_list_proven_empty(school: Profile) -> None:
    page = _read(school, {"data": {"lignes": []}})
    assert (page.tables[0].lines, page.tables[0].whole) == ((), True)


BROKEN = {
    "no answer": None,
    "no such place": {"data": {"rows": LINES}},
    "an error": {"erreur": "session"},
    "half of it": '{"data": {"lignes": [{"id": 3',
    "a line without a member": {"data": {"lignes": [{"id": 3, "matiere": "Piano"}]}},
    "no records": {"data": {"lignes": ["Piano", "Luth"]}},
    "one record": {"data": {"lignes": LINES[0]}},
}


@pytest.mark.parametrize("way", BROKEN)
def test_another_answer_closes_the_list(school: Profile, way: str) -> None:
    page = _read(school, BROKEN[way])
    for table in page.tables:
        assert not table.whole
        assert [line.cells for line in table.lines if line.cells[0]] == []


def test_a_table_of_other_headings_is_not_that_part(school: Profile) -> None:
    html = "<div data-dossier=E7></div>" + TABLE.replace("Salle", "Jour")
    assert filled(document(html), {}, school).asks == ()


def test_a_table_that_has_its_lines_asks_nothing(school: Profile) -> None:
    html = "<div data-dossier=E7></div>" + TABLE.replace(
        "<td colspan=3>Chargement…</td>", "<td>Piano</td><td>x</td><td></td>"
    )
    page = filled(document(html), {}, school)
    assert page.asks == ()
    assert seen(page.tables[0])[1] == [("Piano", "x", "")]


def test_the_list_is_found_by_its_name(school: Profile) -> None:
    screen = Screen((_read(school, {"data": {"lignes": LINES}}),))
    assert listing.find(screen, ListName.COURSES, school) is not None
