"""Values that must show nowhere are seeded, and looked for everywhere (TRUST 23)."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.errors import BadCredentials, ColumnsLost
from adapters.memory import NextWrite
from adapters.memory.record import Record
from adapters.model import Step
from adapters.port import Session
from gateway import backup as backups
from gateway import telemetry
from gateway.app import DATABASE
from gateway.documents import Owner
from gateway.pending.accepting.acceptance import InvalidFields
from gateway.pending.states import State
from gateway.portal import Portal
from gateway.store.requests import RequestRow
from gateway.views import Fate, Visit
from tests.unit.pending.enrolling_stage import WORDING
from tests.unit.portal.stage import HELENE, LONGEST_RUN, PHONE, SCHOOL, Stage, staged

PASSWORDS = ("CANARI-MOT-DE-PASSE", "CANARI-FAUX", "CANARI-NOUVEAU-1", "CANARI-REFUSE")
CANARIES = (
    "CANARI-IDENTIFIANT",
    "CANARI-MOT-DE-PASSE",
    "CANARI-FAUX",
    "canari.courriel@example.org",
    "06 39 98 91 91",
    "CANARI-VILLE",
    "CANARI-PROFESSION",
    "CANARI-INVALIDE",
    "198.51.100.77",
    "CANARI-ELEVE",
    "CANARI-COURS",
    "CANARI-ECOLE",
    "CANARI-FACTURE",
    "CANARI-NOUVEAU-1",
    "CANARI-REFUSE",
    "CANARI-PERDU",
    "CANARI-FICHIER",
    "CANARI-DOCUMENT",
    "CANARI-COMPLEMENT",
    "canari.perdu@example.org",
)


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, re_enrolment=WORDING) as ready:
        yield ready


async def _whole_journey(stage: Stage) -> str:
    """A family does everything that it can, and much goes wrong; returns its cookie."""
    family = stage.extranet.families.pop(HELENE)
    family.identifier, family.password = "CANARI-IDENTIFIANT", "CANARI-MOT-DE-PASSE"
    family.store("profession", "CANARI-PROFESSION")
    family.store("courriel", "canari.courriel@example.org")
    _seed_students(family)
    stage.extranet.families[family.identifier] = family
    with pytest.raises(BadCredentials):
        await stage.portal.sign_in(SCHOOL, "198.51.100.77", "1", family.identifier, "CANARI-FAUX")
    cookie = (
        await stage.portal.sign_in(SCHOOL, "198.51.100.77", "1", family.identifier, family.password)
    ).cookie
    visit = await stage.visit(cookie)
    await stage.portal.home(visit)
    await _reads_everything(stage, visit)
    await _re_enrols(stage, visit)
    with pytest.raises(InvalidFields):
        await stage.ask(visit, {"courriel": "CANARI-INVALIDE"})
    await stage.ask(visit, {PHONE: "06 39 98 91 91"}, keep=True)
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    conflicting = await stage.portal.family(visit)
    stage.extranet.edit(family.identifier, "ville", "CANARI-VILLE")
    await stage.ask(visit, {"ville": "Pont-Aubry"}, view=conflicting, keep=True)
    await stage.work()
    view = await stage.portal.family(visit)
    stage.extranet.faults.down = True
    await stage.ask(visit, {"profession": "CANARI-PROFESSION 2"}, view=view, keep=True)
    await stage.work()
    stage.extranet.faults.down = False
    return await _changes_its_password(stage, visit)


async def _changes_its_password(stage: Stage, visit: Visit) -> str:
    """Refused, then taken though the answer is lost; and somebody asks for a new one in vain."""
    former = stage.extranet.families["CANARI-IDENTIFIANT"].password
    here = "198.51.100.77"
    press = (await stage.portal.password_terms(visit)).press
    refused = await stage.portal.change_password(visit, here, press, former, "CANARI-REFUSE")
    assert refused.fate is Fate.REFUSED
    press = (await stage.portal.password_terms(visit)).press
    stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
    changed = await stage.portal.change_password(visit, here, press, former, "CANARI-NOUVEAU-1")
    assert changed.fate is Fate.DONE
    for fault in (NextWrite.ARRIVES, NextWrite.ANSWER_LOST):
        stage.extranet.faults.next_write = fault
        asked = ("CANARI-PERDU", "canari.perdu@example.org")
        press = stage.portal.lost_password_press(SCHOOL)
        await stage.portal.ask_password(SCHOOL, here, press, "1", asked)
    return changed.cookie


async def _re_enrols(stage: Stage, visit: Visit) -> None:
    """With a document, whose answer is lost, and « Valider », whose answer is lost too."""
    student = await stage.student(visit, 1)
    enrolling, of = stage.portal.re_enrolments, Owner(visit.school, visit.account)
    view = await enrolling.show(visit, student)
    assert view.screen is not None
    assert view.screen.imports is not None
    ticked = tuple(one.key for one in view.screen.disciplines if one.editable)
    assert await enrolling.preparing.choose(of, student, view.seen, ticked, {}) == {}
    await enrolling.preparing.write(of, student, "CANARI-COMPLEMENT")

    async def pieces() -> AsyncIterator[bytes]:
        yield b"%PDF-1.4\n% CANARI-DOCUMENT\n%%EOF\n"

    name = view.screen.imports.names[0].value
    await enrolling.giving.give(
        of, student, name, "", "CANARI-FICHIER.pdf", "application/pdf", pieces()
    )
    version = (await enrolling.prepared(visit, student)).version
    asked = await stage.portal.send_re_enrolment(visit, student, version, True)
    for _ in range(4):
        stage.extranet.faults.next_write = NextWrite.ANSWER_LOST
        await stage.work()
        stage.clock.turn(seconds=LONGEST_RUN + 1)
    stage.extranet.faults.next_write = NextWrite.ARRIVES
    (enrolled,) = stage.extranet.enrolled
    assert [b"CANARI-DOCUMENT" in each.body for each in enrolled.documents] == [True]
    assert (await stage.now_of(visit, asked)).state is State.AWAITING_STAFF


def _seed_students(family: Record) -> None:
    student = family.students[0]
    student.name = "CANARI-ELEVE"
    student.store("ecole", "CANARI-ECOLE")
    student.courses.rows[0].cells = ("CANARI-COURS", *student.courses.rows[0].cells[1:])
    invoices = family.books.tables[0].rows
    invoices[0].cells = ("CANARI-FACTURE", *invoices[0].cells[1:])


async def _reads_everything(stage: Stage, visit: Visit) -> None:
    """Every screen of the students' and of Facturation, and the trouble of a list."""
    student = await stage.student(visit)
    courses = (await stage.portal.courses(visit, student)).listing
    assert courses is not None
    step = Step(list="courses", line=courses.lines[0].ref or "")
    await stage.portal.record(visit, student, (step,))
    await stage.ask_student(visit, student, {"remarque": "CANARI-ECOLE"}, keep=True)
    await stage.work()
    await stage.portal.requests(visit)
    billing = (await stage.portal.billing(visit)).billing
    assert billing is not None
    invoice = Step(list="invoices", line=billing.lists[0].lines[0].ref or "")
    async with stage.portal.invoice(visit, invoice) as duplicate:
        assert "CANARI-FACTURE" in duplicate.file_name
        assert [piece async for piece in duplicate.pieces]
    stage.extranet.faults.failing["history"] = ColumnsLost("CANARI-COURS")
    assert (await stage.portal.history(visit, student)).trouble == "columns_lost"
    await stage.settle()
    stage.extranet.ledger.clear()


async def test_no_canary_is_in_the_store_or_in_the_log(stage: Stage) -> None:
    stream = io.StringIO()
    handler = telemetry.set_up("json", stream)
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        cookie = await _whole_journey(stage)
        _break(stage.portal)
        await stage.ask(await stage.visit(cookie), {"ville": "CANARI-VILLE 3"})
        await stage.work()
        kept = stage.folder / "kept"
        taken = await asyncio.to_thread(backups.take, stage.folder, kept, stage.clock())
        await stage.portal.outbox.send_due()
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger().setLevel(logging.INFO)
    written = {str(path): path.read_bytes() for path in stage.folder.rglob("*") if path.is_file()}
    endings = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{taken.path.name}/{DATABASE}")
    for ending in endings:
        assert any(name.endswith(ending) and content for name, content in written.items())
    written["log"] = stream.getvalue().encode()
    assert b"a delivery failed" in written["log"], "the log was really written to"
    for canary in (*CANARIES, cookie):
        found = [name for name, content in written.items() if canary.encode() in content]
        assert found == [], canary
    letters = " ".join(map(said_in, stage.letterbox.letters))
    assert "06 39 98 91 91" in letters, "a receipt holds what was asked, as it must"
    for canary in (*PASSWORDS, cookie):
        assert canary not in letters


def said_in(letter: EmailMessage) -> str:
    """All of a letter, decoded."""
    parts = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
    return " ".join((*map(str, letter.values()), *parts))


def _break(portal: Portal) -> None:
    """An unforeseen error whose message holds what a family typed."""

    @asynccontextmanager
    async def fail(row: RequestRow) -> AsyncIterator[Session]:
        raise RuntimeError("CANARI-VILLE")
        yield

    portal.worker._delivery._old_sessions.of = fail  # type: ignore[method-assign]


async def test_no_repr_shows_a_secret(stage: Stage) -> None:
    cookie = await _whole_journey(stage)
    visit = await stage.visit(cookie)
    means = stage.portal._sessions.means(SCHOOL, visit.session)
    live = stage.portal._sessions._live.get((SCHOOL, visit.session))
    shown = " ".join(map(repr, (means, live, stage.vault, stage.vault._keys, stage.settings)))
    for canary in (*CANARIES, cookie):
        assert canary not in shown
