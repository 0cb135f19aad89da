"""What an old site says, wherever old sites say it, and what it only might say."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import answer
from tests.unit.imuse.reader import BASE, page

OK = "La fiche d'identité est mise à jour."
NO = "Le code postal est incorrect."
EMPTY = page("<html><body><form></form></body></html>")


def _words(html: str, content_type: str = "text/html") -> tuple[str, bool]:
    return answer.words(Screen((page(html, content_type),)), Screen((EMPTY,)), BASE)


def _script(source: str) -> str:
    return f"<html><body><p>Famille</p><script>{source}</script></body></html>"


SAID = {
    "alert": f'alert("{OK}");',
    "window.alert": f'window.alert("{OK}");',
    "in an HTML comment": f'<!--\nalert("{OK}");\n//-->',
    "escaped": "alert('La fiche d\\'identit\\xe9 est mise \\u00e0 jour.');",
    "a variable": f"var msg = \"{OK}\"; if (msg != '') alert(msg);",
    "a variable, tested": f'var msg = "{OK}"; if (msg) {{ alert(msg); }}',
    "a variable's length": f'var msg = "{OK}"; if (msg.length > 0) {{ alert(msg); }}',
    "joined": 'alert("La fiche " + "d\'identité est mise à jour.");',
    "a function called": f'function dire(t) {{ alert(t); }} dire("{OK}");',
    "window.onload": f'window.onload = function () {{ alert("{OK}"); }};',
    "window.onload by name": f'function init() {{ alert("{OK}"); }} window.onload = init;',
    "jQuery at load": f'$(function(){{ alert("{OK}"); }});',
    "jQuery ready": f'$(document).ready(function(){{ alert("{OK}"); }});',
    "DOMContentLoaded": f'document.addEventListener("DOMContentLoaded", () => {{ alert("{OK}"); }});',
    "attachEvent": f'window.attachEvent("onload", function () {{ alert("{OK}"); }});',
    "setTimeout": f'setTimeout(function () {{ alert("{OK}"); }}, 100);',
    "setTimeout of a text": f"""setTimeout('alert("{OK.replace("'", chr(92) + "'")}")', 100);""",
    "parent's alert": f'parent.alert("{OK}");',
    "if true": f'if (true) {{ alert("{OK}"); }}',
    "if one": f'if (1 == 1) {{ alert("{OK}"); }}',
    "try": f'try {{ alert("{OK}"); }} catch (e) {{ }}',
}


@pytest.mark.parametrize("source", SAID)
def test_a_dialogue_at_load_is_read(source: str) -> None:
    assert _words(_script(SAID[source])) == (OK, False)


def test_a_dialogue_of_the_body_is_read() -> None:
    html = f"""<html><body onload="alert('{OK.replace("'", "&#92;&#39;")}')">x</body></html>"""
    assert _words(html) == (OK, False)


UNSAID = {
    "a function that nobody calls": f'function erreur() {{ alert("{NO}"); }}',
    "a check before sending": f'function verif(f) {{ if (f.cp.value == "") {{ alert("{NO}"); return false; }} }}',
    "an empty variable": f'var msg = ""; if (msg != "") alert(msg + "{NO}");',
    "if false": f'if (false) alert("{NO}");',
    "a click": f'$("#b").click(function(){{ alert("{NO}"); }});',
    "a comment": f'// alert("{NO}");\n/* alert("{NO}") */',
    "a text": f"var t = 'alert(\"{NO}\")';",
    "else": f'var code = "0"; if (code == "0") {{ }} else {{ alert("{NO}"); }}',
    "another code": f'var code = 0; if (code == 3) {{ alert("{NO}"); }}',
    "switch": f'switch (code) {{ case 1: alert("{NO}"); break; }}',
}


@pytest.mark.parametrize("source", UNSAID)
def test_what_a_script_only_might_say_is_not_read(source: str) -> None:
    assert _words(_script(UNSAID[source])) == ("", False)


SHOWN = {
    "class": f"<div class='message'>{OK}</div>",
    "alert box": f"<div class='alert alert-success'>{OK}</div>",
    "role": f"<div role=alert>{OK}</div>",
    "red font": f"<font color=red>{OK}</font>",
    "red style": f"<span style='color: #FF0000'>{OK}</span>",
    "modal": f"<div class='modal'><div class='modal-body'><p>{OK}</p></div></div>",
    "plain": f"<p>{OK}</p>",
    "in a cell": f"<table><tr><td>{OK}</td></tr></table>",
    "flash with a closing cross": f"<div id=flash>{OK} <a href=#>×</a></div>",
}


@pytest.mark.parametrize("place", SHOWN)
def test_a_message_on_the_page_is_read(place: str) -> None:
    said, refused = _words(f"<html><body><p>Famille</p>{SHOWN[place]}</body></html>")
    assert OK in said
    assert not refused


@pytest.mark.parametrize(
    "words",
    [
        NO,
        "Erreur : la modification n'a pas été enregistrée.",
        "Veuillez vérifier les renseignements saisis.",
        "Le champ E-mail est obligatoire.",
        "La fiche n’a pas pu être mise à jour.",
        "Échec de l'enregistrement.",
    ],
)
def test_a_refusal_is_told_from_a_success(words: str) -> None:
    assert _words(_script(f'alert("{words}");')) == (words, True)


@pytest.mark.parametrize(
    "words",
    [
        "La fiche est mise à jour, veuillez consulter votre messagerie.",
        "Modification enregistrée, vérifiez vos courriels.",
    ],
)
def test_an_invitation_to_what_comes_next_is_no_refusal(words: str) -> None:
    assert _words(_script(f'alert("{words}");')) == (words, False)


def test_a_success_that_speaks_of_obligations_is_no_refusal() -> None:
    html = f"<html><body><p class=message>{OK}</p><p>* champs obligatoires</p></body></html>"
    assert not _words(html)[1]


def test_a_hidden_message_is_not_read() -> None:
    html = f"<html><body><div class=erreur style='display:none'>{NO}</div>x</body></html>"
    assert _words(html) == ("", False)


def test_a_remark_that_was_there_before_is_no_message() -> None:
    html = "<html><body><p class=info>Veuillez vérifier votre adresse.</p></body></html>"
    screen = Screen((page(html),))
    assert answer.words(screen, screen, BASE) == ("", False)


JSON = {
    '{"ok": true, "message": "Fiche mise à jour."}': ("Fiche mise à jour.", False),
    '{"success": false, "errors": {"cp": ["Code postal incorrect."]}}': ("Code postal incorrect.", True),
    '{"status": "error", "message": "Code postal incorrect."}': ("Code postal incorrect.", True),
    '{"resultat": "KO", "texte": "Session fermée"}': ("Session fermée", True),
    '{"resultat": "OK", "texte": "Fiche mise à jour"}': ("Fiche mise à jour", False),
    '{"erreur": 0, "message": "Fiche mise à jour"}': ("Fiche mise à jour", False),
    '{"erreur": 1, "message": "Fiche illisible"}': ("Fiche illisible", True),
    '{"error": null, "message": "Fiche mise à jour"}': ("Fiche mise à jour", False),
    '{"success": 1, "msg": "Fiche mise à jour"}': ("Fiche mise à jour", False),
    '{"code": 200, "data": {"message": "<b>Fiche</b> mise à jour"}}': ("Fiche mise à jour", False),
}  # fmt: skip


@pytest.mark.parametrize("body", JSON)
def test_an_answer_in_json_tells_its_words_and_whether_it_failed(body: str) -> None:
    assert _words(body, "application/json") == JSON[body]
