"""A new key: everything opens at every moment, and in the end with the new one alone (TRUST 22)."""

import asyncio
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from msgspec.structs import replace
from sqlalchemy import Connection, LargeBinary, create_engine, update

from gateway import keys as key_files
from gateway import rotation, sealed
from gateway.app import DATABASE
from gateway.config import Config
from gateway.documents import Owner
from gateway.documents.folder import Folder
from gateway.documents.sealed_files import SealedWriter
from gateway.keys import VARIABLE, KeyUnusable, load_keys
from gateway.pending.records import Records, Said
from gateway.pending.states import State
from gateway.portal.parts import DOCUMENTS
from gateway.rotation import Rotated
from gateway.store import acts, requests, staff, tables
from gateway.store.errors import StoreInUse
from gateway.store.lock import Lock
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from gateway.vault import Vault, sealed_under
from gateway.views import Visit
from tests.unit.pending.enrolling_stage import pdf
from tests.unit.portal.stage import LONGEST_RUN, SCHOOL, Stage
from tests.unit.portal.test_passwords import lose
from tests.unit.portal.test_re_enrolment_delivery import HOME, PHOTO, ask, piece
from tests.unit.restoring import restorable

MORE_THAN_A_CHUNK = b"%PDF-1.4\n" + b"x" * 100_000 + b"\n%%EOF\n"


async def _large() -> AsyncIterator[bytes]:
    yield MORE_THAN_A_CHUNK


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with restorable(tmp_path / "data") as ready:
        yield ready


def keys_of(stage: Stage) -> key_files.Keys:
    return load_keys(stage.folder / "key", {})


async def fill(stage: Stage) -> Visit:
    """Something sealed of every kind: requests on their way, letters, a draft, documents…"""
    visit = await stage.sign_in()
    await begin(stage, visit)
    await piece(stage, visit, PHOTO)
    await ask(stage, visit, 1, HOME)
    asked = await stage.ask(visit, keep=True)
    await stage.store.write(lambda c: _said(c, stage, asked.number))
    await stage.portal.home(visit)
    await lose(stage, who="F-2077")
    await stage.store.write(lambda c: _staff(c, stage))
    return visit


def _said(connection: Connection, stage: Stage, number: str) -> None:
    """What the school has written to the family."""
    row = requests.find(connection, SCHOOL, number)
    assert row is not None
    said = Said(at=stage.clock(), about="asked", words="Une pièce manque.")
    requests.note(connection, row, said=Records(stage.vault).seal_said(row, (said,)))


def _staff(connection: Connection, stage: Stage) -> None:
    """Somebody of the school, and a note of theirs."""
    school, now = "ecole", stage.clock()
    row = StaffRow(
        school=school,
        id="s1",
        login="claire",
        name="Claire",
        role="lecture",
        password="",
        totp=stage.vault.seal(sealed.place_of_totp(school, "s1"), b"secret"),
        totp_proved_at=None,
        totp_step=0,
        recovery="",
        created_at=now,
        disabled_at=None,
    )
    staff.add(connection, row)
    place = sealed.place_of_note(school=school, staff="s1", number="N1", at=now)
    note = stage.vault.seal(place, "Une pièce manque.".encode())
    acts.add(
        connection,
        school=school,
        at=now,
        staff="s1",
        name="Claire",
        what="demander",
        number="N1",
        note=note,
    )


async def begin(stage: Stage, visit: Visit) -> None:
    """A draft."""
    student = await stage.student(visit)
    view = await stage.portal.re_enrolments.show(visit, student)
    assert view.screen is not None
    ticked = tuple(one.key for one in view.screen.disciplines if one.editable)
    problems = await stage.portal.re_enrolments.preparing.choose(
        Owner(visit.school, visit.account), student, view.seen, ticked, {}
    )
    assert problems == {}


async def rotate(
    stage: Stage, *, environment: dict[str, str] | None = None, now: bool = False
) -> Rotated:
    """As the command does, the gateway being stopped meanwhile."""
    await stage.portal.stop()
    stage.store.close()
    settings = with_key(stage)
    try:
        return await asyncio.to_thread(
            rotation.rotate, settings, environment or {}, stage.clock(), end_sessions=now
        )
    finally:
        stage.vault = Vault(load_keys(stage.folder / "key", environment or {}))
        await stage.restart()


def with_key(stage: Stage) -> Config:
    gateway = replace(stage.settings.gateway, key_file=stage.folder / "key")
    return replace(stage.settings, gateway=gateway)


def every_value(connection: Connection) -> list[sealed.SealedValue]:
    return list(sealed.values(connection))


async def opens(stage: Stage) -> set[int]:
    """Everything opens with the keys that the file holds now; returns the versions needed."""
    vault = Vault(keys_of(stage))
    values = await stage.store.read(every_value)
    for value in values:
        value.opened(vault)
    return {sealed_under(value.sealed) for value in values}


def test_every_sealed_column_of_the_store_is_known() -> None:
    binary = {
        (table.name, column.name)
        for table in tables.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    known = {(each.table.name, each.name) for each in sealed.COLUMNS}
    known |= {(table.name, name) for table, name in sealed.WITH_A_SECRET}

    assert binary == known


async def test_everything_is_sealed_anew_and_goes_on_under_the_new_key_alone(
    stage: Stage,
) -> None:
    visit = await fill(stage)
    owner = Owner(visit.school, visit.account)
    values = await stage.store.read(every_value)
    assert {(v.column.table.name, v.column.name) for v in values} == {
        (each.table.name, each.name) for each in sealed.COLUMNS if each.name != "result"
    }
    large = await stage.portal._documents.receive(owner, "l.pdf", "application/pdf", _large())

    rotated = await rotate(stage, now=True)

    assert (rotated.versions, rotated.dropped) == ((2,), 1)
    assert keys_of(stage).versions.keys() == {2}
    assert await opens(stage) == {2}
    await stage.work()
    stage.clock.turn(seconds=LONGEST_RUN + 1)
    await stage.work()
    assert len(stage.extranet.ledger) == 1
    (enrolled,) = stage.extranet.enrolled
    assert [each.body for each in enrolled.documents] == [pdf(HOME)]
    await stage.portal.outbox.send_due()
    assert stage.letterbox.letters
    assert await stage.portal._documents.read(owner, large.id) == MORE_THAN_A_CHUNK
    assert await stage.portal._drafts.of_account(visit.school, visit.account)
    again = await stage.sign_in()
    states = {request.state for request in (await stage.portal.requests(again))}
    assert states == {State.AWAITING_STAFF}


async def test_a_session_stays_open_and_the_former_version_with_it_until_it_has_ended(
    stage: Stage,
) -> None:
    cookie = await stage.cookie()
    await stage.ask(await stage.visit(cookie), keep=True)

    rotated = await rotate(stage)

    assert (rotated.versions, rotated.dropped, rotated.sealed.left) == ((1, 2), None, 1)
    assert await opens(stage) == {2}
    visit = await stage.visit(cookie)
    await stage.portal.sign_out(visit)

    rotated = await rotate(stage)

    assert (rotated.versions, rotated.dropped) == ((2,), 1)


async def test_told_to_end_sessions_it_drops_the_former_version_at_once(stage: Stage) -> None:
    cookie = await stage.cookie()

    rotated = await rotate(stage, now=True)

    assert (rotated.versions, rotated.dropped) == ((2,), 1)
    assert await stage.portal.visit("tilleuls", cookie) is None


async def test_what_does_not_open_keeps_the_former_version(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    await stage.store.write(
        lambda c: c.execute(update(tables.letter).values(message_id="<swapped@x>"))
    )

    rotated = await rotate(stage, now=True)

    assert rotated.sealed.damaged == 1
    assert rotated.versions == (1, 2)


class Killed(BaseException):
    """As a kill -9: nothing but the files outlives it."""


def dies(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the `at`th moment at which something has been written."""
    left = [at]

    def mortal(real: Callable[..., Any]) -> Callable[..., Any]:
        def write(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return real(*args, **kwargs)

        return write

    def closed(writer: SealedWriter) -> None:
        close(writer)
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    close = SealedWriter.close
    monkeypatch.setattr(SealedWriter, "close", closed)
    monkeypatch.setattr(Path, "replace", mortal(Path.replace))
    monkeypatch.setattr(Store, "write", mortal(Store.write))


def opens_on_disk(stage: Stage) -> None:
    """Everything does, documents too, with the keys that the file holds."""
    vault = Vault(keys_of(stage))
    engine = create_engine(f"sqlite:///{stage.folder / DATABASE}")
    with engine.connect() as connection:
        values = every_value(connection)
    engine.dispose()
    for value in values:
        value.opened(vault)
        if value.column.table is tables.document:
            owner = Owner(value.row["school"], value.row["account"])
            assert Folder(stage.folder / DOCUMENTS, vault).read(owner, value.row["id"])


async def test_killed_at_any_point_everything_opens_and_the_same_command_goes_on(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(stage)
    await stage.portal.stop()
    stage.store.close()
    settings = with_key(stage)
    shutil.copytree(stage.folder, tmp_path / "before")

    def dies_at(point: int) -> bool:
        shutil.rmtree(stage.folder)
        shutil.copytree(tmp_path / "before", stage.folder)
        with monkeypatch.context() as patched:
            dies(point, patched)
            try:
                rotation.rotate(settings, {}, stage.clock(), end_sessions=True)
            except Killed:
                died = True
            else:
                died = False
        opens_on_disk(stage)
        rotation.rotate(settings, {}, stage.clock(), end_sessions=True)
        opens_on_disk(stage)
        assert not list(stage.folder.glob("*.part"))
        return died

    points = 0
    while await asyncio.to_thread(dies_at, points + 1):
        points += 1
    assert points >= 8, "the key, what ends, the values, each document twice, the key"
    await stage.restart()


async def test_the_key_file_stays_its_owners_alone_and_keeps_the_pseudonyms(stage: Stage) -> None:
    before = keys_of(stage)
    (stage.folder / "key").chmod(0o400)

    await rotate(stage, now=True)

    after = keys_of(stage)
    assert stat.S_IMODE((stage.folder / "key").stat().st_mode) == 0o600
    assert after.accounts == before.accounts
    assert after.versions[2] not in before.versions.values()
    assert (stage.folder / "key").read_text().startswith("# Clés de la passerelle")


async def test_a_key_in_the_environment_is_for_whoever_put_it_there(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    text = (stage.folder / "key").read_text()

    with pytest.raises(KeyUnusable, match=VARIABLE):
        await rotate(stage, environment={VARIABLE: text})

    more = load_keys(stage.folder / "key", {})
    key_files.add_version(stage.folder / "key", more)
    both = (stage.folder / "key").read_text()
    rotated = await rotate(stage, environment={VARIABLE: both}, now=True)
    assert (rotated.versions, rotated.dropped) == ((1, 2), 1)
    assert await opens(stage) == {2}
    assert (stage.folder / "key").read_text() == both, "nothing was written for it"


async def test_a_running_gateways_key_is_not_changed(stage: Stage) -> None:
    before = (stage.folder / "key").read_bytes()
    running = Lock(stage.folder)
    try:
        with pytest.raises(StoreInUse):
            await rotate(stage)
    finally:
        running.release()
    assert (stage.folder / "key").read_bytes() == before


async def test_after_the_last_version_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key_files.create_key_file(path)
    text = path.read_text().replace("\n1 ", "\n255 ")
    path.write_text(text)

    with pytest.raises(KeyUnusable, match="255"):
        key_files.add_version(path, load_keys(path, {}))
    assert path.read_text() == text
