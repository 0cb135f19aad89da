"""What style sheets hide: it says nothing, yet the fields it folds away are read."""

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import accueil, fiche
from tests.unit.imuse.reader import BASE, page

SENTENCE = "La fiche du responsable est en attente de validation par le personnel administratif."
STYLE = "http://saiga.example/ecole/style.css"
PAGE = f"""<html><head><link rel=stylesheet href=style.css></head><body>
    <form method=post action=maj.php>
      <div class=pane><label for=n>Nom</label><input id=n name=n value=Dupré></div>
      <div class=pane><label for=v>Ville</label><input id=v name=v value=Vannes></div>
      <input type=submit value=Modifier></form>
    <div class="note vide">{SENTENCE}</div></body></html>"""


def screen(css: str, html: str = PAGE) -> Screen:
    return Screen((page(html, scripts={STYLE: css}),))


@pytest.mark.parametrize(
    ("css", "waiting"),
    [
        ("", SENTENCE),
        (".note { display: none }", None),
        (".note { visibility : hidden !important }", None),
        (".note { display: none } .note.vide { display: block }", SENTENCE),
        ("@media print { .note { display: none } }", SENTENCE),
        ("} broken { .note [", SENTENCE),
    ],
)
def test_a_sentence_counts_only_where_the_linked_styles_show_it(
    css: str, waiting: str | None
) -> None:
    assert fiche.read(screen(css), BASE).sheet.waiting == waiting


def test_fields_that_linked_styles_fold_away_are_read_all_the_same() -> None:
    read = fiche.read(screen(".pane { display: none }"), BASE).sheet
    assert [field.caption for field in read.fields()] == ["Nom", "Ville"]


def test_what_the_styles_hide_is_no_news_of_the_school() -> None:
    html = PAGE.replace("<form", "<p>Concert samedi.</p><p class=note>Une erreur.</p><form")
    read = accueil.read(screen(".note { display: none }", html), BASE)
    assert [paragraph.text for paragraph in read.paragraphs] == ["Concert samedi."]


def test_a_style_sheet_for_printing_is_not_asked_for() -> None:
    html = PAGE.replace("rel=stylesheet", "rel=stylesheet media=print")
    assert page(html).styles == ()
    assert page(PAGE).styles == (STYLE,)
