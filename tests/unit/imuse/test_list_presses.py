"""What opens a line of a list is found, however the page binds it, and each line opens its own."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.page import Page
from adapters.imuse.screens import listing
from tests.unit.imuse.lists import document
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.scripted import FOLDER, filled

SHEETS = [f"{FOLDER}fiche.php?id=7", f"{FOLDER}fiche.php?id=9"]
HEAD = "<tr><th>Cours</th><th>Enseignant</th></tr>"


def _opens(read: Page) -> list[str | None]:
    """The address that each line of the one list opens."""
    (table,) = read.tables
    found = [listing.opening(read, line, BASE) for line in table.lines]
    return [one.found.pressable.press.url if one else None for one in found]


def _two(row: str, head: str = HEAD) -> str:
    """Two lines of a list, of a row that says {id} and {n}."""
    lines = [row.replace("{id}", ident).replace("{n}", n) for ident, n in (("7", "0"), ("9", "1"))]
    return f"<table id=liste class=liste>{head}{''.join(lines)}</table>"


CELLS = "<td>Piano</td><td>x{id}</td>"

WAYS = {
    "ondblclick of the row": (f"<tr ondblclick=\"location.href='fiche.php?id={{id}}'\">{CELLS}</tr>", ""),
    "ondblclick calls a function": (f"<tr ondblclick=\"ouvrir({{id}})\">{CELLS}</tr>", "function ouvrir(n) { window.open('fiche.php?id=' + n, 'fiche', 'width=600'); }"),
    "ondblclick of each cell": ("<tr><td ondblclick=\"ouvrir('{id}')\">Piano</td><td ondblclick=\"ouvrir('{id}')\">x{id}</td></tr>", "function ouvrir(n) { location = 'fiche.php?id=' + n; }"),
    "ondblclick with the row itself": (f"<tr id={{id}} ondblclick=\"ouvrir(this)\">{CELLS}</tr>", "function ouvrir(tr) { location = 'fiche.php?id=' + tr.id; }"),
    "a link in the first cell": ("<tr><td><a href='fiche.php?id={id}'>Piano</a></td><td>x{id}</td></tr>", ""),
    "a picture in a cell of its own": (f"<tr>{CELLS}<td><a href='fiche.php?id={{id}}'><img src=loupe.gif></a></td></tr>", ""),
    "a button that says so": (f"<tr>{CELLS}<td><button type=button onclick=\"location='fiche.php?id={{id}}'\">Consulter</button></td></tr>", ""),
    "data-href": (f"<tr data-href='fiche.php?id={{id}}' class=cliquable>{CELLS}</tr>", ""),
    "data-href, heard by jQuery": (f"<tr data-href='fiche.php?id={{id}}'>{CELLS}</tr>", "$('.liste tr').dblclick(function () { window.location = $(this).data('href'); });"),
    "an id, heard by jQuery": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$('tr.ligne').on('dblclick', function () { window.location.href = 'fiche.php?id=' + $(this).data('id'); });"),
    "delegated to the table": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$('#liste').on('dblclick', 'tr.ligne', function () { location = 'fiche.php?id=' + $(this).attr('data-id'); });"),
    "delegated to the document": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$(document).on('dblclick', '.ligne', function () { location = 'fiche.php?id=' + $(this).data('id'); });"),
    "of an older jQuery": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$('.ligne').live('dblclick', function () { location = 'fiche.php?id=' + $(this).attr('data-id'); });"),
    "delegate": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$('#liste').delegate('tr.ligne', 'dblclick', function () { location = 'fiche.php?id=' + $(this).attr('data-id'); });"),
    "closest": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "document.addEventListener('dblclick', function (e) { var tr = e.target.closest('tr.ligne'); if (tr) { location = 'fiche.php?id=' + tr.dataset.id; } });"),
    "a loop": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "var l = document.querySelectorAll('tr.ligne'); for (var i = 0; i < l.length; i++) { l[i].ondblclick = function () { location = 'fiche.php?id=' + this.getAttribute('data-id'); }; }"),
    "forEach": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "document.querySelectorAll('tr.ligne').forEach(function (tr) { tr.addEventListener('dblclick', function () { location = 'fiche.php?id=' + tr.dataset.id; }); });"),
    "forEach with arrows": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "document.querySelectorAll('tr.ligne').forEach(tr => tr.addEventListener('dblclick', () => { location.href = `fiche.php?id=${tr.dataset.id}`; }));"),
    "for of": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "for (const tr of document.getElementsByClassName('ligne')) { tr.addEventListener('dblclick', function () { location = 'fiche.php?id=' + this.dataset.id; }); }"),
    "each": (f"<tr class=ligne data-id={{id}}>{CELLS}</tr>", "$('tr.ligne').each(function () { $(this).dblclick(function () { location = 'fiche.php?id=' + $(this).data('id'); }); });"),
    "the row's id cut off": (f"<tr id={{id}} class=ligne>{CELLS}</tr>", "$('tr.ligne').dblclick(function () { location = 'fiche.php?id=' + this.id; });"),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_line_opens_its_own_sheet(way: str) -> None:
    row, script = WAYS[way]
    assert _opens(page(document(_two(row), script))) == SHEETS


def test_a_radio_button_chooses_the_line_that_a_button_below_opens() -> None:
    row = f"<tr><td><input type=radio name=cours value={{id}}></td>{CELLS}</tr>"
    head = "<tr><th></th><th>Cours</th><th>Enseignant</th></tr>"
    html = f"""<form method=post action=fiche.php>{_two(row, head)}
        <input type=submit name=b value=Supprimer><input type=submit name=b value=Consulter></form>"""
    read = page(document(html))
    found = [listing.opening(read, line, BASE) for line in read.tables[0].lines]
    for one, value in zip(found, ("7", "9"), strict=True):
        assert one is not None
        press = one.found.pressable.press
        assert press.button is not None
        assert read.forms[0].controls[press.button].value == "Consulter"
        assert list(one.fills.values()) == [value]


def test_a_form_in_the_line_is_sent_by_its_button() -> None:
    row = f"<tr>{CELLS}<td><form method=post action=fiche.php><input type=hidden name=id value={{id}}><input type=submit value=Voir></form></td></tr>"
    read = page(document(_two(row)))
    found = [listing.opening(read, line, BASE) for line in read.tables[0].lines]
    assert [one.found.pressable.press.form for one in found if one] == [0, 1]
    assert [form.controls[0].value for form in read.forms] == ["7", "9"]


def test_a_post_back_opens_the_line_it_names() -> None:
    row = "<tr><td><a href=\"javascript:__doPostBack('grille','Select${n}')\">Sélectionner</a></td><td>Piano</td><td>x{id}</td></tr>"
    html = f"""<form name=f method=post action=cours.aspx><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>
        {_two(row, "<tr><th></th><th>Cours</th><th>Enseignant</th></tr>")}</form>"""
    script = "function __doPostBack(t, a) { document.f.__EVENTTARGET.value = t; document.f.__EVENTARGUMENT.value = a; document.f.submit(); }"
    read = page(document(html, script))
    found = [listing.opening(read, line, BASE) for line in read.tables[0].lines]
    assert [dict(one.found.pressable.press.assigns)["__EVENTARGUMENT"] for one in found if one] == [
        "Select$0",
        "Select$1",
    ]


def test_what_opens_a_line_goes_before_what_else_is_in_it() -> None:
    other = "<a href='prof.php?id={id}'>Mme Le Goff</a> <a href='mailto:a@example.org'>écrire</a>"
    for opener in (
        "<a href='fiche.php?id={id}'>Voir</a>",
        "<a href='fiche.php?id={id}'><img src=loupe.gif alt='Voir le détail'></a>",
        "<a href='fiche.php?id={id}' title='Ouvrir la fiche'>Piano</a>",
    ):
        row = f"<tr><td>{other}</td><td>x{{id}}</td><td>{opener}</td></tr>"
        assert _opens(page(document(_two(row)))) == SHEETS
    row = f"<tr ondblclick=\"location='fiche.php?id={{id}}'\"><td>{other}</td><td>x{{id}}</td></tr>"
    assert _opens(page(document(_two(row)))) == SHEETS


@pytest.mark.parametrize("words", ["Payer", "Supprimer", "Annuler", "Régler", "Modifier"])
def test_what_would_do_something_else_never_opens_a_line(words: str) -> None:
    row = f"<tr>{CELLS}<td><a href='agir.php?id={{id}}'>{words}</a></td></tr>"
    assert _opens(page(document(_two(row)))) == [None, None]


NOTHING = {
    "no way at all": (f"<tr>{CELLS}</tr>", ""),
    "a hash": ("<tr><td><a href=#>Piano</a></td><td>x{id}</td></tr>", ""),
    "a mail address": ("<tr><td>Piano</td><td><a href='mailto:a@example.org'>x{id}</a></td></tr>", ""),
    "an unknown function": (f"<tr ondblclick='inconnu({{id}})'>{CELLS}</tr>", ""),
    "a colour": (f"<tr onmouseover=\"this.className='survol'\">{CELLS}</tr>", ""),
    "a choice": (f"<tr onclick=\"choisir(this)\">{CELLS}</tr>", "function choisir(tr) { tr.className = 'choisi'; }"),
    "a listener of another table": (f"<tr>{CELLS}</tr>", "$('#autre tr').dblclick(function () { location = 'fiche.php?id=' + this.id; });"),
}  # fmt: skip


@pytest.mark.parametrize("way", NOTHING)
def test_a_line_that_opens_nothing_opens_nothing(way: str) -> None:
    row, script = NOTHING[way]
    assert _opens(page(document(_two(row), script))) == [None, None]


SCRIPTED = """<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=corps></tbody></table>"""
RECORDS = [
    {"id": 7, "cours": "Piano", "enseignant": "x"},
    {"id": 9, "cours": "Luth", "enseignant": "y"},
]

MADE = {
    "written with its id": "$.getJSON('c.json', function (l) { $.each(l, function (i, c) { $('#corps').append('<tr data-id=\"' + c.id + '\"><td>' + c.cours + '</td><td>' + c.enseignant + '</td></tr>'); }); }); $('#corps').on('dblclick', 'tr', function () { location = 'fiche.php?id=' + $(this).data('id'); });",
    "written with its handler": "$.getJSON('c.json', function (l) { $.each(l, function (i, c) { $('#corps').append('<tr ondblclick=\"ouvrir(' + c.id + ')\"><td>' + c.cours + '</td><td>' + c.enseignant + '</td></tr>'); }); }); function ouvrir(n) { location = 'fiche.php?id=' + n; }",
    "written with a link": "$.getJSON('c.json', function (l) { $.each(l, function (i, c) { $('#corps').append('<tr><td><a href=\"fiche.php?id=' + c.id + '\">' + c.cours + '</a></td><td>' + c.enseignant + '</td></tr>'); }); });",
    "made, with its data": "$.getJSON('c.json', function (l) { l.forEach(function (c) { var tr = document.createElement('tr'); tr.setAttribute('data-id', c.id); var a = document.createElement('td'); a.textContent = c.cours; var b = document.createElement('td'); b.textContent = c.enseignant; tr.ondblclick = function () { location = 'fiche.php?id=' + this.getAttribute('data-id'); }; }); });",
    "made, with its record": "$.getJSON('c.json', function (l) { l.forEach(function (c) { var tr = document.createElement('tr'); var a = document.createElement('td'); a.textContent = c.cours; var b = document.createElement('td'); b.textContent = c.enseignant; tr.addEventListener('dblclick', function () { location = 'fiche.php?id=' + c.id; }); }); });",
    "made by jQuery": "$.getJSON('c.json', function (l) { $.each(l, function (i, c) { var tr = $('<tr>').attr('data-href', 'fiche.php?id=' + c.id); tr.append($('<td>').text(c.cours)).append($('<td>').text(c.enseignant)); }); });",
}  # fmt: skip


@pytest.mark.parametrize("way", MADE)
def test_a_line_that_a_script_makes_opens_its_own_sheet(way: str) -> None:
    read = filled(document(SCRIPTED, MADE[way]), {"c.json": RECORDS})
    assert [line.cells for line in read.tables[0].lines] == [("Piano", "x"), ("Luth", "y")]
    assert _opens(read) == SHEETS
