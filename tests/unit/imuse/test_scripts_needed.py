"""Scripts in files of their own are asked for where words lead nowhere without them, and then once."""

# ruff: noqa: E501 - markup keeps to its line

import httpx
import pytest

from adapters.imuse.needed import scripts_needed
from adapters.imuse.session import ImuseSession
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.small_extranet import (
    BUTTON,
    INSIDE,
    MENU,
    SHEET,
    TYPED,
    WHO,
    Answer,
    PageOf,
    SmallExtranet,
    for_known,
    form,
    html,
    to,
)

NAMED = "<script src=js/jquery.min.js></script><script src=js/app.js></script><script src=https://ailleurs.example/mesure.js></script>"
GO = "function ouvrir(p) { $('#contenu').load('fragments/' + p + '.php'); }"

MENUS = {
    "items with data": (
        "<ul id=menu><li data-page=accueil>Accueil</li><li data-page=famille>Famille</li><li id=deco>Déconnexion</li></ul>",
        "$(function () { $('#menu li[data-page]').click(function () { ouvrir($(this).data('page')); }); $('#deco').click(function () { location.href = 'sortie.php'; }); });",
    ),
    "links that lead nowhere": (
        "<p><a href=# id=m1>Accueil</a> <a href=# id=m2>Famille</a> <a href=# id=m3>Déconnexion</a></p>",
        "$('#m1').on('click', function () { ouvrir('accueil'); }); $('#m2').on('click', function () { ouvrir('famille'); }); $('#m3').on('click', function () { location.href = 'sortie.php'; });",
    ),
    "words in one line": (
        "<div><span id=m1>Accueil</span> | <span id=m2>Famille</span> | <span id=m3>Déconnexion</span></div>",
        "$('#m1').click(function () { ouvrir('accueil'); }); $('#m2').click(function () { ouvrir('famille'); }); $('#m3').click(function () { location.href = 'sortie.php'; });",
    ),
    "pictures beside a link": (
        "<p><img id=m2 src=f.gif alt=Famille> <a href=sortie.php>Déconnexion</a></p>",
        "document.getElementById('m2').onclick = function () { ouvrir('famille'); };",
    ),
    "handlers that call it": (
        "<p><a href=# onclick=\"ouvrir('famille')\">Famille</a> <a href=sortie.php>Déconnexion</a></p>",
        "",
    ),
}  # fmt: skip


def site(menu: str, script: str) -> SmallExtranet:
    """Signing in leads to a menu whose entries only the script of another file knows."""
    return SmallExtranet(
        {
            "index.php": html(form(TYPED + BUTTON)),
            "verif.php": lambda asked: to("accueil.php" if asked.right else "index.php"),
            "accueil.php": for_known(html(f"{NAMED}{menu}<div id=contenu></div>")),
            "fragments/famille.php": for_known(SHEET),
            "js/app.js": f"{GO} {script}",
        }
    )


@pytest.mark.parametrize("kind", MENUS)
async def test_a_menu_that_a_script_of_its_own_file_binds_leads_to_famille(kind: str) -> None:
    old = site(*MENUS[kind])
    async with old.extranet() as extranet:
        session: ImuseSession = await extranet.sign_in(WHO)
        assert [field.value for field in (await session.family()).fields()] == ["Dupré", "Auray"]
        await session.family()
        await session.close()
        again = await extranet.sign_in(WHO)
        await again.family()
        await again.close()

    assert old.asked.count("GET js/app.js") == 1
    assert not any("jquery" in one or "mesure" in one for one in old.asked)


async def test_where_every_word_leads_somewhere_no_script_is_asked_for() -> None:
    entries = f"{MENU}<a href=eleves.php>Élèves</a> <a href=factures.php>Facturation</a>"
    pages: dict[str, Answer | PageOf] = {
        "index.php": html(f"{NAMED}<h2>Connexion</h2>{form(TYPED + BUTTON)}"),
        "verif.php": to("accueil.php"),
        "accueil.php": for_known(html(f"{NAMED}{entries}<p>Bonjour, famille Dupré.</p>")),
        "famille.php": for_known(html(f"{NAMED}{entries}<h2>Famille</h2>{SHEET}")),
    }
    old = SmallExtranet({**INSIDE, **pages})
    async with old.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.home()
        await session.family()
        await session.close()

    assert not any(".js" in one for one in old.asked)


async def test_a_script_that_is_not_there_is_not_asked_for_at_every_page() -> None:
    menu, _ = MENUS["links that lead nowhere"]
    old = site(menu + MENU, "")
    gone = httpx.Response(404)
    missing = SmallExtranet({**old.pages, "js/app.js": gone, "famille.php": for_known(html(SHEET))})
    async with missing.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.family()
        await session.home()
        await session.close()

    assert missing.asked.count("GET js/app.js") <= 1


NEEDED = {
    "« Modifier » that nothing says": "<form><p>Nom <input name=n></p></form><div id=b>Modifier</div>",
    "« Se connecter » that nothing says": f"<form>{TYPED}</form><p id=b>Se connecter</p>",
    "a tab that nothing opens": "<ul><li data-onglet=c>Cours</li><li data-onglet=h>Historique</li></ul>",
    "a password that would show": f"<form>{TYPED}{BUTTON}</form>",
}  # fmt: skip


@pytest.mark.parametrize("kind", NEEDED)
def test_words_that_nothing_says_need_the_scripts(kind: str) -> None:
    assert scripts_needed(page(html(NEEDED[kind])), BASE)


NOT_NEEDED = {
    "a sheet with its button": SHEET,
    "a text that speaks of families": "<p>Les familles et leurs élèves sont invités au concert du 12 juin, à 20 h.</p>",
    "a long text that says the word": "<p>La famille de chaque élève reçoit en septembre une facture, que le secrétariat détaille sur demande.</p>",
    "a sign-in": form(TYPED + BUTTON),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_NEEDED)
def test_other_pages_need_no_scripts(kind: str) -> None:
    assert not scripts_needed(page(html(NOT_NEEDED[kind])), BASE)
