"""Parts of a page behind tabs, accordions and windows are read, each as what it stands under."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import listing
from adapters.model import ListName
from tests.unit.imuse.lists import document, facts, grid, seen, tables
from tests.unit.imuse.reader import BASE, page

NOTES = "<table><tr><th>Date</th><th>Note</th></tr><tr><td>02/10/2026</td><td>12</td></tr></table>"
AWAY = "<table><tr><th>Date</th><th>Motif</th></tr><tr><td>09/11/2026</td><td>Maladie</td></tr></table>"
SALLE = "<p>Salle : B12</p>"
TABS = ("Cours", "Évaluations", "Absence")


def _panels(markup: str) -> str:
    return markup.format(SALLE, NOTES, AWAY)


SHEETS = {
    "links to their panels": "<ul class=onglets><li><a href='#c'>Cours</a></li><li><a href='#e'>Évaluations</a></li><li><a href='#a'>Absence</a></li></ul><div id=c>{0}</div><div id=e style='display:none'>{1}</div><div id=a style='display:none'>{2}</div>",
    "a script's literals": "<div class=onglets><span onclick=\"montre('c')\">Cours</span><span onclick=\"montre('e')\">Évaluations</span><span onclick=\"montre('a')\">Absence</span></div><div id=c>{0}</div><div id=e style='display:none'>{1}</div><div id=a style='display:none'>{2}</div>",
    "cells of a table": "<table class=onglets><tr><td onclick=\"montre('c')\">Cours</td><td onclick=\"montre('e')\">Évaluations</td><td onclick=\"montre('a')\">Absence</td></tr></table><div id=c>{0}</div><div id=e style='display:none'>{1}</div><div id=a style='display:none'>{2}</div>",
    "as many tabs as panels": "<ul class=onglets><li>Cours</li><li>Évaluations</li><li>Absence</li></ul><div class=volet><table><tr><td>Salle :</td><td>B12</td></tr></table></div><div class=volet style='display:none'>{1}</div><div class=volet style='display:none'>{2}</div>",
    "roles": "<div role=tablist><button role=tab aria-controls=c>Cours</button><button role=tab aria-controls=e>Évaluations</button><button role=tab aria-controls=a>Absence</button></div><div role=tabpanel id=c>{0}</div><div role=tabpanel id=e hidden>{1}</div><div role=tabpanel id=a hidden>{2}</div>",
    "a library's tabs": "<ul class='nav nav-tabs'><li class=active><a data-toggle=tab href='#c'>Cours</a></li><li><a data-toggle=tab href='#e'>Évaluations</a></li><li><a data-toggle=tab href='#a'>Absence</a></li></ul><div class=tab-content><div class='tab-pane active' id=c>{0}</div><div class=tab-pane id=e>{1}</div><div class=tab-pane id=a>{2}</div></div>",
    "an accordion": "<button data-target='#c' data-toggle=collapse>Cours</button><div id=c class=collapse>{0}</div><button data-target='#e' data-toggle=collapse>Évaluations</button><div id=e class=collapse>{1}</div><button data-target='#a' data-toggle=collapse>Absence</button><div id=a class=collapse>{2}</div>",
    "details": "<details open><summary>Cours</summary>{0}</details><details><summary>Évaluations</summary>{1}</details><details><summary>Absence</summary>{2}</details>",
    "hidden by a style of the page": "<style>.cache {{ display: none }}</style><p><a href='#c'>Cours</a> | <a href='#e'>Évaluations</a> | <a href='#a'>Absence</a></p><div id=c class=volet>{0}</div><div id=e class='volet cache'>{1}</div><div id=a class='volet cache'>{2}</div>",
    "tabs with numbers": "<ul><li><a href='#c'>Cours</a></li><li><a href='#e'>Évaluations (1)</a></li><li><a href='#a'>Absence <span class=badge>1</span></a></li></ul><div id=c>{0}</div><div id=e style='display:none'>{1}</div><div id=a style='display:none'>{2}</div>",
    "headings, all in view": "<h3>Cours</h3>{0}<h3>Évaluations</h3>{1}<h3>Absence</h3>{2}",
    "bold lines, all in view": "<b>Cours</b><br>{0}<b>Évaluations</b><br>{1}<b>Absence</b><br>{2}",
}  # fmt: skip


@pytest.mark.parametrize("way", SHEETS)
def test_each_list_behind_a_tab_is_found_by_what_the_tab_says(way: str) -> None:
    screen = Screen((page(document(_panels(SHEETS[way]))),))
    notes = listing.find(screen, ListName.EVALUATIONS, BASE)
    away = listing.find(screen, ListName.ABSENCES, BASE)
    assert notes is not None
    assert away is not None
    assert seen(notes.table) == (("Date", "Note"), [("02/10/2026", "12")])
    assert seen(away.table) == (("Date", "Motif"), [("09/11/2026", "Maladie")])


@pytest.mark.parametrize("way", SHEETS)
def test_the_facts_behind_a_tab_are_read(way: str) -> None:
    assert facts(page(document(_panels(SHEETS[way])))) == [("Salle", "B12")]


@pytest.mark.parametrize("way", SHEETS)
def test_the_tabs_themselves_are_no_list(way: str) -> None:
    assert len(tables(_panels(SHEETS[way]))) == 2


@pytest.mark.parametrize(
    "way", [way for way in SHEETS if "view" not in way and "as many" not in way]
)
def test_an_empty_list_behind_its_tab_is_not_the_other_tabs(way: str) -> None:
    """Each tab speaks for itself: nothing is known of one that says nothing."""
    html = SHEETS[way].format(SALLE, "<p>Aucune évaluation n'est enregistrée.</p>", "<p></p>")
    screen = Screen((page(document(html)),))
    assert listing.is_empty(screen, ListName.EVALUATIONS, BASE)
    assert listing.is_empty(screen, ListName.ABSENCES, BASE) is None
    assert listing.find(screen, ListName.EVALUATIONS, BASE) is None


def test_a_place_to_jump_to_is_no_tab() -> None:
    html = f"<p><a href='#haut'>Haut de page</a></p><div id=haut><h3>Évaluations</h3>{NOTES}</div>"
    assert page(document(html)).panels == ()
    assert tables(html)[0].titles == ("Évaluations",)


WINDOWS = {
    "a library's window": ("data-toggle=modal data-target='#m{id}'", "class='modal fade' style='display:none'"),
    "a script's literal": ("ondblclick=\"ouvre('m{id}')\" onclick=\"ouvre('m{id}')\"", "class=fenetre style='display:none'"),
    "a dialogue": ("data-target='#m{id}'", "role=dialog hidden"),
}  # fmt: skip


@pytest.mark.parametrize("way", WINDOWS)
def test_a_line_opens_a_window_that_is_in_the_page(way: str) -> None:
    opener, window = WINDOWS[way]
    rows = "".join(
        f"<tr {opener.replace('{id}', n)}><td>{date}</td><td>{note}</td></tr>"
        for n, date, note in (("1", "02/10/2026", "12"), ("2", "05/12/2026", "15"))
    )
    windows = "".join(
        f"<div id=m{n} {window}><h4>Détail</h4><p>Date : {date}</p><p>Commentaire : {said}</p></div>"
        for n, date, said in (("1", "02/10/2026", "Bien"), ("2", "05/12/2026", ""))
    )
    read = page(document(f"<table><tr><th>Date</th><th>Note</th></tr>{rows}</table>{windows}"))
    found = [listing.opening(read, line, BASE) for line in read.tables[0].lines]
    parts = dict(read.parts)
    said = [facts(parts[one.found.pressable.part]) for one in found if one]
    assert said == [
        [("Date", "02/10/2026"), ("Commentaire", "Bien")],
        [("Date", "05/12/2026"), ("Commentaire", "")],
    ]
    # What waits in the windows is not said by the page itself.
    assert facts(read) == []


def test_a_list_in_a_window_is_that_windows() -> None:
    html = f"""<table><tr><th>Cours</th><th>Salle</th></tr><tr data-target='#m'><td>Piano</td><td>B12</td></tr></table>
        <div id=m class=modal style='display:none'><h4>Évaluations</h4>{NOTES}</div>"""
    read = page(document(html))
    (part,) = [one for _, one in read.parts]
    assert [seen(one) for one in part.tables] == [(("Date", "Note"), [("02/10/2026", "12")])]


def test_a_hidden_part_that_nothing_brings_forward_is_in_nobodys_view() -> None:
    assert facts(f"<div style='display:none'>{SALLE}</div>") == []
    assert grid(f"{NOTES}<div style='display:none'>{SALLE}</div>")[1] == [("02/10/2026", "12")]
