"""A page is a student's where it names that student and no other: anything else is closed."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import naming
from adapters.imuse.screens.eleves import Choice
from adapters.model import Student
from tests.unit.imuse.lists import document
from tests.unit.imuse.reader import page

SHEET = """<form method=post action=maj.php><p>Nom <input name=nom value=Dupré></p><p>Prénom <input name=prenom value=Anne></p>
    <input type=submit value=Modifier></form>"""


def _chosen(name: str, picker: str = "", value: str = "") -> Choice:
    student = Student(ref="x" * 16, name=name)
    return Choice(student=student, picker=picker, fills={0: value} if value else {})


NAMED = {
    "a heading": "<h2>Dossier de Anne Dupré</h2>",
    "the other way round": "<h2>DUPRÉ Anne</h2>",
    "a field each": SHEET,
    "facts": "<table><tr><td>Nom :</td><td>Dupré</td></tr><tr><td>Prénom :</td><td>Anne</td></tr></table>",
    "a sentence": "<p>Élève sélectionné : Anne Dupré, née le 3 mars 2014</p>",
}  # fmt: skip


@pytest.mark.parametrize("way", NAMED)
def test_a_page_that_names_the_student_is_the_students(way: str) -> None:
    screen = Screen((page(document(NAMED[way])),))
    for name in ("Anne Dupré", "DUPRÉ Anne", "Anne Dupré (piano)"):
        assert naming.names(screen, _chosen(name)), name


NOT_NAMED = {
    "another student": "<h2>Dossier de Léo D'Août</h2>",
    "a brother": "<h2>Dossier de Léo Dupré</h2>",
    "nobody": "<h2>Dossier de l'élève</h2>",
    "the two names on two lines": "<h2>Léo Dupré</h2><p>Professeur : Anne Hervé</p>",
}  # fmt: skip


@pytest.mark.parametrize("way", NOT_NAMED)
def test_a_page_that_does_not_name_the_student_is_not_the_students(way: str) -> None:
    screen = Screen((page(document(NOT_NAMED[way])),))
    assert not naming.names(screen, _chosen("Anne Dupré"))


def test_a_list_that_shows_another_as_chosen_is_believed_before_any_words() -> None:
    html = "<form action=e.php>Élève : <select name=e onchange='submit()'><option value=7>Anne Dupré<option value=9 selected>Léo Dupré</select></form><p>Anne Dupré</p>"
    screen = Screen((page(document(html)),))
    assert not naming.names(screen, _chosen("Anne Dupré", "e", "7"))
    assert naming.names(screen, _chosen("Léo Dupré", "e", "9"))


def test_of_two_of_one_name_the_list_tells_which_is_chosen() -> None:
    html = "<form action=e.php>Élève : <select name=e onchange='submit()'><option value=7>Anne Dupré<option value=9 selected>Anne Dupré</select></form>"
    screen = Screen((page(document(html)),))
    assert not naming.names(screen, _chosen("Anne Dupré", "e", "7"))
    assert naming.names(screen, _chosen("Anne Dupré", "e", "9"))


SIBLINGS = "<ul><li><a href='e.php?id=7'>Anne Dupré</a></li><li><a href='e.php?id=9'>Léo Dupré</a></li></ul>"
BROTHERS = {
    "a heading": f"{SIBLINGS}<h2>Léo Dupré</h2>",
    "fields": f"{SIBLINGS}<form method=post><p>Nom <input name=n value=Dupré></p><p>Prénom <input name=p value=Léo></p><p>Mère <input name=m value='Anne Martin'></p></form>",
    "facts": f"{SIBLINGS}<table><tr><td>Nom :</td><td>Dupré</td></tr><tr><td>Prénom :</td><td>Léo</td></tr><tr><td>Enseignant :</td><td>Anne Hervé</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("way", BROTHERS)
def test_links_to_all_students_do_not_make_a_brothers_page_hers(way: str) -> None:
    screen = Screen((page(document(BROTHERS[way])),))
    anne, leo = _chosen("Anne Dupré"), _chosen("Léo Dupré")
    assert not naming.names(screen, anne, (leo,))
    assert naming.names(screen, leo, (anne,))


def test_where_only_the_links_name_them_they_are_enough() -> None:
    screen = Screen((page(document(f"{SIBLINGS}<h2>Cours de l'élève</h2>")),))
    assert naming.names(screen, _chosen("Anne Dupré"), (_chosen("Léo Dupré"),))


def test_a_namesake_is_no_obstacle() -> None:
    screen = Screen((page(document("<h2>Anne Dupré</h2>")),))
    assert naming.names(screen, _chosen("Anne Dupré"), (_chosen("Anne Dupré"),))
