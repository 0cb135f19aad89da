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
    "sign before the caption": _row(before="<b>►</b> ") + "<p>► modification en attente</p>",
    "third cell": _row()
    .replace('00 01"> \n', '00 01">\n')
    .replace("</td></tr><tr><td>Ville", "</td><td>modifié</td></tr><tr><td>Ville"),
    "a row of its own": _row().replace(
        "<tr><td>Ville", "<tr><td></td><td>En attente de validation</td></tr><tr><td>Ville"
    ),
    "mark written as a sentence": _row("<br><small>Ce champ a été modifié</small>"),
}


@pytest.mark.parametrize("mark", MARKED)
def test_a_mark_marks_its_own_field_only(mark: str) -> None:
    assert list(_waiting(MARKED[mark])) == ["Portable"]


UNMARKED = {
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
