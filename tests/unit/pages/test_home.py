"""Accueil: all children at a glance, what waits, what is due, each with its age."""

import pytest
from httpx import AsyncClient
from msgspec.structs import replace

from adapters.model import Student
from gateway.views import ChildView, HomeView
from tests.unit.pages import files
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import COOKIE, StandInPortal, asked


@pytest.fixture
async def view(portal: StandInPortal) -> HomeView:
    home = await portal.home(portal.visits[COOKIE])
    assert isinstance(home, HomeView)
    return home


async def test_each_child_is_there_with_what_is_kept_of_it_and_its_age(
    family: AsyncClient,
) -> None:
    answer = await family.get("/accueil")
    first, second = page(answer).select(".child")

    assert "Flûte <b>traversière</b>, Formation musicale, Orchestre" in first.get_text()
    assert "Cours 3 à jour à 14 h 05" in " ".join(first.get_text(" ").split())
    assert second.get_text(" ").count("pas encore lu") == 3
    assert [link["href"] for link in second.select("a")] == [
        f"/eleves/{files.NOE.ref}/{tab}"
        for tab in ("identite", "cours", "historique", "repertoire")
    ]


async def test_what_is_due_and_what_waits_is_said_with_its_age(family: AsyncClient) -> None:
    answer = await family.get("/accueil")
    due = page(answer).find("section", {"aria-labelledby": "a-regler"})

    assert due is not None
    assert "À régler : 668,00 €" in " ".join(due.get_text(" ").split())
    assert "à jour à 14 h 05" in " ".join(due.get_text(" ").split())
    assert "Demande 2026-000042" in words(answer)


async def test_what_is_not_read_yet_is_said_so_with_a_link_that_reads_it(
    family: AsyncClient, portal: StandInPortal, view: HomeView
) -> None:
    portal.answers["home"] = replace(view, students=None, children=(), billing=None)
    answer = await family.get("/accueil")

    assert "pas encore lue" in words(answer)
    assert page(answer).find("a", {"href": "/eleves"}, string="Lire la liste des élèves")
    assert page(answer).find("a", {"href": "/facturation"}, string="Lire la facturation")
    assert "À régler" not in words(answer)


async def test_a_family_without_students_is_told_from_one_that_is_not_read(
    family: AsyncClient, portal: StandInPortal, view: HomeView
) -> None:
    portal.answers["home"] = replace(view, students=files.students(students=()), children=())
    text = words(await family.get("/accueil"))

    assert "ne rattache aucun élève à votre famille" in text
    assert "n’est pas encore lue" not in text


async def test_accueil_never_passes_what_was_kept_for_current(
    family: AsyncClient, portal: StandInPortal, view: HomeView
) -> None:
    portal.answers["home"] = replace(view, trouble="maintenance", incident="ABCD2345")
    answer = await family.get("/accueil")
    word = page(answer).find("section", {"aria-labelledby": "de-l-ecole"})

    assert "L’extranet de l’école est en maintenance" in words(answer)
    assert "ABCD2345" in words(answer)
    assert word is not None
    assert "Les cours reprennent" in word.get_text()
    assert "lu auparavant, à 14 h 05" in " ".join(word.get_text().split())
    assert "à jour à" not in " ".join(word.get_text().split())


async def test_twelve_children_two_of_one_name_are_all_there_and_told_apart(
    family: AsyncClient, portal: StandInPortal, view: HomeView
) -> None:
    names = [f"KERVELLA {name}" for name in ("Jeanne", "Côme", "Jeanne", *"ABCDEFGHI")]
    children = tuple(
        ChildView(
            student=Student(ref=files.ref(number), name=name),
            courses=None,
            history=None,
            repertoire=None,
            waiting=(asked(),) if number == 1 else (),
        )
        for number, name in enumerate(names)
    )
    portal.answers["home"] = replace(view, children=children)
    answer = await family.get("/accueil")
    shown = [tag.get_text() for tag in page(answer).select(".child h3")]

    assert len(shown) == len(set(shown)) == 12
    assert shown[0] == "KERVELLA Jeanne (1)"
    assert "Demande 2026-000042" in page(answer).select(".child")[1].get_text()
