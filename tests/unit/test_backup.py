"""A backup is whole, its owner's alone, and refused where it is not (TRUST 22)."""

import asyncio
import json
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio

from gateway import backup as backups
from gateway.app import DATABASE
from gateway.backup import BackupFailed, contents, taking
from gateway.backup.contents import LIST
from gateway.documents import Owner
from gateway.keys import create_key_file, load_keys
from gateway.portal.parts import DOCUMENTS
from gateway.store.epochs import check_whole
from gateway.store.errors import StoreInUse
from gateway.store.lock import Lock
from gateway.vault import Vault
from tests.unit.portal.stage import (
    Stage,
)
from tests.unit.portal.test_re_enrolment_delivery import HOME, ask, piece
from tests.unit.restoring import put_back, restorable, take


@pytest_asyncio.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with restorable(tmp_path / "data") as ready:
        yield ready


# Taken


async def test_a_backup_taken_while_the_gateway_runs_is_whole_and_its_owners_alone(
    stage: Stage,
) -> None:
    visit = await stage.sign_in()
    await ask(stage, visit, 0, HOME)

    taken = take(stage)

    held = {path.name for path in (taken.path / DOCUMENTS).iterdir()}
    assert held == {path.name for path in (stage.folder / DOCUMENTS).iterdir()}
    assert (taken.documents, taken.missing) == (1, 0)
    assert {path.name for path in taken.path.iterdir()} == {DATABASE, DOCUMENTS, LIST}
    for path in (taken.path, *taken.path.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert list(taken.path.parent.iterdir()) == [taken.path], "nothing else is left"


async def test_a_backup_holds_neither_key_nor_session(stage: Stage) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    keys = load_keys(stage.folder / "key", {})

    taken = take(stage)

    written = b"".join(path.read_bytes() for path in taken.path.rglob("*") if path.is_file())
    lines = (stage.folder / "key").read_bytes().splitlines()
    encoded = [line.split()[1] for line in lines if not line.startswith(b"#")]
    assert len(encoded) == 2
    for secret in (*encoded, keys.accounts, *keys.versions.values(), visit.session.encode()):
        assert secret not in written


@pytest.mark.parametrize("both_go", [False, True])
async def test_what_ends_while_it_is_copied_is_copied_all_the_same_or_not_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, both_go: bool
) -> None:
    """One document has come in just before the store is copied, another goes just after."""
    visit = await stage.sign_in()
    owner = Owner(visit.school, visit.account)
    first = (await piece(stage, visit, HOME)).document
    copy_store, loop = taking._copy_store, asyncio.get_running_loop()
    came: list[str] = []

    def copying(source: Path, target: Path) -> None:
        if came:
            copy_store(source, target)
            return
        coming = asyncio.run_coroutine_threadsafe(piece(stage, visit, HOME), loop)
        came.append(coming.result(10).document)
        copy_store(source, target)
        gone = stage.portal._documents.forget(owner, [first, *came] if both_go else [first])
        asyncio.run_coroutine_threadsafe(gone, loop).result(10)

    monkeypatch.setattr(taking, "_copy_store", copying)

    taken = await asyncio.to_thread(take, stage)

    listed = contents.check(taken.path)
    held = set() if both_go else {f"{DOCUMENTS}/{id}" for id in (first, *came)}
    assert listed.files.keys() == {DATABASE} | held
    assert listed.missing == ()


async def test_a_document_that_is_nowhere_is_said_to_be_missing(stage: Stage) -> None:
    visit = await stage.sign_in()
    lost = await piece(stage, visit, HOME)
    (stage.folder / DOCUMENTS / lost.document).unlink()

    taken = take(stage)

    assert taken.missing == 1
    assert contents.check(taken.path).missing == (lost.document,)


async def test_a_backup_that_cannot_be_written_leaves_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(taking, "write_file", full)

    with pytest.raises(BackupFailed, match="écriture impossible"):
        take(stage)

    assert list((stage.folder.parent / "kept").iterdir()) == []


async def test_without_a_store_there_is_nothing_to_back_up(tmp_path: Path, stage: Stage) -> None:
    with pytest.raises(BackupFailed, match="pas encore de base"):
        backups.take(tmp_path / "other", tmp_path / "kept", stage.clock())


# Refused


@pytest.mark.parametrize("name", [DATABASE, "document", LIST])
async def test_a_backup_that_was_damaged_is_refused(stage: Stage, name: str) -> None:
    visit = await stage.sign_in()
    given = await piece(stage, visit, HOME)
    taken = take(stage)
    damaged = taken.path / (f"{DOCUMENTS}/{given.document}" if name == "document" else name)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    before = (stage.folder / DATABASE).stat().st_ino

    with pytest.raises(BackupFailed):
        await put_back(stage, taken)

    assert (stage.folder / DATABASE).stat().st_ino == before


@pytest.mark.parametrize("change", ["gone", "unlisted", "outside"])
async def test_a_backup_that_lacks_a_document_or_leads_elsewhere_is_refused(
    stage: Stage, change: str
) -> None:
    visit = await stage.sign_in()
    given = await piece(stage, visit, HOME)
    taken = take(stage)
    held = f"{DOCUMENTS}/{given.document}"
    listed = json.loads((taken.path / LIST).read_text())
    if change == "gone":
        (taken.path / held).unlink()
    elif change == "unlisted":
        del listed["files"][held]
    else:
        listed["files"][f"{DOCUMENTS}/../../key"] = "0"
    (taken.path / LIST).write_text(json.dumps(listed))

    with pytest.raises(BackupFailed):
        contents.check(taken.path)


async def test_another_keys_backup_is_refused_and_nothing_is_touched(
    stage: Stage, tmp_path: Path
) -> None:
    visit = await stage.sign_in()
    await stage.ask(visit, keep=True)
    taken = take(stage)
    create_key_file(tmp_path / "other-key")
    stage.vault = Vault(load_keys(tmp_path / "other-key", {}))

    with pytest.raises(BackupFailed, match="autre clé"):
        await put_back(stage, taken)

    check_whole(stage.folder)


async def test_a_running_gateways_data_are_not_replaced(stage: Stage) -> None:
    await stage.sign_in()
    taken = take(stage)
    running = Lock(stage.folder)
    try:
        with pytest.raises(StoreInUse):
            await put_back(stage, taken)
    finally:
        running.release()


async def test_data_that_are_there_are_replaced_only_when_told_and_then_kept_aside(
    stage: Stage,
) -> None:
    await stage.sign_in()
    taken = take(stage)
    before = (stage.folder / DATABASE).stat().st_ino
    with pytest.raises(BackupFailed, match="--replace"):
        backups.put_back(taken.path, stage.folder, stage.vault, {}, stage.clock, replace=False)

    back = await put_back(stage, taken)

    assert back.aside is not None
    assert (back.aside / DATABASE).stat().st_ino == before
    assert stat.S_IMODE(back.aside.stat().st_mode) == 0o700


async def test_a_store_of_a_version_without_documents_is_backed_up_before_its_upgrade(
    stage: Stage, tmp_path: Path
) -> None:
    await stage.sign_in()
    (tmp_path / "old").mkdir()
    with (
        closing(sqlite3.connect(stage.folder / DATABASE)) as source,
        closing(sqlite3.connect(tmp_path / "old" / DATABASE)) as old,
    ):
        source.backup(old)
        old.executescript("DROP TABLE document; DROP TABLE once;")

    taken = backups.take(tmp_path / "old", tmp_path / "kept", stage.clock())

    assert contents.check(taken.path).files.keys() == {DATABASE}
