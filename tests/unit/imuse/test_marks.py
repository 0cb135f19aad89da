"""What marks a field as waiting for validation, and what only looks like it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.model import Waiting
from tests.unit.imuse.reader import sheet


def _row(beside: str = "", attributes: str = "", row: str = "", before: str = "") -> str:
    return f"""<table><tr><td>Nom</td><td><input name=n value=Dupré></td></tr>
        <tr{row}><td>{before}Portable</td><td><input name=p value="06 39 98 00 01"{attributes}> {beside}
        </td></tr><tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""


def _waiting(inside: str) -> dict[str, Waiting]:
    return {f.caption: f.waiting for f in sheet(inside).fields() if f.waiting is not None}


MARKED = {
    "image alt": _row('<img src=m.gif alt="Modifié">'),
    "image title": _row('<img src=m.gif title="En attente de validation">'),
    "words": _row("(modifié)"),
    "red words": _row("<font color=red>en attente de validation</font>"),
    "class of the control": _row(attributes=' class="champ modifie"'),
    "class of the row": _row(row=" class=attente"),
    "title of the control": _row(attributes=' title="Modification en attente de validation"'),
    "sign and legend": _row("<font color=red>(!)</font>".replace("(!)", "●"))
    + "<p>● champ modifié, en attente de validation</p>",
    "star and legend": _row("<font color=red>**</font>".replace("**", "†"))
    + "<p>† : donnée modifiée non validée</p>",
    "picture and legend": _row("<img src=m.gif>") + "<p><img src=m.gif> donnée modifiée</p>",
    "letter and legend": _row("<b>(M)</b>")
    + "<p><b>(M)</b> : champ modifié, en attente de validation</p>",
    "colour and legend": _row("<span style='background: orange'>&nbsp;</span>")
    + "<p><span style='background:orange'>&nbsp;</span> Champ modifié en attente de validation</p>",
    "sign before the caption": _row(before="<b>►</b> ") + "<p>► modification en attente</p>",
    "third cell": _row()
    .replace('00 01"> \n', '00 01">\n')
    .replace("</td></tr><tr><td>Ville", "</td><td>modifié</td></tr><tr><td>Ville"),
    "a row of its own": _row().replace(
        "<tr><td>Ville", "<tr><td></td><td>En attente de validation</td></tr><tr><td>Ville"
    ),
    "after a calendar": _row("<input type=image name=cal alt=Calendrier src=c.gif> <i>modifié</i>"),
    "class of a row with a calendar": _row(
        "<input type=button name=cal value='…' title=Calendrier>", row=" class=attente"
    ),
    "mark written as a sentence": _row("<br><small>Ce champ a été modifié</small>"),
}


@pytest.mark.parametrize("mark", MARKED)
def test_a_mark_marks_its_own_field_only(mark: str) -> None:
    assert list(_waiting(MARKED[mark])) == ["Portable"]


UNMARKED = {
    "words after the button": _row()
    + "<p>Pays <input name=c value=FR> <input type=image alt=Modifier src=m.gif> Modification en attente</p>",
    "legend that is always there": _row() + "<p>● champ modifié, en attente de validation</p>",
    "picture of a legend": _row() + "<p><img src=m.gif> champ modifié</p>",
    "hidden words": _row('<span style="display:none">modifié</span>'),
    "words hidden by a class": "<style>.off{display:none}</style>"
    + _row("<span class=off>modifié</span>"),
    "class modifiable": _row(attributes=" class=modifiable"),
    "a button beside": _row("<a href=edit.php?f=p>Modifier</a>"),
    "button with a title": _row('<img src=crayon.gif alt="Modifier" onclick="edit(1)">'),
    "date of the last change": _row() + "<p>Dernière modification le 3 mars 2026</p>",
    "required star": _row("<font color=red>*</font>") + "<p>* champ obligatoire</p>",
    "date beside a field": _row(
        "(modifié le 3 mars 2026)".replace("modifié", "dernière mise à jour")
    ),
    "general remark": _row()
    + "<p>Toute modification sera en attente de validation par le secrétariat.</p>",
    "help": _row("<small>Peut être modifié à tout moment</small>"),
    "help in a title": _row(attributes=' title="Ce numéro ne peut pas être modifié par téléphone"'),
    "value that says so": _row().replace("Vannes", '"Rue de l\'attente modifié"'),
}


@pytest.mark.parametrize("trap", UNMARKED)
def test_what_only_looks_like_a_mark_marks_nothing(trap: str) -> None:
    assert _waiting(UNMARKED[trap]) == {}


VALUES = {
    "requested after": ("Valeur demandée : 06 39 98 00 02", None, "06 39 98 00 02"),
    "current after": ("Valeur actuelle : 06 39 98 00 02", "06 39 98 00 02", None),
    "both": ("Ancienne valeur : 06 39 98 00 03 - Nouvelle valeur : 06 39 98 00 02",
             "06 39 98 00 03", "06 39 98 00 02"),
    "both on two lines": ("Valeur actuelle : 06 39 98 00 03<br>Valeur demandée : 06 39 98 00 02",
                          "06 39 98 00 03", "06 39 98 00 02"),
    "in quotes": ("Modification demandée : « 06 39 98 00 02 »", None, "06 39 98 00 02"),
    "in brackets": ("(en attente - valeur demandée : 06 39 98 00 02)", None, "06 39 98 00 02"),
    "both in brackets": ("Modifié (ancienne valeur : 06 39 98 00 03)", "06 39 98 00 03", None),
    "arrow": ("En attente : 06 39 98 00 03 → 06 39 98 00 02", "06 39 98 00 03", "06 39 98 00 02"),
}  # fmt: skip


@pytest.mark.parametrize("said", VALUES)
def test_a_mark_tells_the_values_that_it_names(said: str) -> None:
    words, current, requested = VALUES[said]
    read = _waiting(_row(f"<em>{words}</em>"))["Portable"]
    assert (read.current, read.requested) == (current, requested)


def test_a_mark_in_a_title_tells_the_values_that_it_names() -> None:
    mark = '<img src=m.gif alt="Modifié" title="Valeur en vigueur : 06 39 98 00 03">'
    assert _waiting(_row(mark))["Portable"].current == "06 39 98 00 03"


def test_marks_of_neighbours_on_one_row_are_not_mixed_up() -> None:
    inside = """<table><tr><td>Nom</td><td><input name=n value=a></td>
        <td>Portable</td><td><input name=p value=b> <i>modifié</i></td></tr>
        <tr><td>Ville</td><td><input name=v value=c> <i>modifié</i></td><td>Pays</td>
        <td><input name=y value=d></td></tr></table>"""
    assert list(_waiting(inside)) == ["Portable", "Ville"]


def test_marks_on_lines_without_rows_stay_on_their_line() -> None:
    inside = """Nom : <input name=n value=a> <img src=m.gif alt="modifié"><br>
        Portable : <input name=p value=b><br>Ville : <input name=v value=c><br>"""
    assert list(_waiting(inside)) == ["Nom"]


def _captioned(words: str) -> str:
    return f"""<table><tr><td>Nom</td><td><input name=n value=Dupré></td></tr><tr><td>{words}</td>
        <td><input name=p value="06 39 98 00 01"></td></tr>
        <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""


IN_A_CAPTION = {
    "a label": """<p><label for=n>Nom</label><input id=n name=n value=Dupré></p>
        <p><label for=p>Portable <span class=badge>modifié</span></label><input id=p name=p value="06"></p>
        <p><label for=v>Ville</label><input id=v name=v value=Vannes></p>""",
    "a label around": """<p><label>Nom <input name=n value=Dupré></label></p><p><label>Portable
        <span>modifié</span> <input name=p value="06"></label></p><p>Ville <input name=v value=Vannes></p>""",
    "a cell": _captioned("Portable <font color=red>(modifié)</font>"),
    "a cell with a colon": _captioned("Portable <i>modifié</i> :"),
    "before the caption": _captioned("<i>modifié</i> Portable"),
    "its caption in bold": _captioned("<b>Portable</b> <i>en attente de validation</i>"),
    "one text, in brackets": _captioned("Portable (modifié)"),
    "one text, in square brackets": _captioned("Portable [en attente] :"),
    "one text, after a dash": _captioned("Portable - en attente de validation"),
    "one text, nothing between": _captioned("Portable modifié"),
    "on its line": """Nom <input name=n value=Dupré><br>Portable <i>(modifié)</i> : <input name=p value="06"><br>
        Ville <input name=v value=Vannes><br>""",
    "a picture before it": _captioned("<img src=m.gif alt='modifié'> Portable"),
    "a sign and its legend": _captioned("Portable <font color=red>●</font>")
    + "<p>● champ modifié</p>",
    "a star and its legend": _captioned("Portable <font color=red>*</font>")
    + "<font color=red>* champs modifiés, en attente de validation</font>",
}


@pytest.mark.parametrize("mark", IN_A_CAPTION)
def test_a_mark_among_a_captions_words_is_no_part_of_it(mark: str) -> None:
    read = sheet(IN_A_CAPTION[mark])
    assert [(f.key, f.caption, f.name) for f in read.fields()] == [
        ("nom", "Nom", "family_name"), ("portable", "Portable", "mobile_phone"), ("ville", "Ville", "city")]  # fmt: skip
    assert [f.caption for f in read.fields() if f.waiting is not None] == ["Portable"]
    assert read.waiting is None


def test_a_mark_in_a_caption_tells_the_values_that_it_names() -> None:
    inside = _captioned("Portable <small>(valeur demandée : 06 39 98 00 02)</small>")
    assert _waiting(inside)["Portable"].requested == "06 39 98 00 02"


def test_a_mark_beside_what_names_several_boxes_marks_them_all() -> None:
    inside = """<p><span>Être prévenu par <em>modifié</em></span> <label><input type=checkbox name=a checked> SMS
        </label> <label><input type=checkbox name=b> Courriel</label></p>
        <p>Ville <input name=v value=Vannes></p>"""
    assert list(_waiting(inside)) == ["Être prévenu par – SMS", "Être prévenu par – Courriel"]


def test_a_mark_between_two_fields_of_a_line_is_the_firsts() -> None:
    inside = """Nom : <input name=n value=a> <i>modifié</i> Portable : <input name=p value=b><br>
        Ville : <input name=v value=c><br>"""
    assert list(_waiting(inside)) == ["Nom"]
    assert [f.key for f in sheet(inside).fields()] == ["nom", "portable", "ville"]


NOT_IN_A_CAPTION = {
    "a caption that is all mark": ("Valeur demandée", "Valeur demandée"),
    "help in brackets": ("Portable (peut être modifié)", "Portable (peut être modifié)"),
    "a date of change": ("Date de modification", "Date de modification"),
}


@pytest.mark.parametrize("words", NOT_IN_A_CAPTION)
def test_a_caption_keeps_words_that_are_no_mark(words: str) -> None:
    written, caption = NOT_IN_A_CAPTION[words]
    read = sheet(_captioned(written))
    assert [f.caption for f in read.fields()] == ["Nom", caption, "Ville"]
    assert _waiting(_captioned(written)) == {}


LEGENDS = {
    "a line of the form": "● champ modifié, en attente de validation<br>",
    "in red": "<font color=red>● champ modifié, en attente de validation</font>",
    "beside the button": "<span>● champ modifié, en attente de validation</span> ",
}


@pytest.mark.parametrize("legend", LEGENDS)
def test_a_legend_right_beside_the_button_explains_its_sign(legend: str) -> None:
    inside = _row("●") + LEGENDS[legend]
    assert list(_waiting(inside)) == ["Portable"]
    assert sheet(inside).waiting is None


def test_a_picture_is_explained_by_a_line_of_the_form() -> None:
    inside = _row("<img src=m.gif>") + "<img src=m.gif> : champ modifié"
    assert list(_waiting(inside)) == ["Portable"]


def test_a_sign_that_stands_for_required_too_marks_nothing() -> None:
    legend = "<p>* champ obligatoire</p><p>* champ modifié</p>"
    assert _waiting(_row("<font color=red>*</font>") + legend) == {}
