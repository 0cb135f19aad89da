"""A sheet to read says captions with their values, whatever holds them."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.lists import document, facts, tables
from tests.unit.imuse.reader import page

READ = [("Cours", "Piano"), ("Enseignant", "Mme Le Goff"), ("Salle", ""), ("Jour", "Lundi")]

SHEETS = {
    "th beside td": "<table><tr><th>Cours</th><td>Piano</td></tr><tr><th>Enseignant</th><td>Mme Le Goff</td></tr><tr><th>Salle</th><td></td></tr><tr><th>Jour</th><td>Lundi</td></tr></table>",
    "td with a colon": "<table><tr><td>Cours :</td><td>Piano</td></tr><tr><td>Enseignant&nbsp;:</td><td>Mme Le Goff</td></tr><tr><td>Salle :</td><td>&nbsp;</td></tr><tr><td>Jour :</td><td>Lundi</td></tr></table>",
    "td in bold": "<table><tr><td><b>Cours</b></td><td>Piano</td></tr><tr><td><b>Enseignant</b></td><td>Mme Le Goff</td></tr><tr><td><b>Salle</b></td><td></td></tr><tr><td><b>Jour</b></td><td>Lundi</td></tr></table>",
    "two pairs in a row": "<table><tr><td>Cours :</td><td>Piano</td><td>Enseignant :</td><td>Mme Le Goff</td></tr><tr><td>Salle :</td><td></td><td>Jour :</td><td>Lundi</td></tr></table>",
    "a definition list": "<dl><dt>Cours</dt><dd>Piano</dd><dt>Enseignant</dt><dd>Mme Le Goff</dd><dt>Salle</dt><dd></dd><dt>Jour</dt><dd>Lundi</dd></dl>",
    "strong, then text": "<p><strong>Cours :</strong> Piano</p><p><strong>Enseignant :</strong> Mme Le Goff</p><p><strong>Salle :</strong></p><p><strong>Jour :</strong> Lundi</p>",
    "strong, then text, lines by br": "<b>Cours :</b> Piano<br><b>Enseignant :</b> Mme Le Goff<br><b>Salle :</b><br><b>Jour :</b> Lundi<br>",
    "the colon outside the bold": "<b>Cours</b> : Piano<br><b>Enseignant</b> : Mme Le Goff<br><b>Salle</b> :<br><b>Jour</b> : Lundi<br>",
    "label, then p": "<div class=row><label>Cours</label><p>Piano</p></div><div class=row><label>Enseignant</label><p>Mme Le Goff</p></div><div class=row><label>Salle</label><p></p></div><div class=row><label>Jour</label><p>Lundi</p></div>",
    "label, then span": "<div><label>Cours :</label><span>Piano</span></div><div><label>Enseignant :</label><span>Mme Le Goff</span></div><div><label>Salle :</label><span></span></div><div><label>Jour :</label><span>Lundi</span></div>",
    "pairs of blocks": "<div class=champ><div class=libelle>Cours</div><div class=valeur>Piano</div></div><div class=champ><div class=libelle>Enseignant</div><div class=valeur>Mme Le Goff</div></div><div class=champ><div class=libelle>Salle</div><div class=valeur></div></div><div class=champ><div class=libelle>Jour</div><div class=valeur>Lundi</div></div>",
    "blocks one after the other": "<div class=lib>Cours</div><div class=val>Piano</div><div class=lib>Enseignant</div><div class=val>Mme Le Goff</div><div class=lib>Salle</div><div class=val></div><div class=lib>Jour</div><div class=val>Lundi</div>",
    "lines": "<p>Cours : Piano<br>Enseignant : Mme Le Goff<br>Salle :<br>Jour : Lundi</p>",
    "paragraphs": "<p>Cours : Piano</p><p>Enseignant : Mme Le Goff</p><p>Salle :</p><p>Jour : Lundi</p>",
    "items": "<ul><li>Cours : Piano</li><li>Enseignant : Mme Le Goff</li><li>Salle :</li><li>Jour : Lundi</li></ul>",
    "items with spans": "<ul><li><span>Cours :</span> Piano</li><li><span>Enseignant :</span> Mme Le Goff</li><li><span>Salle :</span></li><li><span>Jour :</span> Lundi</li></ul>",
    "text laid out beforehand": "<pre>\nCours ......: Piano\nEnseignant .: Mme Le Goff\nSalle ......:\nJour .......: Lundi\n</pre>",
    "a colon in a cell of its own": "<table><tr><td>Cours</td><td>:</td><td>Piano</td></tr><tr><td>Enseignant</td><td>:</td><td>Mme Le Goff</td></tr><tr><td>Salle</td><td>:</td><td></td></tr><tr><td>Jour</td><td>:</td><td>Lundi</td></tr></table>",
    "one line": "<p>Cours : Piano | Enseignant : Mme Le Goff | Salle : | Jour : Lundi</p>",
    "one line, dressed": "<p><em>Cours</em> : Piano — <em>Enseignant</em> : Mme Le Goff — <em>Salle</em> : — <em>Jour</em> : Lundi</p>",
    "columns of a grid": "<div class=row><div class=col-sm-4>Cours</div><div class=col-sm-8>Piano</div></div><div class=row><div class=col-sm-4>Enseignant</div><div class=col-sm-8>Mme Le Goff</div></div><div class=row><div class=col-sm-4>Salle</div><div class=col-sm-8></div></div><div class=row><div class=col-sm-4>Jour</div><div class=col-sm-8>Lundi</div></div>",
    "grey captions": "<font color=gray>Cours</font> <b>Piano</b><br><font color=gray>Enseignant</font> <b>Mme Le Goff</b><br><font color=gray>Salle</font> <b></b><br><font color=gray>Jour</font> <b>Lundi</b>",
    "small captions above": "<div><small>Cours</small><h5>Piano</h5></div><div><small>Enseignant</small><h5>Mme Le Goff</h5></div><div><small>Salle</small><h5></h5></div><div><small>Jour</small><h5>Lundi</h5></div>",
    "cells of one line each": "<table><tr><td>Cours : Piano</td></tr><tr><td>Enseignant : Mme Le Goff</td></tr><tr><td>Salle :</td></tr><tr><td>Jour : Lundi</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("way", SHEETS)
def test_every_caption_is_read_with_its_value(way: str) -> None:
    assert facts(SHEETS[way]) == READ


@pytest.mark.parametrize("way", SHEETS)
def test_a_sheet_is_no_list(way: str) -> None:
    assert tables(SHEETS[way]) == ()


def test_a_value_is_read_whole_with_its_lines_links_and_pictures() -> None:
    html = """<table><tr><td>Adresse :</td><td>1 rue Haute<br>56999 Kerlann</td></tr>
        <tr><td>Courriel :</td><td><a href="mailto:a@example.org">a@example.org</a></td></tr>
        <tr><td>Justifiée :</td><td><img src=ok.gif title=oui></td></tr>
        <tr><td>Remarque :</td><td>Vu le 3 : « très bien » & à suivre</td></tr></table>"""
    assert facts(html) == [
        ("Adresse", "1 rue Haute\n56999 Kerlann"),
        ("Courriel", "a@example.org"),
        ("Justifiée", "oui"),
        ("Remarque", "Vu le 3 : « très bien » & à suivre"),
    ]


BELOW = {
    "paragraphs": "<p>Commentaire :</p><p>Très bien.<br>Bravo</p>",
    "blocks": "<div class=lib>Commentaire</div><div>Très bien.<br>Bravo</div>",
    "a heading": "<h4>Commentaire</h4><p>Très bien.<br>Bravo</p>",
    "rows": "<table><tr><td>Commentaire :</td></tr><tr><td>Très bien.<br>Bravo</td></tr></table>",
}


@pytest.mark.parametrize("way", BELOW)
def test_a_comment_in_a_block_below_its_caption_is_its_value(way: str) -> None:
    assert facts(BELOW[way]) == [("Commentaire", "Très bien.\nBravo")]


def test_what_stands_below_a_caption_across_the_table_is_its_value() -> None:
    html = """<table><tr><td>Salle :</td><td>B12</td></tr><tr><td colspan=2>Matériel prêté :</td></tr>
        <tr><td colspan=2>Un pupitre</td></tr><tr><td>Jour :</td><td></td></tr></table>"""
    assert facts(html) == [("Salle", "B12"), ("Matériel prêté", "Un pupitre"), ("Jour", "")]


def test_a_sentence_after_an_empty_value_is_not_its_value() -> None:
    html = "<p>Salle :</p><p>Les cours reprennent le 3 octobre.</p>"
    assert facts(html) == [("Salle", "")]
    assert facts("<p>Commentaire :</p><p>Jour : Lundi</p>") == [
        ("Commentaire", ""),
        ("Jour", "Lundi"),
    ]


def test_a_value_in_a_table_of_its_own_is_read() -> None:
    html = "<table><tr><td>Enseignant :</td><td><table><tr><td>Mme Le Goff</td></tr></table></td></tr></table>"
    assert facts(html) == [("Enseignant", "Mme Le Goff")]


def test_a_list_beside_a_caption_is_no_empty_value() -> None:
    html = """<table><tr><td>Séances :</td><td><table><tr><th>Date</th><th>Note</th></tr><tr><td>hier</td><td>12</td></tr></table></td></tr>
        <tr><td>Salle :</td><td>B12</td></tr></table>"""
    assert facts(html) == [("Salle", "B12")]


@pytest.mark.parametrize("value", ["—", "-", "0", "?", "*", "« »"])
def test_a_sign_for_nothing_is_what_the_page_says(value: str) -> None:
    for sheet in (
        f"<p><b>Salle :</b> {value}</p>",
        f"<table><tr><td>Salle :</td><td>{value}</td></tr></table>",
        f"<p>Salle : {value}</p>",
    ):
        assert facts(sheet) == [("Salle", value)], sheet


def test_a_link_below_an_empty_value_is_not_its_value() -> None:
    html = "<p><b>Note :</b> TB</p><p><b>Appréciation :</b> </p><a href=eleves.php>Retour</a>"
    assert facts(html) == [("Note", "TB"), ("Appréciation", "")]


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Bilan</dt><dd>Sérieuse.</dd><dd>Admise en C1-3</dd><dt>Jour</dt><dd>Lundi</dd></dl>",
        "<b>Bilan :</b> Sérieuse.<br />Admise en C1-3<br><b>Jour :</b> Lundi<br>",
        "<p><b>Bilan :</b> Sérieuse.<br>Admise en C1-3</p><p><b>Jour :</b> Lundi</p>",
        "<div><b>Bilan</b> : Sérieuse.<br>Admise en C1-3<br><b>Jour</b> : Lundi</div>",
    ],
)
def test_all_lines_of_a_value_are_read(html: str) -> None:
    assert facts(html) == [("Bilan", "Sérieuse.\nAdmise en C1-3"), ("Jour", "Lundi")]


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Appréciation</dt><dd>a : bien</dd><dd>b : moyen</dd></dl>",
        "<p><b>Appréciation :</b> a : bien<br>b : moyen</p>",
    ],
)
def test_a_line_with_a_colon_in_a_comment_is_no_caption(html: str) -> None:
    assert facts(html) == [("Appréciation", "a : bien\nb : moyen")]


def test_a_comment_that_ends_its_line_with_a_colon_goes_on() -> None:
    html = "<p><b>Appréciation :</b> Bon trimestre :<br />continuez ainsi</p>"
    assert facts(html) == [("Appréciation", "Bon trimestre :\ncontinuez ainsi")]


def test_captions_on_lines_of_their_own_stay_captions() -> None:
    html = "<p><b>Salle :</b> B12<br>Jour : Lundi<br>Niveau : C1</p>"
    assert facts(html) == [("Salle", "B12"), ("Jour", "Lundi"), ("Niveau", "C1")]


def test_a_sentence_after_the_last_value_of_a_block_is_not_its_value() -> None:
    html = "<div><b>Salle :</b> B12<br><br>Les cours reprennent le 3 octobre.</div>"
    assert facts(html) == [("Salle", "B12")]


def sections(html: str) -> list[tuple[str, str]]:
    return [(one.section, one.caption) for one in page(document(html)).facts]


@pytest.mark.parametrize(
    "html",
    [
        "<h3>Cours</h3><b>Lieu :</b> <br><b>Niveau :</b> C1-3<br>",
        "<h3>Cours</h3><b>Lieu</b> : <br><b>Niveau</b> : C1-3<br>",
        "<h3>Cours</h3><p><b>Lieu :</b> </p><p><b>Niveau :</b> C1-3</p>",
    ],
)
def test_a_caption_without_a_value_heads_nothing(html: str) -> None:
    assert sections(html) == [("Cours", "Lieu"), ("Cours", "Niveau")]


def test_the_heading_of_another_part_of_the_page_heads_nothing_else() -> None:
    html = """<h2>Absence</h2><div id=gauche><div class=module><h3>Prochains concerts</h3><dl><dt>Le</dt><dd>12/06/2026</dd></dl></div></div>
        <div id=centre><dl><dt>Motif</dt><dd>Maladie</dd></dl></div>"""
    assert sections(html) == [("Prochains concerts", "Le"), ("Absence", "Motif")]


def test_a_heading_in_a_block_of_its_own_heads_what_follows() -> None:
    html = "<div class=titre><h3>Suivi</h3></div><div><dl><dt>Motif</dt><dd>Maladie</dd></dl></div>"
    assert sections(html) == [("Suivi", "Motif")]


def test_a_heading_below_an_empty_value_is_no_value() -> None:
    html = "<p>Salle : B12</p><p>Commentaire :</p><h4>Évaluations</h4><p>Note : 12</p>"
    assert facts(html) == [("Salle", "B12"), ("Commentaire", ""), ("Note", "12")]


def test_a_long_comment_is_read_whole() -> None:
    comment = "Belle évolution ; la posture s’est assouplie, l’archet respire. " * 12
    assert facts(f"<table><tr><td>Appréciation :</td><td>{comment}</td></tr></table>") == [
        ("Appréciation", comment.strip())
    ]


def test_a_comment_of_several_lines_in_an_element_of_its_own_is_read_whole() -> None:
    lines = "Salle : <span>B12</span><br>Appréciation : <span>Très bien.<br>À suivre.</span><br>"
    for html in (f"<table><tr><td>{lines}</td></tr></table>", f"<p>{lines}</p>"):
        assert facts(html) == [("Salle", "B12"), ("Appréciation", "Très bien.\nÀ suivre.")]


def test_a_comment_below_its_caption_is_its_value() -> None:
    for caption in ("<b>Appréciation :</b>", "<b>Appréciation</b> :", "Appréciation :"):
        html = f"<p>Salle :<br>{caption}<br>Très belle année.<br>À suivre.<br>Jour : Lundi</p>"
        assert facts(html) == [
            ("Salle", ""),
            ("Appréciation", "Très belle année.\nÀ suivre."),
            ("Jour", "Lundi"),
        ]


def test_lines_laid_out_beforehand_that_go_on_are_one_value() -> None:
    html = """<pre>
Cours ........: Piano
Appréciation .: Très belle année, la posture
                s’est assouplie, l’archet
                respire.
Jour .........: Lundi
</pre>"""
    assert facts(html) == [
        ("Cours", "Piano"),
        ("Appréciation", "Très belle année, la posture s’est assouplie, l’archet respire."),
        ("Jour", "Lundi"),
    ]


VALUES_LIKE_CAPTIONS = {
    "th": "<table><tr><th>Discipline</th><td>Cours</td></tr><tr><th>Salle</th><td>Répertoire</td></tr></table>",
    "td": "<table><tr><td>Discipline :</td><td>Cours</td></tr><tr><td>Salle :</td><td>Répertoire</td></tr></table>",
    "dl": "<dl><dt>Discipline</dt><dd>Cours</dd><dt>Salle</dt><dd>Répertoire</dd></dl>",
    "lines": "<p>Discipline : Cours</p><p>Salle : Répertoire</p>",
    "blocks": "<div class=lib>Discipline</div><div class=val>Cours</div><div class=lib>Salle</div><div class=val>Répertoire</div>",
    "strong": "<p><strong>Discipline :</strong> Cours</p><p><strong>Salle :</strong> Répertoire</p>",
}  # fmt: skip


@pytest.mark.parametrize("way", VALUES_LIKE_CAPTIONS)
def test_a_value_that_reads_like_a_caption_is_a_value(way: str) -> None:
    assert facts(VALUES_LIKE_CAPTIONS[way]) == [("Discipline", "Cours"), ("Salle", "Répertoire")]


def test_an_unknown_caption_that_looks_as_known_ones_do_is_kept() -> None:
    html = """<div class=lib>Cours</div><div class=val>Piano</div>
        <div class=lib>Parcours</div><div class=val>Personnalisé</div>"""
    assert facts(html) == [("Cours", "Piano"), ("Parcours", "Personnalisé")]


def test_a_heading_with_a_colon_is_no_caption() -> None:
    html = """<h3>Fiche de suivi : Piano</h3><table><tr><td>Salle :</td><td>B12</td></tr></table>
        <p><font size=4><b>Année en cours : 2026</b></font></p>"""
    assert facts(html) == [("Salle", "B12")]


def test_a_fact_stands_under_its_heading() -> None:
    html = """<h3>Le cours</h3><p>Salle : B12</p><h3>Le professeur</h3><p>Nom : Le Goff</p>
        <fieldset><legend>Horaires</legend><p>Jour : Lundi</p></fieldset>"""
    read = page(document(html)).facts
    assert [(one.section, one.caption) for one in read] == [
        ("Le cours", "Salle"),
        ("Le professeur", "Nom"),
        ("Horaires", "Jour"),
    ]


def test_a_fact_behind_a_tab_stands_under_what_the_tab_says() -> None:
    html = """<ul><li><a href="#t1">Cours</a></li><li><a href="#t2">Professeur</a></li></ul>
        <div id=t1><p>Salle : B12</p></div><div id=t2 style="display:none"><p>Nom : Le Goff</p></div>"""
    read = page(document(html)).facts
    assert [(one.section, one.caption, one.value) for one in read] == [
        ("Cours", "Salle", "B12"),
        ("Professeur", "Nom", "Le Goff"),
    ]


NOTHING = {
    "a remark": "<p>Attention : l'école ferme le 14 juillet.</p>",
    "a sentence with a colon": "<p>Nous rappelons aux familles une chose importante ici : pensez à vos partitions.</p>",
    "an hour": "<p>17:30</p>",
    "an address": "<p>https://ecole.example/</p>",
    "a menu": "<ul><li><a href=a.php>Accueil</a></li><li><a href=c.php>Cours</a></li><li><a href=h.php>Historique</a></li></ul>",
    "tabs in cells": "<table><tr><td><a href=i.php>Identité</a></td><td><a href=c.php>Cours</a></td></tr></table>",
    "the page's header": "<header><p>Établissement : École de Kerlann</p></header>",
    "the page's footer": "<footer><p>Site : Centre</p></footer>",
    "a hidden line": "<p style='display:none'>Salle : B12</p>",
    "a template": "<template><p>Salle : B12</p></template>",
    "a list's cells": "<table><tr><th>Cours</th><th>Note</th></tr><tr><td>Piano</td><td>Note : 12</td></tr></table>",
    "a caption alone": "<p><b>Cours</b></p>",
    "a caption and a button": "<p><label>Cours</label> <button>Voir</button></p>",
}  # fmt: skip


@pytest.mark.parametrize("way", NOTHING)
def test_what_is_no_caption_with_a_value_is_no_fact(way: str) -> None:
    assert facts(NOTHING[way]) == []


def test_a_forms_own_field_is_no_fact_besides() -> None:
    html = """<form method=post><table><tr><td>Salle :</td><td>B12</td></tr>
        <tr><td>Nom :</td><td><input name=nom value=Brun></td></tr></table></form>"""
    assert ("Nom", "Brun") not in facts(html)


def test_each_value_is_said_once() -> None:
    html = "<dl><dt><b>Cours :</b></dt><dd><span>Piano</span></dd></dl>"
    assert facts(html) == [("Cours", "Piano")]


def test_the_same_caption_twice_is_read_twice() -> None:
    html = "<p>Enseignant : Mme Le Goff</p><p>Enseignant : M. Hervé</p>"
    assert facts(html) == [("Enseignant", "Mme Le Goff"), ("Enseignant", "M. Hervé")]
