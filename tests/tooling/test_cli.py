"""The command `imuse-gateway`: what it says, and what it answers with."""

import socket
import stat
from pathlib import Path

import pytest

from gateway import cli
from gateway.keys import create_key_file, load_keys

CONFIG = """
[gateway]
key_file = "key"

[mail]
sender = "portail@ecole.example"

[schools.ecole]
name = "École"
public_url = "https://portail.ecole.example"
sign_in_url = "http://extranet.ecole.example/connexion"

[schools.ecole.contact]
service = "Secrétariat"
postal = "1 place du Marché"
email = "secretariat@ecole.example"
phone = "01 99 00 10 10"
"""


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "key")
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_usable_configuration_is_said_to_be_with_what_should_be_known(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--config", str(configured)]) == 0

    said = capsys.readouterr().out
    assert "La configuration est utilisable." in said
    assert "À savoir : schools.ecole.sign_in_url" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sender =", "sendr =", "Vouliez-vous dire « sender »"),
        ("[gateway]", '[gateway]\nhost = "0.0.0.0"', "gateway.host"),
        ('name = "École"', 'name = "École"\nadapter = "none"', "« none » n’est pas installé"),
        ('name = "École"', 'name = "École"\nprofile = "none"', "none"),
        ('key_file = "key"', 'key_file = "gone"', "gone"),
    ],
)
def test_what_is_wrong_is_said_on_stderr_with_status_two(
    configured: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    change(configured, old, new)

    assert cli.main(["check", "--config", str(configured)]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert "utilisable" not in shown.out


@pytest.mark.parametrize("command", ["check", "serve"])
def test_a_key_that_others_may_read_stops_everything(
    configured: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (configured.parent / "key").chmod(0o644)
    change(configured, "[gateway]", "[gateway]\nport = 0")

    assert cli.main([command, "--config", str(configured)]) == 2
    assert "chmod 600" in capsys.readouterr().err


def test_an_address_that_is_taken_is_said_to_be(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        change(configured, "[gateway]", f"[gateway]\nport = {taken.getsockname()[1]}")

        assert cli.main(["serve", "--config", str(configured)]) == 2
    assert "un autre programme s’en sert déjà" in capsys.readouterr().err


def test_plain_http_is_refused_off_this_machine_before_anything_listens(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(configured, "[gateway]", '[gateway]\nhost = "0.0.0.0"\nport = 0')

    assert cli.main(["serve", "--config", str(configured)]) == 2
    assert "gateway.host" in capsys.readouterr().err


def test_a_key_file_is_its_owners_alone_and_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "key"

    assert cli.main(["key", "create", str(path)]) == 0
    written = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_keys(path, {}).versions.keys() == {1}

    assert cli.main(["key", "create", str(path)]) == 2
    assert path.read_bytes() == written
    assert "existe déjà" in capsys.readouterr().err


def test_a_profile_is_explained_value_by_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "ecole.toml"
    profile.write_text('extends = "base"\n[words]\nfamily = ["Mon dossier"]\n', encoding="utf-8")

    assert cli.main(["profile", "explain", str(profile)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"words.family = Mon dossier    [{profile}]" in lines
    assert any(line.startswith("words.sign_in = ") and "[base]" in line for line in lines)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "commandes" in capsys.readouterr().err


def test_a_demonstration_that_may_not_keep_its_data_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_bytes(b"")

    assert cli.main(["demo", "--data", str(tmp_path / "data"), "--port", "0"]) == 2
    assert "écriture impossible" in capsys.readouterr().err


def test_a_port_is_a_number_that_a_port_may_have(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["demo", "--port", "65536"])

    assert stopped.value.code == 2
    assert "--port : un port est un nombre de 0 à 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[gateway]", '[gateway]\ndata = "key"', "ne se laisse pas écrire"),
        ("[gateway]", '[gateway]\ndata = "folder"', "base inutilisable"),
        ("[gateway]", '[gateway]\ndata = "damaged"', "n’est pas une base utilisable"),
        ("[gateway]", '[gateway]\ntls_certificate = "key"\ntls_key = "key"', "ce certificat"),
        ("[mail]", '[mail]\nusername = "a"\npassword_file = "gone"', "mail.password_file"),
        ('name = "École"', 'name = "École"\nca_file = "gone"', "schools.ecole.ca_file"),
        ('name = "École"', 'name = "École"\nca_file = "key"', "schools.ecole.ca_file"),
        ('name = "École"', 'name = "École"\nadapter = "none"', "« none » n’est pas installé"),
        ('name = "École"', 'name = "École"\nprofile = "none"', "profil de lecture"),
    ],
)
def test_what_keeps_the_portal_from_starting_is_said_with_status_two(
    configured: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    (configured.parent / "folder" / "gateway.sqlite3").mkdir(parents=True)
    (configured.parent / "damaged").mkdir()
    (configured.parent / "damaged" / "gateway.sqlite3").write_bytes(b"abc" * 3000)
    change(configured, "[gateway]", "[gateway]\nport = 0")
    change(configured, old, new)

    assert cli.main(["serve", "--config", str(configured)]) == 2
    assert said in capsys.readouterr().err


def test_a_check_looks_into_the_files_too(
    configured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(configured, "[mail]", 'tls_certificate = "gone"\ntls_key = "gone"\n[mail]')
    change(configured, 'name = "École"', 'name = "École"\nca_file = "gone"')

    assert cli.main(["check", "--config", str(configured)]) == 2
    said = capsys.readouterr().err
    assert "gateway.tls_certificate" in said
    assert "schools.ecole.ca_file" in said


def test_a_demonstration_whose_data_are_damaged_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo-old").mkdir()
    (tmp_path / "demo-old" / "ecole.json").write_bytes(b"{")

    assert cli.main(["demo", "--data", str(tmp_path), "--port", "0"]) == 2
    assert "Supprimez ce dossier" in capsys.readouterr().err
