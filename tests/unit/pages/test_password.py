"""Mot de passe: the page, over the whole gateway and the extranet in memory."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from adapters.errors import Unreachable
from adapters.memory import MemoryExtranet, NextWrite
from gateway.app import create_app
from gateway.config import Config, Gateway, Mail, School
from gateway.keys import VARIABLE
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import filled, page, sign_in, words

FORMER, NEW = "tilleul-29", "bonne-saison-7"
HELENE = {"site": "1", "identifiant": "F-1042", "mot_de_passe": FORMER}


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def whole(
    school: School, extranet: MemoryExtranet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    key = base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    monkeypatch.setenv(VARIABLE, f"accounts {key}\n1 {key}\n")
    config = Config(
        gateway=Gateway(data=tmp_path),
        mail=Mail(kind="folder", sender="portail@example.org", folder=tmp_path / "courrier"),
        schools={"ecole": school},
    )
    app = create_app(config, {"ecole": extranet})
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def helene(whole: Starlette) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        await sign_in(client, **HELENE)
        yield client


async def send(client: AsyncClient, **typed: str) -> Response:
    form = filled(await client.get("/mot-de-passe"), "/mot-de-passe")
    asked = {"ancien": FORMER, "nouveau": NEW, "confirmation": NEW} | typed
    return await client.post("/mot-de-passe", data=form | asked)


async def test_every_word_of_the_menu_leads_to_a_page_of_the_portal(helene: AsyncClient) -> None:
    links = page(await helene.get("/accueil")).select("nav a[href]")
    words_of_menu = {link.get_text(strip=True): str(link["href"]) for link in links}

    assert words_of_menu["Mot de passe"] == "/mot-de-passe"
    for href in words_of_menu.values():
        assert href.startswith("/")
        if href != "/deconnexion":
            assert (await helene.get(href)).status_code == 200, href


async def test_it_tells_the_schools_rules_and_asks_for_three(helene: AsyncClient) -> None:
    answer = await helene.get("/mot-de-passe")

    assert "de 8 à 20 caractères" in words(answer)
    boxes = page(answer).select("input[type=password]")
    assert [(box["name"], box["autocomplete"]) for box in boxes] == [
        ("ancien", "current-password"),
        ("nouveau", "new-password"),
        ("confirmation", "new-password"),
    ]


async def test_it_is_changed_and_the_session_goes_on_under_a_new_cookie(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    before = helene.cookies["__Host-imuse"]

    answer = await send(helene)

    assert (answer.status_code, answer.headers["location"]) == (303, "/mot-de-passe?fait=change")
    assert extranet.families["F-1042"].password == NEW
    assert helene.cookies["__Host-imuse"] != before
    assert "Votre mot de passe est changé" in words(await helene.get("/mot-de-passe?fait=change"))
    assert (await helene.get("/famille")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"ancien": ""}, "ancien", "obligatoire"),
        ({"nouveau": ""}, "nouveau", "obligatoire"),
        ({"confirmation": "autre-7"}, "confirmation", "différentes"),
        ({"nouveau": FORMER, "confirmation": FORMER}, "nouveau", "différent de l’actuel"),
        ({"nouveau": "court-7", "confirmation": "court-7"}, "nouveau", "trop court"),
        ({"nouveau": "x" * 21, "confirmation": "x" * 21}, "nouveau", "trop long"),
        ({"ancien": "faux-1"}, "ancien", "Ce n’est pas votre mot de passe actuel"),
    ],
)
async def test_what_is_wrong_is_named_and_no_password_is_ever_put_back(
    helene: AsyncClient, extranet: MemoryExtranet, typed: dict[str, str], field: str, said: str
) -> None:
    answer = await send(helene, **typed)

    assert answer.status_code == 422
    assert said in words(answer)
    assert page(answer).select_one(f'#erreurs a[href="#{field}"]') is not None
    wrong = page(answer).select_one(f"#{field}")
    assert wrong is not None
    assert wrong["aria-invalid"] == "true"
    for box in page(answer).select("input[type=password]"):
        assert not box.get("value")
    for secret in (NEW, "court-7", "faux-1"):
        assert secret not in answer.text
    assert extranet.families["F-1042"].password == FORMER


async def test_a_space_at_its_edge_is_said_first_and_taken_where_it_is_meant(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    spaced = {"nouveau": f"{NEW} ", "confirmation": f"{NEW} "}

    told = await send(helene, **spaced)

    assert told.status_code == 422
    assert "commence ou se termine par une espace" in words(told)
    assert extranet.families["F-1042"].password == FORMER
    form = filled(told, "/mot-de-passe") | {"ancien": FORMER} | spaced
    assert (await helene.post("/mot-de-passe", data=form)).status_code == 303
    assert extranet.families["F-1042"].password == f"{NEW} "


async def test_a_double_click_leaves_the_browser_signed_in(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    form = filled(await helene.get("/mot-de-passe"), "/mot-de-passe")
    form |= {"ancien": FORMER, "nouveau": NEW, "confirmation": NEW}

    answers = await asyncio.gather(*(helene.post("/mot-de-passe", data=form) for _ in range(2)))

    assert [one.status_code for one in answers] == [303, 303]
    assert len({one.headers["set-cookie"] for one in answers}) == 1
    assert extranet.asked["write"] == 1
    assert (await helene.get("/famille")).status_code == 200


async def test_where_the_password_was_changed_elsewhere_the_family_signs_in_again(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    form = filled(await helene.get("/mot-de-passe"), "/mot-de-passe")
    form |= {"ancien": FORMER, "nouveau": NEW, "confirmation": NEW}
    extranet.families["F-1042"].password = "un-tout-autre-3"
    extranet.end_sessions()

    answer = await helene.post("/mot-de-passe", data=form)

    assert page(answer).select_one('main a[href^="/connexion"]') is not None
    assert extranet.families["F-1042"].password == "un-tout-autre-3"
    assert NEW not in answer.text


async def test_the_schools_refusal_is_told_in_its_words(helene: AsyncClient) -> None:
    answer = await send(helene, nouveau="sans-chiffre", confirmation="sans-chiffre")

    assert answer.status_code == 422
    assert "n’a pas changé" in words(answer)
    assert "dont un chiffre au moins" in words(answer)


async def test_what_nobody_knows_is_said_with_what_to_do_next(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    form = filled(await helene.get("/mot-de-passe"), "/mot-de-passe")
    extranet.faults.next_write = NextWrite.REQUEST_LOST
    typed = {"ancien": FORMER, "nouveau": NEW, "confirmation": NEW}

    answer = await helene.post("/mot-de-passe", data=form | typed)

    assert answer.status_code == 504
    assert "Changement incertain" in words(answer)
    assert "reconnectez-vous avec le nouveau mot de passe" in words(answer)


async def test_while_the_old_site_is_down_it_says_so(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    extranet.faults.failing["password_terms"] = Unreachable()

    answer = await helene.get("/mot-de-passe")

    assert answer.status_code == 503
    assert "ne répond pas" in words(answer)
    assert "Incident" in words(answer)


async def test_without_the_sessions_token_nothing_changes(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    typed = {"ancien": FORMER, "nouveau": NEW, "confirmation": NEW}
    assert (await helene.post("/mot-de-passe", data=typed)).status_code == 403
    assert extranet.families["F-1042"].password == FORMER


async def test_who_is_not_signed_in_signs_in_first(whole: Starlette) -> None:
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        answer = await client.get("/mot-de-passe")
    assert answer.headers["location"] == "/connexion?retour=%2Fmot-de-passe"
