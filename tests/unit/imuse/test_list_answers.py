"""What came for a list is put into that list, and what cannot be read proves nothing."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.filling import DATA, READ, SCRIPTS, TABLE
from tests.unit.imuse.lists import document, seen
from tests.unit.imuse.scripted import filled

WRAPPED = {
    "below a key": {"success": True, "data": DATA},
    "below two keys": {"retour": {"total": 2, "lignes": DATA}},
    "after an empty list": {"erreurs": [], "lignes": DATA},
}


@pytest.mark.parametrize("way", WRAPPED)
def test_the_records_are_found_however_deep_they_lie(way: str) -> None:
    script = SCRIPTS["pieces joined"].replace("(lignes)", "(r)").replace("lignes[i]", "r.lignes[i]")
    (table,) = filled(document(TABLE, script), {"cours.json": WRAPPED[way]}).tables
    assert seen(table) == READ


def test_two_lists_take_each_its_own_data() -> None:
    html = TABLE + TABLE.replace("corps", "corps2").replace("Cours", "Classe").replace(
        "liste", "liste2"
    )
    script = """
        $.getJSON('a.json', function (l) { l.forEach(function (c) { $('#corps').append('<tr><td>' + c.a + '</td><td>' + c.b + '</td><td>' + c.c + '</td></tr>'); }); });
        $.getJSON('b.json', function (l) { l.forEach(function (d) { $('#corps2').append('<tr><td>' + d.x + '</td><td>' + d.y + '</td><td>' + d.z + '</td></tr>'); }); });"""
    answers = {
        "a.json": [{"a": "1", "b": "2", "c": "3"}],
        "b.json": [{"x": "4", "y": "5", "z": "6"}],
    }
    first, second = filled(document(html, script), answers).tables
    assert seen(first) == (("Cours", "Enseignant", "Salle"), [("1", "2", "3")])
    assert seen(second) == (("Classe", "Enseignant", "Salle"), [("4", "5", "6")])


TWO = TABLE + TABLE.replace("corps", "corps2").replace("liste", "liste2").replace("Cours", "Classe")
FILLS = """$.getJSON('{0}.json', function (l) {{ l.forEach(function (c) {{
    $('#{1}').append('<tr><td>' + c.a + '</td><td>' + c.b + '</td><td>' + c.c + '</td></tr>'); }}); }});"""
BOTH = FILLS.format("a", "corps") + FILLS.format("b", "corps2")
ONE = [{"a": "1", "b": "2", "c": "3"}]


def test_of_two_lists_each_is_empty_for_itself() -> None:
    none: list[dict[str, str]] = []
    for first, second in ((none, ONE), (ONE, none), (none, none)):
        tables = filled(document(TWO, BOTH), {"a.json": first, "b.json": second}).tables
        assert [len(one.lines) for one in tables] == [len(first), len(second)]
        assert [one.whole for one in tables] == [True, True]


@pytest.mark.parametrize("first", [None, "[{", {"erreur": "x"}])
def test_one_lists_emptiness_proves_nothing_of_the_other(first: object) -> None:
    answers: dict[str, object] = {"b.json": []} | ({"a.json": first} if first else {})
    tables = filled(document(TWO, BOTH), answers).tables
    assert [one.whole for one in tables] == [False, True]


def test_no_lines_for_one_of_two_lists_prove_nothing_where_nothing_says_for_which() -> None:
    script = "$.get('a.json', function (l) { remplir(l); });"
    assert [one.whole for one in filled(document(TWO, script), {"a.json": []}).tables] == [
        False
    ] * 2


@pytest.mark.parametrize("way", ["pieces joined", "elements by jQuery", "a library's columns"])
@pytest.mark.parametrize(
    "answer",
    [
        {"success": False, "data": []},
        {"ok": 0, "lignes": []},
        {"erreur": "Session expirée", "data": []},
        {"statut": "KO", "lignes": []},
    ],
)
def test_an_answer_that_failed_is_no_empty_list(way: str, answer: object) -> None:
    (table,) = filled(document(TABLE, SCRIPTS[way]), {"cours.json": answer}).tables
    assert (table.lines, table.whole) == ((), False)


def test_a_fragment_is_put_into_its_place() -> None:
    html = "<h3>Cours</h3><div id=zone>Chargement…</div>"
    for script in (
        "$('#zone').load('cours.php?f=1');",
        "$.get('cours.php?f=1', function (h) { $('#zone').html(h); });",
        "fetch('cours.php?f=1').then(r => r.text()).then(h => { document.getElementById('zone').innerHTML = h; });",
    ):
        answer = "<table><tr><th>Cours</th><th>Enseignant</th></tr><tr><td>Piano</td><td>x</td></tr></table>"
        page = filled(document(html, script), {"cours.php?f=1": answer})
        assert seen(page.tables[0]) == (("Cours", "Enseignant"), [("Piano", "x")])
        assert "Chargement…" not in [block.text for block in page.blocks]


def test_a_fragment_inside_json_is_put_into_its_place() -> None:
    script = "$.getJSON('cours.php', function (r) { $('#zone').html(r.html); });"
    answer = {
        "ok": 1,
        "html": "<table><tr><th>Cours</th><th>Salle</th></tr><tr><td>Piano</td><td>x</td></tr></table>",
    }
    page = filled(document("<div id=zone></div>", script), {"cours.php": answer})
    assert seen(page.tables[0]) == (("Cours", "Salle"), [("Piano", "x")])
