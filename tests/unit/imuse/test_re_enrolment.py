"""Réinscription in many markups, read by what it says."""

import pytest

from adapters.errors import NotUnderstood
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import reinscription
from adapters.imuse.screens.reinscription import OpenTab
from tests.unit.imuse.reader import BASE, page

TEXT = "<p>Demandes complémentaires<br><textarea name=t></textarea></p>"
VALIDER = "<input type=submit value=Valider>"


def opened(inside: str, *, around: str = "") -> OpenTab:
    form = (
        f"<form method=post action=r.php enctype=multipart/form-data>{inside}{TEXT}{VALIDER}</form>"
    )
    html = f"<html><body>{around}{form}</body></html>"
    return reinscription.read(Screen((page(html),)), None, BASE)


def lines(tab: OpenTab) -> list[tuple[str, bool, bool]]:
    return [(one.caption, one.ticked, one.editable) for one in tab.tab.disciplines]


TWO = [("Piano", False, True), ("Chœur d’enfants", True, True)]
BOXES = {
    "labels after": (
        "<p><input type=checkbox name=c[] value=1 id=a><label for=a>Piano</label></p>"
        "<p><input type=checkbox name=c[] value=2 id=b checked>"
        "<label for=b>Chœur d’enfants</label></p>"
    ),
    "labels around": (
        "<ul><li><label><input type=checkbox name=c1> Piano</label>"
        "<li><label><input type=checkbox name=c2 checked> Chœur d’enfants</label></ul>"
    ),
    "words after": (
        "<input type=checkbox name=c[] value=1> Piano<br>"
        "<input type=checkbox name=c[] value=2 checked> Chœur d’enfants<br>"
    ),
    "words before": (
        "<p>Piano <input type=checkbox name=c1></p>"
        "<p>Chœur d’enfants <input type=checkbox name=c2 checked></p>"
    ),
    "a table, boxes first": (
        "<table><tr><th></th><th>Discipline</th><th>Professeur</th></tr>"
        "<tr><td><input type=checkbox name=c1></td><td>Piano</td><td>Mme Aubry</td></tr>"
        "<tr><td><input type=checkbox name=c2 checked></td><td>Chœur d’enfants</td>"
        "<td>M. Le Dû</td></tr></table>"
    ),
    "a table, boxes last": (
        "<table><tr><td>Cours</td><td>Niveau</td><td>Se réinscrit</td></tr>"
        "<tr><td>Piano</td><td>1C2</td><td><input type=checkbox name=c1></td></tr>"
        "<tr><td>Chœur d’enfants</td><td></td><td><input type=checkbox name=c2 checked></td></tr>"
        "</table>"
    ),
    "yes or no": (
        "<table><tr><th>Cours</th><th>Se réinscrit</th></tr>"
        "<tr><td>Piano</td><td><input type=radio name=c1 value=O> Oui "
        "<input type=radio name=c1 value=N checked> Non</td></tr>"
        "<tr><td>Chœur d’enfants</td><td><input type=radio name=c2 value=O checked> Oui "
        "<input type=radio name=c2 value=N> Non</td></tr></table>"
    ),
    "cells of boxes": (
        "<div class=row><div>Piano</div><div><input type=checkbox name=c1></div></div>"
        "<div class=row><div>Chœur d’enfants</div><div><input type=checkbox name=c2 checked></div>"
        "</div>"
    ),
    "terms and definitions": (
        "<dl><dt>Piano</dt><dd><input type=checkbox name=c1></dd><dt>Chœur d’enfants</dt>"
        "<dd><input type=checkbox name=c2 checked></dd></dl>"
    ),
    "each asked with the same words": (
        "<ul><li>Piano <label><input type=checkbox name=c1> Se réinscrit</label></li>"
        "<li>Chœur d’enfants <label><input type=checkbox name=c2 checked> Se réinscrit</label></li>"
        "</ul>"
    ),
    "each asked with « Oui »": (
        "Piano : <input type=checkbox name=c1> oui<br>"
        "Chœur d’enfants : <input type=checkbox name=c2 checked> oui<br>"
    ),
    "yes or no, without a table": (
        "<p>Piano : <label><input type=radio name=c1 value=1> Oui</label>"
        "<label><input type=radio name=c1 value=0 checked> Non</label></p>"
        "<p>Chœur d’enfants : <label><input type=radio name=c2 value=1 checked> Oui</label>"
        "<label><input type=radio name=c2 value=0> Non</label></p>"
    ),
    "lists of yes and no": (
        "<table><tr><th>Cours</th><th>Se réinscrit</th></tr>"
        "<tr><td>Piano</td><td><select name=c1><option value=1>Oui<option value=0 selected>Non"
        "</select></td></tr>"
        "<tr><td>Chœur d’enfants</td><td><select name=c2><option value=1 selected>Oui"
        "<option value=0>Non</select></td></tr></table>"
    ),
}


@pytest.mark.parametrize("markup", BOXES.values(), ids=list(BOXES))
def test_each_discipline_is_known_with_its_box(markup: str) -> None:
    assert lines(opened(markup)) == TWO


def test_what_else_a_line_says_is_kept_under_its_caption() -> None:
    tab = opened(BOXES["a table, boxes first"])
    assert [one.details for one in tab.tab.disciplines] == [
        (("Professeur", "Mme Aubry"),),
        (("Professeur", "M. Le Dû"),),
    ]


def test_headings_group_what_is_below_them() -> None:
    tab = opened(
        "<fieldset><legend>Musique</legend><label><input type=checkbox name=a> Piano</label>"
        "</fieldset><fieldset><legend>Danse</legend><label><input type=checkbox name=b> Éveil"
        "</label></fieldset>"
    )
    assert [(one.caption, one.group) for one in tab.tab.disciplines] == [
        ("Piano", "Musique"),
        ("Éveil", "Danse"),
    ]


def test_a_line_without_a_box_is_shown_and_never_ticked() -> None:
    tab = opened(
        "<table><tr><th>Cours</th><th>Choix</th></tr>"
        "<tr><td>Piano</td><td><input type=checkbox name=c1></td></tr>"
        "<tr><td>Orgue (fin de parcours)</td><td></td></tr></table>"
    )
    assert lines(tab) == [("Piano", False, True), ("Orgue (fin de parcours)", False, False)]


def test_a_box_that_is_closed_is_not_offered() -> None:
    tab = opened("<label><input type=checkbox name=c1 disabled checked> Piano</label>")
    assert lines(tab) == [("Piano", True, False)]


def test_an_agreement_is_a_question_and_no_course() -> None:
    tab = opened(
        "<label><input type=checkbox name=c1> Piano</label><br>"
        "<label><input type=checkbox name=r> J’accepte le règlement intérieur</label>"
    )
    assert lines(tab) == [("Piano", False, True)]
    assert [one.caption for one in tab.tab.questions] == ["J’accepte le règlement intérieur"]


def test_whatever_else_is_asked_is_a_question() -> None:
    tab = opened(
        "<p><label><input type=checkbox name=c1> Piano</label></p>"
        "<p>Quotient familial <input name=q value=812></p>"
        "<p>Paiement <select name=p><option value=1>Chèque<option value=2>Prélèvement</select></p>"
    )
    assert [(one.caption, one.value) for one in tab.tab.questions] == [
        ("Quotient familial", "812"),
        ("Paiement", "1"),
    ]


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("Réinscription en attente de validation", True),
        ("<b>En attente de validation</b>", True),
        ("Votre demande de réinscription est en attente de validation par le secrétariat.", True),
        ("Aucune réinscription en attente de validation.", False),
        ("Votre demande de modification est en attente de validation.", False),
        ("Vos coordonnées sont en attente de validation.", False),
        ("Toute demande sera en attente de validation.", False),
        ("La fiche de l’élève est en attente de validation par le personnel administratif.", False),
        ("Une fois envoyée, la réinscription est en attente de validation.", False),
        ("<span style='display:none'>Réinscription en attente de validation</span>", False),
        ("", False),
    ],
)
def test_only_its_own_sentence_says_that_it_waits(said: str, waits: bool) -> None:
    boxes = BOXES["labels around"]
    html = f"<html><body><form method=post>{boxes}{TEXT}{VALIDER}</form><p>{said}</p></body></html>"
    tab = reinscription.read(Screen((page(html),)), None, BASE)
    assert (tab.tab.waiting is not None) is waits


def test_while_it_waits_a_tab_may_have_no_form() -> None:
    said = "<h2>Réinscription</h2><p>Réinscription en attente de validation</p>"
    html = f"<html><body>{said}</body></html>"
    tab = reinscription.read(Screen((page(html),)), None, BASE).tab
    assert (tab.waiting, tab.writable) == ("Réinscription en attente de validation", False)


@pytest.mark.parametrize(
    "inside",
    ["<p>Bonjour</p>", "<form><p>Nom <input name=n></p><input type=submit value=Valider></form>"],
)
def test_a_page_that_is_neither_is_not_understood(inside: str) -> None:
    with pytest.raises(NotUnderstood):
        reinscription.read(Screen((page(f"<html><body>{inside}</body></html>"),)), None, BASE)


def test_the_form_stays_the_same_whatever_is_ticked_or_imported() -> None:
    first = opened(BOXES["labels after"])
    ticked = opened(BOXES["labels after"].replace("id=a>", "id=a checked>"))
    listed = opened(
        BOXES["labels after"], around="<h3>Pièces déposées</h3><ul><li>RIB (rib.pdf)</ul>"
    )
    other = opened(BOXES["labels after"].replace("Piano", "Violon"))
    assert first.tab.shape == ticked.tab.shape == listed.tab.shape != other.tab.shape


IMPORTED = {
    "a table": (
        "<table><tr><th>Document</th><th>Fichier</th><th>Ajouté le</th></tr>"
        "<tr><td>RIB</td><td>2026-AA-1-rib.pdf</td><td>03/06/2026</td></tr></table>"
    ),
    "under a heading": "<h3>Documents importés</h3><ul><li>RIB : 2026-AA-1-rib.pdf</li></ul>",
    "by itself": "<ul><li>RIB (fichier : 2026-AA-1-rib.pdf)</li></ul>",
    "after words": "<p>Pièces déjà déposées :</p><p>2026-AA-1-rib.pdf</p>",
}


@pytest.mark.parametrize("markup", IMPORTED.values(), ids=list(IMPORTED))
def test_what_was_imported_is_listed_with_its_file(markup: str) -> None:
    tab = opened(BOXES["labels after"], around=markup).tab
    assert tab.imported is not None
    assert [one.file for one in tab.imported] == ["2026-AA-1-rib.pdf"]


def test_no_list_is_not_an_empty_one() -> None:
    assert opened(BOXES["labels after"]).tab.imported is None
    said = "<p>Aucun document importé.</p>"
    assert opened(BOXES["labels after"], around=said).tab.imported == ()


def test_documents_that_are_asked_for_are_not_imported_ones() -> None:
    asked = "<h3>Documents à fournir</h3><ul><li>RIB</li><li>Photo</li></ul>"
    assert opened(BOXES["labels after"], around=asked).tab.imported is None


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("La taille limite d’un document est de 2Mo. Formats : JPEG, JPG, PNG, PDF.", 2_000_000),
        ("2 Mo maximum (jpg, png, pdf)", 2_000_000),
        ("Taille maximale : 500 Ko. Formats JPG et PDF.", 500_000),
        ("1,5 Mo au plus, PDF ou JPG", 1_500_000),
    ],
)
def test_limits_are_known_by_their_words(said: str, limit: int) -> None:
    file = (
        "<p>Fichier <input type=file name=f></p><p>Document <select name=d><option value=''>Choisir"
    )
    button = "<input type=submit name=importer value=Importer>"
    inside = f"{BOXES['labels after']}<p>{said}</p>{file}<option value=7>RIB</select></p>{button}"
    tab = opened(inside).tab
    assert tab.imports is not None
    assert tab.imports.max_bytes == limit
    assert {"jpg", "pdf"} <= set(tab.imports.formats)
    assert [(one.value, one.label) for one in tab.imports.names] == [("7", "RIB")]
    assert tab.questions == ()


def test_a_name_with_brackets_is_said_once() -> None:
    tab = opened(
        "<table><tr><td>Violon (cycle 1)</td><td><input type=checkbox name=c value=1></td></tr>"
        "<tr><td>Solfège</td><td><input type=checkbox name=c value=2></td></tr></table>"
    )
    said = [(one.caption, one.details) for one in tab.tab.disciplines]
    assert said == [("Violon (cycle 1)", ()), ("Solfège", ())]
