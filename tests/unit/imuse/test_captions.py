"""A control is named by the words that a person reads as its name, whatever the markup."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import field, rows, sheet

TWO = [("Nom", "Dupré"), ("Prénom", "Anne")]

LAYOUTS = {
    "a picture with a title": """<p><img src=n.png title="Nom"> <input name=n value="Dupré"></p>
        <p><img src=p.png title="Prénom"> <input name=p value="Anne"></p>""",
    "an empty element with a title": """<p><i class=ico title="Nom"></i><input name=n
        value="Dupré"></p><p><span><i class=ico aria-label="Prénom"></i></span><input name=p
        value="Anne"></p>""",
    "a picture in the cell before": """<table><tr><td><i title="Nom"></i></td><td><input name=n
        value="Dupré"></td></tr><tr><td><i title="Prénom"></i></td><td><input name=p value="Anne">
        </td></tr></table>""",
    "label for": """<label for=a>Nom</label><input id=a name=n value="Dupré"><br>
        <label for=b>Prénom</label><input id=b name=p value="Anne">""",
    "label for, controls first": """<input id=a name=n value="Dupré"><label for=a>Nom</label><br>
        <input id=b name=p value="Anne"><label for=b>Prénom</label>""",
    "wrapping label": """<label>Nom <input name=n value="Dupré"></label>
        <label>Prénom <input name=p value="Anne"></label>""",
    "wrapping label, words in a span": """<p><label><span>Nom :</span><input name=n value="Dupré">
        </label></p><p><label><span>Prénom :</span><input name=p value="Anne"></label></p>""",
    "aria-label": """<input aria-label="Nom" name=n value="Dupré">
        <input aria-label="Prénom" name=p value="Anne">""",
    "aria-labelledby": """<table><tr><td id=x>Nom</td><td id=y>Prénom</td></tr></table>
        <input aria-labelledby=x name=n value="Dupré"><input aria-labelledby=y name=p value="Anne">
        """,
    "cell before": """<table><tr><td>Nom :</td><td><input name=n value="Dupré"></td></tr>
        <tr><td>Prénom :</td><td><input name=p value="Anne"></td></tr></table>""",
    "th before": """<table><tr><th>Nom</th><td><input name=n value="Dupré"></td></tr>
        <tr><th>Prénom</th><td><input name=p value="Anne"></td></tr></table>""",
    "cell before, an empty one between": """<table>
        <tr><td>Nom</td><td>&nbsp;</td><td><input name=n value="Dupré"></td></tr>
        <tr><td>Prénom</td><td>&nbsp;</td><td><input name=p value="Anne"></td></tr></table>""",
    "cell before, the colon in a cell of its own": """<table>
        <tr><td>Nom</td><td>:</td><td><input name=n value="Dupré"></td></tr>
        <tr><td>Prénom</td><td>:</td><td><input name=p value="Anne"></td></tr></table>""",
    "cells never closed": """<table><tr><td>Nom :<td><input name=n value="Dupré">
        <tr><td>Prénom :<td><input name=p value="Anne"></table>""",
    "two pairs per row": """<table><tr><td>Nom</td><td><input name=n value="Dupré"></td>
        <td>Prénom</td><td><input name=p value="Anne"></td></tr></table>""",
    "cell above": """<table><tr><td>Nom</td><td>Prénom</td></tr>
        <tr><td><input name=n value="Dupré"></td><td><input name=p value="Anne"></td></tr>
        </table>""",
    "cell above, headings": """<table><thead><tr><th>Nom</th><th>Prénom</th></tr></thead><tbody>
        <tr><td><input name=n value="Dupré"></td><td><input name=p value="Anne"></td></tr>
        </tbody></table>""",
    "row above, one column": """<table><tr><td>Nom</td></tr>
        <tr><td><input name=n value="Dupré"></td></tr><tr><td>Prénom</td></tr>
        <tr><td><input name=p value="Anne"></td></tr></table>""",
    "same cell, on its line": """<table><tr><td>Nom : <input name=n value="Dupré"></td></tr>
        <tr><td>Prénom : <input name=p value="Anne"></td></tr></table>""",
    "same cell, above": """<table><tr><td>Nom<br><input name=n value="Dupré"></td>
        <td>Prénom<br><input name=p value="Anne"></td></tr></table>""",
    "on its line": """Nom : <input name=n value="Dupré"><br>
        Prénom : <input name=p value="Anne"><br>""",
    "on one line": """Nom : <input name=n value="Dupré"> Prénom : <input name=p value="Anne">""",
    "in bold on its line": """<b>Nom</b> <input name=n value="Dupré"><br>
        <b>Prénom</b> <input name=p value="Anne">""",
    "definition list": """<dl><dt>Nom</dt><dd><input name=n value="Dupré"></dd>
        <dt>Prénom</dt><dd><input name=p value="Anne"></dd></dl>""",
    "pairs of div": """<div class=l><div>Nom</div><div><input name=n value="Dupré"></div></div>
        <div class=l><div>Prénom</div><div><input name=p value="Anne"></div></div>""",
    "flat pairs of div": """<div>Nom</div><div><input name=n value="Dupré"></div>
        <div>Prénom</div><div><input name=p value="Anne"></div>""",
    "pairs of span": """<div><span class=lib>Nom</span><span><input name=n value="Dupré"></span>
        </div><div><span class=lib>Prénom</span><span><input name=p value="Anne"></span></div>""",
    "paragraph, then control": """<p>Nom</p><p><input name=n value="Dupré"></p>
        <p>Prénom</p><p><input name=p value="Anne"></p>""",
    "list": """<ul><li>Nom <input name=n value="Dupré"></li>
        <li>Prénom <input name=p value="Anne"></li></ul>""",
    "control in a table of its own": """<table>
        <tr><td>Nom</td><td><table><tr><td><input name=n value="Dupré"></td></tr></table></td></tr>
        <tr><td>Prénom</td><td><table><tr><td><input name=p value="Anne"></td></tr></table></td>
        </tr></table>""",
    "layout tables around": """<table><tr><td><table><tr><td>Nom</td><td>
        <input name=n value="Dupré"></td></tr></table></td><td><table><tr><td>Prénom</td><td>
        <input name=p value="Anne"></td></tr></table></td></tr></table>""",
    "title": """<input title="Nom" name=n value="Dupré"><input title="Prénom" name=p value="Anne">""",
    "placeholder": """<input placeholder="Nom" name=n value="Dupré"><br>
        <input placeholder="Prénom" name=p value="Anne">""",
    "preformatted": """<pre>Nom    : <input name=n value="Dupré">
Prénom : <input name=p value="Anne"></pre>""",
    "centred": """<center>Nom <input name=n value="Dupré"></center>
        <center>Prénom <input name=p value="Anne"></center>""",
    "label that names nothing": """<table><tr><td><label>Nom</label></td><td><input name=n value="Dupré">
        </td></tr><tr><td><label>Prénom</label></td><td><input name=p value="Anne"></td></tr></table>""",
    "label for a name, not an id": """<table><tr><td><label for=n>Nom</label></td><td>
        <input name=n value="Dupré"></td></tr><tr><td><label for=p>Prénom</label></td><td>
        <input name=p value="Anne"></td></tr></table>""",
    "hidden controls between": """<table><tr><td>Nom<input type=hidden name=h1 value=1></td><td>
        <input type=hidden name=h2 value=2><input name=n value="Dupré"></td></tr><tr><td>Prénom</td>
        <td><input name=p value="Anne"></td></tr></table>""",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_caption_is_read_in_every_layout(layout: str) -> None:
    assert rows(LAYOUTS[layout]) == TWO


DRESSES = ["Nom :", "Nom&nbsp;:", "Nom *", "* Nom", "Nom* :", "Nom : *", " Nom\n ", "<b>Nom</b> :",
           "Nom<span class=req>*</span>", "Nom<sup>*</sup>&nbsp;:", "<font color=red>*</font> Nom",
           "Nom&#8239;:", "• Nom :", "- Nom :", "Nom<sup>▲</sup>", "● Nom", "Nom † :", "Nom (*)", "Nom (obligatoire) :", "Nom&nbsp;(*)&nbsp;:"]  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
def test_a_caption_is_read_without_what_dresses_it(dress: str) -> None:
    inside = f"""<table><tr><td>{dress}</td><td><input name=n value=x></td></tr>
        <tr><td>Ville</td><td><input name=v value=y></td></tr></table>"""
    assert rows(inside) == [("Nom", "x"), ("Ville", "y")]


def test_help_after_a_control_is_its_hint_and_not_the_next_caption() -> None:
    inside = """Code postal : <input name=c value=56000> (5 chiffres)<br>
        Ville : <input name=v value=Vannes>"""
    assert rows(inside) == [("Code postal", "56000"), ("Ville", "Vannes")]
    assert field(inside, "Code postal").hint == "(5 chiffres)"


def test_help_in_a_third_cell_is_a_hint() -> None:
    inside = """<table><tr><td>Code postal</td><td><input name=c value=56000></td><td>5 chiffres</td>
        </tr><tr><td>Ville</td><td><input name=v value=Vannes></td><td></td></tr></table>"""
    assert field(inside, "Code postal").hint == "5 chiffres"
    assert [caption for caption, _ in rows(inside)] == ["Code postal", "Ville"]


def test_help_in_a_line_of_its_own_names_nothing() -> None:
    inside = """<table><tr><td>E-mail</td><td><input name=m value=a@example.org></td></tr>
        <tr><td></td><td><small>Cette adresse reçoit les accusés de réception.</small></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [("E-mail", "a@example.org"), ("Ville", "Vannes")]


def test_help_between_caption_and_control_leaves_the_caption_alone() -> None:
    inside = """<p><label for=m>E-mail</label><span class=aide>Pour l'accusé de réception</span>
        <input id=m name=m value=a@example.org></p>
        <p><label for=v>Ville</label><input id=v name=v value=Vannes></p>"""
    assert rows(inside) == [("E-mail", "a@example.org"), ("Ville", "Vannes")]


def test_a_second_line_of_an_address_goes_on_with_the_caption_above() -> None:
    inside = """<table><tr><td>Adresse</td><td><input name=a1 value="1, rue Haute"></td></tr>
        <tr><td></td><td><input name=a2 value="Bât. B"></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    read = sheet(inside)
    assert [f.value for f in read.fields()] == ["1, rue Haute", "Bât. B", "Vannes"]
    assert len({f.key for f in read.fields()}) == 3


def test_three_lists_under_one_caption_are_a_date() -> None:
    days = "".join(f"<option{' selected' if n == 7 else ''}>{n:02}" for n in range(1, 32))
    months = "".join(f"<option value={n}{' selected' if n == 3 else ''}>m{n}" for n in range(1, 13))
    years = "".join(f"<option{' selected' if n == 1979 else ''}>{n}" for n in range(1940, 2027))
    inside = f"""<table><tr><td>Date de naissance</td><td><select name=j>{days}</select>
        <select name=m>{months}</select> <select name=a>{years}</select></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
    assert rows(inside) == [("Date de naissance", "07/03/1979"), ("Ville", "Vannes")]


RADIOS = {
    "labels after": """<table><tr><td>Civilité</td><td><input type=radio name=c id=a value=1>
        <label for=a>Mme</label><input type=radio name=c id=b value=2 checked><label for=b>M.</label>
        </td></tr><tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "words after": """<table><tr><td>Civilité :</td><td><input type=radio name=c value=1> Mme
        <input type=radio name=c value=2 checked> M.</td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "labels around": """<p>Civilité : <label><input type=radio name=c value=1> Mme</label>
        <label><input type=radio name=c value=2 checked> M.</label></p>
        <p>Ville <input name=v value=Vannes></p>""",
    "on one line": """Civilité : <input type=radio name=c value=1>Mme
        <input type=radio name=c value=2 checked>M.<br>Ville : <input name=v value=Vannes><br>""",
    "fieldset": """<fieldset><legend>Civilité</legend><label><input type=radio name=c value=1>Mme
        </label><label><input type=radio name=c value=2 checked>M.</label></fieldset>
        <p>Ville <input name=v value=Vannes></p>""",
    "block before": """<div class=ligne><div>Civilité</div><div><label><input type=radio name=c value=1>
        Mme</label><label><input type=radio name=c value=2 checked>M.</label></div></div>
        <div class=ligne><div>Ville</div><div><input name=v value=Vannes></div></div>""",
    "a cell for each": """<table><tr><td>Civilité</td><td><input type=radio name=c value=1></td>
        <td>Mme</td><td><input type=radio name=c value=2 checked></td><td>M.</td></tr>
        <tr><td>Ville</td><td colspan=4><input name=v value=Vannes></td></tr></table>""",
    "radiogroup": """<div role=radiogroup aria-label="Civilité"><label><input type=radio name=c value=1>
        Mme</label><label><input type=radio name=c value=2 checked>M.</label></div>
        <p>Ville <input name=v value=Vannes></p>""",
}


@pytest.mark.parametrize("layout", RADIOS)
def test_a_group_of_radio_buttons_is_one_choice(layout: str) -> None:
    assert rows(RADIOS[layout]) == [("Civilité", "M."), ("Ville", "Vannes")]
    assert [o.label for o in field(RADIOS[layout], "Civilité").options] == ["Mme", "M."]


CHECKS = {
    "words after": """<input type=checkbox name=d value=1 checked> Droit à l'image<br>
        Ville : <input name=v value=Vannes>""",
    "label after": """<p><input type=checkbox id=d name=d value=1 checked><label for=d>Droit à l'image
        </label></p><p>Ville <input name=v value=Vannes></p>""",
    "label around": """<p><label><input type=checkbox name=d value=1 checked> Droit à l'image</label>
        </p><p>Ville <input name=v value=Vannes></p>""",
    "cell before": """<table><tr><td>Droit à l'image</td><td><input type=checkbox name=d value=1 checked>
        </td></tr><tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "cell before, oui after": """<table><tr><td>Droit à l'image</td><td><input type=checkbox name=d
        checked> oui</td></tr><tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "cell after": """<table><tr><td><input type=checkbox name=d checked></td><td>Droit à l'image</td>
        </tr><tr><td></td><td>Ville <input name=v value=Vannes></td></tr></table>""",
    "spanning cell": """<table><tr><td colspan=2><input type=checkbox name=d checked> Droit à l'image
        </td></tr><tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "after a field": """Ville : <input name=v value=Vannes><br>
        <input type=checkbox name=d value=1 checked> Droit à l'image<br>""",
}


@pytest.mark.parametrize("layout", CHECKS)
def test_a_check_box_is_named_by_its_words(layout: str) -> None:
    assert sorted(rows(CHECKS[layout])) == [("Droit à l'image", "oui"), ("Ville", "Vannes")]


GROUPED = {
    "in a cell": """<table><tr><td>J'accepte de recevoir</td><td><input type=checkbox name=a checked>
        les factures <input type=checkbox name=b> la lettre</td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "line by line": """<table><tr><td>J'accepte de recevoir</td><td><input type=checkbox name=a checked>
        les factures<br><input type=checkbox name=b> la lettre</td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
    "labels": """<table><tr><td>J'accepte de recevoir</td><td><label><input type=checkbox name=a checked>
        les factures</label> <label><input type=checkbox name=b> la lettre</label></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>""",
}


@pytest.mark.parametrize("layout", GROUPED)
def test_each_box_of_a_group_can_be_told_from_the_others(layout: str) -> None:
    boxes = sheet(GROUPED[layout]).fields()[:2]
    assert [box.value for box in boxes] == ["1", ""]
    assert "les factures" in boxes[0].caption
    assert "la lettre" in boxes[1].caption
    assert "les factures" not in boxes[1].caption


def test_two_fields_of_one_caption_keep_keys_of_their_own() -> None:
    inside = """<table><tr><td>Téléphone</td><td><input name=a value=1></td></tr>
        <tr><td>Téléphone</td><td><input name=b value=2></td></tr></table>"""
    assert [f.key for f in sheet(inside).fields()] == ["telephone", "telephone-2"]


def test_a_hidden_label_for_screen_readers_names_its_control() -> None:
    inside = """<style>.sr { display: none }</style><p><label for=n class=sr>Nom</label>
        <input id=n name=n value=x></p><p><label for=v class=sr>Ville</label>
        <input id=v name=v value=y></p>"""
    assert rows(inside) == [("Nom", "x"), ("Ville", "y")]


def test_an_image_with_an_alt_serves_as_a_caption() -> None:
    inside = """<table><tr><td><img src=n.gif alt="Nom"></td><td><input name=n value=x></td></tr>
        <tr><td><img src=v.gif alt="Ville"></td><td><input name=v value=y></td></tr></table>"""
    assert rows(inside) == [("Nom", "x"), ("Ville", "y")]


def test_headings_above_one_row_name_its_columns_even_beside_plain_text() -> None:
    inside = """<table><tr><th>N° de famille</th><th>Situation</th><th>Profession</th></tr>
        <tr><td>F-001</td><td><input name=s value=a></td><td><input name=p value=b></td></tr>
        </table>"""
    assert rows(inside) == [("N° de famille", "F-001"), ("Situation", "a"), ("Profession", "b")]
