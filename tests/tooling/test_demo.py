"""`imuse-gateway demo`, from a checkout."""

import os
import socket
import stat
import sys
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from adapters.school import School
from adapters.school.re_enrolment import DOCUMENTS, ReEnrolment, Upload
from adapters.school.records import Family, Student
from gateway import clock, config, resources
from gateway.app import DATABASE
from gateway.demo import records as demo_records
from gateway.demo import showing as demo
from gateway.demo import staff as demo_staff
from gateway.staff import Accounts, Passwords
from gateway.store.store import Store
from gateway.views.office import Role
from tests.tooling.demonstration import demonstration

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


async def test_it_says_where_and_what_to_try_and_stops_cleanly(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "gateway", "demo", "--port", "0")
    async with demonstration(command, tmp_path, environment()) as shown:
        account = School().accounts[0]
        for word in (account.site, account.identifier, account.password, "reconstitution"):
            assert word in shown.said
        async with httpx.AsyncClient(trust_env=False) as client:
            page = await client.get(shown.address("Le portail"), follow_redirects=True)
            staff = await client.get(shown.address("Son secrétariat"))
            letters = await client.get(shown.address("Les courriels"))
            desk = await client.get(shown.address("au bureau :"), follow_redirects=True)

    assert page.status_code == staff.status_code == letters.status_code == 200
    assert "Connexion au bureau" in desk.text
    assert demo_staff.ONE.password in shown.said
    # The list of sites comes from the old site: the two talk with each other.
    assert account.site in page.text
    assert shown.ended_with == 0
    assert "Traceback" not in shown.errors


async def test_a_port_that_is_taken_gives_way_to_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = (sys.executable, "-m", "gateway", "demo", "--port", str(port))
        async with demonstration(command, tmp_path, environment()) as shown:
            assert not shown.address("Le portail").endswith(f":{port}/")


async def test_its_data_are_in_the_current_folder_and_its_key_is_closed(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "gateway", "demo", "--port", "0", "--markup", "refreshed")
    async with demonstration(command, tmp_path, environment()):
        pass

    key = tmp_path / "data/demo-refreshed/key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700


def test_where_the_current_folder_is_closed_the_data_are_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"

    assert demo.data_folder(tmp_path, home) == tmp_path / "data"
    monkeypatch.setattr(os, "access", lambda path, mode: path != tmp_path)
    assert demo.data_folder(tmp_path, home).is_relative_to(home)


async def test_the_school_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    path = tmp_path / "school.json"
    school = School()
    demo_records.keep(school, path)
    identifier = school.accounts[0].identifier
    async with httpx.AsyncClient(transport=httpx.ASGITransport(school.app)) as client:
        answer = await client.post(
            "http://school.example/personnel/modifier",
            data={"identifiant": identifier, "champ": "profession", "valeur": "Luthière"},
        )

    again = School()
    demo_records.keep(again, path)

    assert answer.status_code == 303
    assert again.office.family(identifier).values["profession"] == "Luthière"
    kept = msgspec.json.decode(path.read_bytes(), type=demo_records.Records)
    assert kept.sheets.keys() == school.office.records().keys()
    assert {a.identifier for a in school.accounts} < school.office.records().keys()


async def test_what_waits_on_a_students_sheet_is_no_refusal_after_a_restart(tmp_path: Path) -> None:
    """A change that had gone would look as if the staff had turned it down."""
    path = tmp_path / "school.json"
    school = School()
    demo_records.keep(school, path)
    family = next(family for family in school.office.families() if family.students)
    one, account = family.students[0], family.identifier
    asked = one.values | {"prenom": "Soazig"}
    school.office.ask("identity", account, asked, one.number)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(school.app)) as client:
        await client.post("http://school.example/nulle-part")
    again = School()
    demo_records.keep(again, path)

    assert again.office.record(account, one.number).waiting == {"prenom": "Soazig"}
    again.office.validate(account, one.number)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(again.app)) as client:
        await client.post("http://school.example/nulle-part")
    once_more = School()
    demo_records.keep(once_more, path)

    assert once_more.office.record(account, one.number).values["prenom"] == "Soazig"
    assert once_more.office.record(account, one.number).waiting == {}
    assert again.office.records().keys() == once_more.office.records().keys()


async def test_re_enrolments_passwords_and_mails_outlive_a_restart(tmp_path: Path) -> None:
    """A re-enrolment that waited no longer would look as if the staff had validated it."""
    path = tmp_path / "school.json"
    school = School()
    demo_records.keep(school, path)
    office = school.office
    family = next(f for f in office.families() if f.email and any(_offered(f)))
    one, left_alone = _offered(family)[:2]
    offer = next(o for o in _on_file(one).offers if not o.closed)
    upload = Upload("quittance.pdf", b"%PDF-1.4\x00\xff")
    office.re_enrolments.take(family, one, DOCUMENTS[0][0], upload, by_content=True)
    office.re_enrolments.ask(family, one, {offer.number}, "Le mardi,\nsi possible")
    office.re_enrolments.open = False
    assert office.send_password(family.identifier, family.email)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(school.app)) as client:
        await client.post("http://school.example/nulle-part")
    again = School()
    demo_records.keep(again, path)

    kept_family, kept = again.office.student(family.identifier, one.number)
    assert _on_file(kept) == _on_file(one)
    assert _on_file(kept).waiting
    assert _on_file(kept).documents[0].body == upload.body
    _, untouched = again.office.student(family.identifier, left_alone.number)
    assert not _on_file(untouched).waiting
    assert not again.office.re_enrolments.open
    assert kept_family.password == family.password
    assert again.office.mailed == office.mailed
    assert again.office.admits(family.site, family.identifier, family.password)


def _offered(family: Family) -> list[Student]:
    return [one for one in family.students if one.re_enrolment is not None]


def _on_file(student: Student) -> ReEnrolment:
    assert student.re_enrolment is not None
    return student.re_enrolment


async def test_its_account_at_the_desk_is_made_once_and_is_not_made_anew(tmp_path: Path) -> None:
    shipped = config.load(resources.demo_config())
    here = replace(shipped, gateway=replace(shipped.gateway, data=tmp_path))
    await demo_staff.make(here)
    store = Store(tmp_path / DATABASE)
    staff = Accounts(store, Passwords(), clock.now)
    await staff.disable("demo", demo_staff.ONE.login)
    await demo_staff.make(here)
    (member,) = await staff.all("demo")
    store.close()

    assert member.role is Role.ADMINISTER
    assert member.disabled_at is not None
