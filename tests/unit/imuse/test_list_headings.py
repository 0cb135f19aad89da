"""A list is known by its column headings, however an old page writes them."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.lists import facts, grid, grids, table

HEADS = ("Cours", "Enseignant", "Jour")
LINES = [("Piano", "Mme Le Goff", "Lundi"), ("Formation musicale", "M. Hervé", "Mercredi")]
ROWS = (
    "<tr><td>Piano</td><td>Mme Le Goff</td><td>Lundi</td></tr>"
    "<tr><td>Formation musicale</td><td>M. Hervé</td><td>Mercredi</td></tr>"
)
BLOCKS = "".join(
    f"<div class=ligne>{''.join(f'<div class=col>{cell}</div>' for cell in line)}</div>"
    for line in LINES
)

LISTS = {
    "th": f"<table><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table>",
    "th in a thead": f"<table><thead><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></thead><tbody>{ROWS}</tbody></table>",
    "td in a thead": f"<table><thead><tr><td>Cours</td><td>Enseignant</td><td>Jour</td></tr></thead><tbody>{ROWS}</tbody></table>",
    "tags that are never closed": "<TABLE BORDER=1><TR><TH>Cours<TH>Enseignant<TH>Jour<TR><TD>Piano<TD>Mme Le Goff<TD>Lundi<TR><TD>Formation musicale<TD>M. Hervé<TD>Mercredi</TABLE>",
    "known words in plain cells": f"<table><tr><td>Cours</td><td>Enseignant</td><td>Jour</td></tr>{ROWS}</table>",
    "known words in bold cells": f"<table><tr><td><b>Cours</b></td><td><b>Enseignant</b></td><td><b>Jour</b></td></tr>{ROWS}</table>",
    "a coloured row": f"<table><tr bgcolor=#CCCCFF><td>Cours</td><td>Enseignant</td><td>Jour</td></tr>{ROWS}</table>",
    "a class of its own": f"<table><tr class=entete><td>Cours</td><td>Enseignant</td><td>Jour</td></tr>{ROWS}</table>",
    "links that sort": f"<table><tr><th><a href=?tri=1>Cours</a></th><th><a href=?tri=2>Enseignant</a></th><th><a href=?tri=3>Jour</a></th></tr>{ROWS}</table>",
    "links that sort, in plain cells": f"<table><tr><td><a href=?tri=1>Cours</a></td><td><a href=?tri=2>Enseignant</a></td><td><a href=?tri=3>Jour</a></td></tr>{ROWS}</table>",
    "an arrow beside the column sorted by": f"<table><tr><th>Cours <img src=haut.gif></th><th>Enseignant ▲</th><th>Jour :</th></tr>{ROWS}</table>",
    "a title across, then headings": f"<table><tr><td colspan=3 align=center><font size=4>Cours de l'année</font></td></tr><tr><td>Cours</td><td>Enseignant</td><td>Jour</td></tr>{ROWS}</table>",
    "a th across, then headings": f"<table><tr><th colspan=3>Suivi pédagogique</th></tr><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table>",
    "two rows in the thead, the lower one names the columns": f"<table><thead><tr><th colspan=2>Cours</th><th>Horaire</th></tr><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></thead><tbody>{ROWS}</tbody></table>",
    "a summary row of navigation above": f"<table><tr><td colspan=3><a href=?p=1>1</a> <a href=?p=2>2</a></td></tr><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table>",
    "layout tables around": f"<table width=100%><tr><td width=150><a href=a.php>Accueil</a></td><td><table><tr><td><table border=1><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table></td></tr></table></td></tr></table>",
    "a layout table whose first row is the menu": f"<table><tr><td><a href=a.php>Accueil</a></td><td><a href=f.php>Famille</a></td><td><a href=e.php>Élèves</a></td></tr><tr><td colspan=3><table><tr><td>Cours</td><td>Enseignant</td><td>Jour</td></tr>{ROWS}</table></td></tr></table>",
    "divs": f"<div class=liste><div class=entetes><div>Cours</div><div>Enseignant</div><div>Jour</div></div>{BLOCKS}</div>",
    "divs in a body of their own": f"<div class=liste><div class=entetes><div>Cours</div><div>Enseignant</div><div>Jour</div></div><div class=corps>{BLOCKS}</div></div>",
    "spans in list items": "<ul class=tableau><li><span>Cours</span><span>Enseignant</span><span>Jour</span></li>" + "".join(f"<li>{''.join(f'<span>{cell}</span>' for cell in line)}</li>" for line in LINES) + "</ul>",
    "headings in a table of their own, and once more over the lines": f"<div><table><thead><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></thead></table></div><div style='height:200px'><table><thead><tr style='height:0'><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></thead><tbody>{ROWS}</tbody></table></div>",
    "two rows of th without a thead": f"<table><tr><th rowspan=2>Cours</th><th colspan=2>Quand et avec qui</th></tr><tr><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table>",
    "roles": "<div role=table><div role=rowgroup><div role=row><span role=columnheader>Cours</span><span role=columnheader>Enseignant</span><span role=columnheader>Jour</span></div></div><div role=rowgroup>" + "".join(f"<div role=row>{''.join(f'<span role=cell>{cell}</span>' for cell in line)}</div>" for line in LINES) + "</div></div>",
    "roles of a grid": "<div role=grid><div role=row><div role=columnheader>Cours</div><div role=columnheader>Enseignant</div><div role=columnheader>Jour</div></div>" + "".join(f"<div role=row><div role=rowheader>{line[0]}</div><div role=gridcell>{line[1]}</div><div role=gridcell>{line[2]}</div></div>" for line in LINES) + "</div>",
}  # fmt: skip


@pytest.mark.parametrize("way", LISTS)
def test_the_headings_and_every_cell_are_read(way: str) -> None:
    assert grid(LISTS[way]) == (HEADS, LINES)


def test_unknown_headings_in_bold_or_colour_are_headings() -> None:
    rows = "<tr><td>Viole</td><td>Cycle I</td></tr><tr><td>Luth</td><td>Cycle II</td></tr>"
    for head in (
        "<tr><td><b>Pratique choisie</b></td><td><b>Parcours</b></td></tr>",
        "<tr bgcolor=silver><td>Pratique choisie</td><td>Parcours</td></tr>",
        "<tr class=titre><td>Pratique choisie</td><td>Parcours</td></tr>",
    ):
        assert grid(f"<table>{head}{rows}</table>") == (
            ("Pratique choisie", "Parcours"),
            [("Viole", "Cycle I"), ("Luth", "Cycle II")],
        )


def test_lines_that_say_words_of_headings_are_lines_below_headings_that_stand_out() -> None:
    rows = "<tr><td>Règlement</td><td>Facture</td><td>Cours</td></tr>"
    for head in (
        "<td><b>Type</b></td><td><b>Libellé</b></td><td><b>Objet</b></td>",
        "<th>Type</th><th>Libellé</th><th>Objet</th>",
    ):
        assert grid(f"<table><tr>{head}</tr>{rows}</table>") == (
            ("Type", "Libellé", "Objet"),
            [("Règlement", "Facture", "Cours")],
        )


def test_headings_fixed_in_a_table_of_their_own_head_the_table_below() -> None:
    html = f"""<div class=fixe><table><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></table></div>
        <div style="height:300px;overflow:auto"><table>{ROWS}</table></div>"""
    assert grid(html) == (HEADS, LINES)


def test_fixed_headings_head_no_table_of_another_width() -> None:
    html = """<table><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></table>
        <table><tr><td>École de musique</td><td>1 rue Haute</td></tr></table>"""
    assert grid(html) == (HEADS, [])


AFTER_EMPTY = {
    "captions and values": "<table><tr><td>Salle :</td><td>B12</td></tr></table>",
    "captions in th": "<table><tr><th>Salle</th><td>B12</td></tr></table>",
    "another part of the page": "<h3>École</h3><table><tr><td>Le Bourg</td><td>1 rue Haute</td></tr></table>",
    "words between": "<p>L'école est ouverte.</p><table><tr><td>Le Bourg</td><td>1 rue Haute</td></tr></table>",
    "a line across the page": "<hr><table><tr><td>Le Bourg</td><td>1 rue Haute</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("way", AFTER_EMPTY)
def test_headings_of_an_empty_list_do_not_head_whatever_comes_next(way: str) -> None:
    html = f"<table><tr><th>Date</th><th>Note</th></tr></table>{AFTER_EMPTY[way]}"
    assert grid(html) == (("Date", "Note"), [])


def test_captions_above_the_headings_of_one_table_are_read_beside_its_list() -> None:
    html = """<table><tr><td>Salle :</td><td>B12</td></tr><tr><td>Jour :</td><td>Lundi</td></tr>
        <tr><th>Date</th><th>Note</th></tr><tr><td>02/10/2026</td><td>12</td></tr></table>"""
    assert grid(html) == (("Date", "Note"), [("02/10/2026", "12")])
    assert facts(html) == [("Salle", "B12"), ("Jour", "Lundi")]


def test_a_title_beside_a_button_above_the_headings_is_no_obstacle() -> None:
    title = (
        "<tr><td colspan=2>Liste des cours</td><td align=right><a href=i.php>Imprimer</a></td></tr>"
    )
    html = f"<table>{title}<tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS}</table>"
    assert grid(html) == (HEADS, LINES)


def test_headings_are_no_facts() -> None:
    for html in ("", f"<table>{ROWS}</table>"):
        head = "<table><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></table>"
        assert facts(head + html) == []


def test_tables_in_the_lines_of_a_list_are_part_of_what_they_say() -> None:
    hours = "<table><tr><th>Jour</th><th>Heure</th></tr><tr><td>{0}</td><td>{1}</td></tr></table>"
    rows = "".join(
        f"<tr><td>{course}</td><td>{hours.format(day, hour)}</td></tr>"
        for course, day, hour in (("Piano", "Lundi", "17 h"), ("Luth", "Mardi", "18 h"))
    )
    assert grid(f"<table><tr><th>Cours</th><th>Séances</th></tr>{rows}</table>") == (
        ("Cours", "Séances"),
        [("Piano", "Jour Heure\nLundi 17 h"), ("Luth", "Jour Heure\nMardi 18 h")],
    )


def test_headings_of_two_lines_are_one_caption() -> None:
    html = (
        f"<table><tr><th>Cours</th><th>Enseignant</th><th>Jour<br>et heure</th></tr>{ROWS}</table>"
    )
    assert grid(html)[0] == ("Cours", "Enseignant", "Jour et heure")


def test_a_heading_over_two_columns_names_both() -> None:
    html = "<table><tr><th>Cours</th><th colspan=2>Horaire</th></tr><tr><td>Piano</td><td>Lundi</td><td>17 h</td></tr></table>"
    assert grid(html) == (("Cours", "Horaire", "Horaire"), [("Piano", "Lundi", "17 h")])


def test_headings_that_span_two_rows_stand_over_their_columns() -> None:
    html = """<table><thead><tr><th rowspan=2>Cours</th><th colspan=2>Horaire</th><th rowspan=2>Salle</th></tr>
        <tr><th>Début</th><th>Fin</th></tr></thead>
        <tr><td>Piano</td><td>17:00</td><td>17:30</td><td>B12</td></tr></table>"""
    assert grid(html) == (
        ("Cours", "Début", "Fin", "Salle"),
        [("Piano", "17:00", "17:30", "B12")],
    )


def test_a_box_that_chooses_all_lines_is_no_obstacle_to_headings() -> None:
    html = f"<table><tr><th><input type=checkbox onclick='tous()'></th><th>Cours</th><th>Enseignant</th><th>Jour</th></tr>{ROWS.replace('<tr>', '<tr><td><input type=checkbox name=l></td>')}</table>"
    assert grid(html) == (HEADS, LINES)


def test_a_button_that_sorts_is_the_heading_it_says() -> None:
    head = "".join(f"<th><button type=button>{one}</button></th>" for one in HEADS)
    assert grid(f"<table><tr>{head}</tr>{ROWS}</table>") == (HEADS, LINES)


def test_headings_alone_are_a_list_without_lines() -> None:
    for html in (
        "<table><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></table>",
        "<table><thead><tr><th>Cours</th><th>Enseignant</th><th>Jour</th></tr></thead><tbody></tbody></table>",
        "<table><tr><td><b>Cours</b></td><td><b>Enseignant</b></td><td><b>Jour</b></td></tr></table>",
    ):
        assert grid(html) == (HEADS, [])


def test_a_list_of_one_column_is_read() -> None:
    html = "<table><tr><th>Morceau</th></tr><tr><td>Clair de lune</td></tr><tr><td>Gymnopédie</td></tr></table>"
    assert grid(html) == (("Morceau",), [("Clair de lune",), ("Gymnopédie",)])


def test_two_lists_beside_each_other_are_two_lists() -> None:
    factures = (
        "<table><tr><th>N°</th><th>Montant</th></tr><tr><td>F-1</td><td>12,50 €</td></tr></table>"
    )
    payes = "<table><tr><th>Date</th><th>Mode</th></tr><tr><td>02/10/2026</td><td>Chèque</td></tr></table>"
    assert grids(f"<table><tr><td>{factures}</td><td>{payes}</td></tr></table>") == [
        (("N°", "Montant"), [("F-1", "12,50 €")]),
        (("Date", "Mode"), [("02/10/2026", "Chèque")]),
    ]


NO_LISTS = {
    "captions beside values, th": "<table><tr><th>Cours</th><td>Piano</td></tr><tr><th>Enseignant</th><td>Mme Le Goff</td></tr></table>",
    "captions beside values, td": "<table><tr><td>Cours</td><td>Piano</td></tr><tr><td>Enseignant</td><td>Mme Le Goff</td></tr></table>",
    "captions with colons": "<table><tr><td>Cours :</td><td>Piano</td></tr><tr><td>Enseignant :</td><td>Mme Le Goff</td></tr></table>",
    "bold captions beside values": "<table><tr><td><b>Cours</b></td><td>Piano</td></tr><tr><td><b>Enseignant</b></td><td>Mme Le Goff</td></tr></table>",
    "two captions in a row": "<table><tr><td>Cours</td><td>Piano</td><td>Jour</td><td>Lundi</td></tr><tr><td>Enseignant</td><td>Mme Le Goff</td><td>Salle</td><td>B12</td></tr></table>",
    "two th in a row": "<table><tr><th>Cours</th><td>Piano</td><th>Jour</th><td>Lundi</td></tr><tr><th>Salle</th><td>B12</td><th>Site</th><td>Centre</td></tr></table>",
    "tabs in a row": "<table><tr><td><a href=i.php>Identité</a></td><td><a href=c.php>Cours</a></td><td><a href=h.php>Historique</a></td><td><a href=r.php>Répertoire</a></td></tr></table>",
    "tabs above a sheet": "<table><tr><td><a href=c.php>Cours</a></td><td><a href=e.php>Évaluations</a></td><td><a href=a.php>Absence</a></td></tr><tr><td colspan=3><p>Cours : Piano</p></td></tr></table>",
    "a menu in a row": "<table><tr><td><a href=a.php>Accueil</a></td><td><a href=f.php>Famille</a></td><td><a href=e.php>Élèves</a></td></tr></table>",
    "a layout of two columns": "<table><tr><td>Bienvenue</td><td>Contact</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("way", NO_LISTS)
def test_what_is_no_list_is_read_as_none(way: str) -> None:
    assert grids(NO_LISTS[way]) == []


def test_a_list_says_where_it_stands_and_whether_it_is_in_view() -> None:
    rows = "<table><tr><th>N°</th><th>Montant</th></tr><tr><td>F-1</td><td>1 €</td></tr></table>"
    assert table(f"<h3>Factures</h3>{rows}").titles == ("Factures",)
    assert table(rows.replace("<table>", "<table><caption>Factures</caption>")).titles == (
        "Factures",
    )
    assert table(rows.replace("<table>", "<table summary='Factures'>")).titles == ("Factures",)
    assert table(f"<p><b>Factures</b></p>{rows}").titles == ("Factures",)
    assert table(rows).titles == ()
    assert table(rows).seen
    assert not table(f"<div style='display:none'>{rows}</div>").seen


def test_headings_alone_are_a_list_of_their_own_where_the_next_ones_have_a_title() -> None:
    head = "<tr><th>Date</th><th>Note</th></tr>"
    line = "<tr><td>02/10/2026</td><td>12</td></tr>"
    html = f"<h3>1er trimestre</h3><table>{head}</table><h3>2e trimestre</h3><table>{head}{line}</table>"
    assert [lines for _, lines in grids(html)] == [[], [("02/10/2026", "12")]]
