"""What pressing does, as far as markup and scripts say literally; nothing is guessed beyond."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.reading.page import Press
from adapters.imuse.reading.screen import Screen
from tests.unit.imuse.reader import page, press

TO = "http://saiga.example/ecole/fam.php?id=7"


def _page(inside: str, script: str = "") -> str:
    return f"<html><body>{inside}<script>{script}</script></body></html>"


LEADS = {
    "link": ('<a href="fam.php?id=7">Famille</a>', ""),
    "link in a cell": ('<td><a href="fam.php?id=7"><b>Famille</b></a></td>', ""),
    "image link": ('<a href="fam.php?id=7"><img src=f.gif alt="Famille"></a>', ""),
    "image link by title": ('<a href="fam.php?id=7" title="Famille"><img src=f.gif></a>', ""),
    "image map": ('<img src=m.gif usemap=#m><map name=m><area alt="Famille" href="fam.php?id=7"></map>', ""),
    "javascript address": ("<a href=\"javascript:aller('fam.php?id=7')\">Famille</a>",
                           "function aller(u) { document.location = u; }"),
    "javascript location": ("<a href=\"javascript:document.location.href='fam.php?id=7';\">Famille</a>", ""),
    "onclick with a hash": ("<a href=# onclick=\"window.location='fam.php?id=7';return false;\">Famille</a>", ""),
    "onclick on a cell": ("<table><tr><td onclick=\"location.href='fam.php?id=7'\">Famille</td></tr></table>", ""),
    "onclick on a row": ("<table><tr ondblclick=\"ouvrir(7)\"><td>Famille</td></tr></table>",
                         "function ouvrir(n) { location.href = 'fam.php?id=' + n; }"),
    "onclick on an image": ("<img alt='Famille' src=f.gif onclick=\"ouvrir('7')\">",
                            "var base = 'fam.php'; function ouvrir(n) { location.replace(base + '?id=' + n); }"),
    "onclick on a span within": ("<div class=menu onclick=\"go(&quot;fam.php?id=7&quot;)\"><span>Famille</span></div>",
                                 "function go(u){top.location.href=u}"),
    "pop-up": ("<a href=# onclick=\"window.open('fam.php?id=7','f','width=600')\">Famille</a>", ""),
    "another frame": ("<a href=# onclick=\"parent.frames['bas'].location.href='fam.php?id=7'\">Famille</a>", ""),
    "another frame by place": ("<a href=# onclick=\"parent.frames[1].location='fam.php?id=7'\">Famille</a>", ""),
    "target frame": ('<a href="fam.php?id=7" target=bas>Famille</a>', ""),
    "listener": ("<a id=f href=#>Famille</a>",
                 "document.getElementById('f').addEventListener('click', function (e) { location.assign('fam.php?id=7'); });"),
    "handler": ("<a id=f href=#>Famille</a>",
                "document.getElementById('f').onclick = function () { window.location.href = 'fam.php?id=7'; };"),
    "jQuery handler": ("<div id=f>Famille</div>",
                       "$(function () { $('#f').click(function () { window.location = 'fam.php?id=7'; }); });"),
    "jQuery on": ("<ul><li class=m data-p=fam.php?id=7>Famille</li></ul>",
                  "$(document).on('click', 'li.m', function () { location.href = $(this).attr('data-p'); });"),
    "listener named later": ("<a id=f href=#>Famille</a>",
                             "var lien = document.getElementById('f'); lien.addEventListener('click', function () { location = 'fam.php?id=7'; });"),
    "button": ("<button type=button onclick=\"location.href='fam.php?id=7'\">Famille</button>", ""),
    "input button": ("<input type=button value=Famille onclick=\"location.href='fam.php?id=7'\">", ""),
    "method of an object": ("<a href=# onclick=\"Menu.ouvre('fam.php?id=7')\">Famille</a>",
                            "var Menu = { ouvre: function (u) { window.location.href = u; } };"),
    "switch by name": ("<a href=\"javascript:menu('famille')\">Famille</a>",
                       "function menu(m) { switch (m) { case 'accueil': location = 'acc.php'; break; case 'famille': location = 'fam.php?id=7'; break; } }"),
    "if by name": ("<a href=\"javascript:menu('famille')\">Famille</a>",
                   "function menu(m) { if (m == 'accueil') { location = 'acc.php'; } else if (m == 'famille') { location = 'fam.php?id=7'; } }"),
    "unless it was changed": ("<a href=\"javascript:menu()\">Famille</a>",
                              "var change = false; function menu() { if (change && !confirm('Quitter ?')) return; location = 'fam.php?id=7'; }"),
}  # fmt: skip


@pytest.mark.parametrize("way", LEADS)
def test_pressing_leads_to_an_address(way: str) -> None:
    inside, script = LEADS[way]
    doing = press(_page(inside, script), "Famille")
    assert (doing.url, doing.form, doing.by_script) == (TO, None, False)


BY_SCRIPT = {
    "jQuery load": "$('#contenu').load('fam.php?id=7');",
    "jQuery get": "$.get('fam.php?id=7', function (d) { $('#contenu').html(d); });",
    "jQuery ajax": "$.ajax({ url: 'fam.php?id=7', success: function (d) { } });",
    "fetch": "fetch('fam.php?id=7').then(function (r) { return r.text(); });",
    "XMLHttpRequest": "var x = new XMLHttpRequest(); x.open('GET', 'fam.php?id=7', true); x.send();",
    "a function of its own": "charge('fam.php?id=7');",
}


@pytest.mark.parametrize("way", BY_SCRIPT)
def test_pressing_loads_a_fragment(way: str) -> None:
    html = _page(
        '<a href=# onclick="montrer()">Famille</a>',
        f"function montrer() {{ {BY_SCRIPT[way]} }} "
        "function charge(u) { $.ajax({ type: 'GET', url: u }); }",
    )
    doing = press(html, "Famille")
    assert (doing.url, doing.by_script) == (TO, True)


FORM = '<form name=f id=ff action=maj.php method=post><input name=tel value=1><input type=hidden name=act value="">{0}</form>'

SUBMITS = {
    "submit": ("<input type=submit name=ok value=Modifier>", "", 2, ()),
    "button": ("<button name=ok>Modifier</button>", "", 2, ()),
    "image": ("<input type=image name=ok alt=Modifier src=m.gif>", "", 2, ()),
    "submit with a check": ('<input type=submit value=Modifier onclick="return verif()">',
                            "function verif() { if (document.f.tel.value == '') { alert('Vide'); return false; } return true; }", 2, ()),
    "forms by number": ('<a href="javascript:document.forms[0].submit()">Modifier</a>', "", None, ()),
    "forms by name": ("<a href=\"javascript:document.forms['f'].submit()\">Modifier</a>", "", None, ()),
    "by name": ('<a href=# onclick="document.f.submit();return false">Modifier</a>', "", None, ()),
    "by id": ("<span onclick=\"document.getElementById('ff').submit()\">Modifier</span>", "", None, ()),
    "this.form": ('<input type=button value=Modifier onclick="this.form.submit()">', "", None, ()),
    "jQuery": ('<a id=m href=#>Modifier</a>', "$('#m').click(function () { $('#ff').submit(); });", None, ()),
    "sets a hidden control": ("<a href=# onclick=\"envoie('maj')\">Modifier</a>",
                              "function envoie(a) { document.f.act.value = a; document.f.submit(); }", None, (("act", "maj"),)),
    "sets by jQuery": ("<a href=# onclick=\"envoie('maj')\">Modifier</a>",
                       "function envoie(a) { $('input[name=act]').val(a); $('form').submit(); }", None, (("act", "maj"),)),
    "sets by a variable": ("<a href=# onclick=\"envoie('maj')\">Modifier</a>",
                           "function envoie(a) { var f = document.forms[0]; f.act.value = a; f.submit(); }", None, (("act", "maj"),)),
    "sets by elements": ("<a href=# onclick=\"envoie('maj')\">Modifier</a>",
                         "function envoie(a) { with (document.f) { elements['act'].value = a; submit(); } }", None, None),
    "checks, then submits": ('<input type=button value=Modifier onclick="valider()">',
                             "function valider() { if (document.f.tel.value == '') { alert('Vide'); return; } document.f.submit(); }", None, ()),
    "confirms, then submits": ('<input type=button value=Modifier onclick="if (confirm(\'Sûr ?\')) document.f.submit()">', "", None, ()),
    "submits in a condition": ('<input type=button value=Modifier onclick="valider()">',
                               "function valider() { if (ok()) { document.f.act.value = 'maj'; document.f.submit(); } } function ok() { return true; }", None, (("act", "maj"),)),
    "submit, then a hidden one": ("<input type=submit value=Modifier onclick=\"document.f.act.value='maj'\">", "", 2, (("act", "maj"),)),
    "one button of two": ("<input type=submit name=raz value=Annuler onclick=\"document.f.act.value='raz'\"><input type=submit name=ok value=Modifier onclick=\"document.f.act.value='maj'\">", "", 3, (("act", "maj"),)),
}  # fmt: skip


@pytest.mark.parametrize("way", [way for way in SUBMITS if SUBMITS[way][3] is not None])
def test_pressing_submits_the_form(way: str) -> None:
    button, script, number, assigns = SUBMITS[way]
    doing = press(_page(FORM.format(button), script), "Modifier")
    assert (doing.form, doing.button, doing.assigns) == (0, number, assigns)


def test_a_submit_handler_that_fills_in_a_control_is_heeded() -> None:
    form = FORM.format("<input type=submit value=Modifier>").replace(
        "method=post", "method=post onsubmit=\"document.f.act.value='maj'; return verif(this)\""
    )
    assert press(_page(form), "Modifier").assigns == (("act", "maj"),)


def test_a_submit_handler_bound_by_script_is_heeded() -> None:
    form = FORM.format("<input type=submit value=Modifier>")
    script = "$('#ff').submit(function () { $('[name=act]').val('maj'); });"
    assert press(_page(form, script), "Modifier").assigns == (("act", "maj"),)


def test_a_form_sent_by_script_is_answered_to_the_script() -> None:
    form = FORM.format("<input type=submit value=Modifier>")
    script = """$('#ff').submit(function (e) { e.preventDefault();
        $.post('ajax.php', $(this).serialize(), function (r) { alert(r.message); }); });"""
    doing = press(_page(form, script), "Modifier")
    assert (doing.form, doing.by_script, doing.method) == (0, True, "POST")
    assert doing.action == "http://saiga.example/ecole/ajax.php"


WEB_FORMS = """function WebForm_PostBackOptions(target, argument, validation, group, url, focus, clientSubmit) {
        this.eventTarget = target; this.eventArgument = argument; this.clientSubmit = clientSubmit; }
    function WebForm_DoPostBackWithOptions(options) { if (options.clientSubmit) {
        __doPostBack(options.eventTarget, options.eventArgument); } }
    function __doPostBack(t, a) { document.f.act.value = 'maj'; document.f.submit(); }"""

WITH_ITS_BUTTON = {
    "web forms": ("WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions('ok','',true,'','',false,false))",
                  WEB_FORMS, ()),
    "a script that may submit": ("envoie()", "function envoie() { if (pret()) { document.f.submit(); } }", ()),
    "a script that submits too": ("document.f.submit()", "", ()),
    "a check that ends well": ("return verif()", "function verif() { if (document.f.tel.value == '') { alert('Vide'); "
                               "return false; } if (!pret()) { document.f.submit(); } return true; }", ()),
    "a value beside": ("document.f.act.value='maj'; envoie()",
                       "function envoie() { if (pret()) { document.f.act.value = 'x'; document.f.submit(); } }",
                       (("act", "maj"),)),
}  # fmt: skip


@pytest.mark.parametrize("way", WITH_ITS_BUTTON)
def test_a_submit_button_whose_script_only_may_submit_is_sent_itself(way: str) -> None:
    handler, script, assigns = WITH_ITS_BUTTON[way]
    button = f'<input type=submit name=ok value=Modifier onclick="{handler}">'
    doing = press(_page(FORM.format(button), script), "Modifier")
    assert (doing.form, doing.button, doing.assigns) == (0, 2, assigns)


INSTEAD_OF_IT = {
    "false in the markup": "if (pret()) { document.f.submit(); } return false;",
    "false from a function": "return envoie()",
    "false both ways": "if (pret()) { document.f.submit(); return false; } else { return false; }",
    "prevented": "event.preventDefault(); if (pret()) document.f.submit();",
}


@pytest.mark.parametrize("way", INSTEAD_OF_IT)
def test_a_script_that_keeps_the_browser_back_submits_without_the_button(way: str) -> None:
    button = f'<input type=submit name=ok value=Modifier onclick="{INSTEAD_OF_IT[way]}">'
    script = "function envoie() { if (pret()) { document.f.submit(); } return false; }"
    doing = press(_page(FORM.format(button), script), "Modifier")
    assert (doing.form, doing.button) == (0, None)


def test_a_submit_button_sends_its_form_where_its_script_says() -> None:
    button = (
        "<input type=submit name=ok value=Modifier onclick=\"document.f.action='fam.php?id=7'\">"
    )
    doing = press(_page(FORM.format(button)), "Modifier")
    assert (doing.form, doing.button, doing.action) == (0, 2, TO)


NOBODY_KNOWS = {
    "a library's object": "<button type=button onclick=\"Ext.getCmp('x').save()\">Modifier</button>",
    "an input": '<input type=button value=Modifier onclick="App.fiche.enregistre()">',
    "no script": "<button type=button>Modifier</button>",
}


@pytest.mark.parametrize("way", NOBODY_KNOWS)
def test_a_plain_button_whose_script_nobody_knows_leads_nowhere(way: str) -> None:
    html = _page(FORM.format(f"Ville <input name=v value=x>{NOBODY_KNOWS[way]}"))
    assert not press(html, "Modifier").leads


def test_a_post_back_names_its_target() -> None:
    form = """<form name=f method=post action=x.aspx><input type=hidden name=__EVENTTARGET id=__EVENTTARGET value="">
        <input type=hidden name=__EVENTARGUMENT value=""><input name=tel>
        <a href="javascript:__doPostBack('ctl00$maj','')">Modifier</a></form>"""
    script = """var theForm = document.forms['f']; if (!theForm) { theForm = document.f; }
        function __doPostBack(t, a) { if (!theForm.onsubmit || (theForm.onsubmit() != false)) {
        theForm.__EVENTTARGET.value = t; theForm.__EVENTARGUMENT.value = a; theForm.submit(); } }"""
    doing = press(_page(form, script), "Modifier")
    assert doing.form == 0
    assert dict(doing.assigns) == {"__EVENTTARGET": "ctl00$maj", "__EVENTARGUMENT": ""}


UNKNOWN = {
    "nothing": "<a href=#>Famille</a>",
    "an unknown function": "<a href=# onclick=\"ouvrir('famille')\">Famille</a>",
    "void": "<a href='javascript:void(0)'>Famille</a>",
    "mail": "<a href='mailto:a@example.org'>Famille</a>",
    "a value nobody knows": '<a href=# onclick="location.href = lien(3)">Famille</a>',
    "a reset": "<form><input name=x><input type=reset value=Famille></form>",
}


@pytest.mark.parametrize("way", UNKNOWN)
def test_what_cannot_be_known_leads_nowhere(way: str) -> None:
    assert not press(_page(UNKNOWN[way]), "Famille").leads


def test_a_function_of_another_file_is_followed_once_that_file_is_read() -> None:
    html = "<html><body><a href=# onclick=\"ouvrir('7')\">Famille</a><script src=js/menu.js></script></body></html>"
    assert press(html, "Famille").unknown == ("ouvrir",)
    fetched = {
        "http://saiga.example/ecole/js/menu.js": "function ouvrir(n){location='fam.php?id='+n}"
    }
    assert press(html, "Famille", fetched).url == TO


def test_an_entry_that_leads_goes_before_a_title_that_says_the_same() -> None:
    html = _page("<a name=x>Famille</a><a href='fam.php?id=7'>Famille</a>")
    assert press(html, "Famille").url == TO


def test_a_word_in_a_longer_text_is_no_menu_entry() -> None:
    html = _page("<a href=n.php>La famille Bach en concert au théâtre ce vendredi soir</a>")
    assert Screen((page(html),)).find(("Famille",)) is None


def test_a_base_address_holds_for_links_forms_and_scripts() -> None:
    html = """<html><head><base href="http://saiga.example/autre/"></head><body>
        <a href="fam.php">Famille</a><a href=# onclick="location='acc.php'">Accueil</a>
        <form action=maj.php><input name=a><input type=submit value=Modifier></form></body></html>"""
    read = page(html)
    assert press(html, "Famille").url == "http://saiga.example/autre/fam.php"
    assert press(html, "Accueil").url == "http://saiga.example/autre/acc.php"
    assert read.forms[0].action == "http://saiga.example/autre/maj.php"
    assert isinstance(press(html, "Modifier"), Press)


def test_a_form_without_an_action_goes_to_its_own_page() -> None:
    html = "<html><head><base href='/autre/'></head><body><form method=post><input name=a></form></body></html>"
    assert page(html).forms[0].action == "http://saiga.example/ecole/portail.php?p=famille"
