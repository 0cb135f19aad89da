"""Declaration, « Mentions légales » and « Données personnelles », in a school's words or not."""

import re

import msgspec
import pytest
from httpx import ASGITransport, AsyncClient

from gateway.app import wrap
from gateway.config import Accessibility, Notices, School
from gateway.hosts import Hosts
from gateway.pages.frame.front import Front
from gateway.pages.notices import COOKIES, link
from tests.unit.pages.reading import page, sign_in, words
from tests.unit.pages.stand_ins import PASSWORD, StandInPortal
from tests.unit.pages.test_display import choose

ORIGIN = "https://portail.example"
NOTICES = Notices(
    publisher="Commune des Tilleuls\n2 place de la Halle",
    director="Le maire des Tilleuls",
    host="Serveurs fictifs, 01 99 00 30 30",
    controller="Commune des Tilleuls <b>",
    dpo="dpo@tilleuls.example",
    retention="Le dossier d’un élève est gardé deux ans.",
)
STATED = Accessibility(
    declared_on="2026-09-01",
    contact="https://tilleuls.example/signaler",
    plan_url="https://tilleuls.example/plan",
)


def reader(front: Front, school: School, **changed: object) -> AsyncClient:
    """A browser at a school whose configuration has that besides."""
    changed_school = msgspec.structs.replace(school, **changed)
    app = wrap(front, Hosts({"ecole": changed_school}))
    return AsyncClient(transport=ASGITransport(app), base_url=ORIGIN)


async def test_the_declaration_has_all_that_it_must_have(front: Front, school: School) -> None:
    answer = await reader(front, school, accessibility=STATED).get("/accessibilite/declaration")
    shown, said = page(answer), words(answer)

    assert [heading.get_text() for heading in shown("h2")] == [
        "État de conformité", "Contenus non accessibles", "Établissement de cette déclaration",
        "Retour d’information et contact", "Voies de recours",
    ]  # fmt: skip
    for each in (
        "École de musique des Tilleuls s’engage", "article 47", ORIGIN,
        "Accessibilité : non conforme", "RGAA 4.1.2", "Aucun audit", "mardi 1er septembre 2026",
        "HTML, CSS", "Défenseur des droits", "Libre réponse 71120",
    ):  # fmt: skip
        assert each in said, each
    for address in (
        STATED.contact, STATED.plan_url, "https://formulaire.defenseurdesdroits.fr/",
        "mailto:scolarite@tilleuls.example",
    ):  # fmt: skip
        assert shown.select(f'main a[href="{address}"]'), address


async def test_without_the_schools_words_it_has_no_date_and_the_schools_own_contact(
    stranger: AsyncClient,
) -> None:
    answer = await stranger.get("/accessibilite/declaration")
    said = words(answer)

    assert "L’école n’a pas encore daté cette déclaration" in said
    assert "Accessibilité : non conforme" in said
    assert "Défenseur des droits" in said
    assert "Schéma pluriannuel" not in said
    assert page(answer).select('main a[href="mailto:scolarite@tilleuls.example"]')


async def test_every_page_says_it_and_leads_to_the_declaration_and_the_notices(
    stranger: AsyncClient, family: AsyncClient
) -> None:
    home = await stranger.get("/", follow_redirects=True)
    answers = [home, await family.get("/accueil"), await family.get("/inconnu")]

    for answer in answers:
        said = page(answer).select_one('footer a[href="/accessibilite/declaration"]')
        assert said is not None
        assert " ".join(said.get_text().split()) == "Accessibilité : non conforme"
        for path in ("/mentions-legales", "/donnees-personnelles"):
            assert page(answer).select(f'footer a[href="{path}"]')


async def test_the_legal_notices_are_the_schools_own_and_inert(
    front: Front, school: School
) -> None:
    client = reader(front, school, notices=NOTICES)
    legal = await client.get("/mentions-legales")
    privacy = await client.get("/donnees-personnelles")

    for value in (NOTICES.publisher, NOTICES.director, NOTICES.host):
        assert " ".join(value.split()) in words(legal)
    for value in (NOTICES.controller, NOTICES.dpo, NOTICES.retention):
        assert value in words(privacy)
    assert not page(privacy).select("main b")
    assert page(privacy).select('main a[href="mailto:dpo@tilleuls.example"]')


@pytest.mark.parametrize("path", ["/mentions-legales", "/donnees-personnelles"])
async def test_without_them_the_page_says_whom_to_ask(stranger: AsyncClient, path: str) -> None:
    answer = await stranger.get(path)

    assert answer.status_code == 200
    assert re.search(r"L’école n(e l)?’a pas encore", words(answer))
    assert page(answer).select('main a[href="mailto:scolarite@tilleuls.example"]')


async def test_every_duration_is_the_configurations(
    stranger: AsyncClient, portal: StandInPortal
) -> None:
    portal.kept_for = msgspec.structs.replace(
        portal.kept_for,
        session_idle=17 * 60, session_at_most=7 * 3600, reading_fresh=3 * 60, draft=11 * 86400,
        answer=37 * 86400,
        credentials=19 * 3600, attempts=13 * 3600,
    )  # fmt: skip
    said = words(await stranger.get("/donnees-personnelles"))

    for duration in (
        "17 minutes",
        "7 heures",
        "3 minutes",
        "11 jours",
        "37 jours",
        "19 heures",
        "13 heures",
    ):
        assert duration in said, duration


async def test_it_says_of_all_that_is_kept_and_of_every_right(stranger: AsyncClient) -> None:
    said = words(await stranger.get("/donnees-personnelles"))

    for each in (
        "Votre session",
        "lu sur l’extranet",
        "brouillon de réinscription",
        "documents d’une demande",
        "accusés de réception",
        "Votre mot de passe, pour transmettre",
        "essais de connexion",
        "journal technique",
        "Accès",
        "Rectification",
        "Effacement",
        "CNIL",
    ):  # fmt: skip
        assert each in said, each


async def test_where_no_password_is_kept_for_a_request_it_is_not_said_to_be(
    front: Front, school: School
) -> None:
    client = reader(front, school, keep_credentials=False)

    assert "pour transmettre une demande" not in words(await client.get("/donnees-personnelles"))


async def test_the_cookies_that_it_names_are_all_that_the_portal_sets(
    stranger: AsyncClient,
) -> None:
    await choose(stranger, texte="grand")
    form = {"jeton": page(await stranger.get("/aide")).select_one("[name=jeton]")["value"]}  # type: ignore[index]
    await stranger.post("/langue", data={**form, "langue": "en", "retour": "/aide"})
    await sign_in(stranger, identifiant="F-1042", mot_de_passe=PASSWORD, site="1")
    said = [code.get_text() for code in page(await stranger.get("/donnees-personnelles"))("code")]

    assert set(said) == set(stranger.cookies) == set(COOKIES)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dpo@tilleuls.example", "mailto:dpo@tilleuls.example"),
        ("https://tilleuls.example/dpo", "https://tilleuls.example/dpo"),
        ("http://tilleuls.example/dpo", ""),
        ("javascript:alert(1)", ""),
        ("Mairie, 1 place du Marché", ""),
    ],
)
def test_only_what_is_an_address_becomes_a_link(text: str, address: str) -> None:
    assert link(text) == address
