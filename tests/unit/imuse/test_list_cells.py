"""A cell says what a person reads in it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.lists import grid

SAID = {
    "text": ("Piano", "Piano"),
    "spaces and no-break spaces": ("  Piano&nbsp;à\n   quatre  mains ", "Piano à quatre mains"),
    "entities": ("L&#39;&Eacute;t&eacute; &amp; l&apos;hiver &lt;suite&gt;", "L'Été & l'hiver <suite>"),
    "rare letters": ("Lœïza D'Août", "Lœïza D'Août"),
    "a part of a word in bold": ("<b>P</b>iano", "Piano"),
    "bold, italic, font": ("<font color=navy><b>Piano</b> <i>(niveau 2)</i></font>", "Piano (niveau 2)"),
    "lines by br": ("Piano<br>Mme Le Goff<br/>Salle 3", "Piano\nMme Le Goff\nSalle 3"),
    "lines by blocks": ("<div>Piano</div><div>Salle 3</div>", "Piano\nSalle 3"),
    "lines by paragraphs": ("<p>Piano</p><p>Salle 3</p>", "Piano\nSalle 3"),
    "lines by items": ("<ul><li>Lundi 17 h</li><li>Jeudi 18 h</li></ul>", "Lundi 17 h\nJeudi 18 h"),
    "line breaks of the source are spaces": ("Une longue\r\nphrase", "Une longue phrase"),
    "a br at the end": ("Piano<br>", "Piano"),
    "two br": ("Piano<br><br>Salle 3", "Piano\nSalle 3"),
    "a link": ("<a href=f.php>F-2026-001</a>", "F-2026-001"),
    "a link and more": ("<a href=f.php>Voir</a> réglée", "Voir réglée"),
    "a mail address": ("<a href='mailto:a@example.org'>a@example.org</a>", "a@example.org"),
    "nothing": ("", ""),
    "a no-break space": ("&nbsp;", ""),
    "a dash": ("-", "-"),
    "a long dash": ("—", "—"),
    "a star": ("*", "*"),
    "a zero": ("0", "0"),
    "a hidden sort key": ("<span style='display:none'>20260901</span>01/09/2026", "01/09/2026"),
    "a hidden sort key by attribute": ("<span hidden>20260901</span>01/09/2026", "01/09/2026"),
    "a hidden value": ("<input type=hidden name=id value=17>Piano", "Piano"),
    "a comment": ("<!-- 17 -->Piano", "Piano"),
    "a script": ("<script>document.title='x'</script>Piano", "Piano"),
    "words for a screen reader": ("<span class=sr-only>Enseignant</span>Mme Le Goff", "Mme Le Goff"),
    "a text field": ("<input name=h value='17 h 30'>", "17 h 30"),
    "a text field without type that is locked": ("<input value='B12' readonly>", "B12"),
    "a list": ("<select name=s><option>Non<option selected>Oui</select>", "Oui"),
    "a list of which nothing is chosen": ("<select name=s><option>Choisir<option>Oui</select>", "Choisir"),
    "a text area": ("<textarea name=t>Bien &amp; vite</textarea>", "Bien & vite"),
    "a locked box that is ticked": ("<input type=checkbox checked disabled>", "oui"),
    "a locked box that is not": ("<input type=checkbox disabled>", "non"),
    "a picture with alt": ("<img src=ok.gif alt=Justifiée>", "Justifiée"),
    "a picture with title": ("<img src=ok.gif title=Justifiée>", "Justifiée"),
    "an icon with title": ("<i class='fa fa-check' title=Justifiée></i>", "Justifiée"),
    "an icon with label": ("<span class=ico role=img aria-label=Justifiée></span>", "Justifiée"),
    "a picture beside words": ("<img src=ok.gif title=OK> Justifiée", "Justifiée"),
    "a picture with alt beside words": ("<img src=b.gif alt=Bulletin> 12/20", "Bulletin 12/20"),
    "an abbreviation": ("<abbr title='Formation musicale'>FM</abbr>", "FM"),
    "a table within": ("<table><tr><td>Lundi</td><td>17 h</td></tr></table>", "Lundi 17 h"),
}  # fmt: skip


@pytest.mark.parametrize("way", SAID)
def test_a_cell_is_read_as_a_person_reads_it(way: str) -> None:
    markup, said = SAID[way]
    html = f"""<table><tr><th>Intitulé</th><th>Remarque</th></tr>
        <tr><td>un</td><td>{markup}</td></tr><tr><td>deux</td><td>dit</td></tr></table>"""
    assert grid(html) == (("Intitulé", "Remarque"), [("un", said), ("deux", "dit")])


def test_a_sort_key_hidden_by_the_pages_style_is_not_read() -> None:
    html = """<style>.tri { display: none }</style><table><tr><th>Date</th><th>Montant</th></tr>
        <tr><td><span class=tri>20260901</span>01/09/2026</td><td><span class=tri>00012050</span>120,50 €</td></tr></table>"""
    assert grid(html)[1] == [("01/09/2026", "120,50 €")]


def test_a_box_that_can_be_ticked_chooses_the_line_and_says_nothing() -> None:
    html = """<table><tr><th>Date</th><th>Montant</th></tr>
        <tr><td><input type=checkbox name=l value=17 checked> 01/09/2026</td><td>120,50 €</td></tr></table>"""
    assert grid(html)[1] == [("01/09/2026", "120,50 €")]


def test_a_row_of_nothing_but_pictures_that_say_something_is_a_line() -> None:
    html = """<table><tr><th>Lundi</th><th>Mardi</th><th>Mercredi</th></tr>
        <tr><td><img src=1.gif alt=cours></td><td><img src=0.gif alt=libre></td><td><img src=1.gif alt=cours></td></tr></table>"""
    assert grid(html)[1] == [("cours", "libre", "cours")]
