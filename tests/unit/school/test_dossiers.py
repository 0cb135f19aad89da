"""Élèves: everything that the school keeps of a student is on its pages, in both markups."""

from collections.abc import Callable

import pytest

from adapters.school import Fiche, Grid, Running
from adapters.school.truth import ABSENCES, EVALUATIONS
from tests.unit.school.reader import Seen, all_pages, fields, grids, grids_in, soup_of
from tests.unit.school.visitor import Visitor

Arrive = Callable[[str], Visitor]


@pytest.mark.parametrize(
    "identifier", ["dupre.anne", "daout.loeiza", "legoff.yann", "kerdreux.soazig"]
)
def test_everything_kept_of_every_student_is_on_the_pages(
    school: Running, arrive: Arrive, identifier: str
) -> None:
    parent = arrive(identifier)
    truth = school.control.eleves(identifier)
    assert parent.students() == [(one.number, one.label) for one in truth]

    for one in truth:
        parent.choose(one.number)
        for words, grid in (
            ("Cours", one.cours),
            ("Historique", one.historique),
            ("Répertoire", one.repertoire),
        ):
            parent.follow(words)
            assert one.label in parent.soup.get_text()
            compare(parent, all_pages(parent), grid)


def compare(visitor: Visitor, seen: Seen, truth: Grid) -> None:
    assert seen.columns == truth.columns
    assert seen.lines == truth.lines
    assert seen.said == ("" if truth.lines else truth.empty)
    for address, behind in zip(seen.opens, truth.opens, strict=True):
        assert isinstance(behind, Fiche)
        soup = soup_of(visitor, visitor.look(address).content)
        assert fields(soup, visitor.old) == behind.fields
        if behind.lists:
            compare_tabs(visitor, address, behind)


def compare_tabs(visitor: Visitor, address: str, course: Fiche) -> None:
    assert list(course.lists) == [EVALUATIONS, ABSENCES]
    if visitor.old:
        addresses = [f"{address}&onglet=evaluations", f"{address}&onglet=absence"]
        seen = [grids_in(visitor, soup_of(visitor, visitor.look(a).content))[0] for a in addresses]
    else:
        seen = grids_in(visitor, soup_of(visitor, visitor.look(address).content))
    for found, truth in zip(seen, course.lists.values(), strict=True):
        compare(visitor, found, truth)


def test_a_family_without_students_is_told_so(arrive: Arrive) -> None:
    yann = arrive("legoff.yann")

    assert yann.students() == []
    assert "Aucun élève n’est rattaché à votre famille." in yann.soup.get_text()


def test_two_students_of_one_name_differ_by_what_is_chosen_and_by_their_dossier(
    arrive: Arrive,
) -> None:
    soazig = arrive("kerdreux.soazig")
    numbers = [number for number, label in soazig.students() if label == "Kerdreux Jeanne"]
    assert len(numbers) == 2

    births = []
    for number in numbers:
        soazig.choose(number)
        assert number in soazig.text
        births.append(dict(soazig.form())[_control(soazig, "date_naissance")])
    assert births == ["08/04/2009", "09/08/2014"]


def _control(visitor: Visitor, name: str) -> str:
    return f"eleve_{name}" if visitor.old else f"eleve[{name}]"


def test_an_only_student_is_open_at_once_where_the_server_remembers_who_was_chosen(
    arrive: Arrive, markup: str
) -> None:
    loeiza = arrive("daout.loeiza")
    loeiza.follow("Élèves")

    assert ("Fiche de l’élève" in loeiza.text or "Date de naissance" in loeiza.text) == (
        markup == "old"
    )
    assert "D'Août <b> Lœïza" in loeiza.soup.get_text()


def test_in_the_old_markup_the_session_holds_who_was_chosen(anne: Visitor, markup: str) -> None:
    anne.choose("E-002311")
    anne.follow("Cours")
    here = anne.address
    anne.choose("E-002098")
    anne.go(here)

    shown = "Éloïse" if markup == "old" else "Maël"
    assert f"Dossier de Dupré {shown}" in anne.soup.get_text()


def test_after_signing_in_again_nobody_is_chosen(
    school: Running, anne: Visitor, markup: str
) -> None:
    anne.choose("E-002311")
    anne.follow("Cours")
    here = anne.address
    school.control.end_sessions()
    anne.sign_in(school.accounts[0]).go(here)

    assert ("Dossier de" in anne.text) == (markup == "refreshed")
    assert ("Choisissez un élève" in anne.soup.get_text()) == (markup == "old")


@pytest.mark.parametrize("number", ["E-001975", "E-1", ""])
def test_another_familys_student_is_not_to_be_chosen(anne: Visitor, number: str) -> None:
    anne.choose(number)

    assert "Dossier de" not in anne.text
    assert "Lœïza" not in anne.text


def test_a_line_that_is_another_students_is_missing(school: Running, anne: Visitor) -> None:
    anne.choose("E-002098")
    anne.follow("Cours")
    [address] = grids(anne)[0].opens
    foreign = anne.look(address.replace("2098101", "1975101"))
    of_a_brother = anne.look(address.replace("2098101", "2311101"))

    for answer in (foreign, of_a_brother):
        assert "introuvable" in answer.content.decode(anne.charset)
        assert answer.status_code == (200 if anne.old else 404)
    assert "Piano" in anne.look(address).content.decode(anne.charset)


def test_arrows_lead_from_sheet_to_sheet_and_stop_at_the_ends(anne: Visitor) -> None:
    [history] = [
        one.historique
        for one in anne.school.control.eleves("dupre.anne")
        if one.number == "E-002098"
    ]
    anne.choose("E-002098")
    anne.follow("Historique")
    anne.go(grids(anne)[0].opens[0])
    assert "1 / 27" in anne.soup.get_text()

    seen = [read(anne)]
    while "Suivante" in links(anne):
        anne.go(links(anne)["Suivante"])
        seen.append(read(anne))
    assert seen == [one.fields for one in history.opens if isinstance(one, Fiche)]
    assert set(links(anne)) & ARROWS == {"Première", "Précédente"}

    anne.go(links(anne)["Précédente"])
    assert read(anne) == seen[-2]
    assert set(links(anne)) & ARROWS == ARROWS
    anne.go(links(anne)["Première"])
    assert read(anne) == seen[0]
    assert set(links(anne)) & ARROWS == {"Suivante", "Dernière"}
    anne.go(links(anne)["Dernière"])
    assert read(anne) == seen[-1]


ARROWS = {"Première", "Précédente", "Suivante", "Dernière"}


def read(visitor: Visitor) -> tuple[tuple[str, str], ...]:
    return fields(soup_of(visitor, visitor.page.content), visitor.old)


def links(visitor: Visitor) -> dict[str, str]:
    found = soup_of(visitor, visitor.page.content).find_all("a")
    return {str(a.img["alt"]) if a.img else a.get_text(strip=True): str(a["href"]) for a in found}


def test_in_the_old_markup_the_list_stays_above_the_sheet_at_its_page(
    anne: Visitor, markup: str
) -> None:
    anne.choose("E-002098")
    anne.follow("Historique")
    anne.go(grids(anne)[0].opens[-1].replace("2098220", "2098225"))

    assert "25 / 27" in anne.soup.get_text()
    if markup == "old":
        assert len(grids(anne)[0].lines) == 7
    else:
        assert grids(anne) == []


def test_lists_are_shown_in_pages_of_twenty(anne: Visitor) -> None:
    anne.choose("E-002098")
    for words in ("Historique", "Répertoire"):
        anne.follow(words)
        assert len(grids(anne)[0].lines) == 20


def test_rows_of_courses_come_as_json_in_the_refreshed_markup_only(
    anne: Visitor, markup: str
) -> None:
    anne.choose("E-002311")
    anne.follow("Cours")

    assert ("Clarinette" in anne.text) == (markup == "old")
    assert grids(anne)[0].lines[0][0] == "Clarinette"


def test_an_event_is_a_fragment_in_the_refreshed_markup_and_a_page_in_the_old(
    anne: Visitor, markup: str
) -> None:
    anne.choose("E-002311")
    anne.follow("Répertoire")
    window = anne.look(grids(anne)[0].opens[0]).content.decode(anne.charset)

    assert ("<html" in window.lower()) == (markup == "old")
    assert "ce n’est pas iMuse" in window.replace("&rsquo;", "’")


def test_windows_ask_for_a_session_too(school: Running, anne: Visitor) -> None:
    anne.choose("E-002311")
    addresses = []
    for words in ("Cours", "Historique", "Répertoire"):
        anne.follow(words)
        addresses.append(grids(anne)[0].opens[0])
    school.control.end_sessions()

    for address in addresses:
        assert "Se connecter" in anne.look(address).content.decode(anne.charset)
