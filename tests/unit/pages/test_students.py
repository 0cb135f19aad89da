"""Élèves: the choice by name, the siblings one tap away, the tabs."""

import pytest
from httpx import AsyncClient

from adapters.errors import NotListed, SessionEnded
from adapters.model import Student
from gateway.pages.shown.dossier import dossier, short_names
from tests.unit.pages import files
from tests.unit.pages.files import LOEIZA, NOE, STRANGER, ref
from tests.unit.pages.reading import page, words
from tests.unit.pages.stand_ins import StandInPortal

FILE = f"/eleves/{LOEIZA.ref}"


async def test_the_students_are_chosen_by_name_in_one_step(family: AsyncClient) -> None:
    shown = page(await family.get("/eleves"))

    assert [(link.get_text(), link["href"]) for link in shown.select(".child h3 a")] == [
        (LOEIZA.name, f"/eleves/{LOEIZA.ref}/identite"),
        (NOE.name, f"/eleves/{NOE.ref}/identite"),
    ]


async def test_an_only_student_is_opened_at_once(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["choice"] = files.choice(students=(NOE,), children=files.children()[1:])
    answer = await family.get("/eleves")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/eleves/{NOE.ref}/identite")


async def test_a_students_file_opens_with_identite(family: AsyncClient) -> None:
    answer = await family.get(FILE)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{FILE}/identite")


async def test_a_family_without_students_is_told_so(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["choice"] = files.choice(students=(), children=())
    answer = await family.get("/eleves")

    assert answer.status_code == 200
    assert "ne rattache aucun élève à votre famille" in words(answer)


async def test_an_unread_choice_says_why_and_never_that_there_is_nobody(
    family: AsyncClient, portal: StandInPortal
) -> None:
    portal.answers["choice"] = files.choice(
        students=None, children=(), read_at=None, trouble="too_slow", incident="ABCD2345"
    )
    answer = await family.get("/eleves")

    assert answer.status_code == 504
    assert "n’a pas répondu à temps" in words(answer)
    assert "Numéro d’incident : ABCD2345" in words(answer)
    assert "aucun élève" not in words(answer)


@pytest.mark.parametrize("tab", ["identite", "cours", "semaine", "historique", "repertoire"])
async def test_siblings_are_one_tap_away_on_the_same_tab(family: AsyncClient, tab: str) -> None:
    links = page(await family.get(f"{FILE}/{tab}")).select(".siblings a")

    assert [link["href"] for link in links] == [
        f"/eleves/{LOEIZA.ref}/{tab}", f"/eleves/{NOE.ref}/{tab}"
    ]  # fmt: skip
    assert [link.get("aria-current") for link in links] == ["true", None]


async def test_the_tabs_are_the_guides_in_its_order_and_say_where_one_is(
    family: AsyncClient,
) -> None:
    tabs = page(await family.get(f"{FILE}/historique")).select(".tabs a")

    assert [tab.get_text() for tab in tabs] == ["Identité", "Cours", "Historique", "Répertoire"]
    assert [tab.get("aria-current") for tab in tabs] == [None, None, "page", None]
    below = page(await family.get(f"{FILE}/cours/{ref(2)}")).select(".tabs [aria-current]")
    assert [(tab.get_text(), tab["aria-current"]) for tab in below] == [("Cours", "true")]


@pytest.mark.parametrize(
    ("tab", "title"),
    [("identite", "Identité"), ("cours", "Cours"), ("semaine", "La semaine"),
     ("historique", "Historique"), ("repertoire", "Répertoire")],
)  # fmt: skip
async def test_every_screen_says_in_its_title_whose_it_is(
    family: AsyncClient, tab: str, title: str
) -> None:
    shown = page(await family.get(f"{FILE}/{tab}"))

    assert shown.title is not None
    assert shown.title.get_text().startswith(f"{title} – {LOEIZA.name} – ")


@pytest.mark.parametrize("tab", ["", "/identite", "/cours", "/semaine", "/historique"])
@pytest.mark.parametrize("odd", ["loeiza", "LOEIZA0000000001", "x" * 17, "%2e%2e", "a%0aaaa"])
async def test_what_is_no_reference_is_not_found_and_asks_nothing(
    family: AsyncClient, portal: StandInPortal, odd: str, tab: str
) -> None:
    assert (await family.get(f"/eleves/{odd}{tab}", follow_redirects=True)).status_code == 404
    assert portal.calls == []


@pytest.mark.parametrize(
    ("path", "asked"),
    [("identite", "student"), ("cours", "courses"), ("semaine", "courses"),
     ("historique", "history"), ("repertoire", "repertoire"), (f"cours/{ref(1)}", "record"),
     (f"historique/{ref(1)}/evaluations/{ref(2)}", "record")],
)  # fmt: skip
async def test_another_familys_student_is_not_found(
    family: AsyncClient, portal: StandInPortal, path: str, asked: str
) -> None:
    portal.answers[asked] = NotListed()
    answer = await family.get(f"/eleves/{STRANGER}/{path}")

    assert answer.status_code == 404
    assert words(answer) == words(await family.get("/inconnu"))
    assert STRANGER not in words(answer)


@pytest.mark.parametrize(
    ("path", "asked"),
    [("identite", "student"), ("cours", "courses"), (f"cours/{ref(1)}", "record")],
)
async def test_after_an_ended_session_one_comes_back_to_the_very_screen(
    family: AsyncClient, portal: StandInPortal, path: str, asked: str
) -> None:
    portal.answers[asked] = SessionEnded()
    answer = await family.get(f"{FILE}/{path}")
    form = await family.get(answer.headers["location"])

    assert form.headers["location"] == f"{FILE}/{path}"


def test_siblings_are_called_by_what_tells_them_apart() -> None:
    def short(*names: str) -> tuple[str, ...]:
        return short_names([Student(ref="", name=name) for name in names])

    assert short("KERVELLA Jeanne", "KERVELLA Côme") == ("Jeanne", "Côme")
    assert short("Jeanne KERVELLA", "Côme KERVELLA") == ("Jeanne", "Côme")
    assert short("D’AOÛT Noé", "LE GALL Noé") == ("D’AOÛT", "LE GALL")
    assert short("KERVELLA", "KERVELLA Côme") == ("KERVELLA", "KERVELLA Côme")
    assert short("KERVELLA Côme", "KERVELLA Côme") == ("Côme (1)", "Côme (2)")
    assert short("KERVELLA Côme") == ("KERVELLA Côme",)
    assert short("", "Côme") == ("", "Côme")


def test_of_two_with_one_name_the_heading_says_which() -> None:
    twins = (LOEIZA, Student(ref="x" * 16, name=LOEIZA.name))

    assert dossier(twins, twins[1], "cours").name == f"{LOEIZA.name} (2)"
