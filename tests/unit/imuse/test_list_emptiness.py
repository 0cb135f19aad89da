"""An empty list is proven empty; a list that cannot be told from an unread one is closed."""

# ruff: noqa: E501 - markup keeps to its line

import asyncio

import httpx
import pytest

from adapters.errors import ColumnsLost
from adapters.imuse import lists
from adapters.imuse.browsing import Browser, parts
from adapters.imuse.client import Lines
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import listing
from adapters.imuse.screens.listing import says_empty
from adapters.model import Listing, ListName
from adapters.registry import ExtranetSettings
from tests.unit.imuse.lists import document
from tests.unit.imuse.reader import BASE, URL, page
from tests.unit.imuse.scripted import filled


class _Walk:
    """A walk that has nowhere to go: what is read is on the page at hand."""

    def __init__(self) -> None:
        settings = ExtranetSettings(sign_in_url=URL)
        self.profile = BASE
        lines = Lines(settings, httpx.MockTransport(lambda request: httpx.Response(404)))
        self.browser = Browser(lines.client(), BASE, parts())

    def certain(self, screen: Screen) -> Screen:
        return screen


def _read(html: str, kind: ListName = ListName.COURSES, *, headed: bool = True) -> Listing:
    return _of(Screen((page(document(html)),)), kind, headed=headed)


def _of(screen: Screen, kind: ListName, *, headed: bool = True) -> Listing:
    walk = _Walk()
    shown = asyncio.run(lists.whole(walk, screen, kind, headed=headed))  # type: ignore[arg-type]
    return shown.listing


HEAD = "<tr><th>Cours</th><th>Enseignant</th></tr>"

EMPTY = {
    "bare headings": (f"<table>{HEAD}</table>", ("Cours", "Enseignant"), ()),
    "bare headings and an empty body": (f"<table><thead>{HEAD}</thead><tbody></tbody></table>", ("Cours", "Enseignant"), ()),
    "a line across": (f"<table>{HEAD}<tr><td colspan=2>Aucun cours pour cette année.</td></tr></table>", ("Cours", "Enseignant"), ("Aucun cours pour cette année.",)),
    "a line across, in words of its own": (f"<table>{HEAD}<tr><td colspan=2><i>Rien cette année</i></td></tr></table>", ("Cours", "Enseignant"), ("Rien cette année",)),
    "a sentence": ("<p>Aucun cours.</p>", (), ("Aucun cours.",)),
    "a longer sentence": ("<p>Cet élève n'a suivi aucun cours depuis son inscription.</p>", (), ("Cet élève n'a suivi aucun cours depuis son inscription.",)),
    "a sentence in red": ("<font color=red>Pas de cours cette année</font>", (), ("Pas de cours cette année",)),
    "a sentence below its heading": ("<h2>Cours</h2><p>Néant</p>", (), ("Néant",)),
}  # fmt: skip


@pytest.mark.parametrize("way", EMPTY)
def test_an_empty_list_is_proven_by_what_the_page_says(way: str) -> None:
    html, columns, notes = EMPTY[way]
    read = _read(html)
    assert (read.key, read.lines) == ("courses", ())
    assert tuple(column.caption for column in read.columns) == columns
    assert read.notes == notes


CLOSED = {
    "nothing": "",
    "only words": "<p>Cours de l'élève</p>",
    "a blank page with a menu": "<ul><li><a href=a.php>Accueil</a></li><li><a href=x.php>Déconnexion</a></li></ul>",
    "no right": "<p>Aucun droit d'accès à cette page.</p>",
    "no session": "<p>Aucune session.</p>",
    "nothing chosen": "<p>Aucun élève sélectionné</p>",
    "an error": "<p>Erreur : pas de connexion à la base</p>",
    "a sentence about another list": "<p>Aucune absence n'est enregistrée.</p>",
    "a sentence about bills": "<p>Aucune facture.</p>",
    "another list's heading": "<h3>Absences</h3><table><tr><th>Date</th><th>Motif</th></tr><tr><td>hier</td><td>x</td></tr></table>",
    "a hidden sentence": "<p style='display:none'>Aucun cours.</p>",
    "a sentence in a menu": "<p><a href=x.php>Aucun cours ?</a></p>",
    "lines that are yet to come": f"<table>{HEAD}<tr><td colspan=2>Chargement en cours…</td></tr></table>",
    "lines that are not for this family": f"<table>{HEAD}<tr><td colspan=2>Vous n'avez pas accès à cette liste.</td></tr></table>",
    "lines of a year yet to be chosen": f"<table>{HEAD}<tr><td colspan=2>Veuillez choisir : sélectionnez une année.</td></tr></table>",
    "a long text": f"<p>{'Les cours ont lieu chaque semaine et le règlement est affiché. ' * 4} Aucun remboursement.</p>",
}  # fmt: skip


@pytest.mark.parametrize("way", CLOSED)
def test_what_proves_nothing_closes_the_list(way: str) -> None:
    with pytest.raises(ColumnsLost):
        _read(CLOSED[way])


def test_headings_whose_lines_a_script_fetches_prove_nothing_without_them() -> None:
    html = """<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=c></tbody></table>"""
    script = "$.getJSON('c.json', function (l) { $.each(l, function (i, c) { $('#c').append('<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>'); }); });"
    for answers in (
        {},
        {"c.json": "<p>Identifiant <input></p>"},
        {"c.json": "[{"},
        {"c.json": {"erreur": "session"}},
    ):
        with pytest.raises(ColumnsLost):
            _of(Screen((filled(document(html, script), answers),)), ListName.COURSES)
    assert (
        _of(Screen((filled(document(html, script), {"c.json": []}),)), ListName.COURSES).lines == ()
    )


def test_a_line_that_says_loading_proves_nothing() -> None:
    html = """<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=c><tr><td colspan=2>Chargement en cours…</td></tr></tbody></table>"""
    script = "$.getJSON('c.json', function (l) { remplir(l); });"
    with pytest.raises(ColumnsLost):
        _of(Screen((filled(document(html, script), {}),)), ListName.COURSES)


def test_one_heading_of_a_list_is_not_enough_without_its_name() -> None:
    html = (
        "<table><tr><th>Cours</th><th>Parcours</th></tr><tr><td>Piano</td><td>A</td></tr></table>"
    )
    with pytest.raises(ColumnsLost):
        _read(html, headed=False)
    assert _read(html, headed=True).lines[0].cells == ("Piano", "A")
    assert _read(f"<h3>Mes cours</h3>{html}", headed=False).lines[0].cells == ("Piano", "A")


def test_lost_columns_close_a_list_that_has_lines() -> None:
    html = "<table><tr><th>Instrumentarium</th><th>Quand</th></tr><tr><td>Piano</td><td>Lundi</td></tr></table>"
    with pytest.raises(ColumnsLost):
        _read(html)


SAYS_NOTHING_IS_THERE = [
    "Aucune facture", "aucun cours pour l'année 2026-2027", "Pas de règlement enregistré.", "Néant",
    "Il n'y a pas encore d'évaluation.", "Cet élève n'a participé à aucun événement musical",
    "Rien à afficher", "La liste est vide.",
]  # fmt: skip
SAYS_SOMETHING_ELSE = [
    "Aucun droit", "Aucune session en cours", "Vous n'avez aucun accès à cette page", "Piano",
    "Aucune modification en attente", "Pas d'autorisation", "Erreur : aucune base", "",
]  # fmt: skip


@pytest.mark.parametrize("words", SAYS_NOTHING_IS_THERE)
def test_these_words_say_that_a_list_is_empty(words: str) -> None:
    assert says_empty(words, BASE)


@pytest.mark.parametrize("words", SAYS_SOMETHING_ELSE)
def test_these_words_say_no_such_thing(words: str) -> None:
    assert not says_empty(words, BASE)


def test_what_the_screen_before_said_already_is_about_something_else() -> None:
    before = Screen((page(document("<p>Aucun cours aujourd'hui : pont de l'Ascension.</p>")),))
    screen = Screen(
        (page(document("<p>Aucun cours aujourd'hui : pont de l'Ascension.</p><h2>Cours</h2>")),)
    )
    assert listing.is_empty(screen, ListName.COURSES, BASE)
    assert listing.is_empty(screen, ListName.COURSES, BASE, before) is None
