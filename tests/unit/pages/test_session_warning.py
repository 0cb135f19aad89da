"""The session's warning: what a page carries for it, and what prolongs a session (TRUST 2)."""

import msgspec
import pytest
from httpx import AsyncClient

from adapters.errors import SessionEnded
from gateway.pages.frame.front import SESSION_COOKIE
from gateway.views import Left
from tests.unit.pages.reading import filled, page, sign_in, words
from tests.unit.pages.stand_ins import COOKIE, CSRF, PASSWORD, StandInPortal

JSON = {"Accept": "application/json"}


async def test_every_page_of_a_family_says_how_long_its_session_lasts(
    family: AsyncClient, portal: StandInPortal
) -> None:
    visit = portal.visits[COOKIE]
    left = Left(idle=1799.9, absolute=12.3)
    portal.visits[COOKIE] = msgspec.structs.replace(visit, left=left)
    for path in ("/accueil", "/famille", "/accessibilite", "/inconnu"):
        (place,) = page(await family.get(path)).select("#fin-de-session")
        assert (place["data-idle"], place["data-absolute"]) == ("1799", "12")
        assert place["role"] == "alert"
        assert not place.get_text(strip=True), "nothing is said before its time"


async def test_who_is_not_signed_in_gets_none_of_it(stranger: AsyncClient) -> None:
    shown = page(await stranger.get("/connexion"))

    assert not shown.select("#fin-de-session, template, script[src*=session]")


async def test_without_a_script_a_page_shows_nothing_of_it(family: AsyncClient) -> None:
    shown = page(await family.get("/famille"))

    for template in shown("template"):
        template.extract()
    assert "Rester connecté" not in str(shown.body)
    assert "prendre fin" not in str(shown.body)


async def test_the_warning_says_what_happens_to_what_was_typed_and_offers_one_action(
    family: AsyncClient,
) -> None:
    shown = page(await family.get("/famille"))
    idle, absolute, ended, _ = shown.select("template[data-session-end]")

    (button,) = idle("button")
    assert "Rester connecté" in str(button)
    assert "vous le retrouveriez" in str(idle)
    assert "vous le retrouverez" in str(absolute)
    assert not absolute("form"), "that limit cannot be prolonged"
    assert ended.find("a", href="/connexion?retour=/famille")


async def test_the_seconds_left_are_told_and_nothing_is_prolonged(
    family: AsyncClient, portal: StandInPortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prolongs(school: str, cookie: str) -> None:
        raise AssertionError("to look who is there prolongs the session")

    monkeypatch.setattr(portal, "visit", prolongs)
    answer = await family.get("/session/reste")

    assert answer.json() == {"idle": 1800.0, "absolute": 28800.0}
    assert answer.headers["cache-control"] == "no-store"


async def test_where_there_is_no_session_none_is_left(
    stranger: AsyncClient, family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["left"] = None
    for client in (stranger, family):
        answer = await client.get("/session/reste")
        assert (answer.status_code, answer.json()) == (200, {"idle": 0, "absolute": 0})


async def test_the_form_prolongs_and_comes_back_to_its_page(family: AsyncClient) -> None:
    form = filled(await family.get("/famille"), "/session/prolonger")
    answer = await family.post("/session/prolonger", data=form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/famille")


async def test_its_script_is_told_what_is_left_now(family: AsyncClient) -> None:
    answer = await family.post("/session/prolonger", data={"jeton": CSRF}, headers=JSON)

    assert answer.json() == {"idle": 1800.0, "absolute": 28800.0}


async def test_it_leads_to_no_other_site(family: AsyncClient) -> None:
    form = {"jeton": CSRF, "retour": "https://ailleurs.example/"}
    answer = await family.post("/session/prolonger", data=form)

    assert answer.headers["location"] == "/accueil"


@pytest.mark.parametrize("token", ["", "forgé"])
async def test_without_the_sessions_token_nothing_is_prolonged(
    family: AsyncClient, token: str
) -> None:
    answer = await family.post("/session/prolonger", data={"jeton": token}, headers=JSON)

    assert answer.status_code == 403


async def test_once_it_has_ended_it_leads_to_the_sign_in_page(stranger: AsyncClient) -> None:
    answer = await stranger.post("/session/prolonger", data={"jeton": CSRF}, headers=JSON)

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion")


@pytest.mark.parametrize("ends", ["here", "on the old site"])
async def test_what_was_typed_when_it_ended_is_in_the_sheet_after_signing_in(
    family: AsyncClient, portal: StandInPortal, ends: str
) -> None:
    form = filled(await family.get("/famille"), "/famille")
    form["champ:ville"] = "Pont-Aubry"
    visits = portal.visits
    if ends == "here":
        portal.visits = {}
    else:
        portal.answers["ask_family"] = SessionEnded()
    ended = await family.post("/famille", data=form)
    assert "Ce que vous aviez saisi n’est pas perdu" in words(ended)

    portal.visits = visits
    family.cookies.delete(SESSION_COOKIE)
    carried = filled(ended, "/connexion")
    answer = await family.post(
        "/connexion",
        data={**carried, "site": "1", "identifiant": "F-1042", "mot-de-passe": PASSWORD},
    )
    assert filled(answer, "/famille")["champ:ville"] == "Pont-Aubry"
    assert "Rien n’a encore été envoyé" in words(answer)


async def test_a_form_from_before_signing_in_anew_elsewhere_is_shown_again_and_not_sent(
    family: AsyncClient, portal: StandInPortal
) -> None:
    form = filled(await family.get("/famille"), "/famille")
    form["champ:ville"] = "Pont-Aubry"
    visit = portal.visits[COOKIE]
    portal.visits[COOKIE] = msgspec.structs.replace(visit, session="s2", csrf="un autre jeton")
    answer = await family.post("/famille", data=form)

    assert filled(answer, "/famille")["champ:ville"] == "Pont-Aubry"
    assert filled(answer, "/famille")["jeton"] == "un autre jeton"
    assert "Rien n’a encore été envoyé" in words(answer)
    assert "ask_family" not in [name for name, _ in portal.calls]

    portal.visits[COOKIE] = msgspec.structs.replace(visit, account="B", csrf="un autre jeton")
    refused = await family.post("/famille", data=form)
    assert refused.status_code == 403
    assert "Pont-Aubry" not in refused.text


async def test_signing_in_again_elsewhere_shows_what_is_left_of_the_new_session(
    stranger: AsyncClient,
) -> None:
    await sign_in(stranger, identifiant="F-1042", mot_de_passe=PASSWORD, site="1")

    assert (await stranger.get("/session/reste")).json()["idle"] == 1800
