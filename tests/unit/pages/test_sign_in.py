"""Connexion: in, refused, limited, and back to where one was going."""

import pytest
from httpx import AsyncClient

from adapters.errors import AccountClosed, BadCredentials, ExtranetError, TooSlow
from adapters.model import Site
from gateway.limits import TooManyAttempts
from gateway.pages.frame.front import Front
from gateway.pages.frame.tokens import Tokens, TokenTooOld
from gateway.views import SiteList
from tests.unit.pages.reading import filled, page, sign_in, words
from tests.unit.pages.stand_ins import COOKIE, PASSWORD, WHEN, StandInPortal

RIGHT = {"site": "1", "identifiant": "F-1042", "mot_de_passe": PASSWORD}


async def test_signing_in_sets_a_cookie_that_holds_only_the_session(stranger: AsyncClient) -> None:
    answer = await sign_in(stranger, **RIGHT)

    assert answer.status_code == 303
    assert answer.headers["location"] == "/accueil"
    name_and_value, *attributes = answer.headers["set-cookie"].split("; ")
    assert name_and_value == f"__Host-imuse={COOKIE}"
    assert {attribute.lower() for attribute in attributes} == {
        "httponly", "path=/", "samesite=lax", "secure",
    }  # fmt: skip


async def test_the_identifier_is_trimmed_and_the_password_is_not(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    await sign_in(stranger, site="2", identifiant="  F-1042 ", mot_de_passe=" secret ")

    asked = next(asked for name, asked in portal.calls if name == "sign_in")
    assert asked == ("ecole", "127.0.0.1", "2", "F-1042", " secret ")


async def test_a_password_with_a_space_at_its_edge_is_said_to(stranger: AsyncClient) -> None:
    answer = await sign_in(stranger, site="1", identifiant="F-1042", mot_de_passe="secret ")

    assert "commence ou se termine par une espace" in words(answer)


async def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    stranger: AsyncClient,
) -> None:
    wrong = await sign_in(stranger, site="1", identifiant="F-1042", mot_de_passe="faux")
    unknown = await sign_in(stranger, site="1", identifiant="F-9999", mot_de_passe="faux")

    def neutral(text: str, identifier: str) -> str:
        token = page(wrong if identifier == "F-1042" else unknown).find("input", {"name": "jeton"})
        assert token is not None
        return text.replace(identifier, "").replace(str(token["value"]), "")

    assert wrong.status_code == unknown.status_code == 422
    assert len(wrong.content) == len(unknown.content)
    assert neutral(wrong.text, "F-1042") == neutral(unknown.text, "F-9999")


async def test_after_a_refusal_all_is_kept_but_the_password(stranger: AsyncClient) -> None:
    answer = await sign_in(stranger, site="2", identifiant="F-1042", mot_de_passe="faux-secret")

    assert "Identifiant ou mot de passe incorrect" in words(answer)
    assert filled(answer, "/connexion")["identifiant"] == "F-1042"
    assert filled(answer, "/connexion")["site"] == "2"
    assert "faux-secret" not in answer.text


async def test_what_is_missing_is_named_and_nobody_is_asked(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    answer = await sign_in(stranger, identifiant=" ", mot_de_passe="")

    links = [link["href"] for link in page(answer).select("#erreurs a")]
    assert links == ["#site", "#identifiant", "#mot-de-passe"]
    assert "sign_in" not in [name for name, _ in portal.calls]


async def test_a_site_that_the_list_does_not_offer_is_not_passed_on(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    await sign_in(stranger, **RIGHT | {"site": "3"})

    assert "sign_in" not in [name for name, _ in portal.calls]


async def test_too_many_attempts_say_how_long_to_wait(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["sign_in"] = TooManyAttempts(241)

    answer = await sign_in(stranger, **RIGHT)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "241"
    assert "Attendez 5 minutes" in words(answer)


async def test_the_old_sites_own_words_show_when_an_account_is_closed(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["sign_in"] = AccountClosed("Compte clôturé <i>au 1er juin</i>")

    answer = await sign_in(stranger, **RIGHT)

    assert "Compte clôturé <i>au 1er juin</i>" in words(answer)


async def test_an_old_site_that_is_down_says_so_with_an_incident_number(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["sign_in"] = TooSlow()

    answer = await sign_in(stranger, **RIGHT)

    assert answer.status_code == 504
    assert "n’a pas répondu à temps" in words(answer)
    assert "Incident " in words(answer)
    assert "set-cookie" not in answer.headers


async def test_the_kept_list_of_sites_shows_its_age(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["sites"] = SiteList(
        sites=(Site(ref="1", label="Les Tilleuls"),), read_at=WHEN, trouble="unreachable"
    )

    answer = await stranger.get("/connexion")

    assert "La liste des sites est celle lue à 14 h 05" in words(answer)
    assert answer.status_code == 200


async def test_without_any_list_there_is_no_site_to_choose(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["sites"] = SiteList(sites=(), read_at=None, trouble="unreachable")

    answer = await stranger.get("/connexion")
    await sign_in(stranger, identifiant="F-1042", mot_de_passe=PASSWORD, site="7")

    assert page(answer).find("select") is None
    assert "L’extranet de l’école ne répond pas" in words(answer)
    assert next(asked for name, asked in portal.calls if name == "sign_in")[2] is None


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/famille", "/famille"),
        ("/demandes/2026-000042", "/demandes/2026-000042"),
        ("https://ailleurs.example/", "/accueil"),
        ("//ailleurs.example/", "/accueil"),
        ("/\\ailleurs.example", "/accueil"),
        ("/famille\r\nX: y", "/accueil"),
        ("/deconnexion", "/accueil"),
        ("/inconnu", "/accueil"),
    ],
)
async def test_signing_in_leads_back_to_this_portal_only(
    stranger: AsyncClient, wanted: str, reached: str
) -> None:
    answer = await sign_in(stranger, **RIGHT, retour=wanted)

    assert answer.headers["location"] == reached


async def test_a_page_that_needs_signing_in_comes_back_afterwards(stranger: AsyncClient) -> None:
    sent_away = await stranger.get("/famille")
    form = filled(await stranger.get(sent_away.headers["location"]), "/connexion")

    assert sent_away.status_code == 303
    assert form["retour"] == "/famille"


async def test_a_form_open_for_too_long_is_shown_again(
    stranger: AsyncClient, front: Front, portal: StandInPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_old(self: Tokens, school: str, token: str) -> None:
        raise TokenTooOld

    monkeypatch.setattr(Tokens, "check_form", too_old)
    answer = await sign_in(stranger, **RIGHT)

    assert "ouverte depuis trop longtemps" in words(answer)
    assert filled(answer, "/connexion")["identifiant"] == "F-1042"
    assert "sign_in" not in [name for name, _ in portal.calls]


async def test_who_is_signed_in_already_goes_on(family: AsyncClient) -> None:
    answer = await family.get("/connexion?retour=/famille")

    assert answer.headers["location"] == "/famille"


async def test_signing_in_again_ends_the_session_before(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get("/premiere-connexion"), "/langue")
    portal.answers["sign_in"] = None
    before = portal.visits[COOKIE]
    portal.answers.pop("sign_in")

    await family.post(
        "/connexion",
        data={"jeton": form["jeton"], "site": "1", "identifiant": "F", "mot-de-passe": PASSWORD},
    )

    assert ("sign_out", (before,)) in portal.calls


@pytest.mark.parametrize("error", [BadCredentials(), TooSlow(), ExtranetError()])
async def test_no_refusal_sets_a_cookie(
    stranger: AsyncClient, portal: StandInPortal, error: ExtranetError
) -> None:
    portal.answers["sign_in"] = error

    answer = await sign_in(stranger, **RIGHT)

    assert "set-cookie" not in answer.headers


async def test_signing_out_ends_the_session_and_the_cookie(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get("/deconnexion"), "/deconnexion")
    answer = await family.post("/deconnexion", data=form)

    assert answer.headers["location"] == "/connexion"
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "sign_out" in [name for name, _ in portal.calls]


async def test_a_replayed_cookie_gets_the_sign_in_page(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get("/deconnexion"), "/deconnexion")
    await family.post("/deconnexion", data=form)
    replayed = await family.get("/famille", headers={"Cookie": f"__Host-imuse={COOKIE}"})

    assert replayed.headers["location"] == "/connexion?retour=%2Ffamille"


async def test_looking_at_the_way_out_signs_nobody_out(
    family: AsyncClient, portal: StandInPortal
) -> None:
    await family.get("/deconnexion")

    assert "sign_out" not in [name for name, _ in portal.calls]
