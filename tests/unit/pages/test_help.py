"""Aide: in plain words on each screen, and all of it on one page, before sign-in too."""

import pytest
from httpx import AsyncClient

from gateway.pages.shown.help import SCREENS
from tests.unit.pages.files import LOEIZA, ref
from tests.unit.pages.reading import page, words

FILE = f"/eleves/{LOEIZA.ref}"


async def test_all_the_help_is_there_before_sign_in(stranger: AsyncClient) -> None:
    shown = page(await stranger.get("/aide"))
    sections = {str(section["id"]): section for section in shown.select("section")}

    assert list(sections) == list(SCREENS)
    for anchor, section in sections.items():
        assert section.select("p, li"), anchor
    links = [str(link["href"]) for link in shown.select(".help-index a")]
    assert links == [f"#{anchor}" for anchor in SCREENS]


async def test_every_page_leads_to_it(stranger: AsyncClient, family: AsyncClient) -> None:
    for client, path in ((stranger, "/connexion"), (family, "/accueil"), (family, "/inconnu")):
        assert page(await client.get(path)).find("a", {"href": "/aide"}, string="Aide")
    links = [
        link["href"] for link in page(await stranger.get("/connexion")).select(".help-links a")
    ]
    assert links[-2:] == ["/aide", "/accessibilite"]


@pytest.mark.parametrize(
    ("path", "anchor"),
    [
        ("/accueil", "accueil"), ("/famille", "famille"), ("/eleves", "eleves"),
        (f"{FILE}/identite", "identite"), (f"{FILE}/cours", "cours"),
        (f"{FILE}/semaine", "semaine"), (f"{FILE}/cours/{ref(2)}", "fiche"),
        (f"{FILE}/historique", "historique"), (f"{FILE}/repertoire", "repertoire"),
        (f"{FILE}/reinscription", "reinscription"),
        (f"{FILE}/reinscription/documents", "reinscription"),
        (f"{FILE}/reinscription/demande", "reinscription"),
        (f"{FILE}/reinscription/recapitulatif", "reinscription"),
        ("/facturation", "facturation"), ("/demandes", "demandes"),
        ("/demandes/2026-000042", "demandes"),
    ],
)  # fmt: skip
async def test_each_screen_has_its_own_without_any_script(
    family: AsyncClient, path: str, anchor: str
) -> None:
    (block,) = page(await family.get(path)).select("details.help")

    assert block.summary is not None
    assert block.summary.get_text(strip=True) == "Aide"
    assert block.select("p")
    assert block.select(f'a[href="/aide#{anchor}"]')
    assert anchor in SCREENS


async def test_it_is_in_english_too(family: AsyncClient) -> None:
    family.cookies.set("__Host-langue", "en")

    assert "not read yet" in words(await family.get("/accueil"))
    assert "Click a line to open its record" in words(await family.get("/aide"))
