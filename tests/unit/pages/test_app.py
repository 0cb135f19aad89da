"""The gateway put together: one change's whole way over the extranet in memory."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette

from adapters.errors import ColumnsLost
from adapters.memory import MemoryExtranet
from gateway.app import create_app
from gateway.config import Config, Gateway, Mail, School
from gateway.keys import VARIABLE
from tests.unit.pages.conftest import ORIGIN
from tests.unit.pages.reading import filled, page, sign_in, words

NEW = "06 39 98 00 77"
HELENE = {"site": "1", "identifiant": "F-1042", "mot_de_passe": "tilleul-29"}
GOULVEN = {"site": "1", "identifiant": "F-4120", "mot_de_passe": "metronome-120"}


@pytest.fixture
def extranet() -> MemoryExtranet:
    return MemoryExtranet()


@pytest.fixture
async def whole(
    school: School, extranet: MemoryExtranet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Starlette]:
    """A gateway at work, on keys from the environment."""
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


async def test_a_change_goes_its_whole_way(whole: Starlette, extranet: MemoryExtranet) -> None:
    async with AsyncClient(
        transport=ASGITransport(whole), base_url=ORIGIN, follow_redirects=True
    ) as client:
        await sign_in(client, **HELENE)
        form = filled(await client.get("/famille"), "/famille")
        receipt = await client.post("/famille", data=form | {"champ:portable": NEW})

        assert "Accusé de réception" in words(receipt)
        assert f"06 39 98 12 34 → {NEW}" in words(receipt)
        again = await client.post("/famille", data=form | {"champ:portable": NEW})
        assert again.url == receipt.url


@pytest.fixture
async def helene(whole: Starlette) -> AsyncIterator[AsyncClient]:
    """A family of three students, signed in."""
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        await sign_in(client, **HELENE)
        yield client


@pytest.fixture
async def goulven(whole: Starlette) -> AsyncIterator[AsyncClient]:
    """A family of twelve, signed in at the same time."""
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        await sign_in(client, **GOULVEN)
        yield client


async def files(client: AsyncClient) -> list[str]:
    """The addresses of the family's students, without a tab."""
    links = page(await client.get("/eleves")).select(".child h3 a")
    return [str(link["href"]).removesuffix("/identite") for link in links]


async def opened(client: AsyncClient, path: str, name: str) -> str:
    """Where the link of that name leads to."""
    link = page(await client.get(path)).find("a", string=name)
    assert link is not None, name
    return str(link["href"])


async def test_a_students_change_goes_its_whole_way(helene: AsyncClient) -> None:
    address = (await files(helene))[0] + "/identite"
    form = filled(await helene.get(address), address)
    sent = await helene.post(address, data=form | {"champ:naissance": "12/05/2012"})
    receipt = await helene.get(sent.headers["location"])

    assert "Modification de l’identité de l’élève LEMARCHAND Zoé" in words(receipt)
    assert "21/05/2012 → 12/05/2012" in words(receipt)
    assert "21/05/2012 → 12/05/2012" in words(await helene.get(address))


async def test_a_form_of_one_student_is_not_taken_for_a_sibling(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    zoe, loeiza, _ = await files(helene)
    form = filled(await helene.get(f"{zoe}/identite"), f"{zoe}/identite")
    answer = await helene.post(f"{loeiza}/identite", data=form | {"champ:naissance": "1/1/2001"})

    assert answer.headers["location"] == f"{loeiza}/identite"
    assert "Vous n’avez rien demandé" in words(await helene.get("/demandes"))
    assert extranet.ledger == []


async def test_evaluations_absences_and_their_details_are_a_link_away(helene: AsyncClient) -> None:
    zoe = (await files(helene))[0]
    course = await opened(helene, f"{zoe}/cours", "Flûte traversière")
    detail = await helene.get(await opened(helene, course, "15/12/2026"))

    assert "Mme Tanguy-Œuvrard" in words(detail)
    assert "Très beau travail : le son s’ouvre." in words(detail)
    assert "1 sur 3" in words(detail)


async def test_accueil_and_the_choice_show_what_was_read_and_ask_for_no_more(
    goulven: AsyncClient, extranet: MemoryExtranet
) -> None:
    await goulven.get("/accueil")
    second = (await files(goulven))[1]
    await goulven.get(f"{second}/cours")
    # Whether Réinscription is there is found out beside that page.
    while not extranet.asked["re_enrolment"]:  # noqa: ASYNC110 - a counter tells nobody
        await asyncio.sleep(0.01)
    before = extranet.asked.copy()
    for path in ("/accueil", "/eleves"):
        shown = page(await goulven.get(path)).select(".child")
        assert len(shown) == len({child.h3.get_text() for child in shown if child.h3}) == 12
        assert "pas encore lu" in shown[0].get_text()
        assert "Piano" in shown[1].get_text()
    asked = {name: count - before[name] for name, count in extranet.asked.items()}
    assert {name: count for name, count in asked.items() if count} == {"home": 1}


async def test_each_duplicate_is_the_schools_byte_for_byte(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    links = page(await helene.get("/facturation")).select(".documents a[href$=duplicata]")
    books = extranet.families["F-1042"].books
    documents = [row.opens for table in books.tables for row in table.rows if row.opens]

    answers = [await helene.get(str(link["href"])) for link in links]
    assert [answer.content for answer in answers] == documents
    assert "facture-F2026-0290" in answers[3].headers["content-disposition"]


async def test_nothing_of_one_family_is_found_by_another(
    helene: AsyncClient, goulven: AsyncClient, extranet: MemoryExtranet
) -> None:
    zoe = (await files(helene))[0]
    course = await opened(helene, f"{zoe}/cours", "Flûte traversière")
    detail = await opened(helene, course, "15/12/2026")
    bill = page(await helene.get("/facturation")).select_one(".documents a")
    assert bill is not None
    tabs = [f"{zoe}/{tab}" for tab in ("identite", "cours", "semaine", "historique", "repertoire")]
    own = (await files(goulven))[3]
    mixed = course.replace(zoe, own)
    form = filled(await helene.get(f"{zoe}/identite"), f"{zoe}/identite")

    for path in [*tabs, course, detail, mixed, str(bill["href"])]:
        answer = await goulven.get(path)
        assert answer.status_code == 404, path
        for said in ("LEMARCHAND", "Zoé", "Tanguy", "%PDF"):
            assert said not in answer.text
    token = filled(await goulven.get("/famille"), "/famille")["jeton"]
    await goulven.post(f"{zoe}/identite", data=form | {"jeton": token, "champ:ecole": "X"})
    assert extranet.ledger == []


async def test_one_lists_trouble_leaves_the_others_alone(
    helene: AsyncClient, extranet: MemoryExtranet
) -> None:
    zoe = (await files(helene))[0]
    extranet.faults.failing["history"] = ColumnsLost()

    assert "Liste fermée par prudence" in words(await helene.get(f"{zoe}/historique"))
    for path in ("identite", "cours", "repertoire"):
        assert (await helene.get(f"{zoe}/{path}")).status_code == 200
    assert (await helene.get("/facturation")).status_code == 200


async def test_without_the_demo_no_letter_is_shown(whole: Starlette) -> None:
    async with AsyncClient(transport=ASGITransport(whole), base_url=ORIGIN) as client:
        assert (await client.get("/demo/courrier")).status_code == 404
