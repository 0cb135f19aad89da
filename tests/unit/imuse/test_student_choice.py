"""The students of a family are those that its screen offers to choose, and no others."""

# ruff: noqa: E501 - markup keeps to its line

import re

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import eleves
from adapters.imuse.screens.eleves import Choice
from tests.unit.imuse.lists import document
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.visited import MENU

HOME = Screen((page(document(MENU + "<h1>Bonjour</h1>")),))


def _choices(inside: str, script: str = "", home: Screen = HOME) -> tuple[Choice, ...] | None:
    screen = Screen(
        (page(document(MENU + inside, script), url="http://saiga.example/ecole/eleves.php"),)
    )
    return eleves.read(screen, home, BASE)


def _names(inside: str, script: str = "") -> list[str] | None:
    found = _choices(inside, script)
    return None if found is None else [one.student.name for one in found]


TWO = "<option value=7>Anne Dupré</option><option value=9>Léo D'Août (éveil)</option>"
ROWS = "<tr><td>Dupré</td><td>Anne</td><td><a href='e.php?id=7'>Voir</a></td></tr><tr><td>D'Août</td><td>Léo</td><td><a href='e.php?id=9'>Voir</a></td></tr>"

SCREENS = {
    "a list that leads on by itself": f"<form method=get action=e.php>Élève : <select name=id onchange='this.form.submit()'><option value=''>-- Choisissez --</option>{TWO}</select></form>",
    "a list that leads to an address": f"<p>Élève <select name=e onchange=\"location='e.php?id='+this.value\"><option value=0>Sélectionner un élève</option>{TWO}</select></p>",
    "a list that a script listens to": f"<label for=el>Élève</label><select id=el name=el><option value=''></option>{TWO}</select><script>$('#el').change(function () {{ window.location = 'e.php?id=' + $(this).val(); }});</script>",
    "a list and a button": f"<form method=post action=e.php><table><tr><td>Élève :</td><td><select name=eleve>{TWO}</select></td><td><input type=submit value=OK></td></tr></table></form>",
    "a list without a caption": f"<form method=post action=e.php><select name=id_eleve onchange='submit()'>{TWO}</select></form>",
    "radio buttons": "<form method=post action=e.php><p>Élève : <label><input type=radio name=eleve value=7> Anne Dupré</label> <label><input type=radio name=eleve value=9> Léo D'Août (éveil)</label></p><input type=submit value=Choisir></form>",
    "links": "<ul class=liste><li><a href='e.php?id=7'>Anne Dupré</a></li><li><a href='e.php?id=9'>Léo D'Août (éveil)</a></li></ul>",
    "links that a script follows": "<p><a href=\"javascript:eleve(7)\">Anne Dupré</a><br><a href=\"javascript:eleve(9)\">Léo D'Août (éveil)</a></p><script>function eleve(n) { location = 'e.php?id=' + n; }</script>",
    "cards": "<div class=carte><h3>Anne Dupré</h3><p>Piano</p><a href='e.php?id=7'>Voir le dossier</a></div><div class=carte><h3>Léo D'Août (éveil)</h3><p>Éveil</p><a href='e.php?id=9'>Voir le dossier</a></div>",
    "entries under the menu's own": "<ul><li><a href='#'>Élèves</a><ul><li><a href='e.php?id=7'>Anne Dupré</a></li><li><a href='e.php?id=9'>Léo D'Août (éveil)</a></li></ul></li></ul>",
}  # fmt: skip


@pytest.mark.parametrize("way", SCREENS)
def test_every_student_is_offered_by_the_name_that_the_page_shows(way: str) -> None:
    assert _names(SCREENS[way]) == ["Anne Dupré", "Léo D'Août (éveil)"]


@pytest.mark.parametrize("way", SCREENS)
def test_each_is_chosen_by_a_way_of_its_own(way: str) -> None:
    choices = _choices(SCREENS[way])
    assert choices is not None
    ways = [(one.found.pressable.press, tuple(one.fills.items())) for one in choices if one.found]
    assert len(set(ways)) == 2


TABLES = {
    "family name and first name": (f"<table><tr><th>Nom</th><th>Prénom</th><th></th></tr>{ROWS}</table>", ["Anne Dupré", "Léo D'Août"]),
    "one column": ("<table><tr><th>Élève</th><th>Instrument</th></tr><tr ondblclick=\"location='e.php?id=7'\"><td>DUPRÉ Anne</td><td>Piano</td></tr><tr ondblclick=\"location='e.php?id=9'\"><td>D'AOÛT Léo</td><td></td></tr></table>", ["DUPRÉ Anne", "D'AOÛT Léo"]),
}  # fmt: skip


TABLES["one column called a name"] = (
    "<table><tr><th>Nom</th><th>Né le</th></tr><tr ondblclick=\"location='e.php?id=7'\"><td>DUPRÉ Anne</td><td>03/03/2014</td></tr></table>",
    ["DUPRÉ Anne"],
)


@pytest.mark.parametrize("way", TABLES)
def test_students_in_a_table_are_read_by_its_columns_of_names(way: str) -> None:
    html, names = TABLES[way]
    assert _names(html) == names


NONE = {
    "a sentence": "<p>Aucun élève n'est rattaché à votre famille.</p>",
    "a table that says so": "<table><tr><th>Nom</th><th>Prénom</th></tr><tr><td colspan=2>Aucun élève inscrit</td></tr></table>",
    "an empty list": "<form action=e.php>Élève : <select name=eleve onchange='submit()'><option value=''>-- Choisissez un élève --</option></select></form>",
    "a sentence about children": "<p>Pas d'enfant inscrit cette année.</p>",
}  # fmt: skip


@pytest.mark.parametrize("way", NONE)
def test_a_family_without_students_is_told_so(way: str) -> None:
    assert _choices(NONE[way]) == ()


UNTOLD = {
    "nothing": "",
    "a heading": "<h1>Élèves</h1>",
    "no right": "<p>Aucun droit sur les élèves</p>",
    "another list": "<form action=x.php>Année : <select name=annee onchange='submit()'><option value=1>2026<option value=2>2025</select></form>",
    "a list that leads nowhere": f"<p>Élève <select name=x>{TWO}</select></p>",
    "links that are no names": "<p><a href=r.php>Règlement intérieur</a> <a href=c.php>contact</a></p>",
}  # fmt: skip


@pytest.mark.parametrize("way", UNTOLD)
def test_where_nothing_can_be_told_it_is_not_taken_for_no_students(way: str) -> None:
    assert _choices(UNTOLD[way]) is None


def test_a_list_of_one_student_is_that_student() -> None:
    assert _names(
        "<form action=e.php>Élève : <select name=e onchange='submit()'><option value=7 selected>Anne Dupré</select></form>"
    ) == ["Anne Dupré"]


INVITATIONS = ["-- Choisissez un élève --", "Sélectionnez un élève", "Votre choix", "---", ""]


@pytest.mark.parametrize("words", INVITATIONS)
@pytest.mark.parametrize("value", ["", "0", "-1"])
def test_an_entry_that_only_invites_to_choose_is_no_student(words: str, value: str) -> None:
    html = f"<form action=e.php>Élève : <select name=e onchange='submit()'><option value='{value}'>{words}</option>{TWO}</select></form>"
    assert _names(html) == ["Anne Dupré", "Léo D'Août (éveil)"]


def test_entries_of_the_menu_that_are_no_names_are_no_students() -> None:
    html = "<ul><li><a href='#'>Élèves</a><ul><li><a href=v.php>Vue d'ensemble</a></li><li><a href='e.php?id=7'>Anne Dupré</a></li></ul></li></ul>"
    assert _names(html) == ["Anne Dupré"]


def test_what_the_menu_of_accueil_has_too_is_no_student() -> None:
    links = "<p><a href=m.php>Mentions Légales</a></p>"
    home = Screen((page(document(MENU + links)),))
    found = _choices(links + "<p><a href='e.php?id=7'>Anne Dupré</a></p>", home=home)
    assert found is not None
    assert [one.student.name for one in found] == ["Anne Dupré"]


SHEET = """<form method=post action=maj.php><p>Nom <input name=nom value=Dupré></p><p>Prénom <input name=prenom value=Anne></p>
    <input type=submit value=Modifier></form>"""
TABS = "<ul><li><a href=i.php>Identité</a></li><li><a href=c.php>Cours</a></li><li><a href=h.php>Historique</a></li></ul>"


def test_the_only_students_dossier_may_be_in_front_at_once() -> None:
    (only,) = _choices(TABS + SHEET) or ()
    assert (only.student.name, only.found) == ("Anne Dupré", None)


def test_a_sheet_without_a_students_tabs_is_no_student() -> None:
    assert _choices(SHEET) is None


HOMONYMS = {
    "a list": "<form action=e.php>Élève : <select name=e onchange='submit()'><option value=7>Anne Dupré</option><option value=9>Anne Dupré</option></select></form>",
    "links": "<p><a href='e.php?id=7&amp;s=abc'>Anne Dupré</a> <a href='e.php?id=9&amp;s=abc'>Anne Dupré</a></p>",
    "post backs": "<form name=f method=post><input type=hidden name=c><a href=\"javascript:pb('g$0')\">Anne Dupré</a> <a href=\"javascript:pb('g$1')\">Anne Dupré</a></form><script>function pb(t) { document.f.c.value = t; document.f.submit(); }</script>",
}  # fmt: skip


@pytest.mark.parametrize("way", HOMONYMS)
def test_two_of_one_name_are_two_students_with_references_of_their_own(way: str) -> None:
    choices = _choices(HOMONYMS[way])
    assert choices is not None
    assert [one.student.name for one in choices] == ["Anne Dupré", "Anne Dupré"]
    assert len({one.student.ref for one in choices}) == 2


def _refs(inside: str) -> list[str]:
    return [one.student.ref for one in _choices(inside) or ()]


@pytest.mark.parametrize("way", SCREENS)
def test_references_are_opaque(way: str) -> None:
    assert [ref for ref in _refs(SCREENS[way]) if not re.fullmatch("[a-z0-9]{16}", ref)] == []


def test_references_stay_while_sessions_and_order_change() -> None:
    one = "<p><a href='e.php?id=7&amp;PHPSESSID=aaa'>Anne Dupré</a> <a href='e.php?id=9&amp;PHPSESSID=aaa'>Anne Dupré</a> <a href='e.php?id=4&amp;PHPSESSID=aaa'>Léo D'Août</a></p>"
    other = "<p><a href='e.php?id=4&amp;PHPSESSID=bbb'>Léo D'Août</a> <a href='e.php?id=9&amp;PHPSESSID=bbb'>Anne Dupré</a> <a href='e.php?id=7&amp;PHPSESSID=bbb'>Anne Dupré</a></p>"
    first, second, third = _refs(one)
    assert _refs(other) == [third, second, first]


def test_a_reference_says_nothing_of_the_name_and_is_not_another_students() -> None:
    refs = _refs(SCREENS["links"])
    assert len(set(refs)) == 2
    assert all("anne" not in ref and "dupre" not in ref for ref in refs)


def test_students_whom_accueil_names_too_are_offered_all_the_same() -> None:
    home = Screen(
        (page(document(f"<h1>École de Kerlann</h1>{MENU}<h3>Anne Dupré</h3><p>Piano</p>")),)
    )
    found = _choices(f"<h1>École de Kerlann</h1>{SCREENS['cards']}", home=home)
    assert found is not None
    assert [one.student.name for one in found] == ["Anne Dupré", "Léo D'Août (éveil)"]
