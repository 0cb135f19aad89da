"""What a fresh clone holds, and what must never be in it."""

import re
import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import pytest

from adapters.registry import GROUP, ExtranetSettings
from adapters.school import School
from gateway import config, resources

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]


def pins(lock: Path) -> set[str]:
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", lock.read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_place_of_its_own(lock: Path) -> None:
    text = lock.read_text()

    assert pins(lock)
    assert not re.search(r"https?://|file:|--index|--find-links|^-e|@ /", text, re.MULTILINE)
    for entry in re.split(r"\n(?=[a-z])", text.partition("make lock\n")[2]):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_tests_run_with_what_schools_install() -> None:
    released, developed = map(pins, LOCKS)

    assert released <= developed


@pytest.mark.parametrize("group", ["project", "dev"])
def test_every_dependency_is_locked(group: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {"project": project["project"]["dependencies"], **project["dependency-groups"]}[group]
    locked = {pin.partition("==")[0] for pin in pins(LOCKS[group == "dev"])}

    assert {re.match(r"[\w-]+", one)[0] for one in wanted} <= locked  # type: ignore[index]


def test_our_adapters_are_registered_and_load() -> None:
    found = entry_points(group=GROUP)

    assert {"imuse", "memory"} <= found.names
    for name in ("imuse", "memory"):
        assert callable(found[name].load())


def test_the_version_installed_is_the_one_of_the_changelog() -> None:
    first = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert first is not None
    assert first[1] == version("imuse-gateway")


def test_the_annotated_configuration_is_that_of_the_demonstration() -> None:
    settings = config.load(resources.demo_config())

    assert settings.demo is not None
    base = f"http://127.0.0.1:{settings.demo.school_port}"
    (school,) = settings.schools.values()
    assert school.sign_in_url == base + School(settings.demo.markup).sign_in_path


def test_settings_of_an_extranet_are_settings_of_the_configuration() -> None:
    told = set(ExtranetSettings.__struct_fields__) - {"contact"}

    assert told <= set(config.School.__struct_fields__)


def test_no_path_of_somebodys_machine_is_in_the_repository() -> None:
    ours = [
        path
        for folder in ("adapters", "gateway", "templates", "tests", "docs", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".toml", ".md", ".css", ".js", ".po"}
    ]
    home = re.compile(r"/(?:home|Users)/\w+|/root/|/work/")

    assert [p.relative_to(ROOT) for p in ours if home.search(p.read_text("utf-8"))] == [
        Path("tests/tooling/test_layout.py")
    ]
