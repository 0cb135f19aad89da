"""A sheet to read says what its screen says of it, and nothing of the frame around it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import record
from adapters.model import Field, Kind
from tests.unit.imuse.lists import document
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.visited import MENU

NOWHERE = Screen((page(document("<p>Cours</p>")),))


def _screen(inside: str) -> Screen:
    return Screen((page(document(inside)),))


def _sections(
    inside: str, before: Screen = NOWHERE, front: Screen | None = None
) -> list[tuple[str, list[tuple[str, str]]]]:
    found = record.sections(_screen(inside), before, front, BASE)
    return [(one.title, [(field.caption, field.value) for field in one.fields]) for one in found]


def _fields(inside: str) -> list[Field]:
    found = record.sections(_screen(inside), NOWHERE, None, BASE)
    return [field for one in found for field in one.fields]


def test_facts_stand_under_their_headings_in_the_pages_order() -> None:
    html = """<h3>Le cours</h3><p>Cours : Piano</p><p>Salle : B12</p>
        <h3>L'enseignant</h3><table><tr><td>Nom :</td><td>Le Goff</td></tr></table>"""
    assert _sections(html) == [
        ("Le cours", [("Cours", "Piano"), ("Salle", "B12")]),
        ("L'enseignant", [("Nom", "Le Goff")]),
    ]


def test_the_pages_own_title_is_no_section() -> None:
    html = "<h1>Fiche de suivi</h1><p>Cours : Piano</p><h2>Horaires</h2><p>Jour : Lundi</p>"
    assert [title for title, _ in _sections(html)] == ["", "Horaires"]


def test_what_accueil_says_too_is_the_frame() -> None:
    frame = f"{MENU}<p>Établissement : École de Kerlann</p>"
    front = _screen(frame)
    html = f"{frame}<p>Cours : Piano</p><p>Établissement : Site du Bourg</p>"
    assert _sections(html, front=front) == [
        ("", [("Cours", "Piano"), ("Établissement", "Site du Bourg")])
    ]


def test_a_window_of_its_own_has_no_frame() -> None:
    """What Accueil says too may well be said of this very sheet."""
    front = _screen(f"{MENU}<p>Salle : B12</p>")
    assert _sections("<p>Salle : B12</p>", front=front) == [("", [("Salle", "B12")])]


LOCKED = {
    "locked fields": "<form><p>Cours <input name=c value=Piano readonly></p><p>Niveau <select name=n disabled><option>1<option selected>2</select></p></form>",
    "fields of a form that is only shown": "<form><p>Cours <input name=c value=Piano></p><p>Niveau <select name=n><option>1<option selected>2</select></p></form>",
    "in cells": "<form><table><tr><td>Cours :</td><td><input name=c value=Piano readonly></td></tr><tr><td>Niveau :</td><td><input name=n value=2 readonly></td></tr></table></form>",
}  # fmt: skip


@pytest.mark.parametrize("way", LOCKED)
def test_a_sheet_made_of_controls_is_read(way: str) -> None:
    assert _sections(LOCKED[way]) == [("", [("Cours", "Piano"), ("Niveau", "2")])]


def test_controls_and_facts_are_read_in_the_order_they_stand_in() -> None:
    html = "<form><p>Cours : Piano</p><p>Niveau <input name=n value=2 readonly></p><p>Salle : B12</p></form>"
    assert [caption for _, fields in _sections(html) for caption, _ in fields] == [
        "Cours",
        "Niveau",
        "Salle",
    ]


def test_the_form_of_the_screen_before_is_none_of_the_sheets() -> None:
    choice = (
        "<form action=e.php><p>Élève <select name=e><option selected>Anne Dupré</select></p></form>"
    )
    assert _sections(f"{choice}<p>Cours : Piano</p>", before=_screen(choice)) == [
        ("", [("Cours", "Piano")])
    ]


def test_fields_within_a_list_are_the_lists() -> None:
    html = "<form><p>Cours : Piano</p><table><tr><th>Date</th><th>Note</th></tr><tr><td>hier</td><td><input name=x value=12></td></tr></table></form>"
    assert _sections(html) == [("", [("Cours", "Piano")])]


def test_each_field_has_a_key_of_its_own_and_its_name_if_it_is_known() -> None:
    fields = _fields(
        "<p>Enseignant : a</p><p>Enseignant : b</p><p>Parcours suivi : c</p><p>Date : 02/10/2026</p>"
    )
    assert [(field.key, field.name) for field in fields] == [
        ("enseignant", "teacher"),
        ("enseignant-2", "teacher"),
        ("parcours-suivi", None),
        ("date", "date"),
    ]
    assert fields[-1].kind is Kind.DATE
    assert not any(field.editable for field in fields)
