"""Dossiers are read whether tabs and sheets are pages, parts of the page, or come by script."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.errors import ColumnsLost, NotUnderstood
from adapters.model import ListName, Record, Step
from tests.unit.imuse.dossier_site import CHOICE, STUDENTS, dossier, known, two_students
from tests.unit.imuse.small_extranet import Answer, Asked, PageOf, SmallExtranet
from tests.unit.imuse.visited import SIGN_IN, screen, table, visit

COURSES = ["Piano|Mme Le Goff", "Luth|M. Hervé"]
HEADS = "Cours|Enseignant"
PAST = ["2025|Piano|Mme Le Goff"]
PAST_HEADS = "Année|Classe|Enseignant"
READ = [("Piano", "Mme Le Goff"), ("Luth", "M. Hervé")]
SHEET = [
    [("Salle", "B1"), ("Commentaire", "Bien & <vite>")],
    [("Salle", "B2"), ("Commentaire", "")],
]
NOTES = [("02/10/2026", "12")]


def _facts(number: str) -> str:
    said = {"1": "Bien &amp; &lt;vite&gt;", "2": ""}[number]
    notes = table("Date|Note", "02/10/2026|12")
    return f"<p>Salle : B{number}</p><p>Commentaire : {said}</p><h4>Évaluations</h4>{notes}"


def _with(inside: str, script: str = "", **pages: Answer | PageOf) -> SmallExtranet:
    """The site whose dossiers are one page each, with `inside` below the student's name."""

    def front(asked: Asked) -> str:
        return screen(f"<h2>{STUDENTS[asked.form['e']]}</h2>{inside}", script)

    return two_students(cours=known(front), **pages)


def _fields(record: Record) -> list[tuple[str, str]]:
    return [(field.caption, field.value) for part in record.sections for field in part.fields]


async def _read(built: SmallExtranet) -> tuple[list[tuple[str, ...]], list[Record]]:
    """Anne's courses, and what their lines open."""
    async with visit(built) as session:
        anne = (await session.students())[0].ref
        listing = await session.courses(anne)
        steps = [Step(list="courses", line=line.ref) for line in listing.lines if line.ref]
        records = [await session.record(anne, (step,)) for step in steps]
    return [line.cells for line in listing.lines], records


PANELS = "<ul><li><a href='#i'>Identité</a></li><li><a href='#c'>Cours</a></li><li><a href='#h'>Historique</a></li></ul>"


async def test_tabs_that_are_parts_of_the_page_are_read_apart() -> None:
    inside = f"""{PANELS}<div id=i><p>Nom : Dupré</p></div><div id=c style='display:none'>{table(HEADS, *COURSES)}</div>
        <div id=h style='display:none'>{table(PAST_HEADS, *PAST)}</div>"""
    async with visit(_with(inside)) as session:
        anne = (await session.students())[0].ref
        assert [line.cells for line in (await session.courses(anne)).lines] == READ
        history = await session.history(anne)
    assert [line.cells for line in history.lines] == [("2025", "Piano", "Mme Le Goff")]
    assert history.caption == "Historique"


async def test_an_empty_part_of_the_page_is_empty_and_no_neighbours() -> None:
    inside = f"""{PANELS}<div id=i><p>Nom : Dupré</p></div><div id=c style='display:none'>{table(HEADS, *COURSES)}</div>
        <div id=h style='display:none'><p>Aucun historique.</p></div>"""
    async with visit(_with(inside)) as session:
        anne = (await session.students())[0].ref
        assert (await session.history(anne)).notes == ("Aucun historique.",)
        assert [line.cells for line in (await session.courses(anne)).lines] == READ


async def test_a_tab_whose_list_has_another_tabs_columns_is_its_own_list() -> None:
    """The dossier opens with Cours in front; Historique has the same headings."""
    pages = {
        "cours": known(lambda asked: dossier(asked.form["e"], table(PAST_HEADS, "2026|Piano|x"))),
        "historique": known(lambda asked: dossier(asked.form["e"], table(PAST_HEADS, *PAST))),
    }
    async with visit(two_students(**pages)) as session:
        anne = (await session.students())[0].ref
        courses, history = await session.courses(anne), await session.history(anne)
    assert [line.cells[0] for line in courses.lines] == ["2026"]
    assert [line.cells[0] for line in history.lines] == ["2025"]


async def test_a_list_that_stands_on_every_tab_is_not_taken_for_the_tabs_own() -> None:
    always = table(HEADS, *COURSES)
    pages = {
        "cours": known(lambda asked: dossier(asked.form["e"], f"<p>Salle : B1</p>{always}")),
        "historique": known(lambda asked: dossier(asked.form["e"], always)),
    }
    async with visit(two_students(**pages)) as session:
        anne = (await session.students())[0].ref
        with pytest.raises(ColumnsLost):
            await session.history(anne)


async def test_a_dossier_that_opens_with_an_empty_tab_in_front_is_read() -> None:
    pages = {"cours": known(lambda asked: dossier(asked.form["e"], "<p>Aucun cours.</p>"))}
    async with visit(two_students(**pages)) as session:
        anne = (await session.students())[0].ref
        assert (await session.courses(anne)).notes == ("Aucun cours.",)


ROWS = "".join(
    f"<tr class=ligne data-id={n}><td>{one.split('|')[0]}</td><td>{one.split('|')[1]}</td></tr>"
    for n, one in enumerate(COURSES, 1)
)
LIST = f"<table class=liste><tr><th>Cours</th><th>Enseignant</th></tr>{ROWS}</table><div id=zone></div>"
JSON_SHEET = """$(document).on('dblclick', '.ligne', function () {
    $.getJSON('fiche.php?c=' + $(this).data('id'), function (d) {
        $('#zone').html('<p>Salle : ' + esc(d.salle) + '</p><p>Commentaire : ' + esc(d.commentaire || '') + '</p>'
            + '<p>Tarif : ' + (d.reduit ? 'réduit' : 'plein') + '</p>');
    });
});"""

OPENED = {
    "another page": ("function f(n) { location = 'fiche.php?c=' + n; } $('.ligne').dblclick(function () { f($(this).data('id')); });", True),
    "a window of its own": ("$('.ligne').dblclick(function () { window.open('fiche.php?c=' + $(this).data('id'), 'f', 'width=500'); });", False),
    "a fragment": ("$('.ligne').dblclick(function () { $('#zone').load('fiche.php?c=' + $(this).data('id')); });", False),
    "a fragment by fetch": ("document.querySelectorAll('.ligne').forEach(tr => tr.addEventListener('dblclick', () => fetch('fiche.php?c=' + tr.dataset.id).then(r => r.text()).then(h => { document.getElementById('zone').innerHTML = h; })));", False),
    "a fragment by hand": ("$('.ligne').dblclick(function () { ouvre($(this).data('id')); }); function ouvre(n) { var x = new XMLHttpRequest(); x.onreadystatechange = function () { if (x.readyState == 4) document.getElementById('zone').innerHTML = x.responseText; }; x.open('GET', 'fiche.php?c=' + n, true); x.send(null); }", False),
}  # fmt: skip


@pytest.mark.parametrize("way", OPENED)
async def test_a_sheet_is_read_wherever_it_opens(way: str) -> None:
    script, whole = OPENED[way]

    def opened(asked: Asked) -> str:
        inside = _facts(asked.form["c"])
        if way == "a window of its own":
            return f"<html><body>{inside}</body></html>"
        return screen(f"<h2>{STUDENTS['7']}</h2>{inside}") if whole else inside

    lines, records = await _read(_with(LIST, script, fiche=known(opened)))
    assert lines == READ
    assert [_fields(one) for one in records] == SHEET
    for one in records:
        notes = one.listing(ListName.EVALUATIONS)
        assert notes is not None
        assert [line.cells for line in notes.lines] == NOTES


async def test_a_fragment_answers_to_the_scripts_of_the_page_it_is_put_into() -> None:
    """Its lines are bound by what listens within the element that it is put into."""
    script = """$('#liste').on('dblclick', 'tr.ligne', function () { $('#zone').load('fiche.php?c=' + $(this).data('id')); });
        $('#zone').on('dblclick', 'tr.note', function () { window.open('note.php?n=' + $(this).data('n')); });"""

    def opened(asked: Asked) -> str:
        return """<p>Salle : B1</p><h4>Évaluations</h4><table><tr><th>Date</th><th>Note</th></tr>
            <tr class=note data-n=4><td>02/10/2026</td><td>12</td></tr></table>"""

    def note(asked: Asked) -> str:
        return f"<html><body><p>Commentaire : n° {asked.form['n']}</p></body></html>"

    built = _with(f"<div id=liste>{LIST}</div>", script, fiche=known(opened), note=known(note))
    async with visit(built) as session:
        anne = (await session.students())[0].ref
        first = Step(list="courses", line=(await session.courses(anne)).lines[0].ref or "")
        notes = (await session.record(anne, (first,))).listing(ListName.EVALUATIONS)
        assert notes is not None
        step = Step(list=notes.key, line=notes.lines[0].ref or "")
        assert _fields(await session.record(anne, (first, step))) == [("Commentaire", "n° 4")]


async def test_a_sheet_that_a_script_writes_of_json_is_read_as_it_writes_it() -> None:
    def opened(asked: Asked) -> str:
        return {
            "1": '{"salle": "B1", "commentaire": "Bien & <vite>", "reduit": true, "secret": "x"}',
            "2": '{"salle": "B2", "commentaire": null, "reduit": false, "secret": "x"}',
        }[asked.form["c"]]

    _, records = await _read(_with(LIST, JSON_SHEET, fiche=known(opened)))
    assert [_fields(one) for one in records] == [
        [*SHEET[0], ("Tarif", "réduit")],
        [*SHEET[1], ("Tarif", "plein")],
    ]


NO_SHEETS = {
    "half of it": '{"salle": "B1", "comm',
    "a member less": '{"salle": "B1"}',
    "an error": '{"erreur": "Accès refusé"}',
    "nothing": "{}",
    "an empty fragment": "<p></p>",
}


@pytest.mark.parametrize("way", NO_SHEETS)
async def test_a_sheet_that_cannot_be_read_is_not_understood(way: str) -> None:
    with pytest.raises(NotUnderstood):
        await _read(_with(LIST, JSON_SHEET, fiche=known(lambda asked: NO_SHEETS[way])))


async def test_a_fragment_that_is_the_sign_in_page_signs_in_again() -> None:
    ended = False
    built: SmallExtranet

    def opened(asked: Asked) -> str:
        nonlocal ended
        if not ended:
            ended = True
            built.end_sessions()
            return SIGN_IN
        return _facts(asked.form["c"]) if asked.known else SIGN_IN

    built = _with(LIST, OPENED["a fragment"][0], fiche=opened)
    _, records = await _read(built)
    assert [_fields(one) for one in records] == SHEET
    assert built.asked.count("POST verif.php") == 2


async def test_lines_that_come_as_json_are_fetched_with_the_page() -> None:
    body = "<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=corps></tbody></table><div id=zone></div>"
    script = """$.getJSON('lignes.php?e=7', function (r) { $.each(r.lignes, function (i, c) {
        $('#corps').append('<tr class="ligne" data-id="' + c.id + '"><td>' + c.cours + '</td><td>' + c.prof + '</td></tr>'); }); });"""
    data = '{"lignes": [{"id": 1, "cours": "Piano", "prof": "Mme Le Goff"}, {"id": 2, "cours": "Luth", "prof": "M. Hervé"}]}'
    built = _with(
        body,
        script + OPENED["a fragment"][0],
        lignes=data,
        fiche=known(lambda asked: _facts(asked.form["c"])),
    )
    lines, records = await _read(built)
    assert lines == READ
    assert [_fields(one) for one in records] == SHEET


async def test_lines_that_do_not_come_since_the_session_ended_are_fetched_again() -> None:
    body = "<table><thead><tr><th>Cours</th><th>Enseignant</th></tr></thead><tbody id=corps></tbody></table>"
    script = """$.getJSON('lignes.php?e=7', function (r) { $.each(r.lignes, function (i, c) {
        $('#corps').append('<tr><td>' + c.cours + '</td><td>' + c.prof + '</td></tr>'); }); });"""
    data = '{"lignes": [{"cours": "Piano", "prof": "Mme Le Goff"}, {"cours": "Luth", "prof": "M. Hervé"}]}'
    ended = False
    built: SmallExtranet

    def lines(asked: Asked) -> str:
        nonlocal ended
        if not ended:
            ended = True
            built.end_sessions()
        return data if asked.known and built.asked.count("POST verif.php") > 1 else SIGN_IN

    built = _with(body, script, lignes=lines)
    assert (await _read(built))[0] == READ


async def test_a_choice_by_button_chooses_by_its_own_form() -> None:
    choice = CHOICE.replace("onchange='this.form.submit()'", "").replace(
        "</form>", "<input type=submit name=ok value=Afficher></form>"
    )
    built = two_students(eleves=screen(choice))
    async with visit(built) as session:
        leo = (await session.students())[1].ref
        assert [line.cells[0] for line in (await session.courses(leo)).lines] == ["Éveil"]
