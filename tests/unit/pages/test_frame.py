"""What is around every page: menu, school, language, and words a person can read."""

from itertools import pairwise

import pytest
from httpx import AsyncClient

from adapters.errors import ExtranetError
from gateway.pages.frame.front import Front
from gateway.pages.frame.sentences import SENTENCES
from gateway.routes import routes
from tests.unit.pages.files import LOEIZA, ref
from tests.unit.pages.reading import filled, page, words

FILE = f"/eleves/{LOEIZA.ref}"
PAGES = [
    "/connexion", "/premiere-connexion", "/accueil", "/famille", "/demandes",
    "/demandes/2026-000042", "/eleves", f"{FILE}/identite", f"{FILE}/cours", f"{FILE}/semaine",
    f"{FILE}/historique?q=cordes&tri=0&sens=desc", f"{FILE}/repertoire", f"{FILE}/cours/{ref(2)}",
    f"{FILE}/cours/{ref(2)}/evaluations/{ref(1)}", "/facturation", "/aide", "/accessibilite",
    "/mot-de-passe", "/deconnexion", "/demo/courrier", "/motifs", "/inconnu",
]  # fmt: skip


async def test_the_menu_is_the_guides_seven_words_in_its_order(family: AsyncClient) -> None:
    shown = page(await family.get("/accueil"))

    assert [tag.get_text() for tag in shown.select("nav .menu-word")] == [
        "Accueil", "Famille", "Élèves", "Facturation", "Accessibilité", "Mot de passe",
        "Déconnexion",
    ]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_has_its_frame(
    family: AsyncClient, stranger: AsyncClient, path: str
) -> None:
    for client in (family, stranger):
        answer = await client.get(path, follow_redirects=True)
        shown = page(answer)
        first = shown.find("a")
        assert shown.html is not None
        assert shown.html["lang"] == "fr"
        assert len(shown("h1")) == 1
        assert len(shown("main")) == len(shown("header")) == len(shown("footer")) == 1
        assert first is not None
        assert first["href"] == f"#{shown.main and shown.main['id']}"
        assert shown.title is not None
        assert shown.title.get_text().endswith(" – École de musique des Tilleuls")
        for said in ("Scolarité", "01 99 00 10 20", "Accessibilité : non conforme"):
            assert said in words(answer)


@pytest.mark.parametrize("path", PAGES)
async def test_every_control_has_a_label_and_every_id_is_one(
    family: AsyncClient, path: str
) -> None:
    shown = page(await family.get(path))

    ids = [str(tag["id"]) for tag in shown.select("[id]")]
    assert len(ids) == len(set(ids))
    labelled = {str(label["for"]) for label in shown("label")}
    for control in shown.select("input:not([type=hidden]), select, textarea"):
        assert control["id"] in labelled
    for tag in shown.select("[aria-describedby], [aria-labelledby]"):
        for name in ("aria-describedby", "aria-labelledby"):
            assert set(str(tag.get(name, "")).split()) <= set(ids)


async def test_headings_leave_no_level_out(family: AsyncClient) -> None:
    for path in PAGES:
        levels = [int(tag.name[1]) for tag in page(await family.get(path))(["h1", "h2", "h3"])]
        for before, after in pairwise(levels):
            assert after <= before + 1, path


async def test_the_switch_turns_the_portal_to_english_and_comes_back(family: AsyncClient) -> None:
    form = filled(await family.get("/famille"), "/langue")
    answer = await family.post("/langue", data={**form, "langue": "en"})
    english = await family.get("/famille")

    assert answer.headers["location"] == "/famille"
    assert "Secure" in answer.headers["set-cookie"]
    assert page(english).html["lang"] == "en"  # type: ignore[index]
    assert "awaiting validation by the administrative staff" in words(english)


async def test_the_switch_leads_to_no_other_site(family: AsyncClient) -> None:
    form = filled(await family.get("/famille"), "/langue")
    form |= {"langue": "en", "retour": "//ailleurs.example"}

    assert (await family.post("/langue", data=form)).headers["location"] == "/accueil"


async def test_the_demo_shows_its_letters_as_plain_text(family: AsyncClient, front: Front) -> None:
    assert front.letters is not None
    (front.letters / "1.eml").write_text(
        "To: a@example.org\nSubject: =?utf-8?q?Re=C3=A7u?=\n"
        "Content-Type: text/plain; charset=utf-8\n\nBonjour <b>Lœïza</b>",
        encoding="utf-8",
    )
    answer = await family.get("/demo/courrier")

    assert "Reçu" in words(answer)
    assert "Bonjour <b>Lœïza</b>" in words(answer)


def test_without_the_demo_its_pages_do_not_exist(front: Front) -> None:
    plain = Front(front.portal, front.templates, front.tokens, front.assets, letters=None)

    assert not {route.path for route in routes(plain)} & {"/demo/courrier", "/motifs"}


def test_every_error_of_the_old_site_has_its_sentence() -> None:
    def keys(kind: type[ExtranetError]) -> set[str]:
        return {kind.key}.union(*(keys(child) for child in kind.__subclasses__()))

    assert keys(ExtranetError) <= SENTENCES.keys()
