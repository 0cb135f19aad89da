"""The control side as JSON, the staff's page, and the school as its own process."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from adapters.school import Running, School, running, serve
from tests.unit.school.visitor import TRUSTED, Visitor


def call(school: Running, name: str, **body: object) -> httpx.Response:
    return httpx.post(f"{school.base}/_controle/{name}", json=body, trust_env=False, verify=TRUSTED)


def read(school: Running, name: str) -> httpx.Response:
    return httpx.get(f"{school.base}/_controle/{name}", trust_env=False, verify=TRUSTED)


def test_the_staff_decides_by_json(school: Running, anne: Visitor) -> None:
    anne.family().modify(ville="Kerlann")
    state = read(school, "famille?identifiant=dupre.anne").json()
    assert state["waiting"] == {"ville": "Kerlann"}
    assert {"caption": "Ville", "value": "Kerlann", "marked": True}.items() <= next(
        field for field in state["shown"] if field["caption"] == "Ville"
    ).items()

    assert call(school, "valider", identifiant="dupre.anne").status_code == 204
    assert school.control.record("dupre.anne").values["ville"] == "Kerlann"

    anne.family().modify(ville="Port-Tudy")
    assert call(school, "refuser", identifiant="dupre.anne").status_code == 204
    assert school.control.record("dupre.anne").waiting == {}

    call(school, "modifier", identifiant="dupre.anne", champ="Ville", valeur="Baden")
    assert school.control.record("dupre.anne").values["ville"] == "Baden"


def test_the_staff_decides_on_a_students_sheet_by_json(school: Running, anne: Visitor) -> None:
    where = {"identifiant": "dupre.anne", "eleve": "Dupré Maël"}
    anne.choose("E-002311").modify(date_naissance="03/05/2014")
    state = read(school, "eleve?identifiant=dupre.anne&eleve=E-002311").json()
    assert state["waiting"] == {"date_naissance": "03/05/2014"}
    [effect] = read(school, "ledger").json()
    assert (effect["identifier"], effect["student"]) == ("dupre.anne", "E-002311")

    assert call(school, "valider", identifiant="dupre.anne").status_code == 204
    assert school.control.record("dupre.anne", "E-002311").waiting != {}
    assert call(school, "valider", **where).status_code == 204
    assert school.control.record("dupre.anne", "E-002311").waiting == {}

    anne.choose("E-002311").modify(prenom="Mahé")
    assert call(school, "refuser", **where).status_code == 204
    call(school, "modifier", **where, champ="Lieu de naissance", valeur="Kerlann")
    student = school.control.record("dupre.anne", "E-002311")
    assert (student.waiting, student.values["prenom"]) == ({}, "Maël")
    assert student.values["lieu_naissance"] == "Kerlann"


def test_what_a_person_reads_is_told_by_json(school: Running) -> None:
    students = read(school, "eleves?identifiant=dupre.anne").json()
    billing = read(school, "facturation?identifiant=dupre.anne").json()

    truth = school.control.eleves("dupre.anne")
    assert [one["label"] for one in students] == [one.label for one in truth]
    lists = students[0]["cours"]["opens"][0]["lists"]
    assert lists["Évaluations"]["lines"][0][2] == "Lecture à vue"
    document = billing["lists"]["Factures"]["opens"][0]
    assert (
        base64.b64decode(document)
        == (school.control.facturation("dupre.anne").lists["Factures"].opens[0])
    )
    assert read(school, "eleves?identifiant=personne").status_code == 404


def test_the_ledger_and_the_forms_are_read_by_json(school: Running, anne: Visitor) -> None:
    anne.family().modify(ville="Kerlann")

    [effect] = read(school, "ledger").json()
    assert effect["number"] == 1
    assert effect["changes"] == [
        {"field": "ville", "caption": "Ville", "old": "Trois-Rivières", "new": "Kerlann"}
    ]
    assert [post["screen"] for post in read(school, "posts").json()] == ["sign_in", "family"]


def test_faults_and_the_rest_are_ordered_by_json(school: Running, anne: Visitor) -> None:
    assert call(school, "faults", kind="error", screen="family").status_code == 204
    here = anne.address
    anne.family()
    assert anne.page.status_code == 500

    anne.go(here)
    call(school, "faults", kind="error")
    call(school, "clear_faults")
    call(school, "down", down=True)
    with pytest.raises(httpx.RemoteProtocolError):
        anne.family()
    call(school, "down", down=False)
    call(school, "release")
    call(school, "end_sessions")
    anne.family()
    assert "Se connecter" in anne.text


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("valider", {"identifiant": "personne"}, 404),
        ("modifier", {"identifiant": "dupre.anne", "champ": "?", "valeur": ""}, 404),
        ("valider", {"identifiant": "dupre.anne", "eleve": "E-001975"}, 404),
        ("valider", {"identifiant": "kerdreux.soazig", "eleve": "Kerdreux Jeanne"}, 404),
        ("faults", {"kind": "html", "page": "moon"}, 400),
        ("faults", {"kind": "comet"}, 400),
        ("faults", {"kind": "error", "scren": "home"}, 400),
        ("down", {}, 400),
    ],
)
def test_what_the_control_side_does_not_know_it_refuses(
    name: str, body: dict[str, object], status: int
) -> None:
    with running() as school:
        assert call(school, name, **body).status_code == status


def test_a_person_plays_the_secretariat_on_the_staff_s_page(school: Running, anne: Visitor) -> None:
    anne.family().modify(ville="Kerlann")
    staff = Visitor(school)
    with staff.client:
        page = staff.go("/personnel").get_text()
        assert "Valeur demandée" in page
        staff._post("/personnel/valider", [("identifiant", "dupre.anne")])
        page = staff.soup.get_text()

    assert "Valeur demandée" not in page
    assert "« Trois-Rivières » → « Kerlann »" in page
    assert school.control.record("dupre.anne").values["ville"] == "Kerlann"


def test_a_students_sheet_is_decided_on_the_staffs_page_too(school: Running, anne: Visitor) -> None:
    anne.choose("E-002311").modify(date_naissance="03/05/2014")
    staff = Visitor(school)
    with staff.client:
        page = staff.go("/personnel")
        [decided] = [f for f in page.find_all("form") if f["action"] == "/personnel/valider"]
        fields = {str(i["name"]): str(i["value"]) for i in decided.find_all("input")}
        assert fields == {"identifiant": "dupre.anne", "eleve": "E-002311"}
        assert "Élève : Kerdreux Jeanne (E-002050)" in page.get_text()
        answer = staff.client.post(f"{school.base}/personnel/valider", data=fields)

    assert "dupre.anne, élève Dupré Maël" in answer.text
    assert "« 02/05/2014 » → « 03/05/2014 »" in answer.text
    assert school.control.record("dupre.anne", "E-002311").waiting == {}


def test_every_sheet_has_a_key_of_its_own() -> None:
    records = School().office.records()

    assert len(records) == 4 + 3 + 1 + 0 + 12
    assert records["dupre.anne"].values["prenom"] == "Anne"
    assert records["dupre.anne/E-002311"].values["prenom"] == "Maël"


def test_the_staff_s_side_is_apart_from_the_old_pages(school: Running) -> None:
    for path in ("personnel", "_controle/ledger"):
        assert not school.sign_in_url.startswith(f"{school.base}/{path}")
        old = school.sign_in_url.split("/extranet2")[0]
        assert httpx.get(f"{old}/{path}", trust_env=False, verify=TRUSTED).status_code == 404


async def test_the_same_school_may_be_served_again() -> None:
    school = School("refreshed")
    for _ in range(2):
        async with (
            serve(school) as base,
            httpx.AsyncClient(trust_env=False, verify=TRUSTED) as client,
        ):
            answer = await client.get(base + school.sign_in_path, follow_redirects=True)
            assert "Se connecter" in answer.text


def test_as_its_own_process_it_says_where_it_is_and_leaves_its_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    command = [sys.executable, "-m", "adapters.school", "--markup", "old", "--ledger", str(ledger)]
    with (
        running() as template,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().decode().strip()
        school = Running(address.split("/centre")[0], address, template.accounts, template.control)
        anne = Visitor(school)
        with anne.client:
            anne.sign_in(school.accounts[0]).family().modify(ville="Kerlann")
        process.kill()
        assert process.stderr.read() == b""

    [effect] = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert effect["identifier"] == "dupre.anne"
    assert [change["new"] for change in effect["changes"]] == ["Kerlann"]
