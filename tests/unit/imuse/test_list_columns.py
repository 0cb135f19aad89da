"""A list that a library fills shows what its columns say, through the functions they name."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.screens import listing
from tests.unit.imuse.lists import document, seen
from tests.unit.imuse.reader import BASE
from tests.unit.imuse.scripted import FOLDER, filled

TABLE = "<table id=liste><thead><tr><th>N°</th><th>Montant</th></tr></thead><tbody></tbody></table>"
RECORD = {
    "id": 7,
    "numero": "F-1",
    "montant": 12.5,
    "solde": 0,
    "eleve": {"nom": "Le Goff"},
    "note": "<b>A & B</b>",
}


def _second(column: str, more: str = "") -> str | None:
    """What the second column shows of a record, None where that is not known."""
    script = f"{more} $('#liste').DataTable({{ ajax: 'f.json', columns: [{{ data: 'numero' }}, {column}] }});"
    (table,) = filled(document(TABLE, script), {"f.json": {"data": [RECORD]}}).tables
    return table.lines[0].cells[1] if table.whole else None


SHOWN = [
    ("{ data: 'montant' }", "12.5"),
    ("{ data: 'eleve.nom' }", "Le Goff"),
    ("{ data: 'note' }", "A & B"),
    ("{ data: 'note', render: $.fn.dataTable.render.text() }", "<b>A & B</b>"),
    ("{ data: 'montant', render: function (d) { return d + ' €'; } }", "12.5 €"),
    ("{ data: 'montant', render: d => d + ' €' }", "12.5 €"),
    ("{ data: 'montant', render: function (data, type, row) { return row.numero + ' : ' + data; } }", "F-1 : 12.5"),
    ("{ data: 'solde', render: d => d > 0 ? 'due' : 'réglée' }", "réglée"),
    ("{ data: 'eleve', render: e => e.nom || '' }", "Le Goff"),
    ("{ data: null, render: function (d, t, row) { return row.eleve.nom; } }", "Le Goff"),
    ("{ data: 'note', render: d => esc(d) }", "<b>A & B</b>"),
    ("{ data: 'montant', render: euros }", "12.5 €"),
    ("{ mData: 'montant', mRender: function (d) { return '<span class=\"m\">' + d + '</span>'; } }", "12.5"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "said"), SHOWN)
def test_a_column_shows_what_its_function_makes_of_the_record(column: str, said: str) -> None:
    assert _second(column, "function euros(d) { return d + ' €'; }") == said


UNKNOWN = [
    "{ data: 'montant', render: function (d) { return formate(d); } }",
    "{ data: 'montant', render: function (d) { return d.toFixed(2) + ' €'; } }",
    "{ data: 'montant', render: function (d, t) { if (t === 'display') { return d + ' €'; } return d; } }",
    "{ data: 'montant', render: $.fn.dataTable.render.number(' ', ',', 2) }",
    "{ data: 'montant', render: ailleurs }",
    "{ data: 'montant', render: { _: 'a', display: 'b' } }",
    "{ data: 'montant', render: function (d, r) { return r.numero; } }",
    "{ data: 'montant', render: d => libelles[d] }",
    "{ data: 'absent', render: d => d + ' €' }",
]  # fmt: skip


@pytest.mark.parametrize("column", UNKNOWN)
def test_a_column_whose_function_is_not_known_closes_the_list(column: str) -> None:
    assert _second(column) is None


def test_a_member_called_as_its_heading_is_not_shown_raw_where_a_function_dresses_it() -> None:
    data = [{"numero": "F-1", "montant": 1250}]
    for script in (
        "$('#liste').DataTable({ ajax: 'f.json', columns: [{ data: 'numero' }, { data: 'montant', render: centimes }] });",
        "$.getJSON('f.json', function (l) { $.each(l, function (i, f) { $('#liste').append('<tr><td>' + f.numero + '</td><td>' + centimes(f.montant) + '</td></tr>'); }); });",
    ):
        (table,) = filled(document(TABLE, script), {"f.json": data}).tables
        assert (table.lines, table.whole) == ((), False)


def test_a_link_that_a_column_writes_opens_the_line() -> None:
    html = TABLE.replace("</tr>", "<th></th></tr>", 1)
    script = """$('#liste').DataTable({ ajax: 'f.json', columns: [{ data: 'numero' }, { data: 'montant' },
        { data: 'id', orderable: false, render: function (id) { return '<a href="facture.php?id=' + id + '"><i class="fa"></i> PDF</a>'; } }] });"""
    page = filled(document(html, script), {"f.json": {"data": [RECORD]}})
    (table,) = page.tables
    assert seen(table) == (("N°", "Montant"), [("F-1", "12.5")])
    found = listing.opening(page, table.lines[0], BASE)
    assert found is not None
    assert found.found.pressable.press.url == f"{FOLDER}facture.php?id=7"


MARKUP = """<table data-url="f.json"><thead><tr><th data-field="numero">N°</th>
    <th data-field="montant" data-formatter="{0}">Montant</th></tr></thead><tbody></tbody></table>"""


def test_a_function_that_the_markup_names_is_heeded() -> None:
    script = "function euros(valeur, row, index) { return valeur + ' €'; } function autre(v) { return v * 2; }"
    for name, said in (("euros", "12.5 €"), ("autre", None), ("ailleurs", None)):
        page = filled(document(MARKUP.format(name), script), {"f.json": [RECORD]})
        (table,) = page.tables
        assert (table.lines[0].cells[1] if table.lines else None) == said
        assert table.whole is (said is not None)
