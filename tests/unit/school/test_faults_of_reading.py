"""What goes wrong on demand with the screens of a dossier, with lists and with documents."""

import httpx
import pytest

from adapters.school import Running
from tests.unit.school.reader import grids
from tests.unit.school.visitor import Visitor


@pytest.mark.parametrize("words", ["Cours", "Historique", "Répertoire", "Facturation"])
def test_a_list_loses_its_columns_headings_and_keeps_its_lines(
    school: Running, anne: Visitor, words: str
) -> None:
    screen = {"Cours": "courses", "Historique": "history", "Répertoire": "repertoire"}
    anne.choose("E-002311")
    anne.follow(words)
    before = anne.soup.get_text()
    headings = grids(anne)[0].columns
    school.control.fault("columns", screen=screen.get(words, "billing"))
    anne.go(anne.address)

    assert grids(anne) == [] or grids(anne)[0].columns == ()
    rows = anne.soup.find_all("tr")
    for cells in ([cell.get_text(strip=True) for cell in row.find_all("th")] for row in rows):
        assert not set(cells) & set(headings)
    assert ("14h30 - 15h15" in anne.text) == ("14h30 - 15h15" in before)
    anne.go(anne.address)
    assert grids(anne)[0].columns == headings


@pytest.mark.parametrize("words", ["evaluations", "absence"])
def test_the_lists_of_a_course_lose_their_headings_too(
    school: Running, anne: Visitor, words: str
) -> None:
    anne.choose("E-002311")
    anne.follow("Cours")
    address = f"{grids(anne)[0].opens[0]}&onglet={words}"
    school.control.fault("columns", screen="course")
    anne.go(address)

    assert grids(anne) == []
    anne.go(address)
    assert grids(anne) != []


def invoice(anne: Visitor) -> str:
    anne.follow("Facturation")
    return grids(anne)[0].opens[0]


def test_the_sign_in_page_comes_in_the_documents_place_and_the_session_goes_on(
    school: Running, anne: Visitor
) -> None:
    address = invoice(anne)
    school.control.fault("html", screen="invoice")
    instead, document = anne.look(address), anne.look(address)

    assert instead.status_code == 200
    assert instead.headers["content-type"].startswith("text/html")
    assert "Se connecter" in instead.content.decode(anne.charset)
    assert document.content.startswith(b"%PDF-")


def test_an_error_page_comes_under_the_headers_of_the_document(
    school: Running, anne: Visitor
) -> None:
    address = invoice(anne)
    school.control.fault("html", screen="invoice", page="error")
    answer = anne.look(address)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert b"<html" in answer.content.lower()
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_a_document_ends_before_its_end(school: Running, anne: Visitor) -> None:
    address = invoice(anne)
    whole = anne.look(address).content
    school.control.fault("half_page", screen="invoice", percent=60)
    school.control.fault("cut", screen="invoice", percent=60)

    short = anne.look(address)
    assert short.content == whole[: len(whole) * 60 // 100]
    assert int(short.headers["content-length"]) == len(short.content)
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        anne.look(address)


def test_rows_as_json_go_wrong_apart_from_their_page(anne: Visitor, school: Running) -> None:
    anne.choose("E-002311")
    anne.follow("Cours")
    rows = anne.address.replace("p=nc_cours", "p=nc_cours_donnees").replace(
        "/cours", "/cours-donnees"
    )
    school.control.fault("html", screen="courses_rows", page="error")
    school.control.fault("half_page", screen="courses_rows", percent=50)

    spoilt, half, well = (anne.look(rows) for _ in range(3))
    assert spoilt.headers["content-type"] == "application/json; charset=UTF-8"
    assert b"<html" in spoilt.content.lower()
    assert well.content.startswith(half.content)
    assert len(half.content) < len(well.content)
    assert [course["discipline"] for course in well.json()["cours"]][:1] == ["Clarinette"]


@pytest.mark.parametrize(
    ("words", "screen"),
    [
        ("Identité", "identity"),
        ("Cours", "courses"),
        ("Historique", "history"),
        ("Répertoire", "repertoire"),
        ("Facturation", "billing"),
    ],
)
def test_faults_befall_every_new_screen_by_its_name(
    school: Running, anne: Visitor, words: str, screen: str
) -> None:
    anne.choose("E-002311")
    school.control.fault("error", screen=screen)
    here, page = anne.address, anne.page
    anne.follow(words)
    assert anne.page.status_code == 500

    anne.address, anne.page = here, page
    anne.follow(words)
    assert anne.page.is_success


def test_faults_befall_windows_by_their_name(school: Running, anne: Visitor) -> None:
    anne.choose("E-002311")
    for words, screen in (("Cours", "course"), ("Historique", "past"), ("Répertoire", "event")):
        anne.follow(words)
        address = grids(anne)[0].opens[0]
        school.control.fault("maintenance", screen=screen, status=200)
        assert "Site en maintenance" in anne.look(address).content.decode(anne.charset)
        assert "Site en maintenance" not in anne.look(address).content.decode(anne.charset)


def test_a_lost_answer_leaves_the_effect_on_a_students_sheet(
    school: Running, anne: Visitor
) -> None:
    anne.choose("E-002311")
    school.control.fault("answer_lost", screen="identity", method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        anne.modify(date_naissance="03/05/2014")

    [effect] = school.control.ledger()
    assert (effect.student, [change.new for change in effect.changes]) == (
        "E-002311",
        ["03/05/2014"],
    )
