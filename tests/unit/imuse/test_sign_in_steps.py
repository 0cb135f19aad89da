"""Signing in on several pages: the site first, or the identifier, then the password."""

# ruff: noqa: E501 - markup keeps to its line

import msgspec
import pytest

from adapters.errors import BadCredentials, NotUnderstood
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import connexion
from tests.unit.imuse.reader import BASE, page
from tests.unit.imuse.small_extranet import (
    BUTTON,
    INSIDE,
    TYPED,
    WHO,
    WRONG,
    Answer,
    Asked,
    SmallExtranet,
    form,
    html,
    to,
)

SITES = "<option value=3>Kerlann<option value=7>Port-Avel"
PROMPTED = f"<option value=0>Choisissez votre site{SITES}"
NEXT = "<input type=submit value=Continuer>"


def asking(inside: str, script: str = "") -> str:
    return html(f"<h3>Portail pour les usagers</h3>{inside}", script)


def get(inside: str, more: str = "") -> str:
    return f"<form name=f1 action=index.php {more}><input type=hidden name=etape value=2>{inside}</form>"


FIRST = {
    "a list that sends its form": asking(get(f"Site <select name=site onchange='document.f1.submit()'>{PROMPTED}</select>")),
    "a list that sends its own form": asking(get(f"Site <select name=site onchange='this.form.submit()'>{PROMPTED}</select>")),
    "a list that says submit()": asking(get(f"Site <select name=site onchange='submit()'>{PROMPTED}</select>")),
    "a list that says form.submit()": asking(get(f"Site <select name=site onchange='form.submit()'>{PROMPTED}</select>")),
    "a list that leads elsewhere": asking(f"<p>Site <select onchange=\"if (this.value) location.href = 'index.php?etape=2&site=' + this.value\"><option value=''>Choisir{SITES}</select></p>"),
    "a list that a script listens to": asking(get(f"<label for=s>Site</label> <select id=s name=site>{PROMPTED}</select>"), "$(function () { $('#s').change(function () { $(this).closest('form').submit(); }); });"),
    "a button": asking(get(f"Site <select name=site>{PROMPTED}</select> {NEXT}")),
    "a form that is posted": asking(form(f"Site <select name=site>{PROMPTED}</select><input type=hidden name=etape value=2><button>OK</button>", "index.php")),
    "radio buttons": asking(get(f"<p>Site : <input type=radio name=site value=3> Kerlann <input type=radio name=site value=7> Port-Avel</p>{NEXT}")),
    "a list without a caption": asking(get(f"<select name=site onchange='this.form.submit()'>{PROMPTED}</select>")),
    "a list under a heading": asking(f"<h2>Site</h2>{get(f'<select name=site>{SITES}</select>{NEXT}')}"),
    "beside the form itself": asking(get(f"Site <select name=site onchange='this.form.submit()'>{PROMPTED}</select>") + form(TYPED + BUTTON)),
}  # fmt: skip


def old_site(first: str) -> SmallExtranet:
    """The site is asked first; the right password counts for Port-Avel alone."""

    def index(asked: Asked) -> Answer:
        if (asked.form.get("etape"), asked.form.get("site")) != ("2", "7"):
            return first
        return asking(
            form(f"<input type=hidden name=site value=7><p>Site : Port-Avel</p>{TYPED}{BUTTON}")
        )

    def check(asked: Asked) -> Answer:
        return to("accueil.php" if asked.right and asked.form.get("site") == "7" else "index.php")

    return SmallExtranet({**INSIDE, "index.php": index, "verif.php": check})


@pytest.mark.parametrize("kind", FIRST)
async def test_the_sites_of_a_page_before_the_form_are_offered(kind: str) -> None:
    async with old_site(FIRST[kind]).extranet() as extranet:
        offered = [(site.ref, site.label) for site in await extranet.sites()]

    assert offered == [("3", "Kerlann"), ("7", "Port-Avel")]


@pytest.mark.parametrize("kind", FIRST)
async def test_the_site_is_chosen_before_the_password_is_given(kind: str) -> None:
    old = old_site(FIRST[kind])
    async with old.extranet() as extranet:
        session = await extranet.sign_in(msgspec.structs.replace(WHO, site="7"))
        assert [field.value for field in (await session.family()).fields()] == ["Dupré", "Auray"]
        old.end_sessions()

        assert [field.value for field in (await session.family()).fields()] == ["Dupré", "Auray"]
        await session.close()


@pytest.mark.parametrize("kind", FIRST)
async def test_a_wrong_password_on_the_second_page_is_bad_credentials(kind: str) -> None:
    async with old_site(FIRST[kind]).extranet() as extranet:
        with pytest.raises(BadCredentials):
            await extranet.sign_in(msgspec.structs.replace(WRONG, site="7"))


async def test_a_site_that_is_not_offered_is_not_chosen() -> None:
    old = old_site(FIRST["a button"])
    async with old.extranet() as extranet:
        with pytest.raises(NotUnderstood):
            await extranet.sign_in(msgspec.structs.replace(WHO, site="9"))

    assert old.asked == ["GET index.php"]


async def test_the_page_that_asks_for_the_site_again_ends_a_session() -> None:
    """Where a document was to come, say, nothing else shows that the session is over."""
    old = old_site(FIRST["a list that says submit()"])
    async with old.extranet() as extranet:
        session = await extranet.sign_in(msgspec.structs.replace(WHO, site="7"))
        old.end_sessions()
        before = len(old.asked)

        await session.family()
        await session.close()

    assert old.asked[before : before + 3] == ["GET famille.php", "GET index.php", "GET index.php"]


def identified(again: str) -> SmallExtranet:
    """The identifier first; `again` is what an unknown one is told."""
    first = asking(
        form("<p>Identifiant <input name=login></p><button>Suivant</button>", "deux.php")
    )

    def second(asked: Asked) -> Answer:
        if asked.form.get("login") != "DUPRE":
            return again or first
        return asking(
            form(
                f"<input type=hidden name=login value=DUPRE><p>Mot de passe <input type=password name=pwd></p>{BUTTON}"
            )
        )

    def check(asked: Asked) -> Answer:
        return to("accueil.php") if asked.right else second(asked)

    return SmallExtranet({**INSIDE, "index.php": first, "deux.php": second, "verif.php": check})


@pytest.mark.parametrize(
    "again", ["", html("", "alert('Identifiant inconnu'); history.back();"), html("<p>Utilisateur inconnu.</p>")]
)  # fmt: skip
async def test_an_identifier_that_is_refused_at_once_is_bad_credentials(again: str) -> None:
    async with identified(again).extranet() as extranet:
        with pytest.raises(BadCredentials):
            await extranet.sign_in(msgspec.structs.replace(WHO, identifier="NOBODY"))


async def test_a_password_that_is_asked_again_is_bad_credentials() -> None:
    async with identified("").extranet() as extranet:
        with pytest.raises(BadCredentials):
            await extranet.sign_in(WRONG)


NO_STEP = {
    "a list of languages": get("Langue <select name=l onchange='submit()'><option>fr<option>en</select>"),
    "a list of who knows what": get("<select name=l onchange='submit()'><option>fr<option>en</select>"),
    "a lost password": form("<p>Mot de passe oublié</p><p>Identifiant <input name=login></p><input type=submit value=Valider>"),
    "a lost password by its button": form("<p>Identifiant <input name=login></p><input type=submit value='Recevoir un mot de passe'>"),
    "a search": get("<p>Rechercher <input name=q></p><input type=submit value=OK>"),
    "a site among other things": get(f"Site <select name=s>{PROMPTED}</select> Année <select name=a><option>2025<option>2026</select>{NEXT}"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NO_STEP)
def test_what_is_no_step_of_a_sign_in_is_not_taken_for_one(kind: str) -> None:
    assert connexion.first_step(Screen((page(html(NO_STEP[kind])),)), BASE) is None
