"""The two password screens of old sites in many markups, read by what they say."""

from collections.abc import Mapping

import pytest

from adapters.errors import BadCredentials, NotUnderstood, ScreenMissing, Unstorable
from adapters.imuse.extranet import ImuseExtranet
from adapters.model import Outcome, Verdict
from adapters.passwords import PasswordRequest
from tests.unit.imuse.small_extranet import (
    BUTTON,
    INSIDE,
    MENU,
    TYPED,
    WHO,
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
ASKING = PasswordRequest(site=None, identifier="DUPRE", email="dupre@example.org")
WITH_MENU = MENU.replace(
    "<li><a href=sortie", "<li><a href=passe.php>Mot de passe</a><li><a href=sortie"
)
SIGN_IN = form(TYPED + BUTTON)
HOME = html(f"{WITH_MENU}<p>Bonjour</p>")

THREE = (
    "<p>Ancien mot de passe <input type=password name=a></p>"
    "<p>Nouveau mot de passe <input type=password name=n></p>"
    "<p>Confirmation <input type=password name=c></p><input type=submit value=Valider>"
)
CHANGES = {
    "captions": THREE,
    "other order": (
        "<table><tr><td>Nouveau :</td><td><input type=password name=n></td></tr>"
        "<tr><td>Retapez le nouveau :</td><td><input type=password name=c></td></tr>"
        "<tr><td>Mot de passe actuel :</td><td><input type=password name=a></td></tr></table>"
        "<input type=image src=ok.gif alt=Modifier>"
    ),
    "no captions": "<input type=password name=a><input type=password name=n>"
    "<input type=password name=c><button>OK</button>",
    "placeholders": "<input type=password name=a placeholder='Mot de passe actuel'>"
    "<input type=password name=n placeholder='Nouveau mot de passe'>"
    "<input type=password name=c placeholder='Confirmez le mot de passe'><button>Changer</button>",
}


def site(pages: Pages) -> SmallExtranet:
    """A site whose menu has a password's entry."""
    come_in: PageOf = lambda asked: to("accueil.php") if asked.right else html(SIGN_IN)  # noqa: E731
    return SmallExtranet(
        {
            **INSIDE,
            "index.php": html(SIGN_IN + "<a href=perdu.php>Mot de passe perdu</a>"),
            "verif.php": come_in,
            "accueil.php": for_known(HOME),
            **pages,
        }
    )


class Posts:
    """What the old site was sent, in order."""

    def __init__(self, answer: str) -> None:
        self.forms: list[dict[str, str]] = []
        self._answer = answer

    def __call__(self, asked: Asked) -> Answer:
        self.forms.append(asked.form)
        return self._answer


class NotCommitted(Exception):
    """What comes before sending could not be done."""


async def sent() -> None:
    """Before the first byte leaves: nothing to do."""


async def change(extranet: ImuseExtranet, new: str = "nouveau-7") -> Outcome:
    session = await extranet.sign_in(WHO)
    return await session.change_password(WHO.password, new, sent)


@pytest.mark.parametrize("inside", CHANGES.values(), ids=list(CHANGES))
async def test_each_box_gets_what_it_asks_for(inside: str) -> None:
    took = Posts(html(f"{WITH_MENU}<p class=message>Votre mot de passe a été modifié.</p>"))
    page = html(WITH_MENU + form(inside, "change.php"))

    async with site({"passe.php": page, "change.php": took}).extranet() as extranet:
        outcome = await change(extranet)

    assert outcome.verdict is Verdict.APPLIED
    assert "mot de passe a été modifié" in outcome.words
    (posted,) = took.forms
    assert (posted["a"], posted["n"], posted["c"]) == ("tilleul-29", "nouveau-7", "nouveau-7")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("<script>alert('Mot de passe modifié')</script>", Verdict.APPLIED),
        ("<p>Le changement a bien été pris en compte.</p>", Verdict.APPLIED),
        ("<p>Mot de passe modifié, veuillez vous reconnecter.</p>", Verdict.APPLIED),
        ("<p>Veuillez vous identifier.</p>", Verdict.UNKNOWN),
        ("<p>Mot de passe non modifié, veuillez vérifier l’ancien.</p>", Verdict.REFUSED),
        ("<p>Ancien mot de passe incorrect.</p>", Verdict.REFUSED),
        ("<p>Les deux mots de passe sont différents</p>", Verdict.REFUSED),
        ("<p>Erreur : le mot de passe n’a pas été modifié.</p>", Verdict.REFUSED),
        ("<p>Le mot de passe doit être modifié tous les ans.</p>", Verdict.REFUSED),
        ("<p>Bienvenue.</p>", Verdict.UNKNOWN),
        ("", Verdict.UNKNOWN),
    ],
)
async def test_only_its_own_words_say_that_it_is_changed(said: str, verdict: Verdict) -> None:
    page = html(WITH_MENU + form(THREE, "change.php"))
    pages: Pages = {"passe.php": page, "change.php": html(WITH_MENU + said)}

    async with site(pages).extranet() as extranet:
        assert (await change(extranet)).verdict is verdict


async def test_what_stood_there_before_is_no_answer() -> None:
    page = html(f"{WITH_MENU}<p>Mot de passe modifié le 3 mai.</p>" + form(THREE, "change.php"))

    async with site({"passe.php": page, "change.php": page}).extranet() as extranet:
        assert (await change(extranet)).verdict is Verdict.UNKNOWN


async def test_the_rules_are_told_beforehand() -> None:
    rule = "Le mot de passe comporte de 8 à 20 caractères, dont un chiffre."
    page = html(f"{WITH_MENU}<p>{rule}</p><p>Bienvenue.</p>" + form(THREE, "change.php"))

    async with site({"passe.php": page}).extranet() as extranet:
        terms = await (await extranet.sign_in(WHO)).password_terms()

    assert (terms.rules, terms.min_length, terms.max_length) == ((rule,), 8, 20)


@pytest.mark.parametrize(
    ("rule", "least", "most"),
    [
        ("12 caractères minimum", 12, None),
        ("Au moins 8 caractères", 8, None),
        ("8 caractères au moins, 16 caractères maximum", 8, 16),
        ("entre 6 et 10 caractères", 6, 10),
        ("un chiffre et une majuscule", None, None),
    ],
)
async def test_lengths_are_known_by_their_words(
    rule: str, least: int | None, most: int | None
) -> None:
    page = html(f"{WITH_MENU}<p>{rule}</p>" + form(THREE, "change.php"))

    async with site({"passe.php": page}).extranet() as extranet:
        terms = await (await extranet.sign_in(WHO)).password_terms()

    assert (terms.min_length, terms.max_length) == (least, most)


async def test_a_password_that_the_form_would_cut_is_not_sent() -> None:
    took = Posts(html("changé"))
    cut = THREE.replace("name=n", "name=n maxlength=6")
    pages: Pages = {"passe.php": html(WITH_MENU + form(cut, "change.php")), "change.php": took}

    async with site(pages).extranet() as extranet:
        with pytest.raises(Unstorable) as refusal:
            await change(extranet)

    assert refusal.value.field_key == "new"
    assert took.forms == []


@pytest.mark.parametrize(
    "inside",
    [
        TYPED + BUTTON,
        THREE + "<p>Date de naissance <input name=d></p>",
        THREE.replace("Confirmation", "Question").replace("Nouveau", "Autre"),
    ],
    ids=["a sign-in form", "asks for more", "unknown boxes"],
)
async def test_a_form_that_is_not_certain_is_not_filled_in(inside: str) -> None:
    took = Posts(html("changé"))
    pages: Pages = {"passe.php": html(WITH_MENU + form(inside, "change.php")), "change.php": took}

    async with site(pages).extranet() as extranet:
        with pytest.raises(NotUnderstood):
            await change(extranet)

    assert took.forms == []


async def test_a_password_is_never_put_into_an_address() -> None:
    pages: Pages = {"passe.php": html(f"{WITH_MENU}<form action=change.php>{THREE}</form>")}

    async with site(pages).extranet() as extranet:
        with pytest.raises(NotUnderstood):
            await change(extranet)


async def test_after_a_change_the_session_signs_in_again_with_the_new_one() -> None:
    signed: list[str] = []

    def come_in(asked: Asked) -> Answer:
        signed.append(asked.form["pwd"])
        return to("accueil.php") if asked.right else html(SIGN_IN)

    small = site(
        {
            "verif.php": come_in,
            "passe.php": for_known(html(WITH_MENU + form(THREE, "change.php"))),
            "change.php": html(f"{WITH_MENU}<p class=message>Mot de passe modifié.</p>"),
        }
    )

    async with small.extranet() as extranet:
        session = await extranet.sign_in(WHO)
        await session.change_password(WHO.password, "nouveau-7", sent)
        small.end_sessions()
        with pytest.raises(BadCredentials):
            await session.family()

    assert signed == [WHO.password, "nouveau-7"]


LOST = (
    "<p>Identifiant <input name=id></p><p>E-mail <input name=mail></p>"
    "<input type=submit value=Valider>"
)


@pytest.mark.parametrize(
    ("page", "first"),
    [
        (html(form(LOST, "envoi.php")), html(SIGN_IN + "<a href=perdu.php>Mot de passe perdu</a>")),
        (
            html(form(LOST.replace("E-mail", "Votre adresse mail"), "envoi.php")),
            html(
                f"{SIGN_IN}<a href='#' onclick=\"window.open('perdu.php', 'f', 'width=400')\">"
                "Mot de passe oublié ?</a>"
            ),
        ),
        ("", html(SIGN_IN + form(LOST, "envoi.php"))),
    ],
    ids=["a page", "a window", "on the sign-in page"],
)
async def test_a_new_password_is_asked_for_once(page: str, first: str) -> None:
    took = Posts(html("<p class=msg>Votre mot de passe vous a été envoyé par mail.</p>"))

    async with site(
        {"index.php": first, "perdu.php": page, "envoi.php": took}
    ).extranet() as extranet:
        outcome = await extranet.request_password(ASKING, sent)

    assert outcome.verdict is Verdict.APPLIED
    assert took.forms == [{"id": "DUPRE", "mail": "dupre@example.org"}]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Identifiant ou e-mail inconnu.", Verdict.REFUSED),
        ("Aucun mot de passe n’a été envoyé.", Verdict.REFUSED),
        ("Veuillez vérifier les renseignements saisis.", Verdict.REFUSED),
        ("Si ce compte existe, un mot de passe lui a été envoyé.", Verdict.APPLIED),
        ("Mot de passe envoyé. Veuillez consulter votre messagerie.", Verdict.APPLIED),
        ("Mot de passe envoyé, veuillez vérifier vos courriers indésirables.", Verdict.APPLIED),
        ("Mot de passe non envoyé : veuillez vérifier votre adresse.", Verdict.REFUSED),
        ("Merci.", Verdict.UNKNOWN),
    ],
)
async def test_what_became_of_it_is_what_the_site_says(said: str, verdict: Verdict) -> None:
    pages: Pages = {"perdu.php": html(form(LOST, "envoi.php")), "envoi.php": html(f"<p>{said}</p>")}

    async with site(pages).extranet() as extranet:
        outcome = await extranet.request_password(ASKING, sent)

    assert outcome.verdict is verdict
    assert (said in outcome.words) is (verdict is not Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (html(form(LOST + "<p>Date de naissance <input name=d></p>", "envoi.php")), NotUnderstood),
        (html(form("<p>Identifiant <input name=id></p>" + BUTTON, "envoi.php")), NotUnderstood),
        (html("<p>Adressez-vous au secrétariat.</p>"), NotUnderstood),
    ],
    ids=["asks for more", "no e-mail", "no form"],
)
async def test_a_request_that_is_not_certain_is_not_sent(page: str, error: type[Exception]) -> None:
    took = Posts(html("envoyé"))

    async with site({"perdu.php": page, "envoi.php": took}).extranet() as extranet:
        with pytest.raises(error):
            await extranet.request_password(ASKING, sent)

    assert took.forms == []


async def test_a_sign_in_page_without_the_words_says_so() -> None:
    async with site({"index.php": html(SIGN_IN)}).extranet() as extranet:
        with pytest.raises(ScreenMissing):
            await extranet.request_password(ASKING, sent)


async def test_nothing_leaves_where_what_comes_before_fails() -> None:
    took = Posts(html("envoyé"))

    async def fails() -> None:
        raise NotCommitted

    pages: Pages = {"perdu.php": html(form(LOST, "envoi.php")), "envoi.php": took}
    async with site(pages).extranet() as extranet:
        with pytest.raises(NotCommitted):
            await extranet.request_password(ASKING, fails)

    assert took.forms == []
