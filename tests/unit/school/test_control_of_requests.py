"""The staff's side of re-enrolments, documents and mails: as JSON, on the staff's page, on disk."""

import base64
import json
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from adapters.school import Running, running
from adapters.school.markup import MarkupName
from tests.unit.school.enrolling import ELOISE, MAEL, PDF, Tab
from tests.unit.school.visitor import TRUSTED, Visitor

MAELS = {"identifiant": "dupre.anne", "eleve": MAEL}


def read(school: Running, name: str) -> httpx.Response:
    return httpx.get(f"{school.base}/_controle/{name}", trust_env=False, verify=TRUSTED)


def call(school: Running, name: str, **body: object) -> int:
    answer = httpx.post(
        f"{school.base}/_controle/{name}", json=body, trust_env=False, verify=TRUSTED
    )
    return answer.status_code


def test_requests_and_documents_are_told_by_json(school: Running, anne: Visitor) -> None:
    tab = Tab(anne)
    tab.upload("Autre document", "a.pdf", PDF)
    tab.press(["Clarinette"], "Merci")

    shown = read(school, f"reinscription?identifiant=dupre.anne&eleve={MAEL}").json()
    assert (shown["note"], shown["waiting"]) == ("Merci", True)
    assert [one["caption"] for one in shown["boxes"] if one["ticked"]] == ["Clarinette"]
    [request] = read(school, "reinscriptions").json()
    assert (request["student"], request["ticked"]) == (MAEL, ["Clarinette"])
    [come] = read(school, "documents").json()
    assert base64.b64decode(come["document"]["body"]) == PDF
    assert request["documents"] == [come["document"]]
    sent = next(one for one in read(school, "posts").json() if one["screen"] == "import")
    [file] = sent["files"]
    assert base64.b64decode(file["file_name"]) == b"a.pdf"
    assert (file["type"], base64.b64decode(file["body"])) == ("application/pdf", PDF)


def test_the_staff_opens_closes_and_validates_by_json(school: Running, anne: Visitor) -> None:
    Tab(anne).press([])
    assert call(school, "valider_reinscription", **MAELS) == 204
    assert [mail["subject"] for mail in read(school, "courriels").json()] == [
        "Confirmation de réinscription"
    ]
    assert not read(school, f"reinscription?identifiant=dupre.anne&eleve={MAEL}").json()["waiting"]

    assert call(school, "activer_reinscriptions", ouvertes=False) == 204
    assert read(school, f"reinscription?identifiant=dupre.anne&eleve={MAEL}").json() is None


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("valider_reinscription", {"identifiant": "dupre.anne", "eleve": "E-001975"}, 404),
        ("valider_reinscription", {"identifiant": "kerdreux.soazig", "eleve": "E-001640"}, 404),
        ("valider_reinscription", {"identifiant": "dupre.anne"}, 400),
        ("activer_reinscriptions", {}, 400),
    ],
)
def test_what_the_control_side_does_not_know_it_refuses(
    name: str, body: dict[str, object], status: int
) -> None:
    with running() as school:
        assert call(school, name, **body) == status


def test_a_person_plays_the_secretariat(school: Running, anne: Visitor) -> None:
    tab = Tab(anne)
    tab.upload("Autre document", "l'été <1>.pdf", PDF)
    tab.press(["Clarinette"], "Merci & à bientôt")
    staff = Visitor(school)
    with staff.client:
        text = staff.go("/personnel").get_text()
        assert "Merci & à bientôt" in text
        assert "réinscription ; Clarinette ; Autre document (l'été <1>.pdf)" in text
        [link] = [a for a in staff.soup.find_all("a") if "l'été <1>.pdf" in a.get_text()]
        document = staff.look(str(link["href"]))
        assert document.content == PDF
        assert document.headers["content-disposition"].startswith("attachment")
        assert staff.look(f"{link['href']}1").status_code == 404
        press(staff, "/personnel/valider_reinscription")
        text = staff.soup.get_text()

    assert "La réinscription de Dupré Maël est validée." in text
    assert "Valider la réinscription" not in text
    assert "réinscription en attente" not in text.lower()


def press(staff: Visitor, action: str) -> None:
    [form] = [f for f in staff.soup.find_all("form") if f["action"] == action]
    fields = {str(i["name"]): str(i["value"]) for i in form.find_all("input")}
    staff.page = staff.client.post(f"{staff.school.base}{action}", data=fields)


def test_re_enrolments_are_switched_on_the_staffs_page(school: Running, anne: Visitor) -> None:
    staff = Visitor(school)
    with staff.client:
        staff.go("/personnel")
        press(staff, "/personnel/reinscriptions")
        assert "désactivées" in staff.soup.get_text()
        assert "Réinscription" not in anne.choose(MAEL).soup.get_text()
        press(staff, "/personnel/reinscriptions")
        assert "Réinscription" in anne.choose(MAEL).soup.get_text()


def test_the_staffs_page_tells_of_passwords_and_shows_the_mails(
    school: Running, anne: Visitor
) -> None:
    anne.follow("Mot de passe")
    anne.post(anne.fill(ancien="clarinette", nouveau="hautbois-21", confirmation="hautbois-21"))
    lost = Visitor(school)
    with lost.client:
        lost.go(school.sign_in_url)
        lost.follow("Mot de passe perdu")
        lost.post(lost.fill(identifiant="dupre.anne", mail="anne.dupre@example.org"))
        text = lost.go("/personnel").get_text()

    assert "mot de passe changé" in text
    assert "nouveau mot de passe envoyé" in text
    assert (
        f"nouveau mot de passe\N{NO-BREAK SPACE}: {school.control.password('dupre.anne')}" in text
    )
    assert "hautbois-21" not in text


def test_the_ledger_on_disk_holds_digests_and_neither_bytes_nor_passwords(
    tmp_path: Path, markup: MarkupName
) -> None:
    ledger = tmp_path / "ledger.jsonl"
    with running(markup, ledger) as school:
        anne = Visitor(school)
        with anne.client:
            anne.sign_in(school.accounts[0])
            tab = Tab(anne, ELOISE)
            tab.upload("Autre document", "a.pdf", PDF)
            tab.press(["Piano"], "Merci")
            anne.follow("Mot de passe")
            new = "hautbois-21"
            anne.post(anne.fill(ancien="clarinette", nouveau=new, confirmation=new))
            anne.follow("Déconnexion")
            anne.follow("Mot de passe perdu")
            anne.post(anne.fill(identifiant="dupre.anne", mail="anne.dupre@example.org"))
        before, sent = school.control.ledger(), school.control.mailed()[0].password

    text = ledger.read_text()
    for secret in ("clarinette", new, sent):
        assert secret not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["screen"] for line in lines] == [
        "import",
        "re_enrolment",
        "password",
        "lost_password",
    ]
    paper = {
        "name": "Autre document",
        "file_name": "a.pdf",
        "sha256": sha256(PDF).hexdigest(),
        "size": len(PDF),
    }
    assert [line["documents"] for line in lines] == [[paper], [paper], [], []]
    assert lines[1]["student"] == ELOISE
    with running(markup, ledger) as again:
        assert again.control.ledger() == before
