"""Where rows and columns have headings, both name what stands in a cell, fields and texts alike."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.model import Kind
from tests.unit.imuse.reader import field, rows, sheet

PORTABLES = """<tr><td>Portable</td><td><input name=pp value="06 39 98 00 01"></td>
    <td><input name=mp value="06 39 98 00 02"></td></tr>"""
READ = [
    ("Nom – Père", "BRUN"),
    ("Nom – Mère", "LE BIHAN"),
    ("Portable – Père", "06 39 98 00 01"),
    ("Portable – Mère", "06 39 98 00 02"),
]

NAMES = {
    "both fields": "<td><input name=pn value=BRUN></td><td><input name=mn value='LE BIHAN'></td>",
    "the father's only text": "<td>BRUN</td><td><input name=mn value='LE BIHAN'></td>",
    "the mother's only text": "<td><input name=pn value=BRUN></td><td>LE BIHAN</td>",
    "both only texts": "<td>BRUN</td><td>LE BIHAN</td>",
    "texts in bold": "<td><b>BRUN</b></td><td><b>LE BIHAN</b></td>",
}
HEADS = {
    "empty corner": "<tr><td></td><td>Père</td><td>Mère</td></tr>",
    "blank corner, bold": "<tr><td>&nbsp;</td><td><b>Père</b></td><td><b>Mère</b></td></tr>",
    "headings": "<thead><tr><th></th><th>Père</th><th>Mère</th></tr></thead>",
    "a corner that says something": "<tr><th>Coordonnées</th><th>Père</th><th>Mère</th></tr>",
    "under a title": "<tr><td colspan=3>Responsables</td></tr><tr><td></td><td>Père</td><td>Mère</td></tr>",
}


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("names", NAMES)
def test_each_cell_is_named_by_its_row_and_its_column(heads: str, names: str) -> None:
    inside = f"<table>{HEADS[heads]}<tr><td>Nom</td>{NAMES[names]}</tr>{PORTABLES}</table>"
    assert rows(inside) == READ


BOTH = "<td>BRUN</td><td><input name=mn value='LE BIHAN'></td>"
LAYOUTS = {
    "a corner over several columns": f"""<table><tr><td colspan=2></td><td>Père</td><td>Mère</td></tr>
        <tr><td rowspan=2>Identité</td><td>Nom</td>{BOTH}</tr>{PORTABLES}</table>""",
    "plain headings that are people": f"""<table><tr><td>Coordonnées</td><td>Père</td><td>Mère</td></tr>
        <tr><td>Nom</td>{BOTH}</tr>{PORTABLES}</table>""",
    "after other rows": f"""<table><tr><td>Situation</td><td colspan=2>Mariés</td></tr>
        <tr><td></td><td>Père</td><td>Mère</td></tr><tr><td>Nom</td>{BOTH}</tr>{PORTABLES}</table>""",
    "blocks": f"<div><div>{HEADS['empty corner']}</div><div><td>Nom</td>{BOTH}</div><div>{PORTABLES}</div></div>"
    .replace("<tr>", "").replace("</tr>", "").replace("<td", "<div").replace("</td", "</div"),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cross_is_read_in_every_layout(layout: str) -> None:
    assert [one for one in rows(LAYOUTS[layout]) if one[0] != "Situation"] == READ


def test_people_may_be_the_rows_and_captions_the_columns() -> None:
    inside = """<table><tr><td>Parent</td><td>Nom</td><td>Portable</td></tr>
        <tr><td>Père</td><td>BRUN</td><td><input name=pp value="06 39 98 00 01"></td></tr>
        <tr><td>Mère</td><td><input name=mn value="LE BIHAN"></td><td><input name=mp value=""></td></tr></table>"""
    assert rows(inside) == [("Père – Nom", "BRUN"), ("Père – Portable", "06 39 98 00 01"),
                            ("Mère – Nom", "LE BIHAN"), ("Mère – Portable", "")]  # fmt: skip
    assert [f.kind for f in sheet(inside).fields()][1::2] == [Kind.PHONE, Kind.PHONE]


HELP = {
    "a column of help": """<tr><th></th><th>Votre saisie</th><th>Aide</th></tr>""",
    "a row of help": """<tr><td>Situation</td><td colspan=2><select name=s><option>Mariés</select></td></tr>
        <tr><td></td><td>à jour</td><td>facultatif</td></tr>""",
}


@pytest.mark.parametrize("layout", HELP)
def test_help_beside_fields_is_no_column_of_theirs(layout: str) -> None:
    inside = f"""<table>{HELP[layout]}<tr><td>Code postal</td><td><input name=c value=56000></td><td>5 chiffres</td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td><td>en capitales</td></tr></table>"""
    assert rows(inside)[-2:] == [("Code postal", "56000"), ("Ville", "Vannes")]
    assert field(inside, "Ville").hint == "en capitales"


def test_a_value_beside_the_field_that_holds_it_names_nothing() -> None:
    inside = """<table><tr><td>Portable</td><td>06 39 98 00 01</td><td><input name=p value="06 39 98 00 01"></td></tr>
        <tr><td>Ville</td><td>Vannes</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [("Portable", "06 39 98 00 01"), ("Ville", "Vannes")]


def test_a_number_before_a_caption_leaves_it_alone() -> None:
    inside = """<table><tr><td>1.</td><td>Nom</td><td><input name=n value=BRUN></td></tr>
        <tr><td>2.</td><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [("Nom", "BRUN"), ("Ville", "Vannes")]


def test_headings_over_captions_and_values_are_sections() -> None:
    inside = """<table><tr><th colspan=2>Père</th><th colspan=2>Mère</th></tr><tr><td>Nom</td>
        <td><input name=pn value=BRUN></td><td>Nom</td><td>LE BIHAN</td></tr><tr><td>Ville</td>
        <td><input name=pv value=Vannes></td><td>Ville</td><td><input name=mv value=Auray></td></tr></table>"""
    read = [(s.title, [(f.caption, f.value) for f in s.fields]) for s in sheet(inside).sections]
    assert read == [("Père", [("Nom", "BRUN"), ("Ville", "Vannes")]),
                    ("Mère", [("Nom", "LE BIHAN"), ("Ville", "Auray")])]  # fmt: skip


def test_captions_over_their_fields_alone_are_no_sections() -> None:
    inside = """<table><tr><td colspan=2>Nom</td><td colspan=2>Ville</td></tr><tr>
        <td colspan=2><input name=n value=BRUN></td><td colspan=2><input name=v value=Vannes></td></tr></table>"""
    assert [(s.title, len(s.fields)) for s in sheet(inside).sections] == [("", 2)]
    assert rows(inside) == [("Nom", "BRUN"), ("Ville", "Vannes")]


def test_rows_may_have_headings_of_their_own() -> None:
    inside = f"""<table><tr><th></th><th>Père</th><th>Mère</th></tr><tr><th>Nom</th>
        {NAMES["the father's only text"]}</tr>{PORTABLES.replace("td>Portable</td", "th>Portable</th")}</table>"""
    assert rows(inside) == READ


def test_texts_in_a_cross_are_only_read() -> None:
    inside = f"<table>{HEADS['empty corner']}<tr><td>Nom</td>{NAMES['both only texts']}</tr>{PORTABLES}</table>"
    assert [f.editable for f in sheet(inside).fields()] == [False, False, True, True]
    assert [f.hint for f in sheet(inside).fields()] == ["", "", "", ""]


def test_an_empty_cell_is_an_empty_value() -> None:
    names = "<td><input name=pn value=BRUN></td><td></td>"
    inside = f"<table>{HEADS['empty corner']}<tr><td>Nom</td>{names}</tr>{PORTABLES}</table>"
    assert rows(inside)[1] == ("Nom – Mère", "")


def test_the_kind_is_known_in_every_column_and_the_name_in_the_first() -> None:
    mails = (
        PORTABLES.replace("Portable", "E-mail").replace("name=pp", "name=pe").replace("mp", "me")
    )
    read = sheet(f"<table>{HEADS['empty corner']}{PORTABLES}{mails}</table>").fields()
    assert [f.kind for f in read] == [Kind.PHONE, Kind.PHONE, Kind.EMAIL, Kind.EMAIL]
    assert [f.name for f in read] == ["mobile_phone", None, "email", None]


def test_a_row_that_has_no_words_of_its_own_goes_on_with_the_one_above() -> None:
    more = "<tr><td></td><td><input name=p2 value=a></td><td><input name=m2 value=b></td></tr>"
    inside = (
        f"<table>{HEADS['empty corner']}{PORTABLES.replace('Portable', 'Adresse')}{more}</table>"
    )
    assert [caption for caption, _ in rows(inside)] == [
        "Adresse – Père", "Adresse – Mère", "Adresse – Père", "Adresse – Mère"]  # fmt: skip
    assert len({f.key for f in sheet(inside).fields()}) == 4


def test_a_second_cross_in_a_table_has_its_own_columns() -> None:
    more = """<tr><td></td><td><b>Semaine</b></td><td><b>Dimanche</b></td></tr>
        <tr><td>Horaire</td><td><input name=hs value=a></td><td><input name=hd value=b></td></tr>"""
    inside = f"<table>{HEADS['empty corner']}{PORTABLES}{more}</table>"
    assert rows(inside)[2:] == [("Horaire – Semaine", "a"), ("Horaire – Dimanche", "b")]


def test_a_mark_in_a_rows_caption_marks_all_its_fields() -> None:
    marked = PORTABLES.replace("Portable<", "Portable <font color=red>(modifié)</font><")
    inside = f"<table>{HEADS['empty corner']}{marked}</table>"
    assert [(f.caption, f.waiting is not None) for f in sheet(inside).fields()] == [
        ("Portable – Père", True), ("Portable – Mère", True)]  # fmt: skip


def test_a_mark_in_a_cell_marks_that_cells_field_only() -> None:
    marked = PORTABLES.replace('00 01">', '00 01"> <i>modifié</i>')
    inside = f"<table>{HEADS['empty corner']}{marked}</table>"
    assert field(inside, "Portable – Père").waiting is not None
    assert field(inside, "Portable – Mère").waiting is None


def test_a_date_in_three_lists_in_a_cross_is_one_field() -> None:
    days = "".join(f"<option>{n:02}" for n in range(1, 32))
    months = "".join(f"<option value={n}>m{n}" for n in range(1, 13))
    date = f"<select name=j{{0}}>{days}</select><select name=m{{0}}>{months}</select><input name=a{{0}} value=1979>"
    inside = f"""<table>{HEADS["empty corner"]}<tr><td>Né(e) le</td><td>{date.format(1)}</td>
        <td>{date.format(2)}</td></tr></table>"""
    assert rows(inside) == [("Né(e) le – Père", "01/01/1979"), ("Né(e) le – Mère", "01/01/1979")]


def test_without_headings_a_value_still_names_nothing() -> None:
    inside = f"<table><tr><td>Nom</td>{NAMES['both only texts']}</tr>{PORTABLES}</table>"
    captions = [caption for caption, _ in rows(inside)]
    assert "BRUN" not in captions
    assert "LE BIHAN" not in captions


def test_a_column_of_what_is_asked_for_is_no_second_name() -> None:
    inside = """<table><tr><th>Donnée</th><th>Valeur actuelle</th><th>Nouvelle valeur</th></tr>
        <tr><td>Portable</td><td>06 39 98 00 01</td><td><input name=p value="06 39 98 00 01"></td></tr>
        <tr><td>Ville</td><td>Vannes</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [("Portable", "06 39 98 00 01"), ("Ville", "Vannes")]


def test_two_pairs_in_a_row_are_no_cross() -> None:
    inside = """<table><tr><td>Code postal</td><td><input name=c value=56000></td><td>Ville</td>
        <td><input name=v value=Vannes></td></tr><tr><td>N° de famille</td><td>F-001</td><td>Nom</td>
        <td><input name=n value=BRUN></td></tr></table>"""
    assert rows(inside) == [
        ("Code postal", "56000"), ("Ville", "Vannes"), ("N° de famille", "F-001"), ("Nom", "BRUN")]  # fmt: skip
