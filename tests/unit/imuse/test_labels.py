"""What a sheet shows as text only is a field to read, kept under its caption."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import rows, sheet

EDIT = """<table><tr><td>Nom</td><td><input name=n value=Dupré></td></tr>
    <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
READ = ("N° de famille", "F-001")

LAYOUTS = {
    "th and td": "<table><tr><th>N° de famille</th><td>F-001</td></tr></table>",
    "cells with a colon": "<table><tr><td>N° de famille :</td><td>F-001</td></tr></table>",
    "cells, the value in bold": "<table><tr><td>N° de famille&nbsp;:</td><td><b>F-001</b></td></tr></table>",
    "definition list": "<dl><dt>N° de famille</dt><dd>F-001</dd></dl>",
    "spans": "<p><span class=label>N° de famille</span> <span class=valeur>F-001</span></p>",
    "label and span": "<div><label>N° de famille</label><span>F-001</span></div>",
    "label and text": "<div><label>N° de famille :</label> F-001</div>",
    "a sentence": "<p>N° de famille : F-001</p>",
    "a bold caption": "<p><b>N° de famille :</b> F-001</p>",
    "a bold value": "<p>N° de famille : <b>F-001</b></p>",
    "divs": "<div class=row><div class=lbl>N° de famille</div><div>F-001</div></div>",
    "a line of text": "N° de famille : F-001<br>",
    "one cell": "<table><tr><td colspan=2>N° de famille : F-001</td></tr></table>",
    "list": "<ul><li>N° de famille : F-001</li></ul>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_under_a_caption_is_a_field_to_read(layout: str) -> None:
    read = sheet(LAYOUTS[layout] + EDIT).fields()
    assert [(f.caption, f.value, f.editable) for f in read] == [
        (*READ, False), ("Nom", "Dupré", True), ("Ville", "Vannes", True)]  # fmt: skip


def test_text_among_controls_of_one_table_is_a_field_to_read() -> None:
    inside = """<table><tr><td>N° de famille</td><td>F-001</td></tr>
        <tr><td>Nom</td><td><input name=n value=Dupré></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [READ, ("Nom", "Dupré"), ("Ville", "Vannes")]


def test_an_empty_value_is_kept_as_empty() -> None:
    inside = """<table><tr><td>Nom</td><td><input name=n value=Dupré></td></tr>
        <tr><td>Quotient</td><td></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    assert ("Quotient", "") in rows(inside)


def test_pairs_of_text_and_control_share_a_row() -> None:
    inside = """<table><tr><td>N° de famille :</td><td>F-001</td><td>Nom :</td>
        <td><input name=n value=Dupré></td></tr>
        <tr><td>Ville :</td><td><input name=v value=Vannes></td><td></td><td></td></tr></table>"""
    assert rows(inside) == [READ, ("Nom", "Dupré"), ("Ville", "Vannes")]


def test_text_after_a_control_of_its_row_is_a_field_of_its_own() -> None:
    inside = """<table><tr><td>Nom :</td><td><input name=n value=Dupré></td><td>N° de famille :</td>
        <td>F-001</td></tr><tr><td>Ville :</td><td><input name=v value=Vannes></td>
        <td>Quotient :</td><td><b>842</b></td></tr></table>"""
    assert rows(inside) == [("Nom", "Dupré"), READ, ("Ville", "Vannes"), ("Quotient", "842")]
    assert [f.hint for f in sheet(inside).fields()] == [""] * 4


REMARKS = [
    "<p>Les champs marqués d'un * sont obligatoires.</p>",
    "<p>Attention : toute modification sera soumise à validation.</p>",
    "<table><tr><td colspan=2>* champs obligatoires</td></tr></table>",
    "<p><a href=aide.php>Aide : comment faire</a></p>",
    "<table><tr><td></td><td>5 chiffres</td></tr></table>",
    "<p style='display:none'>Jeton : abc</p>",
    "<!-- Jeton : abc --><script>var t = 'Jeton : abc';</script>",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_is_no_field(remark: str) -> None:
    assert rows(EDIT + remark) == [("Nom", "Dupré"), ("Ville", "Vannes")]


def test_disabled_and_read_only_controls_are_fields_to_read() -> None:
    inside = (
        EDIT
        + """<p>Identifiant <input name=i value=DUPRE readonly></p>
        <p>Pays <input name=p value=FRANCE disabled></p>"""
    )
    read = {f.caption: (f.value, f.editable) for f in sheet(inside).fields()}
    assert read["Identifiant"] == ("DUPRE", False)
    assert read["Pays"] == ("FRANCE", False)


def test_a_legend_is_no_field() -> None:
    assert rows(EDIT + "<p>▲ : champ modifié</p>") == [("Nom", "Dupré"), ("Ville", "Vannes")]


HEADINGS = {
    "plain": "<tr><td>Champ</td><td>Valeur</td></tr>",
    "three columns": "<tr><td>Champ</td><td>Valeur</td><td>Valeur demandée</td></tr>",
    "headings": "<tr><th>Champ</th><th>Valeur</th></tr>",
    "a head of its own": "<thead><tr><td>Donnée</td><td>Contenu</td></tr></thead>",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_row_that_heads_captions_and_values_is_no_field(heading: str) -> None:
    inside = EDIT.replace("<table>", f"<table>{HEADINGS[heading]}")
    assert rows(inside) == [("Nom", "Dupré"), ("Ville", "Vannes")]


def test_a_field_called_information_is_one() -> None:
    inside = EDIT.replace("<table>", "<table><tr><td>Information</td><td>Cours le soir</td></tr>")
    assert rows(inside)[0] == ("Information", "Cours le soir")


def test_a_caption_after_a_box_in_the_next_cell_names_the_text_beside_it() -> None:
    assert rows(
        '<table><tr><td class="label">Rentre seul</td><td><input type="checkbox" name="seul"></td>'
        '<td class="label">Instrument loué</td><td>Violoncelle 1/2</td></tr>'
        '<tr><td class="label">Nom</td><td><input name="nom" value="Dupré"></td>'
        '<td class="label">Prénom</td><td><input name="prenom" value="Léa"></td></tr></table>'
    ) == [
        ("Rentre seul", "non"),
        ("Instrument loué", "Violoncelle 1/2"),
        ("Nom", "Dupré"),
        ("Prénom", "Léa"),
    ]
