"""The wheel holds all that it needs: it runs where nothing is known of this checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from tests.tooling.demonstration import demonstration

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel installed, beside the third-party packages of this one.

    Those are on its path behind its own, so that no network is needed; a path file is no site
    folder, so that the editable installation of this checkout is not seen.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin/python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([*install, *options, str(wheel)], check=True, env=bare_environment())
    site = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
    (Path(site) / "third_party.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def bare_environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def test_the_wheel_holds_every_file_that_is_not_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())

    wanted = {"gateway/_config.toml"}
    wanted |= {f"gateway/_{path}" for path in files("templates")}
    wanted |= set(files("gateway/static")) | set(files("gateway/locale"))
    wanted |= set(files("adapters/imuse/profiles")) | set(files("gateway/store/migrations"))
    wanted |= set(files("adapters/school/markup"))
    assert wanted - packed == set()
    assert not {name for name in packed if name.startswith(("tests/", "docs/", "bench/"))}


def files(folder: str) -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


async def test_the_demonstration_runs_from_the_wheel_alone(elsewhere: Path, tmp_path: Path) -> None:
    where = "import adapters, gateway; print(adapters.__file__, gateway.__file__)"
    python = str(elsewhere / "bin/python")
    found = subprocess.run(
        [python, "-c", where],
        check=True, capture_output=True, cwd=tmp_path, text=True, env=bare_environment(),
    )  # fmt: skip
    assert all(Path(path).is_relative_to(elsewhere) for path in found.stdout.split())

    command = (str(elsewhere / "bin/imuse-gateway"), "demo", "--port", "0")
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=True) as client,
        demonstration(command, tmp_path, bare_environment()) as shown,
    ):
        page = await client.get(shown.address("Le portail"))
        sheet = re.search(r'<link[^>]+href="([^"]+\.css)"', page.text)
        assert sheet is not None
        style = await client.get(urljoin(str(page.url), sheet[1]))

    assert page.status_code == style.status_code == 200
    assert style.headers["content-type"].startswith("text/css")
    assert shown.ended_with == 0
    assert str(ROOT) not in shown.said
