"""What a line of a list brings up of its own page is the line's, and nothing of the page's own."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import listing, record
from adapters.model import ListName
from tests.unit.imuse.lists import document, facts, tables
from tests.unit.imuse.reader import BASE, page

HEADS = "<tr><th>Date</th><th>Note</th><th></th></tr>"
DETAILS = (
    "<dl><dt>Date</dt><dd>02/10/2026</dd><dt>Note</dt><dd>12</dd><dt>Appréciation</dt><dd>Bon début.</dd></dl>",
    "<dl><dt>Date</dt><dd>05/12/2026</dd><dt>Note</dt><dd>15</dd><dt>Appréciation</dt><dd></dd></dl>",
)
READ = [
    [("Date", "02/10/2026"), ("Note", "12"), ("Appréciation", "Bon début.")],
    [("Date", "05/12/2026"), ("Note", "15"), ("Appréciation", "")],
]
LINES = (("02/10/2026", "12"), ("05/12/2026", "15"))
OPENS = "<script>$(function () {{ $('.cache').dialog({{width: 600, autoOpen: false}}); $('a.d').click(function () {{ $($(this).attr('href')).dialog('open'); return false; }}); }});</script>"


def _rows(last: str, more: str = "") -> str:
    return "".join(
        f"<tr{more.format(n)}><td>{date}</td><td>{note}</td>{last.format(n)}</tr>"
        for n, (date, note) in enumerate(LINES)
    )


def _beside(last: str, part: str, script: str = "") -> str:
    parts = "".join(part.format(n, detail) for n, detail in enumerate(DETAILS))
    return f"<p>Cours : Violon</p><table>{HEADS}{_rows(last)}</table>{parts}{script}"


def _below(row: str, line: str = "", style: str = " style='display:none'") -> str:
    rows = "".join(
        f"<tr{line.format(n)}><td>{date}</td><td>{note}</td><td></td></tr>"
        + row.format(n, detail, style)
        for n, ((date, note), detail) in enumerate(zip(LINES, DETAILS, strict=True))
    )
    return f"<p>Cours : Violon</p><table>{HEADS}{rows}</table>"


PAGES = {
    "windows that a library makes": _beside("<td><a class=d href='#e{0}' title='Détail'><i class=loupe></i></a></td>", "<div id=e{0} class=cache title='Évaluation'>{1}</div>", OPENS.replace("{{", "{").replace("}}", "}")),
    "hidden parts that a line names": _beside("<td><a href='#e{0}'>Détail</a></td>", "<div id=e{0} style='display:none'>{1}</div>"),
    "hidden parts that the line itself names": _below("", " data-target='#e{0}'") + "".join(f"<div id=e{n} style='display:none'>{one}</div>" for n, one in enumerate(DETAILS)),
    "parts in view that say what their lines say": _beside("<td><a href='#e{0}'>Détail</a></td>", "<div id=e{0}>{1}</div>"),
    "a hidden row that a double click unfolds": _below("<tr id=d{0}{2}><td colspan=3>{1}</td></tr>", " ondblclick=\"$('#d{0}').toggle()\""),
    "a hidden row below each line": _below("<tr class=plus{2}><td colspan=3>{1}</td></tr>"),
    "a row that a style hides": "<style>.plus { display: none }</style>" + _below("<tr class=plus><td colspan=3>{1}</td></tr>"),
}  # fmt: skip


@pytest.mark.parametrize("way", PAGES)
def test_the_page_says_none_of_it(way: str) -> None:
    assert facts(PAGES[way]) == [("Cours", "Violon")]
    (one,) = tables(PAGES[way])
    assert [line.cells[:2] for line in one.lines] == list(LINES)


@pytest.mark.parametrize("way", PAGES)
def test_each_line_opens_its_own(way: str) -> None:
    screen = Screen((page(document(PAGES[way])),))
    spot = listing.find(screen, ListName.EVALUATIONS, BASE)
    assert spot is not None
    shown = listing.shown("evaluations", ListName.EVALUATIONS, (spot,), screen, BASE)
    opened = []
    for line in shown.listing.lines:
        assert line.ref is not None
        found = shown.opens[line.ref].found
        assert not found.pressable.press.leads
        part = dict(found.page.parts)[found.pressable.part]
        sections = record.sections(Screen((part,)), screen, None, BASE)
        opened.append([(f.caption, f.value) for one in sections for f in one.fields])
    assert opened == READ


STAY = {
    "tabs in a row": "<table><tr><td><a href='#c'>Cours</a></td><td><a href='#j'>Horaires</a></td></tr></table><div id=c><p>Cours : Violon</p></div><div id=j style='display:none'><p>Jour : Lundi</p></div>",
    "tabs one below the other": "<table><tr><td><a href='#c'>Cours</a></td></tr><tr><td><a href='#j'>Horaires</a></td></tr></table><div id=c><p>Cours : Violon</p></div><div id=j style='display:none'><p>Jour : Lundi</p></div>",
    "a way past the menu": "<table><tr><td><a href='#contenu'>Aller au contenu</a></td><td>École de Kerlann</td></tr></table><div id=contenu><p>Cours : Violon</p><p>Jour : Lundi</p></div>",
    "a way back to the top from every line": "<div id=haut><p>Cours : Violon</p></div><p>Jour : Lundi</p><table><tr><td>Violon</td><td>B12</td><td><a href='#haut'>Haut</a></td></tr><tr><td>Violon</td><td>B12</td><td><a href='#haut'>Haut</a></td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("way", STAY)
def test_what_is_no_lines_detail_stays_the_pages(way: str) -> None:
    assert facts(STAY[way])[:2] == [("Cours", "Violon"), ("Jour", "Lundi")]


def test_another_list_that_a_line_leads_down_to_stays_the_pages() -> None:
    """« Voir le règlement » of a family's only invoice names the payments' list, and no detail."""
    bill = "<table><tr><th>N°</th><th>Montant</th><th></th></tr><tr><td>F-1</td><td>12,00 €</td><td><a href='#r'>Voir le règlement</a></td></tr></table>"
    paid = "<div id=r><h3>Règlements</h3><table><tr><th>Facture</th><th>Montant</th></tr><tr><td>F-1</td><td>12,00 €</td></tr></table></div>"
    assert [one.heads[0] for one in tables(bill + paid)] == ["N°", "Facture"]


def test_a_line_that_leads_elsewhere_does_so_whatever_is_hidden_below_it() -> None:
    html = _below(
        "<tr class=plus{2}><td colspan=3>{1}</td></tr>", " ondblclick=\"location='e.php?n={0}'\""
    )
    screen = Screen((page(document(html)),))
    spot = listing.find(screen, ListName.EVALUATIONS, BASE)
    assert spot is not None
    shown = listing.shown("evaluations", ListName.EVALUATIONS, (spot,), screen, BASE)
    urls = [one.found.pressable.press.url or "" for one in shown.opens.values()]
    assert [url.rpartition("?")[2] for url in urls] == ["n=0", "n=1"]
