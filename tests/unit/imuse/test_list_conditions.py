"""What a script decides by a record's own members is decided so; anything else is no line at all."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.lists import document
from tests.unit.imuse.scripted import filled

TABLE = """<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=corps></tbody></table>"""


def _cells(script: str, *records: dict[str, object]) -> list[tuple[str, ...]] | None:
    """The lines that the script makes of the records, None where that is not known."""
    (table,) = filled(document(TABLE, script), {"cours.json": list(records)}).tables
    return [line.cells for line in table.lines] if table.whole else None


def _second(expression: str, record: dict[str, object]) -> str | None:
    """What a cell of that expression shows of a record."""
    script = f"""$.getJSON('cours.json', function (l) {{ $.each(l, function (i, c) {{
        $('#corps').append('<tr><td>' + c.a + '</td><td>' + {expression} + '</td></tr>'); }}); }});"""
    cells = _cells(script, {"a": "un", **record})
    return cells[0][1] if cells else None


DECIDED: list[tuple[str, object, str]] = [
    ("(c.x ? c.x : '—')", "B12", "B12"),
    ("(c.x ? c.x : '—')", "", "—"),
    ("(c.x ? c.x : '—')", None, "—"),
    ("(c.x || '—')", "B12", "B12"),
    ("(c.x || '—')", "", "—"),
    ("(c.x || '—')", 0, "—"),
    ("(c.x || '—')", "0", "0"),
    ("(c.x ?? '—')", None, "—"),
    ("(c.x ?? '—')", "", ""),
    ("(c.x === null ? '—' : c.x)", None, "—"),
    ("(c.x === null ? '—' : c.x)", "B12", "B12"),
    ("(c.x == null ? '—' : c.x)", 0, "0"),
    ("(c.x != null ? c.x : '—')", None, "—"),
    ("(c.x !== '' ? c.x : '—')", "", "—"),
    ("(!c.x ? '—' : c.x)", "", "—"),
    ("(!c.x ? '—' : c.x)", "B12", "B12"),
    ("(c.x == 'A' ? 'acquis' : 'à revoir')", "A", "acquis"),
    ("(c.x == 'A' ? 'acquis' : 'à revoir')", "N", "à revoir"),
    ("(c.x != 'A' ? 'à revoir' : 'acquis')", "A", "acquis"),
    ("(c.x !== 'A' ? 'à revoir' : 'acquis')", "N", "à revoir"),
    ("(c.x == 1 ? 'oui' : 'non')", "1", "oui"),
    ("(c.x == 1 ? 'oui' : 'non')", True, "oui"),
    ("(c.x === 1 ? 'oui' : 'non')", "1", "non"),
    ("(c.x === true ? 'oui' : 'non')", True, "oui"),
    ("(c.x === true ? 'oui' : 'non')", 1, "non"),
    ("(c.x > 0 ? 'due' : 'réglée')", 12.5, "due"),
    ("(c.x > 0 ? 'due' : 'réglée')", "0.00", "réglée"),
    ("(c.x < 0 ? 'avoir' : 'facture')", -20, "avoir"),
    ("(c.x ? 'le ' + c.x : 'pas encore')", "3 mars", "le 3 mars"),
    ("(c.x ? 'le ' + c.x : 'pas encore')", None, "pas encore"),
    ("(c.x == 'A' ? 'acquis' : c.x == 'N' ? 'à revoir' : 'autre')", "N", "à revoir"),
    ("(c.x == 'A' ? 'acquis' : c.x == 'N' ? 'à revoir' : 'autre')", "Z", "autre"),
    ("esc(c.x || 'a & b')", "", "a & b"),
    ("esc(c.x ? c.x : '')", "<b>", "<b>"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "value", "said"), DECIDED)
def test_a_condition_on_the_record_is_decided_as_the_page_does(
    expression: str, value: object, said: str
) -> None:
    assert _second(expression, {"x": value}) == said


UNDECIDED = {
    "a variable of the page": "(mode == 1 ? c.x : '')",
    "two members": "(c.x > c.y ? 'a' : 'b')",
    "both": "(c.x && c.y ? 'a' : 'b')",
    "a call": "(estVide(c.x) ? 'a' : 'b')",
    "a member that is not there": "(c.z ? 'a' : 'b')",
    "a sum": "(c.x + c.y)",
    "a difference": "(c.x - c.y)",
    "a formatted number": "c.x.toFixed(2)",
    "a word of a table": "mots[c.x]",
    "a function that makes another text of it": "texteEtat(c.x)",
    "a function of the page that does so": "etat(c.x)",
    "a date": "new Date(c.x).toLocaleDateString()",
    "a part of it": "c.x.substr(0, 2)",
}


@pytest.mark.parametrize("way", UNDECIDED)
def test_what_the_record_does_not_decide_is_not_guessed(way: str) -> None:
    expression = UNDECIDED[way]
    assert _second(expression, {"x": 3, "y": 2}) is None
    own = "function etat(v) { return v == 3 ? 'acquis' : 'autre'; } function texte(v) { return mots[v]; }"
    script = f"""{own} $.getJSON('cours.json', function (l) {{ $.each(l, function (i, c) {{
        $('#corps').append('<tr><td>' + c.x + '</td><td>' + {expression} + '</td></tr>'); }}); }});"""
    assert _cells(script, {"x": 3, "y": 2}) is None


LOOP = """$.getJSON('cours.json', function (l) {{ var s = '', t = []; for (var i in l) {{ var c = l[i]; {0} }}
    $('#corps').html(s + t.join('')); }});"""

WRITTEN = {
    "one text": "s += '<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>';",
    "cell by cell": "s += '<tr>'; s += '<td>' + c.a + '</td>'; s += '<td>' + c.b + '</td>'; s += '</tr>';",
    "piece by piece": "s += '<tr><td>'; s += c.a; s += '</td><td>'; s += c.b; s += '</td></tr>';",
    "one cell in pieces": "s += '<tr><td>' + c.a + '</td>'; s += '<td>'; s += c.b; s += '</td></tr>';",
    "the text again": "s = s + '<tr><td>'; s = s + c.a; s = s + '</td><td>' + c.b + '</td></tr>';",
    "a list that is joined": "t.push('<tr><td>' + c.a + '</td>'); t.push('<td>'); t.push(c.b); t.push('</td></tr>');",
    "a list of several": "t.push('<tr><td>', c.a, '</td><td>', c.b, '</td></tr>');",
    "a list at once": "s += ['<tr><td>', c.a, '</td><td>', c.b, '</td></tr>'].join('');",
    "its own members only": "if (l.hasOwnProperty(i)) { s += '<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>'; }",
    "a template with escapes": "s += `<tr>\\n<td>${c.a}</td>\\u003Ctd>${c.b}</td></tr>`;",
    "this": "} $.each(l, function () { $('#corps').append('<tr><td>' + this.a + '</td><td>' + this.b + '</td></tr>'); }); for (;;) {",
}  # fmt: skip


@pytest.mark.parametrize("way", WRITTEN)
def test_a_line_is_read_however_its_pieces_are_put_together(way: str) -> None:
    script = LOOP.format(WRITTEN[way])
    assert _cells(script, {"a": "Piano", "b": "x"}, {"a": "Luth", "b": ""}) == [
        ("Piano", "x"),
        ("Luth", ""),
    ]


CONDITIONAL = {
    "a cell that may be another": "s += '<tr><td>' + c.a + '</td><td>'; if (c.x) { s += '<b>' + c.b + '</b>'; } else { s += '<i>?</i>'; } s += '</td></tr>';",
    "a cell in pieces that may stay empty": "s += '<tr><td>' + c.a + '</td><td>'; if (c.x) s += c.b; s += '</td></tr>';",
    "a line that may not be": "if (c.x) { s += '<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>'; }",
    "a line that is left out": "if (c.x == 0) continue; s += '<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>';",
    "a line of two kinds": "if (c.x) { s += '<tr><td>' + c.a + '</td><td>' + c.b + '</td></tr>'; } else { s += '<tr><td>' + c.b + '</td><td>' + c.a + '</td></tr>'; }",
    "a switch": "s += '<tr><td>' + c.a + '</td><td>'; switch (c.x) { case 1: s += '<b>un</b>'; break; default: s += '<b>deux</b>'; } s += '</td></tr>';",
}  # fmt: skip


@pytest.mark.parametrize("way", CONDITIONAL)
def test_what_a_statement_decides_is_no_line(way: str) -> None:
    assert _cells(LOOP.format(CONDITIONAL[way]), {"a": "Piano", "b": "x", "x": 1}) is None


MADE = """$.getJSON('cours.json', function (l) {{ l.forEach(function (c) {{ var tr = document.createElement('tr');
    var a = document.createElement('td'), b = document.createElement('td'); {0}
    tr.appendChild(a); tr.appendChild(b); document.getElementById('corps').appendChild(tr); }}); }});"""


def test_a_made_cell_may_join_texts() -> None:
    script = MADE.format("a.textContent = c.a; b.textContent = c.b + ' (' + c.x + ')';")
    assert _cells(script, {"a": "Piano", "b": "<Le Goff>", "x": 2}) == [("Piano", "<Le Goff> (2)")]


MADE_PERHAPS = {
    "unknown": "a.textContent = c.a; b.textContent = formate(c.b);",
    "a condition": "a.textContent = c.a; if (c.x) { b.textContent = c.b; } else { b.textContent = c.a; }",
    "one unknown, one of two": "a.textContent = formate(c.a); if (c.x) { b.textContent = c.b; } else { b.textContent = c.a; }",
}


@pytest.mark.parametrize("way", MADE_PERHAPS)
def test_a_made_cell_that_cannot_be_known_is_no_cell_of_another(way: str) -> None:
    script = MADE.format(MADE_PERHAPS[way])
    assert _cells(script, {"a": "Piano", "b": "x", "x": 1}) is None
