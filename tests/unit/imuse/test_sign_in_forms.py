"""Of several sign-in forms on a page, the families' is taken, and never the teachers'."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import connexion
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.small_extranet import html

BUTTON = "<input type=submit value=OK>"


def _form(who: str, captions: tuple[str, str] = ("Identifiant", "Mot de passe"), head: str = "", foot: str = BUTTON) -> str:  # fmt: skip
    login, secret = captions
    return f"<form method=post action={who}.php>{head}<p>{login} <input name=login></p><p>{secret} <input type=password name=pwd></p>{foot}</form>"


STAFF, OURS = _form("prof"), _form("usager")
PAGES = {
    "headings": f"<h2>Enseignants</h2>{STAFF}<h2>Usagers</h2>{OURS}",
    "headings, ours first": f"<h2>Familles</h2>{OURS}<h2>Professeurs</h2>{STAFF}",
    "bold words": f"<b>Espace enseignants</b>{STAFF}<b>Espace familles</b>{OURS}",
    "plain words": f"<div>Accès réservé aux enseignants</div>{STAFF}<div>Parents et élèves</div>{OURS}",
    "only the teachers' is named": f"<h2>Enseignants</h2>{STAFF}<h2>Connexion</h2>{OURS}",
    "only ours is named": f"<h2>Connexion</h2>{STAFF}<h2>Espace parents</h2>{OURS}",
    "a title over both": f"<h1>Extranet des familles</h1><h2>Enseignants</h2>{STAFF}<h2>Usagers</h2>{OURS}",
    "legends": _form("prof", head="<fieldset><legend>Enseignants</legend>", foot=BUTTON + "</fieldset>") + _form("usager", head="<fieldset><legend>Usagers</legend>", foot=BUTTON + "</fieldset>"),
    "buttons": _form("prof", foot="<button>Connexion enseignants</button>") + _form("usager", foot="<button>Connexion familles</button>"),
    "captions": _form("prof", ("Identifiant enseignant", "Mot de passe")) + _form("usager", ("Numéro d'usager", "Mot de passe")),
    "two columns": f"<table><tr><th>Enseignants</th><th>Familles</th></tr><tr><td>{STAFF}</td><td>{OURS}</td></tr></table>",
    "two columns of bold cells": f"<table><tr><td><b>Familles</b></td><td><b>Enseignants</b></td></tr><tr><td>{OURS}</td><td>{STAFF}</td></tr></table>",
    "a cell each": f"<table><tr><td><b>Enseignants</b><br>{STAFF}</td><td><b>Familles</b><br>{OURS}</td></tr></table>",
    "tabs": f"<ul class=tabs><li><a href='#p'>Enseignants</a></li><li><a href='#u'>Usagers</a></li></ul><div id=p class=tab-pane>{STAFF}</div><div id=u class=tab-pane>{OURS}</div>",
    "the guide's words": _form("prof", ("Courriel", "Mot de passe")) + _form("usager", ("Identifiant", "Mot de passe")),
    "the guide's sites": _form("prof", ("Nom", "Mot de passe")) + _form("usager", ("Nom", "Mot de passe"), head="<p>Site <select name=s><option value=3>Kerlann<option value=7>Arzhel</select></p>"),
    "one for both": f"<h2>Familles et enseignants</h2>{OURS}",
    "a personal space": f"<h2>Votre espace personnel</h2>{OURS}",
    "a link to the teachers'": f"<p><a href=prof.php>Enseignants</a></p>{OURS}",
    "a word to teachers": f"<p>Les enseignants se connectent sur leur propre portail.</p>{OURS}",
    "the same twice": f"{OURS}{OURS}",
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_the_families_form_is_taken(kind: str) -> None:
    found = connexion.find(Screen((page(html(PAGES[kind])),)), BASE)

    assert found is not None
    assert found.form.action.endswith("/usager.php")


def test_of_forms_in_two_frames_the_families_is_taken() -> None:
    frames = (page(html(f"<h2>Enseignants</h2>{STAFF}")), page(html(f"<h2>Familles</h2>{OURS}")))

    found = connexion.find(Screen(frames), BASE)

    assert found is not None
    assert found.form.action.endswith("/usager.php")


NONE = {
    "the teachers' alone": f"<h2>Espace enseignants</h2>{STAFF}",
    "teachers' of two kinds": f"<h2>Enseignants</h2>{STAFF}<h2>Intervenants</h2>{STAFF}",
    "a password in the address": STAFF.replace("method=post", "method=get"),
}


@pytest.mark.parametrize("kind", NONE)
def test_a_form_that_is_not_for_families_is_none(kind: str) -> None:
    assert connexion.find(Screen((page(html(NONE[kind])),)), BASE) is None
