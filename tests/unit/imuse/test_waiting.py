"""The sentence that a whole sheet awaits validation, and what is not it."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import opened, sheet, whole

ROWS = """<table><tr><td>Nom</td><td><input name=n value=Dupré></td></tr>
    <tr><td>Ville</td><td><input name=v value=Vannes></td></tr></table>"""
SENTENCE = "La fiche du responsable est en attente de validation par le personnel administratif."


@pytest.mark.parametrize(
    "said",
    [
        f"<p>{SENTENCE}</p>",
        f"<font color=red>{SENTENCE}</font>",
        f"<table><tr><td><input type=submit name=ok value=Modifier></td><td>{SENTENCE}</td></tr></table>",
        f"<div class=alert>{SENTENCE.replace('attente de', 'attente<br>de')}</div>",
        f"<b>{SENTENCE}</b>",
    ],
)
def test_the_sentence_is_read_wherever_it_stands(said: str) -> None:
    assert sheet(ROWS + said).waiting == SENTENCE


def test_the_sentence_as_a_message_outside_the_form_is_read() -> None:
    html = whole(ROWS).replace("</form>", f"</form><span>{SENTENCE}</span>")
    assert opened(html).sheet.waiting == SENTENCE


@pytest.mark.parametrize(
    "said",
    [
        "<p><b>(M)</b> : champ modifié, en attente de validation</p>",
        "<p><span style='background:#fc0'>&nbsp;</span> Champ modifié en attente de validation</p>",
        "<p>Légende : champ modifié en attente de validation</p>",
        "<p>Toute modification sera en attente de validation par le personnel administratif.</p>",
        f'<div style="display: none">{SENTENCE}</div>',
        f"<div hidden>{SENTENCE}</div>",
        f"<!-- {SENTENCE} -->",
        f'<script>var texte = "{SENTENCE}";</script>',
        f"<noscript>{SENTENCE}</noscript>",
        "<p>● champ modifié, en attente de validation</p>",
        "<p>Aucune modification n'est en attente de validation.</p>",
        "<p>Les champs signalés par un point sont en attente de validation.</p>",
        "<p>Après « Modifier », la fiche reste en attente de validation par le secrétariat.</p>",
        "<p>La fiche n'est plus en attente de validation.</p>",
        "<p>Les modifications doivent être validées par le secrétariat.</p>",
        "<p>Vos modifications doivent être validées par le secrétariat de l’école.</p>",
        "<p>Une modification doit être validée par le personnel administratif.</p>",
        "<p>Toute mise à jour doit être validée par le secrétariat.</p>",
        "<p>Chaque changement est mis en attente de validation par le personnel administratif.</p>",
        "<p>Tout changement reste en attente de validation.</p>",
        "<p>Les champs en rouge sont en attente de validation.</p>",
        "<p>Les données surlignées sont en attente de validation par le secrétariat.</p>",
        "<p>Les valeurs en italique sont en attente de validation.</p>",
    ],
)
def test_a_remark_is_no_such_sentence(said: str) -> None:
    assert sheet(ROWS + said).waiting is None


@pytest.mark.parametrize(
    "said",
    [
        "Vos modifications sont en attente de validation.",
        "La fiche doit être validée par le personnel administratif.",
        "Des modifications doivent être validées par le personnel administratif.",
        "Votre demande doit être validée par le secrétariat.",
        "Vos modifications sont toujours en attente de validation.",
        "Les modifications effectuées doivent être validées par le personnel administratif.",
        "La fiche est en attente de validation : voyez les champs en rouge.",
        "Les modifications doivent être validées. Votre fiche est en attente de validation.",
    ],
)
def test_what_is_said_of_this_very_sheet_is_no_remark(said: str) -> None:
    assert sheet(f"{ROWS}<p>{said}</p>").waiting == said


def test_a_field_whose_value_says_so_is_no_such_sentence() -> None:
    inside = ROWS.replace("Vannes", '"en attente de validation"')
    area = f"<p>Remarques <textarea name=r>{SENTENCE}</textarea></p>"
    assert sheet(inside + area).waiting is None


def test_a_mark_beside_a_field_is_not_the_sheets_sentence() -> None:
    inside = ROWS.replace("value=Dupré>", "value=Dupré> <i>en attente de validation</i>")
    read = sheet(inside)
    assert read.waiting is None
    assert read.field("nom") is not None
