"""Réinscription: what a family finds there, imports and asks for, the same in both markups."""

from collections.abc import Callable

import pytest

from adapters.school import Running
from adapters.school.screens.import_document import IMPORTED
from adapters.school.screens.re_enrolment import AWAITING, TAKEN
from tests.unit.school.enrolling import ELOISE, MAEL, PDF, Tab, spoken
from tests.unit.school.visitor import Visitor

Arrive = Callable[[str], Visitor]

LIMITS = (
    ("La taille limite d’un document est de 2 Mo. Formats acceptés : JPEG, JPG, PNG, PDF")
    .replace(" Mo", "\N{NO-BREAK SPACE}Mo")
    .replace(" :", "\N{NO-BREAK SPACE}:")
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def tabs(visitor: Visitor) -> list[str]:
    return [a.get_text(strip=True) for a in visitor.soup.find_all("a")]


@pytest.mark.parametrize("number", [MAEL, ELOISE])
def test_the_students_own_courses_are_listed_with_their_boxes(
    school: Running, anne: Visitor, number: str
) -> None:
    tab = Tab(anne, number)

    truth = school.control.re_enrolment("dupre.anne", number)
    assert truth is not None
    assert list(tab.boxes()) == [one.caption for one in truth.boxes if not one.closed]
    assert tab.ticked() == [one.caption for one in truth.boxes if one.ticked]
    [closed] = [one.caption for one in truth.boxes if one.closed]
    assert closed in tab.soup.get_text()


def test_only_one_markup_puts_them_under_headings(anne: Visitor, markup: str) -> None:
    headings = [found.get_text() for found in Tab(anne).soup.find_all("legend")]

    wanted = ["Cursus", "Disciplines", "Pratiques collectives"]
    assert headings == (wanted if markup == "refreshed" else [])


def test_the_window_tells_the_limits_and_offers_the_documents_names(
    school: Running, anne: Visitor
) -> None:
    window = Tab(anne).window()

    assert LIMITS in window.get_text()
    truth = school.control.re_enrolment("dupre.anne", MAEL)
    assert truth is not None
    options = [o.get_text(strip=True) for o in window.find_all("option") if o["value"]]
    assert options[-len(truth.names) :] == list(truth.names)


def test_where_the_staff_has_not_opened_them_there_is_no_tab(
    school: Running, anne: Visitor
) -> None:
    address = Tab(anne).visitor.address
    stale = Tab(anne).fill(["Clarinette"])
    school.control.activate_re_enrolments(False)
    anne.post(stale)

    assert spoken(anne) == "Les réinscriptions ne sont pas ouvertes."
    assert "Réinscription" not in tabs(anne)
    anne.go(address)
    assert "Modifier" in anne.text
    assert school.control.ledger() == ()
    assert school.control.re_enrolment("dupre.anne", MAEL) is None

    school.control.activate_re_enrolments()
    assert Tab(anne).boxes()


def test_some_students_have_none(arrive: Arrive) -> None:
    soazig = arrive("kerdreux.soazig")
    found = {}
    for number, label in soazig.students():
        soazig.choose(number)
        found[label] = "Réinscription" in tabs(soazig)

    assert found["Kerdreux Aël"]
    assert not found["Kerdreux Corentin"]


def test_valider_is_told_awaits_validation_and_is_written_down(
    school: Running, anne: Visitor
) -> None:
    tab = Tab(anne)
    assert AWAITING not in anne.text
    tab.press(["Clarinette", "Chœur & percussions <initiation>"], "Plutôt le mercredi.\nMerci !")

    assert spoken(anne) == TAKEN
    assert AWAITING in anne.soup.get_text()
    assert tab.ticked() == ["Clarinette", "Chœur & percussions <initiation>"]
    assert "Plutôt le mercredi.\nMerci !" in dict(anne.form()).values()
    [request] = school.control.re_enrolments()
    assert (request.identifier, request.student) == ("dupre.anne", MAEL)
    assert request.ticked == ("Clarinette", "Chœur & percussions <initiation>")
    assert (request.note, request.documents) == ("Plutôt le mercredi.\nMerci !", ())
    [effect] = school.control.ledger()
    assert (effect.screen, effect.student, effect.changes) == ("re_enrolment", MAEL, ())
    assert (effect.ticked, effect.note) == (request.ticked, request.note)


def test_the_same_form_sent_twice_makes_two_requests(school: Running, anne: Visitor) -> None:
    form = Tab(anne).fill(["Formation musicale"])
    here = anne.address
    anne.post(form)
    anne._post(here, form)

    assert [one.ticked for one in school.control.re_enrolments()] == [("Formation musicale",)] * 2


def test_a_form_from_another_session_changes_nothing(
    school: Running, anne: Visitor, arrive: Arrive
) -> None:
    theirs = Tab(arrive("daout.loeiza"), "E-001975").fill(["Bombarde & biniou"])
    Tab(anne)
    anne.post(theirs)

    assert "Ce formulaire a expiré" in spoken(anne)
    assert school.control.re_enrolments() == ()


def test_only_what_has_a_box_can_be_ticked(school: Running, anne: Visitor, markup: str) -> None:
    form = Tab(anne).fill(["Clarinette"])
    closed = ("reins_2311406", "1") if markup == "old" else ("reins[cours][]", "2311406")
    anne.post([closed, *form])

    assert [one.ticked for one in school.control.re_enrolments()] == [("Clarinette",)]


def test_once_validated_it_awaits_no_longer_and_a_mail_confirms(
    school: Running, anne: Visitor
) -> None:
    Tab(anne).press(["Clarinette"])
    school.control.validate_re_enrolment("dupre.anne", MAEL)

    tab = Tab(anne)
    assert AWAITING not in anne.text
    assert tab.ticked() == ["Clarinette"]
    [mail] = school.control.mailed()
    assert (mail.identifier, mail.email) == ("dupre.anne", "anne.dupre@example.org")
    assert "Dupré Maël" in mail.text
    school.control.validate_re_enrolment("dupre.anne", MAEL)
    assert len(school.control.mailed()) == 1


def test_retour_leads_to_the_person_responsible(anne: Visitor, markup: str) -> None:
    tab = Tab(anne)
    if markup == "refreshed":
        anne.follow("Retour")
    else:
        button = tab.soup.find("input", value="Retour")
        assert button is not None
        anne.go(str(button["onclick"]).split("'")[1])

    assert "Fiche du responsable" in anne.text


@pytest.mark.parametrize(
    ("file_name", "body", "type"),
    [
        ("scan.pdf", PDF, "application/pdf"),
        ("IMG 1.JPEG", JPEG, "image/jpeg"),
        ("photo.jpg", JPEG, "image/jpeg"),
        ("Écran d’été.png", PNG, "image/png"),
        ("juste.pdf", b"%PDF-".ljust(2_000_000, b"x"), "application/pdf"),
    ],
)
def test_a_document_arrives_byte_for_byte_and_is_listed(
    school: Running, anne: Visitor, markup: str, file_name: str, body: bytes, type: str
) -> None:
    tab = Tab(anne)
    assert tab.documents() == [("Aucun document importé.",)]

    assert tab.upload("Attestation d’assurance", file_name, body, type) == IMPORTED

    [come] = school.control.imports()
    assert (come.identifier, come.student) == ("dupre.anne", MAEL)
    assert (come.document.name, come.document.file_name) == ("Attestation d’assurance", file_name)
    assert come.document.body == body
    [line] = tab.documents()
    assert line[:2] == ("Attestation d’assurance", file_name)
    assert line[2:] == (() if markup == "old" else (come.document.day.strftime("%d/%m/%Y"),))
    [effect] = school.control.ledger()
    [paper] = effect.documents
    assert (effect.screen, paper.file_name, paper.size) == ("import", file_name, len(body))


@pytest.mark.parametrize(
    ("name", "file_name", "body", "said"),
    [
        ("Autre document", "a.pdf", PDF + bytes(2_000_000), "dépasse la taille limite de 2"),
        ("Autre document", "a.gif", b"GIF89a", "format du fichier n’est pas accepté"),
        ("Autre document", "pdf", PDF[1:], "format du fichier n’est pas accepté"),
        ("Autre document", "", b"", "sélectionner un fichier"),
        ("Autre document", "vide.pdf", b"", "sélectionner un fichier"),
        ("", "a.pdf", PDF, "choisir le nom du document"),
    ],
)
def test_what_the_school_does_not_take_is_refused_in_words(
    school: Running, anne: Visitor, name: str, file_name: str, body: bytes, said: str
) -> None:
    tab = Tab(anne)
    choose = name or ("-- Choisissez --" if anne.old else "Choisir…")
    words = tab.upload(choose, file_name, body)

    assert said in words
    assert "Le document n’a pas été importé." in words
    assert (school.control.imports(), school.control.ledger()) == ((), ())
    assert tab.documents() == [("Aucun document importé.",)]


def test_only_one_markup_looks_into_the_file(school: Running, anne: Visitor, markup: str) -> None:
    Tab(anne).upload("Autre document", "page.pdf", b"<html>")

    assert len(school.control.imports()) == (1 if markup == "old" else 0)


def test_imports_belong_to_their_student_and_go_with_every_request(
    school: Running, anne: Visitor
) -> None:
    Tab(anne, MAEL).upload("Avis d’imposition (quotient familial)", "m.pdf", PDF)
    eloise = Tab(anne, ELOISE)
    assert eloise.documents() == [("Aucun document importé.",)]
    eloise.press(["Piano"])
    mael = Tab(anne, MAEL)
    mael.press([])
    mael.upload("Autre document", "m.pdf", PDF)
    mael.press([])

    sent = [[one.file_name for one in each.documents] for each in school.control.re_enrolments()]
    assert sent == [[], ["m.pdf"], ["m.pdf", "m.pdf"]]
    last = school.control.ledger()[-1]
    assert [paper.name for paper in last.documents] == [
        "Avis d’imposition (quotient familial)",
        "Autre document",
    ]


def test_in_the_mode_accessibilite_the_window_is_a_page_with_a_way_back(
    anne: Visitor, markup: str
) -> None:
    anne.follow("Accessibilité")
    anne.follow("Activer le mode Accessibilité")
    Tab(anne)
    if markup == "old":
        anne.follow("Importer")
        assert LIMITS in anne.soup.get_text()
        anne.follow("Retour")
        assert "onClick" not in anne.text
    assert "Demandes complémentaires" in anne.soup.get_text()
    anne.follow("Retour")
    assert "Fiche du responsable" in anne.text
