"""Finding Chromium, as `make test` begins."""

from pathlib import Path

import pytest

from tests import browser


def program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_browser_that_the_environment_names_comes_first(tmp_path: Path) -> None:
    program(tmp_path, "chromium")
    mine = program(tmp_path, "mine")

    found = browser.find({"PATH": str(tmp_path), "CHROMIUM": str(mine)})

    assert found == mine


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome-stable"])
def test_a_browser_is_known_by_its_usual_names(tmp_path: Path, name: str) -> None:
    expected = program(tmp_path, name)

    assert browser.find({"PATH": str(tmp_path)}) == expected


def test_a_named_browser_that_is_missing_is_not_replaced_by_another(tmp_path: Path) -> None:
    program(tmp_path, "chromium")

    with pytest.raises(browser.NoBrowser, match="/nowhere"):
        browser.find({"PATH": str(tmp_path), "CHROMIUM": "/nowhere"})


def test_where_nothing_may_be_installed_the_one_command_to_run_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "NAMES", ("chromium",))

    assert browser.main() == 1
    assert browser.BY_HAND in capsys.readouterr().err
