"""A field stands under the heading that a person sees above it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import opened, sheet, whole

PAIR = "<tr><td>{0}</td><td><input name={1} value=x></td></tr>"
A = PAIR.format("Nom", "n")
B = PAIR.format("Ville", "v")

LAYOUTS = {
    "fieldsets": f"""<fieldset><legend>Identité</legend><table>{A}</table></fieldset>
        <fieldset><legend>Coordonnées</legend><table>{B}</table></fieldset>""",
    "headings": f"<h2>Identité</h2><table>{A}</table><h3>Coordonnées</h3><table>{B}</table>",
    "spanning rows": f"""<table><tr><td colspan=2>Identité</td></tr>{A}
        <tr><td colspan=2>Coordonnées</td></tr>{B}</table>""",
    "spanning th": f"""<table><tr><th colspan=2>Identité</th></tr>{A}
        <tr><th colspan=2>Coordonnées</th></tr>{B}</table>""",
    "table captions": f"""<table><caption>Identité</caption>{A}</table>
        <table><caption>Coordonnées</caption>{B}</table>""",
    "bold blocks": f"""<p><b>Identité</b></p><table>{A}</table>
        <p><b>Coordonnées</b></p><table>{B}</table>""",
    "bold lines": f"""<b>Identité</b><br><table>{A}</table>
        <b>Coordonnées</b><br><table>{B}</table>""",
    "classes": f"""<div class=titre>Identité</div><table>{A}</table>
        <div class=titre>Coordonnées</div><table>{B}</table>""",
    "a class of two words": f"""<div class="titre_bloc">Identité</div><table>{A}</table>
        <span class="sousTitre">Coordonnées</span><table>{B}</table>""",
    "panels": f"""<div class=panel><div class=panel-heading>Identité</div><div class=panel-body>
        <table>{A}</table></div></div><div class=panel><div class=panel-heading>Coordonnées</div>
        <div class=panel-body><table>{B}</table></div></div>""",
    "font": f"""<font size=4 color=navy>Identité</font><br><table>{A}</table>
        <font size=4 color=navy>Coordonnées</font><br><table>{B}</table>""",
    "a row above nested tables": f"""<table><tr><td class=titre>Identité</td></tr><tr><td><table>{A}</table>
        </td></tr><tr><td class=titre>Coordonnées</td></tr><tr><td><table>{B}</table></td></tr></table>""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sections_are_read_in_every_layout(layout: str) -> None:
    read = [(s.title, [f.caption for f in s.fields]) for s in sheet(LAYOUTS[layout]).sections]
    assert read == [("Identité", ["Nom"]), ("Coordonnées", ["Ville"])]


def test_a_heading_above_the_form_is_no_section_of_its_last_field() -> None:
    html = f"<h1>Ma fiche</h1>{whole(f'<table>{A}{B}</table><h2>Aide</h2>')}"
    assert [s.title for s in opened(html).sheet.sections] == [""]


def test_a_hidden_heading_heads_nothing() -> None:
    inside = f"<h2>Identité</h2><table>{A}</table><h2 hidden>Debug</h2><table>{B}</table>"
    assert [s.title for s in sheet(inside).sections] == ["Identité"]


PANELS = """<div class=onglet id=o1><table>{0}</table></div>
    <div class=onglet id=o2 style="display:none"><table>{1}</table></div>"""
TABS = {
    "in order": "<ul><li onclick='voir(1)'>Identité</li><li onclick='voir(2)'>Coordonnées</li></ul>",
    "by name": "<p><a href='#o1'>Identité</a> <a href='#o2'>Coordonnées</a></p>",
}


@pytest.mark.parametrize("kind", TABS)
def test_fields_behind_a_tab_are_read_under_what_the_tab_says(kind: str) -> None:
    read = sheet(TABS[kind] + PANELS.format(A, B))
    assert [(s.title, [f.caption for f in s.fields]) for s in read.sections] == [
        ("Identité", ["Nom"]), ("Coordonnées", ["Ville"])]  # fmt: skip


def test_a_control_that_nobody_is_shown_is_no_field() -> None:
    trap = "<div style='display:none'>Ne rien saisir <input name=url></div>"
    assert [f.caption for f in sheet(f"<table>{A}{B}</table>{trap}").fields()] == ["Nom", "Ville"]


CLOSED = {
    "a fieldset": f"<fieldset><legend>Identité</legend><table>{A}</table></fieldset><table>{B}</table>",
    "a fieldset with a heading": f"<fieldset><h3>Identité</h3><table>{A}</table></fieldset><table>{B}</table>",
    "a table's caption": f"<table><caption>Identité</caption>{A}</table><table>{B}</table>",
}


@pytest.mark.parametrize("layout", CLOSED)
def test_a_field_after_a_fieldset_is_not_under_its_legend(layout: str) -> None:
    read = [(s.title, [f.caption for f in s.fields]) for s in sheet(CLOSED[layout]).sections]
    assert read == [("Identité", ["Nom"]), ("", ["Ville"])]


def test_a_field_after_a_fieldset_is_under_the_heading_above_both() -> None:
    inside = f"""<h2>Responsable</h2><fieldset><legend>Identité</legend><table>{A}</table></fieldset>
        <table>{B}</table>"""
    assert [s.title for s in sheet(inside).sections] == ["Identité", "Responsable"]


def test_lines_laid_out_beforehand_are_read_as_lines() -> None:
    html = """<html><body><table><form name=fiche method=post>
      <tr><td><font color=navy size=+1><u>Identité</u></font><pre>
N° de famille ..........: <b>004512</b>
<b>Civilité</b> <input type=radio name=civ value=1>M. <input type=radio name=civ value=2 checked>Mme
Nom ....................: <input name=nom value="Le Goff">
Né le ..................: <input name=j value=09>/<input name=m value=04>/<input name=a value=1964>
</pre>
      <td><font size=+1><u>Coordonnées</u></font><br><br>
      Ville ..................: <input name=ville value=Vannes><br>
      <br><font size=+1><u>Divers</u></font><br><br>
      <b>Profession</b> <input name=metier value=Luthière><br>
      </table><input type=button value=Modifier onclick="this.form.submit()"></form></body></html>"""
    sheet = opened(html).sheet
    assert [
        (section.title, field.caption, field.shown())
        for section in sheet.sections
        for field in section.fields
    ] == [
        ("Identité", "N° de famille", "004512"),
        ("Identité", "Civilité", "Mme"),
        ("Identité", "Nom", "Le Goff"),
        ("Identité", "Né le", "09/04/1964"),
        ("Coordonnées", "Ville", "Vannes"),
        ("Divers", "Profession", "Luthière"),
    ]
    assert sheet.writable
