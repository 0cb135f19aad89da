"""The commands for the desk's accounts: what they say, and what they answer with."""

import asyncio
import re
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from gateway import cli
from gateway.app import DATABASE
from gateway.commands import staffing
from gateway.keys import create_key_file
from gateway.staff import Passwords
from gateway.store import acts, staff
from gateway.store.staff import StaffRow
from gateway.store.store import Store
from tests.tooling.test_cli import CONFIG

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
TYPED = "une phrase tapée au clavier"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    create_key_file(tmp_path / "key")
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    monkeypatch.setattr(staffing, "Passwords", lambda: CHEAP)
    return path


def run(installed: Path, command: str, *typed: str, school: str = "ecole") -> int:
    where = ["--config", str(installed), "--school", school]
    return cli.main(["staff", command, *where, *typed])


def add(installed: Path, *more: str) -> int:
    return run(installed, "add", "--name", "Claire Martin", "--role", "decision", *more, "Claire")


def kept(installed: Path) -> tuple[StaffRow, list[str]]:
    """Claire's account, and what was done, the newest first."""
    store = Store(installed.parent / "data" / DATABASE)
    try:
        row = asyncio.run(store.read(lambda c: staff.of_login(c, "ecole", "claire")))
        done = asyncio.run(store.read(lambda c: acts.latest(c, "ecole")))
    finally:
        store.close()
    assert row is not None
    return row, [each.what for each in done]


def test_an_account_is_added_and_its_first_password_is_shown_once(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(installed) == 0
    said = capsys.readouterr().out
    shown = re.search(r"cette seule fois : (\S+)", said)
    assert shown is not None
    row, done = kept(installed)

    assert CHEAP.right(row.password, shown[1])
    assert len(shown[1]) >= 20
    assert shown[1] not in row.password
    assert done == ["account_added"]
    assert run(installed, "list") == 0
    listed = capsys.readouterr().out
    assert "claire : Claire Martin, decision, première connexion attendue" in listed
    assert shown[1] not in listed


def test_a_typed_password_is_asked_for_twice_and_shown_never(
    installed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [TYPED, TYPED + "!", TYPED, TYPED]
    monkeypatch.setattr(staffing, "getpass", lambda _: answers.pop(0))

    assert add(installed, "--typed") == cli.REFUSED
    assert "rien n’a été changé" in capsys.readouterr().err
    assert add(installed, "--typed") == 0
    assert TYPED not in capsys.readouterr().out
    assert CHEAP.right(kept(installed)[0].password, TYPED)


@pytest.mark.parametrize(
    ("password", "said"),
    [("court", "12 caractères au moins"), ("vive claire martin", "contient l’identifiant")],
)
def test_a_weak_password_is_refused(
    installed: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    said: str,
) -> None:
    monkeypatch.setattr(staffing, "getpass", lambda _: password)

    assert add(installed, "--typed") == cli.REFUSED
    assert said in capsys.readouterr().err


def test_a_role_is_changed_an_account_is_reset_and_closed_by_command(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add(installed)
    before, _ = kept(installed)
    assert run(installed, "role", "--role", "administration", "claire") == 0
    assert run(installed, "disable", "claire") == 0
    closed, _ = kept(installed)
    assert run(installed, "reset", "CLAIRE") == 0
    row, done = kept(installed)

    assert (row.role, closed.disabled_at is not None, row.disabled_at) == (
        "administration",
        True,
        None,
    )
    assert row.password != before.password
    assert done == ["account_reset", "account_disabled", "role_changed", "account_added"]
    assert "second facteur est à refaire" in capsys.readouterr().out


def test_what_cannot_be_done_is_said_in_a_sentence(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(installed, "list", school="autre") == cli.REFUSED
    assert "École inconnue : « autre »" in capsys.readouterr().err
    assert run(installed, "disable", "personne") == cli.REFUSED
    assert "Aucun compte" in capsys.readouterr().err
    add(installed)
    assert add(installed) == cli.REFUSED
    assert "déjà pris" in capsys.readouterr().err
