"""The commands that keep the data: what they say, and what they answer with."""

import asyncio
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway import cli
from gateway.app import DATABASE
from gateway.keys import VARIABLE, create_key_file, load_keys
from gateway.store.lock import Lock
from gateway.store.store import Store
from gateway.store.tables import kept, session
from tests.tooling.test_cli import CONFIG

NOW = datetime(2026, 9, 9, 12, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one family's session in it."""
    path = tmp_path_factory.mktemp("store") / DATABASE
    made = Store(path)
    row = {"school": "ecole", "handle": "h", "account": "a", "opened_at": datetime.now(UTC)}
    row |= {"used_at": row["opened_at"], "sealed": bytes((1, 1)) + b"x" * 40}
    asyncio.run(made.write(lambda c: c.execute(session.insert().values(row))))
    made.close()
    return path


@pytest.fixture
def installed(tmp_path: Path, store: Path) -> Path:
    """The configuration of a gateway that is stopped."""
    create_key_file(tmp_path / "key")
    (tmp_path / "data").mkdir()
    shutil.copy(store, tmp_path / "data" / DATABASE)
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def run(installed: Path, *typed: str) -> int:
    command = typed[:2] if typed[0] == "key" else typed[:1]
    return cli.main([*command, "--config", str(installed), *typed[len(command) :]])


def test_a_backup_is_taken_and_put_back_by_command(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, kept_in = installed.parent / "data", installed.parent / "kept"

    assert run(installed, "backup", str(kept_in)) == 0
    said = capsys.readouterr().out
    (taken,) = kept_in.iterdir()
    assert f"Sauvegarde faite et relue : {taken}" in said
    assert re.search(r"0 document \(0,\d Mo\)", said)
    assert "Elle ne contient pas la clé" in said

    assert run(installed, "restore", str(taken)) == 2
    assert "--replace" in capsys.readouterr().err
    assert run(installed, "restore", "--replace", str(taken)) == 0
    said = capsys.readouterr().out
    assert "remise en place" in said
    assert "avant tout envoi : 0" in said
    (aside,) = data.glob("avant-*")
    assert f"Les données d’avant sont dans {aside}" in said
    with closing(sqlite3.connect(data / DATABASE)) as opened:
        assert opened.execute("SELECT count(*) FROM session").fetchone() == (0,)


def test_what_cannot_be_backed_up_or_restored_is_said_with_status_two(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed.parent / "file").write_bytes(b"")
    assert run(installed, "backup", str(installed.parent / "file")) == 2
    assert "Rien n’a été sauvegardé" in capsys.readouterr().err

    assert run(installed, "restore", str(installed.parent)) == 2
    assert "ce n’est pas une sauvegarde" in capsys.readouterr().err

    running = Lock(installed.parent / "data")
    try:
        assert run(installed, "backup", str(installed.parent / "kept")) == 0, "while it runs"
        (taken,) = (installed.parent / "kept").iterdir()
        capsys.readouterr()
        for typed in (["restore", "--replace", str(taken)], ["key", "rotate"]):
            assert run(installed, *typed) == 2
            assert "Une autre passerelle se sert déjà" in capsys.readouterr().err
    finally:
        running.release()


def test_a_backup_without_a_document_that_it_names_is_kept_but_answers_two(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(installed.parent / "data" / DATABASE)) as opened:
        opened.execute("INSERT INTO document VALUES ('ecole', 'lost', 'a', NULL, 1, 0, x'00')")
        opened.commit()

    assert run(installed, "backup", str(installed.parent / "kept")) == 2
    shown = capsys.readouterr()
    assert "1 document que la base nomme" in shown.out
    assert "il y manque des documents" in shown.err
    assert len(list((installed.parent / "kept").iterdir())) == 1


def test_a_key_is_changed_in_two_steps_while_a_family_is_signed_in(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(installed, "key", "rotate") == 0
    assert "relancez cette commande dans deux jours" in capsys.readouterr().out
    assert run(installed, "check") == 0
    assert "la version 2 scelle, la version 1 ouvre encore" in capsys.readouterr().out

    assert run(installed, "key", "rotate", "--now") == 0
    said = capsys.readouterr().out
    assert "Plus rien n’est scellé sous la version 1 : elle est retirée." in said
    assert "gardez-en la copie" in said
    assert run(installed, "check") == 0
    assert "Clé : version 2." in capsys.readouterr().out


def test_a_key_in_the_environment_is_said_to_be_its_owners_to_change(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, (installed.parent / "key").read_text())

    assert run(installed, "key", "rotate") == 2
    assert VARIABLE in capsys.readouterr().err


def test_a_disk_that_cannot_be_written_leaves_the_key_as_it_was(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (installed.parent / "key").read_bytes()

    def full(unfinished: Path, path: Path) -> Path:
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        assert run(installed, "key", "rotate") == 2
    assert "Relancez la commande" in capsys.readouterr().err
    assert (installed.parent / "key").read_bytes() == before
    assert load_keys(installed.parent / "key", {}).versions.keys() == {1}


def test_what_another_key_has_sealed_is_not_put_back(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, path = installed.parent / "data", installed.parent / "data" / DATABASE
    row = {"school": "ecole", "account": "a", "resource": "r", "reader": "1", "read_at": NOW}
    made = Store(path)
    sealed = bytes((1, 1)) + b"x" * 40
    asyncio.run(made.write(lambda c: c.execute(kept.insert().values(row | {"value": sealed}))))
    made.close()
    assert run(installed, "backup", str(installed.parent / "kept")) == 0
    (taken,) = (installed.parent / "kept").iterdir()

    assert run(installed, "restore", "--replace", str(taken)) == 2
    assert "scellée sous une autre clé" in capsys.readouterr().err
    assert {each.name for each in data.iterdir()} >= {DATABASE}
    assert not list(data.glob("avant-*"))
