"""Whatever a list says, it is read back cell by cell, in every markup that shows it."""

# ruff: noqa: E501 - markup keeps to its line

import json
from html import escape

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.imuse.lists import document, seen
from tests.unit.imuse.reader import page
from tests.unit.imuse.scripted import filled

HEADS = ("Cours", "Enseignant", "Salle")
KEYS = ("intitule", "prof", "salle")
_LETTERS = "mbcéèœçÉÙZ0129'\"&<>-/(),.;!?€°’«»:*+=%#@[]{}\\`$_|~^"
WORDS = st.text(_LETTERS, min_size=1, max_size=8)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)


def _is_read_as_a_line(line: tuple[str, ...]) -> bool:
    """A person takes a row without words for a distance, and one that begins so for a sum."""
    first = next((one for one in line if any(c.isalnum() for c in one)), "")
    return bool(first) and line != HEADS and not first.lower().startswith(("total", "cumul"))


LINES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS).filter(_is_read_as_a_line), min_size=1, max_size=4)
MODEST = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)  # fmt: skip


def _rows(lines: list[tuple[str, ...]], row: str, cell: str) -> str:
    return "".join(row.format("".join(cell.format(escape(one)) for one in line)) for line in lines)


def _table(lines: list[tuple[str, ...]], head: str) -> str:
    heads = "".join(head.format(one) for one in HEADS)
    return f"<table border=1><tr>{heads}</tr>{_rows(lines, '<tr>{}</tr>', '<td>{}</td>')}</table>"


def _unclosed(lines: list[tuple[str, ...]]) -> str:
    heads = "".join(f"<TH>{one}" for one in HEADS)
    return f"<TABLE><TR>{heads}{_rows(lines, '<TR>{}', '<TD>{} ')}</TABLE>"


def _dressed(lines: list[tuple[str, ...]]) -> str:
    rows = _rows(lines, "<tr class=pair>{}</tr>", "<td nowrap><font size=2>{}</font></td>")
    heads = "".join(f"<td><font size=2><b>{one}</b></font></td>" for one in HEADS)
    return f"<table width=100%><tr><td><table><tr bgcolor=#ccccff>{heads}</tr>{rows}</table></td></tr></table>"


def _divided(lines: list[tuple[str, ...]]) -> str:
    heads = "".join(f"<div class=col>{one}</div>" for one in HEADS)
    rows = _rows(lines, "<div class=ligne>{}</div>", "<div class=col>{}</div>")
    return f"<div class=liste><div class=entete>{heads}</div>{rows}</div>"


def _by_roles(lines: list[tuple[str, ...]]) -> str:
    heads = "".join(f"<span role=columnheader>{one}</span>" for one in HEADS)
    rows = _rows(lines, "<div role=row>{}</div>", "<span role=cell>{}</span>")
    return f"<div role=table><div role=row>{heads}</div>{rows}</div>"


MARKUPS = {
    "th": lambda lines: _table(lines, "<th>{}</th>"),
    "td": lambda lines: _table(lines, "<td>{}</td>"),
    "bold": lambda lines: _table(lines, "<td><b>{}</b></td>"),
    "unclosed": _unclosed,
    "dressed": _dressed,
    "divs": _divided,
    "roles": _by_roles,
}


@MODEST
@given(LINES, st.sampled_from(sorted(MARKUPS)))
def test_every_cell_is_read_back_exactly(lines: list[tuple[str, ...]], markup: str) -> None:
    tables = page(document(MARKUPS[markup](lines))).tables
    assert [seen(one) for one in tables] == [(HEADS, lines)]


EMPTY = "<table><thead><tr><th>Cours</th><th>Enseignant</th><th>Salle</th></tr></thead><tbody id=corps></tbody></table>"
FETCH = "$.getJSON('c.json', function (l) {{ l.forEach(function (c) {{ {0} }}); }});"
ESCAPED = "function esc(t) { return String(t).replace(/&/g, '&amp;').replace(/</g, '&lt;'); } "
SCRIPTS = {
    "joined": ESCAPED + FETCH.format("$('#corps').append('<tr><td>' + esc(c.intitule) + '</td><td>' + esc(c.prof) + '</td><td>' + esc(c.salle) + '</td></tr>');"),
    "grown": ESCAPED + "$.getJSON('c.json', function (l) { var s = ''; for (var i = 0; i < l.length; i++) { s += '<tr>'; s += '<td>' + esc(l[i].intitule) + '</td>'; s += '<td>' + esc(l[i].prof) + '</td>'; s += '<td>' + esc(l[i].salle) + '</td></tr>'; } $('#corps').html(s); });",
    "template": ESCAPED + FETCH.format("document.getElementById('corps').innerHTML += `<tr><td>${esc(c.intitule)}</td><td>${esc(c.prof)}</td><td>${esc(c.salle || '')}</td></tr>`;"),
    "made": FETCH.format("var tr = document.createElement('tr'); var a = document.createElement('td'); a.textContent = c.intitule; var b = document.createElement('td'); b.textContent = c.prof; var d = document.createElement('td'); d.textContent = c.salle; tr.append(a, b, d); document.getElementById('corps').appendChild(tr);"),
    "by jQuery": FETCH.format("$('<tr>').append($('<td>').text(c.intitule)).append($('<td>').text(c.prof)).append($('<td>').text(c.salle)).appendTo('#corps');"),
    "by a function": "function cellule(tr, t) { var td = document.createElement('td'); td.appendChild(document.createTextNode(t)); tr.appendChild(td); } " + FETCH.format("var tr = document.createElement('tr'); cellule(tr, c.intitule); cellule(tr, c.prof); cellule(tr, c.salle); document.getElementById('corps').appendChild(tr);"),
}  # fmt: skip


@MODEST
@given(LINES, st.sampled_from(sorted(SCRIPTS)))
def test_every_record_is_read_back_as_its_script_shows_it(
    lines: list[tuple[str, ...]], script: str
) -> None:
    data = json.dumps(
        [dict(zip(KEYS, line, strict=True)) | {"id": n} for n, line in enumerate(lines)]
    )
    (table,) = filled(document(EMPTY, SCRIPTS[script]), {"c.json": data}).tables
    assert seen(table) == (HEADS, lines)


def _pairs(fields: list[tuple[str, str]], pair: str, around: str = "{}") -> str:
    return around.format("".join(pair.format(one, escape(value)) for one, value in fields))


CAPTIONS = ("Cours", "Enseignant", "Salle", "Jour", "Niveau", "Commentaire", "Parcours suivi")
VALUES = st.lists(
    TEXTS.filter(lambda one: not one.endswith(":")), min_size=len(CAPTIONS), max_size=len(CAPTIONS)
)
SHEETS = {
    "th": ("<tr><th>{0}</th><td>{1}</td></tr>", "<table>{}</table>"),
    "td": ("<tr><td>{0} :</td><td>{1}</td></tr>", "<table>{}</table>"),
    "bold td": ("<tr><td align=right><b>{0}</b></td><td>{1}</td></tr>", "<table>{}</table>"),
    "dl": ("<dt>{0}</dt><dd>{1}</dd>", "<dl>{}</dl>"),
    "label": ("<div class=champ><label>{0}</label><span>{1}</span></div>", "{}"),
    "divs": ("<div class=champ><div class=libelle>{0}</div><div class=valeur>{1}</div></div>", "{}"),
}  # fmt: skip


@MODEST
@given(VALUES, st.sampled_from(sorted(SHEETS)))
@example([""] * len(CAPTIONS), "label")
@example(["a", "", "b", "", "c", "", ""], "td")
@example(["a", "", "b", "", "c", "", ""], "bold td")
def test_every_value_of_a_sheet_is_read_back_exactly(values: list[str], markup: str) -> None:
    fields = list(zip(CAPTIONS, values, strict=True))
    facts = page(document(_pairs(fields, *SHEETS[markup]))).facts
    assert [(one.caption, one.value) for one in facts] == fields
