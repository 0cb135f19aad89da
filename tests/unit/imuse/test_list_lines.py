"""The lines of a list are all that a person reads as lines, and nothing beside them."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.lists import grid, grids, table

HEAD = "<tr><th>Date</th><th>Libellé</th><th>Montant</th></tr>"
ONE = "<tr><td>01/09/2026</td><td>Cotisation</td><td>120,00 €</td></tr>"
TWO = "<tr><td>05/01/2027</td><td>Avoir</td><td>-20,00 €</td></tr>"
LINES = [("01/09/2026", "Cotisation", "120,00 €"), ("05/01/2027", "Avoir", "-20,00 €")]


def test_headings_between_lines_are_the_group_of_the_lines_below_them() -> None:
    html = f"""<table>{HEAD}<tr><td colspan=3><b>Année 2026</b></td></tr>{ONE}
        <tr class=groupe><th colspan=3>Année 2027</th></tr>{TWO}</table>"""
    assert [line.group for line in table(html).lines] == ["Année 2026", "Année 2027"]
    assert grid(html)[1] == LINES


def test_a_group_holds_until_the_next_one() -> None:
    html = f"<table>{HEAD}<tr><td colspan=3>Année 2026</td></tr>{ONE}{TWO}</table>"
    assert [line.group for line in table(html).lines] == ["Année 2026", "Année 2026"]


def test_a_group_without_lines_is_kept_as_a_note() -> None:
    html = f"""<table>{HEAD}<tr><td colspan=3>Année 2025</td></tr>
        <tr><td colspan=3>Année 2026</td></tr>{ONE}</table>"""
    read = table(html)
    assert [line.group for line in read.lines] == ["Année 2026"]
    assert read.notes == ("Année 2025",)


TOTALS = {
    "across, then the sum": "<tr><td colspan=2 align=right><b>Total</b></td><td>100,00 €</td></tr>",
    "in the first cell": "<tr><td>Total</td><td></td><td>100,00 €</td></tr>",
    "in a later cell": "<tr><td></td><td>Total :</td><td>100,00 €</td></tr>",
    "in the foot of the table": "<tfoot><tr><td></td><td>Solde à ce jour</td><td>100,00 €</td></tr></tfoot>",
}  # fmt: skip


@pytest.mark.parametrize("way", TOTALS)
def test_a_total_is_a_note_and_no_line(way: str) -> None:
    read = table(f"<table>{HEAD}{ONE}{TWO}{TOTALS[way]}</table>")
    assert [line.cells for line in read.lines] == LINES
    assert len(read.notes) == 1
    assert read.notes[0].endswith("100,00 €")
    assert read.notes[0].split(" ")[0] in ("Total", "Solde")


def test_a_foot_that_the_source_has_before_the_body_is_no_line() -> None:
    html = f"""<table><thead>{HEAD}</thead><tfoot><tr><td colspan=2>Total</td><td>100,00 €</td></tr></tfoot>
        <tbody>{ONE}{TWO}</tbody></table>"""
    read = table(html)
    assert [(line.group, line.cells) for line in read.lines] == [("", one) for one in LINES]
    assert read.notes == ("Total 100,00 €",)


def test_several_bodies_are_one_list() -> None:
    html = f"<table><thead>{HEAD}</thead><tbody>{ONE}</tbody><tbody>{TWO}</tbody></table>"
    assert grid(html)[1] == LINES


def test_a_line_across_that_says_there_is_nothing_is_a_note() -> None:
    read = table(f"<table>{HEAD}<tr><td colspan=3><i>Aucune facture</i></td></tr></table>")
    assert (read.lines, read.notes) == ((), ("Aucune facture",))


def test_a_line_across_that_spans_too_few_columns_is_a_note_too() -> None:
    read = table(f"<table>{HEAD}<tr><td>Aucune facture</td></tr></table>")
    assert (read.lines, read.notes) == ((), ("Aucune facture",))


PAGERS = {
    "numbers": "<a href=?p=1>1</a> 2 <a href=?p=3>3</a>",
    "words": "<a href=?p=1>Précédente</a> | <a href=?p=3>Suivante</a>",
    "arrows": "<a href=?p=1>&lt;&lt;</a> <a href=?p=3>&gt;&gt;</a>",
    "a count": "Page 2 sur 4",
}


@pytest.mark.parametrize("way", PAGERS)
def test_a_pager_across_the_table_is_neither_line_nor_note(way: str) -> None:
    read = table(f"<table>{HEAD}{ONE}{TWO}<tr><td colspan=3>{PAGERS[way]}</td></tr></table>")
    assert ([line.cells for line in read.lines], read.notes) == (LINES, ())


def test_a_pager_above_the_lines_is_no_group_of_theirs() -> None:
    pager = f"<tr><td colspan=3>{PAGERS['numbers']}</td></tr>"
    read = table(f"<table>{HEAD}{pager}{ONE}{TWO}</table>")
    assert [line.group for line in read.lines] == ["", ""]


def test_empty_rows_that_only_keep_a_distance_are_no_lines() -> None:
    gap = "<tr><td>&nbsp;</td><td>&nbsp;</td><td>&nbsp;</td></tr><tr><td colspan=3 height=5></td></tr>"
    assert grid(f"<table>{HEAD}{ONE}{gap}{TWO}{gap}</table>")[1] == LINES


def test_an_empty_row_across_takes_no_group_away() -> None:
    html = f"""<table>{HEAD}<tr><td colspan=3>Année 2026</td></tr>{ONE}
        <tr><td colspan=3>&nbsp;</td></tr>{TWO}</table>"""
    assert [line.group for line in table(html).lines] == ["Année 2026", "Année 2026"]


def test_a_hidden_row_is_no_line() -> None:
    for hidden in ("style='display:none'", "hidden"):
        gone = f"<tr {hidden}><td>modèle</td><td>modèle</td><td>0</td></tr>"
        assert grid(f"<table>{HEAD}{gone}{ONE}{TWO}</table>")[1] == LINES


def test_a_hidden_column_is_no_column() -> None:
    html = """<table><tr><th style="display:none">ID</th><th>Date</th><th>Montant</th></tr>
        <tr><td style="display:none">417</td><td>01/09/2026</td><td>120,00 €</td></tr></table>"""
    assert grid(html) == (("Date", "Montant"), [("01/09/2026", "120,00 €")])


def test_a_row_commented_out_is_no_line() -> None:
    assert grid(f"<table>{HEAD}{ONE}<!-- {ONE} -->{TWO}</table>")[1] == LINES


def test_headings_repeated_for_those_who_scroll_are_no_lines() -> None:
    assert grid(f"<table>{HEAD}{ONE}{HEAD}{TWO}</table>")[1] == LINES


def test_headings_repeated_in_the_foot_are_no_lines() -> None:
    read = table(
        f"<table><thead>{HEAD}</thead><tbody>{ONE}{TWO}</tbody><tfoot>{HEAD}</tfoot></table>"
    )
    assert ([line.cells for line in read.lines], read.notes) == (LINES, ())


def test_a_cell_over_several_rows_stands_in_each_of_them() -> None:
    html = """<table><tr><th>Année</th><th>Classe</th></tr><tr><td rowspan=2>2024-2025</td><td>Piano</td></tr>
        <tr><td>Chorale</td></tr><tr><td>2023-2024</td><td>Éveil</td></tr></table>"""
    assert grid(html)[1] == [
        ("2024-2025", "Piano"),
        ("2024-2025", "Chorale"),
        ("2023-2024", "Éveil"),
    ]


def test_a_cell_over_rows_in_the_last_column_stands_in_each_of_them() -> None:
    html = """<table><tr><th>Classe</th><th>Date</th><th>Année</th></tr><tr><td>Piano</td><td>x</td><td rowspan=2>2024</td></tr>
        <tr><td>Chorale</td><td>y</td></tr></table>"""
    assert grid(html)[1] == [("Piano", "x", "2024"), ("Chorale", "y", "2024")]


def test_a_rowspan_beyond_the_table_ends_with_it() -> None:
    html = """<table><tr><th>Année</th><th>Classe</th></tr><tr><td rowspan=99>2024</td><td>Piano</td></tr></table>
        <table><tr><th>Date</th><th>Mode</th></tr><tr><td>hier</td><td>Chèque</td></tr></table>"""
    assert grids(html)[1] == (("Date", "Mode"), [("hier", "Chèque")])


BUTTONS = {
    "a picture": "<a href='f.php?id=1'><img src=loupe.gif alt=Voir></a>",
    "a button": "<button onclick=\"location='f.php?id=1'\">Voir</button>",
    "an input": "<input type=button value=Voir onclick=\"location='f.php?id=1'\">",
    "a box": "<input type=checkbox name=choix value=1>",
    "a radio button": "<input type=radio name=choix value=1>",
    "a link": "<a href='f.php?id=1'>Voir</a>",
}


@pytest.mark.parametrize("way", BUTTONS)
@pytest.mark.parametrize("head", ["", "&nbsp;", "Action", "Fiche", "Sélection"])
def test_a_column_that_only_holds_buttons_is_no_column(way: str, head: str) -> None:
    html = f"""<table><tr><th>{head}</th><th>Date</th><th>Montant</th></tr>
        <tr><td>{BUTTONS[way]}</td><td>01/09/2026</td><td>120,00 €</td></tr>
        <tr><td>{BUTTONS[way]}</td><td>05/01/2027</td><td>-20,00 €</td></tr></table>"""
    assert grid(html) == (
        ("Date", "Montant"),
        [("01/09/2026", "120,00 €"), ("05/01/2027", "-20,00 €")],
    )


def test_a_column_of_links_under_a_heading_of_its_own_is_kept() -> None:
    html = """<table><tr><th>N° de facture</th><th>Montant</th></tr>
        <tr><td><a href='f.php?id=1'>F-2026-001</a></td><td>120,00 €</td></tr></table>"""
    assert grid(html) == (("N° de facture", "Montant"), [("F-2026-001", "120,00 €")])


def test_a_column_of_links_that_number_what_they_open_is_kept() -> None:
    html = """<table><tr><th>Date</th><th>Document</th></tr><tr><td>lundi</td><td><a href=a>Facture n° 12</a></td></tr>
        <tr><td>mardi</td><td><a href=b>Avoir n° 13</a></td></tr></table>"""
    assert grid(html)[1] == [("lundi", "Facture n° 12"), ("mardi", "Avoir n° 13")]


def test_a_column_without_heading_that_says_something_is_kept() -> None:
    html = """<table><tr><th>Date</th><th>Montant</th><th></th></tr>
        <tr><td>01/09/2026</td><td>120,00 €</td><td>réglée</td></tr>
        <tr><td>05/01/2027</td><td>-20,00 €</td><td></td></tr></table>"""
    assert grid(html) == (
        ("Date", "Montant", ""),
        [("01/09/2026", "120,00 €", "réglée"), ("05/01/2027", "-20,00 €", "")],
    )


def test_captions_repeated_for_small_screens_are_no_part_of_the_cells() -> None:
    html = """<table><thead><tr><th>Date</th><th>Montant</th></tr></thead>
        <tr><td><span class=mobile>Date : </span>01/09/2026</td><td><b>Montant :</b> 120,00 €</td></tr>
        <tr><td><span class=mobile>Date : </span>05/01/2027</td><td><b>Montant :</b> </td></tr></table>"""
    assert grid(html)[1] == [("01/09/2026", "120,00 €"), ("05/01/2027", "")]


def test_a_cell_that_only_begins_like_its_heading_is_left_whole() -> None:
    html = """<table><tr><th>Note</th><th>Date</th></tr><tr><td>Note : 12</td><td>hier</td></tr>
        <tr><td>Absent</td><td>ce jour</td></tr></table>"""
    assert grid(html)[1] == [("Note : 12", "hier"), ("Absent", "ce jour")]


def test_a_line_that_lacks_its_last_cell_is_a_line_all_the_same() -> None:
    short = "<tr><td>05/01/2027</td><td>Avoir</td></tr>"
    read = table(f"<table>{HEAD}{ONE}{short}{TWO}</table>")
    assert [line.cells for line in read.lines] == [LINES[0], ("05/01/2027", "Avoir", ""), LINES[1]]
    assert [line.group for line in read.lines] == ["", "", ""]


def test_lines_with_a_cell_more_than_headings_are_lines_all_the_same() -> None:
    more = "<td>réglée</td></tr>"
    html = f"<table>{HEAD}{ONE.replace('</tr>', more)}{TWO.replace('</tr>', more)}</table>"
    assert grid(html) == (
        ("Date", "Libellé", "Montant", ""),
        [(*line, "réglée") for line in LINES],
    )


def test_a_button_beside_each_line_needs_no_heading() -> None:
    more = "<td><a href='f.php?id=1'><img src=loupe.gif></a></td></tr>"
    html = f"<table>{HEAD}{ONE.replace('</tr>', more)}{TWO.replace('</tr>', more)}</table>"
    assert grid(html) == (("Date", "Libellé", "Montant"), LINES)


def test_a_row_of_another_shape_is_kept_as_words_and_under_no_heading() -> None:
    odd = "<tr><td colspan=5>Relevé</td><td>2 pièces</td></tr>"
    read = table(f"<table>{HEAD}{ONE}{TWO}{odd}</table>")
    assert ([line.cells for line in read.lines], read.notes) == (LINES, ("Relevé 2 pièces",))


def test_an_empty_row_between_a_group_and_its_lines_changes_nothing() -> None:
    gap = "<tr><td colspan=3 height=4></td></tr>"
    html = f"<table>{HEAD}<tr><td colspan=3>Année 2026</td></tr>{gap}{ONE}{TWO}</table>"
    assert [line.group for line in table(html).lines] == ["Année 2026", "Année 2026"]


@pytest.mark.parametrize("year", ["2026", "2026-2027", "2026/2027"])
def test_a_year_alone_is_a_group_and_no_pager(year: str) -> None:
    html = f"<table>{HEAD}<tr><td colspan=3>{year}</td></tr>{ONE}</table>"
    assert [line.group for line in table(html).lines] == [year]


def test_a_foot_across_that_the_source_has_first_is_no_group() -> None:
    html = f"<table><thead>{HEAD}</thead><tfoot><tr><td colspan=3>2 factures</td></tr></tfoot><tbody>{ONE}{TWO}</tbody></table>"
    read = table(html)
    assert [line.group for line in read.lines] == ["", ""]
    assert read.notes == ("2 factures",)


def test_a_total_says_equal_sums_as_often_as_the_page_does() -> None:
    head = "<tr><th>Date</th><th>Montant</th><th>Réglé</th></tr>"
    one = "<tr><td>01/09/2026</td><td>120 €</td><td>120 €</td></tr>"
    total = "<tr><td>Total</td><td>120 €</td><td>120 €</td></tr>"
    assert table(f"<table>{head}{one}{total}</table>").notes == ("Total 120 € 120 €",)


REMARKS = {
    "a count": ("<tr><td colspan=2 align=right>Nombre d'absences :</td><td>1</td></tr>", "Nombre d'absences : 1"),
    "what goes on with a line": ("<tr><td></td><td colspan=2>dont adhésion 2,00 €</td></tr>", "dont adhésion 2,00 €"),
}  # fmt: skip


@pytest.mark.parametrize("way", REMARKS)
def test_a_row_of_fewer_cells_that_speaks_of_the_lines_is_none(way: str) -> None:
    row, said = REMARKS[way]
    head = "<tr><th>Date</th><th>Motif</th><th>Montant</th></tr>"
    one = "<tr><td>09/09/2026</td><td>Maladie</td><td>12,00 €</td></tr>"
    read = table(f"<table>{head}{one}{row}{one}</table>")
    assert [line.cells for line in read.lines] == [("09/09/2026", "Maladie", "12,00 €")] * 2
    assert read.notes == (said,)
