"""What refuses a sign-in, and what only failed: a refusal ends what the gateway keeps."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.errors import (
    AccountClosed,
    BadCredentials,
    ExtranetError,
    Maintenance,
    NotUnderstood,
)
from tests.unit.imuse.small_extranet import (
    BUTTON,
    INSIDE,
    TYPED,
    WHO,
    WRONG,
    SmallExtranet,
    form,
    html,
)

SENT = html(form(TYPED + BUTTON))
ASKED = html(
    f"<form id=f onsubmit='return go()'>{TYPED}<button>Se connecter</button></form>",
    "function go() { $.post('verif.php', $('#f').serialize(), function (d) { if (d.statut == 'OK') { location = d.url; } else { alert(d.message); } }, 'json'); return false; }",
)


def dialogue(words: str) -> str:
    return html("", f'alert("{words}"); history.back();')


REFUSED = {
    "a dialogue": (SENT, dialogue("Identifiant ou mot de passe incorrect.")),
    "of the password alone": (SENT, dialogue("Mauvais mot de passe !")),
    "of the identifier alone": (SENT, dialogue("Cet identifiant est inconnu.")),
    "in the plural": (SENT, dialogue("Vos identifiants sont invalides.")),
    "an unknown user": (SENT, dialogue("Utilisateur non reconnu")),
    "by its authentication": (SENT, dialogue("Échec de l'authentification.")),
    "on a page": (SENT, html("<p class=erreur>Le mot de passe saisi est erroné.</p>")),
    "the form again": (SENT, SENT),
    "the form again, with words of no account": (SENT, html(f"<p>Veuillez réessayer.</p>{form(TYPED + BUTTON)}")),
    "JSON": (ASKED, '{"statut": "KO", "message": "Identifiant ou mot de passe incorrect"}'),
    "JSON without words": (ASKED, '{"statut": "KO"}'),
    "JSON with words of no account": (ASKED, '{"statut": "KO", "message": "Accès refusé"}'),
    "JSON with a code of its own": (ASKED, '{"statut": "E12"}'),
}  # fmt: skip
CLOSED = {
    "a dialogue": (SENT, dialogue("Votre compte est bloqué, adressez-vous au secrétariat.")),
    "before the form": (SENT, html("", "alert('Compte désactivé.'); location.href = 'index.php';")),
    "JSON": (ASKED, '{"statut": "KO", "message": "Votre compte est suspendu."}'),
}
NEITHER = {
    "nothing": (SENT, html("<p>Bienvenue.</p>")),
    "a dialogue about something else": (SENT, dialogue("Une erreur est survenue.")),
    "the database": (SENT, "<b>Warning</b>: mysql_connect(): Access denied for user 'ext'@'localhost' (using password: YES) in <b>connect.inc.php</b> on line <b>12</b><br>Impossible de se connecter a la base de donnees"),
    "the database, in French": (SENT, html("<p>Accès refusé pour l'utilisateur: 'ext'@'localhost' (mot de passe: OUI)</p>")),
    "a password to be changed": (SENT, html("<p>Veuillez changer votre mot de passe : il a expiré.</p>")),
    "a session that went by": (ASKED, '{"statut": "KO", "message": "Votre session a expiré."}'),
    "JSON about the database": (ASKED, '{"statut": "KO", "message": "Connexion à la base de données impossible"}'),
    "JSON that leads to nobody's menu": (ASKED, '{"statut": "OK", "url": "bienvenue.php"}'),
    "the form in a long page about passwords": (SENT, html("<p>Bonjour</p>" * 12 + "<p>En cas de mot de passe incorrect, adressez-vous au secrétariat.</p>")),
}  # fmt: skip


def site(index: str, answer: str) -> SmallExtranet:
    pages = {"index.php": index, "verif.php": answer, "bienvenue.php": html("<p>Bienvenue.</p>")}
    return SmallExtranet({**INSIDE, **pages})


async def _raised(index: str, answer: str) -> type[ExtranetError]:
    async with site(index, answer).extranet() as extranet:
        with pytest.raises(ExtranetError) as raised:
            await extranet.sign_in(WRONG)
    return raised.type


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_refuses_identifier_or_password_is_bad_credentials(kind: str) -> None:
    assert await _raised(*REFUSED[kind]) is BadCredentials


@pytest.mark.parametrize("kind", CLOSED)
async def test_what_closes_an_account_says_so_in_its_own_words(kind: str) -> None:
    assert await _raised(*CLOSED[kind]) is AccountClosed


@pytest.mark.parametrize("kind", NEITHER)
async def test_what_refuses_nobody_is_not_understood(kind: str) -> None:
    assert await _raised(*NEITHER[kind]) is NotUnderstood


async def test_maintenance_refuses_nobody() -> None:
    answer = '{"statut": "KO", "message": "Service momentanément indisponible."}'

    assert await _raised(ASKED, answer) is Maintenance


async def test_the_answer_to_another_request_of_the_page_is_not_taken_for_ours() -> None:
    lost = "$('#perdu').click(function () { $.post('perdu.php', {}, function (d) { alert('Mot de passe inconnu'); location = 'perdu.php'; }); });"
    old = site(ASKED.replace("<script>", f"<script>{lost}"), '{"statut": "OK", "url": "suite.php"}')
    async with old.extranet() as extranet:
        with pytest.raises(NotUnderstood):
            await extranet.sign_in(WHO)

    assert "GET suite.php" in old.asked
    assert not any("perdu.php" in one for one in old.asked)


async def test_an_answer_that_leads_to_somebody_elses_site_is_not_followed() -> None:
    old = site(ASKED, '{"statut": "OK", "url": "https://ailleurs.example/"}')
    async with old.extranet() as extranet:
        with pytest.raises(ExtranetError):
            await extranet.sign_in(WHO)

    assert old.asked == ["GET index.php", "POST verif.php"]


async def test_the_password_is_never_put_into_an_address() -> None:
    """Where a script sends the form that cannot be understood, the browser's own way is no way."""
    inside = f"<form>{TYPED}{BUTTON}</form><script src=js/opaque.js></script>"
    old = SmallExtranet({**INSIDE, "index.php": html(inside), "js/opaque.js": "start(App);"})
    async with old.extranet() as extranet:
        with pytest.raises(NotUnderstood):
            await extranet.sign_in(WHO)

    assert old.asked == ["GET index.php", "GET js/opaque.js"]
