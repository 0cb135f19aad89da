"""Signing in, whatever way an old site has for it: in, refused, and in again once it has ended."""

# ruff: noqa: E501 - markup keeps to its line

from collections.abc import Mapping

import httpx
import pytest

from adapters.errors import BadCredentials
from adapters.imuse.session import ImuseSession
from tests.unit.imuse.small_extranet import (
    BUTTON,
    HOME,
    INSIDE,
    MENU,
    SHEET,
    TYPED,
    WHO,
    WRONG,
    Answer,
    Asked,
    PageOf,
    SmallExtranet,
    for_known,
    form,
    html,
    to,
)

Pages = Mapping[str, Answer | PageOf]

NEWS = "Le secrétariat est ouvert."
NO = "Identifiant ou mot de passe incorrect."
SITES = "<option value=3>Kerlann<option value=7>Port-Avel"
BY_SCRIPT = html(
    f"<form id=f onsubmit='return go()'>{TYPED}<button>Se connecter</button></form><div id=e></div>"
)


def answering(otherwise: Answer, where: str = "accueil.php") -> PageOf:
    """Where the right password leads on, and what anything else is told."""
    return lambda asked: to(where) if asked.right else otherwise


def by_script(callback: str, right: str, wrong: str, page: str = BY_SCRIPT) -> Pages:
    """A sign-in that its page's script sends, and hears of."""
    script = (
        f"function go() {{ $.post('verif.php', $('#f').serialize(), {callback}); return false; }}"
    )
    return {
        "index.php": page.replace("<title>", f"<script>{script}</script><title>"),
        "verif.php": lambda asked: right if asked.right else wrong,
    }


def anew(pages: Pages) -> Pages:
    """The same, where the sign-in's address is Accueil's too."""
    index = pages["index.php"]
    assert isinstance(index, str)
    return {**pages, "index.php": for_known(HOME, index)}


def frames(asked: Asked) -> Answer:
    """The frames themselves answer the form; no address opens them again."""
    if not asked.right:
        return html("", f'alert("{NO}"); history.back();')
    return "<html><head></head><frameset cols='150,*'><frame src=menu.php><frame src=corps.php></frameset></html>"


FRAMED: Pages = {
    "menu.php": for_known(html(MENU.replace("accueil.php", "corps.php"))),
    "corps.php": for_known(html(f"<h2>Bonjour</h2><p>{NEWS}</p>")),
    "famille.php": for_known(html(SHEET)),
}

PLAIN = "function (r) { if (r == 'ok') { location.href = 'accueil.php'; } else { %s } }"
XHR = "var x = new XMLHttpRequest(); x.open('POST', 'verif.php'); x.onreadystatechange = function () { if (x.readyState == 4 && x.status == 200) { var d = JSON.parse(x.responseText); if (d.ok) { window.location = d.suite; } else { document.getElementById('e').innerHTML = d.msg; } } }; x.send($('#f').serialize()); return false;"

WAYS: dict[str, Pages] = {
    "redirected": {
        "index.php": html(form(TYPED + BUTTON)),
        "verif.php": answering(to("index.php")),
    },
    "refused by a dialogue that goes back": {
        "index.php": html(form(TYPED + BUTTON)),
        "verif.php": answering(html("", f'alert("{NO}"); history.back();')),
    },
    "refused by a dialogue before the form": {
        "index.php": html(form(TYPED + BUTTON)),
        "verif.php": answering(html("", f'alert("{NO}"); location.href = "index.php";')),
    },
    "refused on a page of its own": {
        "index.php": html(form(TYPED + BUTTON)),
        "verif.php": answering(html("<p>Vos identifiants sont erronés.</p><a href=index.php>Retour</a>")),
    },
    "answered by a script that asks for the same address": {
        "index.php": html(form(TYPED + BUTTON, "accueil.php")),
        "accueil.php": lambda asked: (HOME if asked.known else to("index.php")) if not asked.posted else html("", "location.href = 'accueil.php';" if asked.right else f"alert('{NO}'); history.back();"),
    },
    "answered with frames": {
        "index.php": html(form(TYPED + BUTTON)), "verif.php": frames, **FRAMED,
    },
    "answered with the shell of a portal": {
        "index.php": html(form(TYPED + BUTTON)),
        "verif.php": lambda asked: html(f"<a href=# data-url=famille.php>Famille</a> <a href=sortie.php>Déconnexion</a><p>{NEWS}</p>") if asked.right else html(f"<p>{NO}</p>"),
    },
    "JSON that names where to go": by_script(
        "function (d) { if (d.statut == 'OK') { window.location.href = d.url; } else { $('#e').html(d.message).show(); } }",
        '{"statut": "OK", "url": "accueil.php"}', '{"statut": "KO", "message": "Accès refusé"}',
    ),
    "JSON, and the script knows where to go": by_script(
        "function (d) { if (!d.erreur) { location = 'accueil.php'; } }",
        '{"erreur": ""}', '{"erreur": "Mot de passe erroné"}',
    ),
    "JSON, and the page is asked anew": anew(by_script(
        "function (d) { if (d.success) location.reload(); else alert(d.msg); }",
        '{"success": true}', '{"success": false, "msg": "Inconnu"}',
    )),
    "a word, and a dialogue": by_script(PLAIN % f"alert('{NO}');", "ok", "ko"),
    "a word, and a hidden line that is shown": by_script(PLAIN % "$('#e').show();", "ok", "ko"),
    "a number": by_script("function (r) { if (parseInt(r) === 1) { location.assign('accueil.php'); } }", "1", "0"),
    "$.ajax with success": by_script(
        "0); $.ajax({ url: 'verif.php', type: 'POST', data: $('#f').serialize(), success: function (d) { if (d.etat !== 'ok') { return alert(d.texte); } else { location = d.page; } }, error: function () { alert('Erreur de communication'); } }",
        '{"etat": "ok", "page": "accueil.php"}', '{"etat": "non", "texte": "Utilisateur inconnu"}',
    ),
    "fetch": {
        "index.php": html(f"<form id=f>{TYPED}<button>Se connecter</button></form>", "document.addEventListener('DOMContentLoaded', function () { document.getElementById('f').addEventListener('submit', function (e) { e.preventDefault(); fetch('verif.php', { method: 'POST', body: new URLSearchParams(new FormData(document.getElementById('f'))) }).then(function (r) { return r.json(); }).then(function (d) { if (d.ok) { location.href = 'accueil.php'; } }); }); });"),
        "verif.php": lambda asked: '{"ok": true}' if asked.right else '{"ok": false}',
    },
    "a request made by hand": {
        "index.php": html(f"<form id=f onsubmit='return go()'>{TYPED}<button>Se connecter</button></form><div id=e></div>", f"function go() {{ {XHR} }}"),
        "verif.php": lambda asked: '{"ok": 1, "suite": "accueil.php"}' if asked.right else '{"ok": 0, "msg": "Mauvais mot de passe"}',
    },
    "JSON with a status of its own": {
        **by_script("function (d) { location = d.url; }", '{"url": "accueil.php"}', ""),
        "verif.php": lambda asked: '{"url": "accueil.php"}' if asked.right else httpx.Response(401, json={"detail": "Non"}),
    },
    "a script of its own file": {
        "index.php": html(f"<form id=f>{TYPED}<button>Se connecter</button></form><script src=js/entrer.js></script>"),
        "js/entrer.js": "$(function () { $('#f').submit(function () { $.post('verif.php', $(this).serialize(), function (d) { if (d.ok) { location.href = 'accueil.php'; } else { alert(d.message); } }); return false; }); });",
        "verif.php": lambda asked: '{"ok": true}' if asked.right else '{"ok": false, "message": "Non"}',
    },
    "the identifier first": {
        "index.php": html(form("<p>Identifiant <input name=login></p><input type=submit value=Suivant>", "deux.php")),
        "deux.php": lambda asked: html(form(f"<p>{asked.form['login']}</p><input type=hidden name=login value='{asked.form['login']}'><p>Mot de passe <input type=password name=pwd></p>{BUTTON}")),
        "verif.php": answering(to("index.php")),
    },
}  # fmt: skip


def site(name: str) -> SmallExtranet:
    return SmallExtranet({**INSIDE, **WAYS[name]})


async def _reads_all(session: ImuseSession) -> None:
    home = await session.home()
    assert NEWS in [paragraph.text for paragraph in home.paragraphs]
    assert [field.value for field in (await session.family()).fields()] == ["Dupré", "Auray"]


@pytest.mark.parametrize("name", WAYS)
async def test_the_right_password_leads_to_accueil_and_famille(name: str) -> None:
    async with site(name).extranet() as extranet:
        session = await extranet.sign_in(WHO)

        await _reads_all(session)
        await _reads_all(session)
        await session.close()


@pytest.mark.parametrize("name", WAYS)
async def test_a_wrong_password_is_bad_credentials(name: str) -> None:
    async with site(name).extranet() as extranet:
        with pytest.raises(BadCredentials):
            await extranet.sign_in(WRONG)


@pytest.mark.parametrize("name", WAYS)
async def test_a_session_that_has_ended_is_begun_again_for_a_reading(name: str) -> None:
    old = site(name)
    async with old.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.family()
        old.end_sessions()

        await _reads_all(session)
        old.end_sessions()
        assert NEWS in [one.text for one in (await session.home()).paragraphs]
        await session.close()


@pytest.mark.parametrize("name", WAYS)
async def test_a_session_goes_on_elsewhere(name: str) -> None:
    async with site(name).extranet() as extranet:
        first = await extranet.sign_in(WHO)
        state = first.state
        await first.close()
        # Where nothing but the form itself leads in, it must be sent again.
        known = WHO if name == "answered with the shell of a portal" else WRONG

        session = await extranet.resume(known, state)

        await _reads_all(session)
        await session.close()


async def test_where_frames_answer_the_form_their_addresses_lead_home() -> None:
    old = site("answered with frames")
    async with old.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.home()
        await session.home()
        await session.close()

    assert old.asked.count("POST verif.php") == 1
    assert "GET verif.php" not in old.asked


async def test_a_page_that_only_the_form_leads_to_is_shown_once_and_then_asked_for_anew() -> None:
    old = site("answered with the shell of a portal")
    async with old.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.home()
        assert old.asked == ["GET index.php", "POST verif.php"]

        await session.home()
        await session.close()

    assert old.asked[2:] == ["GET verif.php", "GET index.php", "POST verif.php"]
