"""A store that was copied by hand and put back is noticed when the gateway starts."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from gateway.store import epochs
from gateway.store.epochs import FILE, Epochs
from gateway.store.store import Store

NAME = "s.sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


async def start(folder: Path, meanwhile: Callable[[Store], None] = lambda store: None) -> bool:
    """Whether the store was found to be behind."""
    store = Store(folder / NAME)
    told: list[bool] = []
    await Epochs(store, folder).begin(lambda c, behind: told.append(behind))
    meanwhile(store)
    store.close()
    return told[0]


async def test_starting_again_and_again_is_nothing_to_notice(folder: Path) -> None:
    assert [await start(folder) for _ in range(3)] == [False, False, False]


async def test_a_store_of_a_former_run_is_behind(folder: Path, tmp_path: Path) -> None:
    await start(folder)
    shutil.copy(folder / NAME, tmp_path / "copy")
    await start(folder)
    shutil.copy(tmp_path / "copy", folder / NAME)

    assert await start(folder)
    assert not await start(folder), "it is the one that runs here now"


async def test_a_copy_taken_while_it_ran_is_behind_once_an_epoch_has_passed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epochs, "_EVERY", 0.01)
    store = Store(folder / NAME)
    counting = Epochs(store, folder)
    await counting.begin(lambda c, behind: None)
    with (
        closing(sqlite3.connect(folder / NAME)) as source,
        closing(sqlite3.connect(tmp_path / "copy")) as target,
    ):
        source.backup(target)
    before = (folder / FILE).read_text()
    with suppress(TimeoutError):
        async with asyncio.timeout(0.3):
            await counting.run()
    assert (folder / FILE).read_text() != before
    store.close()
    shutil.copy(tmp_path / "copy", folder / NAME)

    assert await start(folder)


async def test_a_store_that_ran_elsewhere_is_behind(folder: Path, tmp_path: Path) -> None:
    await start(folder)
    (tmp_path / "new").mkdir()
    shutil.copy(folder / NAME, tmp_path / "new" / NAME)

    assert await start(tmp_path / "new")


async def test_a_folder_that_moved_whole_is_itself(folder: Path, tmp_path: Path) -> None:
    await start(folder)
    shutil.copytree(folder, tmp_path / "new")

    assert not await start(tmp_path / "new")


async def test_killed_between_the_store_and_the_file_it_is_not_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(folder)

    class Killed(BaseException):
        pass

    def dies(folder: Path, epoch: int) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(epochs, "_write_beside", dies)
        store = Store(folder / NAME)
        with pytest.raises(Killed):
            await Epochs(store, folder).begin(lambda c, behind: None)
        store.close()

    assert not await start(folder)


async def test_a_damaged_file_is_as_good_as_none(folder: Path) -> None:
    await start(folder)
    (folder / FILE).write_bytes(b"\xff")

    assert await start(folder)
