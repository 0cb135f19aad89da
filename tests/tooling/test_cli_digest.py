"""The command that shows the daily digest: as it would be now, and nothing is sent."""

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway import cli
from gateway.app import DATABASE
from gateway.keys import create_key_file
from gateway.store import tables
from gateway.store.store import Store
from tests.tooling.test_cli import CONFIG

TO = '[schools.ecole.desk]\ndigest_to = ["secretariat@ecole.example", "direction@ecole.example"]\n'


def run(folder: Path, text: str, school: str = "ecole") -> int:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return cli.main(["digest", "--config", str(path), "--school", school])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "key")
    return tmp_path


def rows(folder: Path, table: sa.Table) -> int:
    """How many of them the store holds."""
    count = sa.select(sa.func.count()).select_from(table)
    store = Store(folder / "data" / DATABASE)
    try:
        return asyncio.run(store.read(lambda c: c.execute(count).scalar_one()))
    finally:
        store.close()


def test_it_shows_the_letter_and_to_whom_it_goes_and_sends_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, CONFIG + TO) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    first, quiet, _, subject, *_ = said.splitlines()
    assert first == (
        "À secretariat@ecole.example, direction@ecole.example, chaque jour à 7 h (heure de Paris)."
    )
    assert quiet.startswith("Pour le moment il n’y a rien à dire : il ne partirait que si")
    assert subject == "Aucune demande à traiter – École"
    assert "- Demandes reçues : 0\n" in said
    assert "Ouvrir le bureau : https://portail.ecole.example/bureau\n" in said

    assert rows(folder, tables.letter) == rows(folder, tables.digest) == 0


def test_where_it_goes_out_on_quiet_days_too_nothing_is_said_of_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, f"{CONFIG}{TO}digest_when_quiet = true\n") == 0
    assert "rien à dire" not in capsys.readouterr().out


def test_it_claims_nothing_of_the_old_site_which_only_the_running_gateway_knows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, CONFIG + TO) == 0
    said = capsys.readouterr().out
    assert "Rien d’anormal" not in said
    assert "n’est connu que du portail en marche" in said


def test_where_nobody_is_written_to_it_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, CONFIG) == 0
    assert "schools.ecole.desk.digest_to est vide" in capsys.readouterr().out


def test_an_unknown_school_is_refused_with_those_there_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, CONFIG, school="autre") == cli.REFUSED
    assert "École inconnue : « autre ». Celles de ce fichier : ecole." in capsys.readouterr().err
