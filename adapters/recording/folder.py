"""A scenario's folder: loading it, with every check the format makes, and saving it."""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from adapters.recording import expected
from adapters.recording.errors import ScenarioError
from adapters.recording.format import FORMAT, Head, RequestHead, ResponseHead, Scenario, Step
from adapters.recording.sealing import digest
from adapters.recording.soundness import check
from adapters.recording.toml import as_toml

_STEP = re.compile(r"(\d{2,})-[a-z0-9]+(-[a-z0-9]+)*")
_FILES = {"request.toml", "request.body", "response.toml", "response.body", "expected.json"}

T = TypeVar("T")


def load(folder: Path) -> Scenario:
    """Read a scenario.

    Raises:
        ScenarioError: a file or key is missing or unknown, or the steps contradict each other.
    """
    head = _head(folder)
    beside = {path.name for path in folder.iterdir() if not path.is_dir()}
    if strays := beside - {"scenario.toml", "README.md"}:
        raise ScenarioError(f"{folder}: unknown file {min(strays)}")
    folders = sorted(path for path in folder.iterdir() if path.is_dir())
    for number, path in enumerate(folders, start=1):
        match = _STEP.fullmatch(path.name)
        if match is None or int(match[1]) != number:
            raise ScenarioError(f"{path}: expected a step called {number:02}-some-words")
    scenario = Scenario(head=head, steps=tuple(_step(path) for path in folders))
    check(scenario)
    _check_review(scenario, folder)
    return scenario


def _head(folder: Path) -> Head:
    path = folder / "scenario.toml"
    found = _toml(path)
    if found.get("format") != FORMAT:
        raise ScenarioError(f"{path}: format {found.get('format')!r}; this is format {FORMAT}")
    return _convert(found, Head, path)


def _step(path: Path) -> Step:
    names = {inner.name for inner in path.iterdir()}
    if strays := names - _FILES:
        raise ScenarioError(f"{path}: unknown file {min(strays)}")
    expectation = path / "expected.json"
    return Step(
        name=path.name,
        request=_convert(_toml(path / "request.toml"), RequestHead, path / "request.toml"),
        request_body=_bytes(path / "request.body"),
        response=_convert(_toml(path / "response.toml"), ResponseHead, path / "response.toml"),
        response_body=_bytes(path / "response.body"),
        expected=expected.parse(expectation.read_bytes(), str(expectation))
        if expectation.exists()
        else None,
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ScenarioError(f"{path} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScenarioError(f"{path}: {error}") from error


def _convert(found: dict[str, Any], kind: type[T], path: Path) -> T:
    try:
        return msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise ScenarioError(f"{path}: {error}") from error


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _check_review(scenario: Scenario, folder: Path) -> None:
    review = scenario.head.review
    if review is None:
        if scenario.head.origin == "recorded":
            raise ScenarioError(f"{folder}: a recorded scenario needs a person's [review]")
    elif review.digest != digest(scenario):
        raise ScenarioError(f"{folder}: it has changed since its review: look again")


def save(scenario: Scenario, folder: Path) -> None:
    """Write a scenario into a folder that is empty or not there yet.

    Raises:
        ScenarioError: the folder holds something, or the steps contradict each other.
    """
    check(scenario)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ScenarioError(f"{folder} is not empty")
    (folder / "scenario.toml").write_text(as_toml(scenario.head), "utf-8")
    for step in scenario.steps:
        _save_step(step, folder / step.name)


def _save_step(step: Step, folder: Path) -> None:
    folder.mkdir()
    (folder / "request.toml").write_text(as_toml(step.request), "utf-8")
    (folder / "response.toml").write_text(as_toml(step.response), "utf-8")
    for name, body in (("request", step.request_body), ("response", step.response_body)):
        if body:
            (folder / f"{name}.body").write_bytes(body)
    if step.expected is not None:
        (folder / "expected.json").write_bytes(expected.as_json(step.expected))
