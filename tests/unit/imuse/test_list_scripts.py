"""A list that a script makes of JSON is read as that script writes it, or not at all."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.filling import DATA, READ, SCRIPTS, TABLE
from tests.unit.imuse.lists import document, seen
from tests.unit.imuse.scripted import filled


@pytest.mark.parametrize("way", [way for way in SCRIPTS if way != "a library's columns"])
def test_the_lines_are_read_as_the_script_writes_them(way: str) -> None:
    (table,) = filled(document(TABLE, SCRIPTS[way]), {"cours.json": DATA}).tables
    assert seen(table) == READ
    assert table.whole


@pytest.mark.parametrize("way", SCRIPTS)
@pytest.mark.parametrize("nothing", [[], {"data": []}, {"total": 0, "lignes": []}])
def test_no_records_are_a_list_proven_empty(way: str, nothing: object) -> None:
    (table,) = filled(document(TABLE, SCRIPTS[way]), {"cours.json": nothing}).tables
    assert seen(table) == (READ[0], [])
    assert table.whole


BROKEN = {
    "half of it": '[{"id": 7, "intitule": "Pia',
    "no JSON": "Erreur SQL",
    "a sentence": '"Aucun droit"',
    "no list in it": {"erreur": "session"},
    "a record without a member that is shown": [{"id": 7, "intitule": "Piano", "prof": {"nom": "x"}}],
    "a member that is no single value": [{"id": 7, "intitule": "Piano", "prof": {"nom": {"a": 1}}, "salle": ""}],
}  # fmt: skip


@pytest.mark.parametrize("way", SCRIPTS)
@pytest.mark.parametrize("answer", BROKEN)
def test_what_is_not_understood_is_no_empty_list(way: str, answer: str) -> None:
    for table in filled(document(TABLE, SCRIPTS[way]), {"cours.json": BROKEN[answer]}).tables:
        assert (table.lines, table.whole) == ((), False)


def test_without_its_data_the_list_is_not_proven_empty() -> None:
    page = filled(document(TABLE, SCRIPTS["pieces joined"]), {})
    assert page.asks == ("http://saiga.example/ecole/cours.json",)
    assert (page.tables[0].lines, page.tables[0].whole, page.filled) == ((), False, ())


UNKNOWN = {
    "a function that nobody knows": "formate(c.intitule)",
    "a sum": "(c.a + c.b)",
    "a choice between more than words": "(c.etat == 1 ? c.prof : c.intitule)",
    "a table of words": "libelles[c.etat]",
    "a library's own": "moment(c.date).format('LL')",
}


@pytest.mark.parametrize("way", UNKNOWN)
def test_a_cell_that_cannot_be_known_is_never_an_empty_one(way: str) -> None:
    script = f"""$.getJSON('cours.json', function (lignes) {{ $.each(lignes, function (i, c) {{
        $('#corps').append('<tr><td>' + {UNKNOWN[way]} + '</td><td>' + c.prof.nom + '</td><td>' + c.salle + '</td></tr>'); }}); }});"""
    data = [{"intitule": "Piano", "prof": {"nom": "x"}, "salle": "B", "etat": 1, "a": 1, "b": 2}]
    (table,) = filled(document(TABLE, script), {"cours.json": data}).tables
    assert (table.lines, table.whole) == ((), False)


def test_markup_in_a_value_is_shown_as_the_page_would() -> None:
    raw = "$.getJSON('cours.json', function (l) { $.each(l, function (i, c) { $('#corps').append('<tr><td>' + c.a + '</td><td>' + c.b + '</td><td>' + c.c + '</td></tr>'); }); });"
    text = "$.getJSON('cours.json', function (l) { $.each(l, function (i, c) { $('#corps').append($('<tr>').append($('<td>').text(c.a)).append($('<td>').text(c.b)).append($('<td>').text(c.c))); }); });"
    data = [{"a": "<b>Piano</b><br>duo", "b": "A &amp; B", "c": "x"}]
    (read,) = filled(document(TABLE, raw), {"cours.json": data}).tables
    assert read.lines[0].cells == ("Piano\nduo", "A & B", "x")
    (read,) = filled(document(TABLE, text), {"cours.json": data}).tables
    assert read.lines[0].cells == ("<b>Piano</b><br>duo", "A &amp; B", "x")


def test_one_of_two_words_is_shown_as_the_member_says() -> None:
    script = """$.getJSON('cours.json', function (l) { $.each(l, function (i, c) { $('#corps').append('<tr><td>'
        + c.a + '</td><td>' + (c.b ? 'oui' : 'non') + '</td><td>' + (c.c == 'A' ? 'acquis' : 'à revoir') + '</td></tr>'); }); });"""
    data = [{"a": "x", "b": True, "c": "A"}, {"a": "y", "b": 0, "c": "N"}]
    (table,) = filled(document(TABLE, script), {"cours.json": data}).tables
    assert [line.cells for line in table.lines] == [
        ("x", "oui", "acquis"),
        ("y", "non", "à revoir"),
    ]


VALUES = {
    "a number": (12, "12"),
    "half a number": (12.5, "12.5"),
    "a whole number with a point": (12.0, "12"),
    "null": (None, ""),
    "yes": (True, "oui"),
    "no": (False, "non"),
    "several": (["Piano", "Luth"], "Piano, Luth"),
}


@pytest.mark.parametrize("way", VALUES)
def test_a_single_value_is_shown(way: str) -> None:
    value, said = VALUES[way]
    script = "$.getJSON('cours.json', function (l) { l.forEach(function (c) { $('#corps').append('<tr><td>' + c.a + '</td><td>' + c.b + '</td><td>' + c.c + '</td></tr>'); }); });"
    (table,) = filled(
        document(TABLE, script), {"cours.json": [{"a": "x", "b": value, "c": "z"}]}
    ).tables
    assert table.lines[0].cells == ("x", said, "z")


BY_MARKUP = """<table id=liste data-url="cours.json"><thead><tr>
    <th data-field="intitule">Cours</th><th data-field="prof.nom">Enseignant</th><th data-field="salle">Salle</th>
    </tr></thead><tbody></tbody></table>"""


def test_columns_named_in_the_markup_are_read() -> None:
    page = filled(document(BY_MARKUP), {"cours.json": [DATA[0]]})
    assert seen(page.tables[0]) == (READ[0], READ[1][:1])


LIBRARIES = {
    "DataTables": "$('#liste').DataTable({ ajax: 'cours.json', columns: [{ data: 'intitule' }, { data: 'prof.nom' }, { data: 'salle' }] });",
    "DataTables of old": "$('#liste').dataTable({ sAjaxSource: 'cours.json', aoColumns: [{ mData: 'intitule' }, { mData: 'prof.nom' }, { mData: 'salle' }] });",
    "DataTables, after an object": "var o = { url: 'cours.json' }; $('#liste').DataTable({ ajax: { url: 'cours.json', type: 'GET' }, columns: [{ data: 'intitule' }, { data: 'prof.nom' }, { data: 'salle' }] });",
}  # fmt: skip


@pytest.mark.parametrize("way", LIBRARIES)
def test_a_librarys_columns_name_the_members(way: str) -> None:
    page = filled(document(TABLE, LIBRARIES[way]), {"cours.json": {"data": [DATA[0]]}})
    assert seen(page.tables[0]) == (READ[0], READ[1][:1])


def test_a_column_that_a_library_hides_is_no_column() -> None:
    html = TABLE.replace("<tr><th>", "<tr><th>ID</th><th>")
    script = "$('#liste').DataTable({ ajax: 'cours.json', columns: [{ data: 'id', visible: false }, { data: 'intitule' }, { data: 'prof.nom' }, { data: 'salle' }] });"
    for data in ([DATA[0]], []):
        (table,) = filled(document(html, script), {"cours.json": {"data": data}}).tables
        assert seen(table) == (READ[0], READ[1][:1] if data else [])


def test_a_list_of_the_members_names_is_enough() -> None:
    script = """var champs = ['intitule', 'prof.nom', 'salle'];
        $.getJSON('cours.json', function (lignes) { lignes.forEach(function (c) { champs.forEach(function (champ) {
            var td = document.createElement('td'); td.textContent = lire(c, champ); }); }); });"""
    (table,) = filled(document(TABLE, script), {"cours.json": DATA}).tables
    assert seen(table) == READ


def test_records_that_are_arrays_are_read_in_their_order() -> None:
    script = "$('#liste').DataTable({ ajax: 'cours.json' });"
    data = {"data": [["Piano", "Mme Le Goff", "B12"], ["Luth", "M. D'Août", ""]]}
    (table,) = filled(document(TABLE, script), {"cours.json": data}).tables
    assert [line.cells for line in table.lines] == [tuple(one) for one in data["data"]]


def test_members_that_are_called_as_the_headings_need_no_words_of_a_script() -> None:
    script = "chargeListe('#liste', 'x'); $.get('cours.json', function (d) { remplir(d); });"
    data = [{"cours": "Piano", "enseignant": "Mme Le Goff", "salle": "B12"}]
    (table,) = filled(document(TABLE, script), {"cours.json": data}).tables
    assert seen(table) == (READ[0], READ[1][:1])


def test_members_of_two_names_for_one_heading_are_not_chosen_between() -> None:
    script = "$.get('cours.json', function (d) { remplir(d); });"
    data = [{"cours": "Piano", "discipline": "Clavier", "enseignant": "x", "salle": "B12"}]
    (table,) = filled(document(TABLE, script), {"cours.json": data}).tables
    assert (table.lines, table.whole) == ((), False)


def test_a_line_that_says_loading_is_replaced() -> None:
    html = TABLE.replace(
        "<tbody id=corps>", "<tbody id=corps><tr><td colspan=3>Chargement…</td></tr>"
    )
    (table,) = filled(document(html, SCRIPTS["a template string"]), {"cours.json": DATA}).tables
    assert (seen(table), table.notes) == (READ, ())
