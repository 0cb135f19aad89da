"""The sign-in form is found by its words, whatever else is on the page."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import connexion
from adapters.imuse.screens.connexion import SignInForm
from adapters.imuse.submission import submission
from adapters.model import Credentials
from tests.unit.imuse.reader import BASE, page

TYPED = (
    """<p>Identifiant <input name=login></p><p>Mot de passe <input type=password name=pwd></p>"""
)
BUTTON = "<input type=submit value='Se connecter'>"
OPTIONS = "<option value=3>Kerlann<option value=7>Port-Avel"


def _find(inside: str, script: str = "") -> SignInForm | None:
    html = f"<html><body>{inside}<script>{script}</script></body></html>"
    return connexion.find(Screen((page(html),)), BASE)


def _sent(inside: str, site: str | None = None, script: str = "") -> bytes:
    found = _find(inside, script)
    assert found is not None
    who = Credentials(site=connexion.site_value(found, site), identifier="DUPRE", password="p")
    return submission(found.form, found.press, found.fills(who), found.page.url).body


def _form(inside: str) -> str:
    return f"<form method=post action=c.php>{inside}</form>"


WAYS = {
    "submit": (_form(TYPED + BUTTON), ""),
    "button": (_form(TYPED + "<button>Se connecter</button>"), ""),
    "a link that submits": (_form(TYPED + "<a href='javascript:document.forms[0].submit()'>Se connecter</a>"), ""),
    "an image": (_form(TYPED + "<input type=image src=b.gif>"), ""),
    "« OK »": (_form(TYPED + "<input type=submit value=OK>"), ""),
    "unknown words": (_form(TYPED + "<input type=submit value=Go>"), ""),
    "a search form before it": ("<form action=r.php><input name=q><input type=submit value=OK></form>" + _form(TYPED + BUTTON), ""),
    "a lost password beside": (_form(TYPED + "<input type=submit name=perdu value='Mot de passe perdu'>" + BUTTON), ""),
    "a lost password as a link": (_form(TYPED + "<a href=perdu.php>Mot de passe perdu</a>" + BUTTON), ""),
    "a lost password form before": (_form("<p>E-mail <input name=mail></p><input type=submit value=Valider>") + _form(TYPED + BUTTON), ""),
    "placeholders": (_form("<input name=login placeholder=Identifiant><input type=password name=pwd placeholder='Mot de passe'>" + BUTTON), ""),
    "no captions": (_form("<input name=login><input type=password name=pwd>" + BUTTON), ""),
    "in a table": (_form(f"<table><tr><td>Identifiant</td><td><input name=login></td></tr><tr><td>Mot de passe</td><td><input type=password name=pwd></td></tr><tr><td>{BUTTON}</td></tr></table>"), ""),
    "form within a table": (f"<table><form method=post action=c.php><tr><td>Identifiant</td><td><input name=login></td></tr><tr><td>Mot de passe</td><td><input type=password name=pwd></td></tr><tr><td>{BUTTON}</td></tr></form></table>", ""),
    "a remember box": (_form(TYPED + "<input type=checkbox name=r value=1> Rester connecté" + BUTTON), ""),
    "a form of lost password hidden": (_form(TYPED + BUTTON) + "<div style='display:none'>" + _form("<input name=x><input type=password name=y><input type=submit value=Valider>") + "</div>", ""),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_sign_in_form_is_found_and_filled_in(way: str) -> None:
    inside, script = WAYS[way]
    body = _sent(inside, script=script)
    assert body.startswith(b"login=DUPRE&pwd=p")
    assert b"perdu" not in body


def test_a_form_that_a_script_sends_is_found() -> None:
    inside = _form(
        TYPED
        + "<input type=hidden name=act value=''><input type=button value='Se connecter' onclick=\"go('in')\">"
    )
    script = "function go(a) { var f = document.forms[0]; if (f.login.value == '') { alert('Identifiant ?'); return; } f.act.value = a; f.submit(); }"
    assert _sent(inside, script=script) == b"login=DUPRE&pwd=p&act=in"


def test_controls_outside_any_form_are_sent_by_the_script_that_gathers_them() -> None:
    inside = "<p>Identifiant <input id=login name=login></p><p>Mot de passe <input type=password id=pwd name=pwd></p><button id=go>Se connecter</button>"
    script = "$('#go').click(function () { $.post('c.php', { login: $('#login').val(), pwd: $('#pwd').val() }, function () { location = 'acc.php'; }); });"
    found = _find(inside, script)
    assert found is not None
    assert (found.press.by_script, found.press.action) == (True, "http://saiga.example/ecole/c.php")
    assert _sent(inside, script=script) == b"login=DUPRE&pwd=p"


SITES = {
    "a list": f"<p>Site <select name=s>{OPTIONS}</select></p>",
    "a list with a prompt": f"<p>Site <select name=s><option value=''>Choisissez votre site{OPTIONS}</select></p>",
    "a prompt of zero": f"<p>Site <select name=s><option value=0>-- Sélectionner --{OPTIONS}</select></p>",
    "a prompt of -1": f"<p>Établissement : <select name=s><option value=-1>Sélectionnez un site{OPTIONS}</select></p>",
    "an empty prompt": f"<p>Site <select name=s><option>{OPTIONS}</select></p>",
    "a prompt that is disabled": f"<p>Site <select name=s><option value='' disabled selected>Site{OPTIONS}</select></p>",
    "no caption": f"<select name=s>{OPTIONS}</select>",
    "radio buttons": "<p>Site : <input type=radio name=s value=3> Kerlann <input type=radio name=s value=7> Port-Avel</p>",
    "radio buttons with labels": "<fieldset><legend>Site</legend><label><input type=radio name=s value=3>Kerlann</label><label><input type=radio name=s value=7>Port-Avel</label></fieldset>",
}  # fmt: skip


@pytest.mark.parametrize("kind", SITES)
def test_the_sites_are_those_that_can_be_chosen(kind: str) -> None:
    inside = _form(SITES[kind] + TYPED + BUTTON)
    found = _find(inside)
    assert found is not None
    assert [(s.ref, s.label) for s in found.sites] == [("3", "Kerlann"), ("7", "Port-Avel")]
    assert b"s=7" in _sent(inside, "7")


def test_a_page_without_sites_offers_none() -> None:
    found = _find(_form(TYPED + BUTTON))
    assert found is not None
    assert found.sites == ()


def test_a_list_of_languages_is_no_list_of_sites() -> None:
    found = _find(
        _form("<p>Langue <select name=l><option>fr<option>en</select></p>" + TYPED + BUTTON)
    )
    assert found is not None
    assert found.sites == ()


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Bienvenue</p>",
        _form("<p>E-mail <input name=m></p><input type=submit value=Valider>"),
        _form("Ancien <input type=password name=a> Nouveau <input type=password name=b>" + BUTTON),
    ],
)
def test_what_is_no_sign_in_form_is_not_taken_for_one(inside: str) -> None:
    assert _find(inside) is None
