"""A folder that is not a scenario as the format has it is refused, with the place."""

import re
from pathlib import Path

import msgspec
import pytest

from adapters.recording.errors import ScenarioError
from adapters.recording.folder import load, save
from adapters.recording.format import Review
from adapters.recording.sealing import digest
from tests.contract.small_site import record_visit


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    await record_visit(tmp_path / "visit")
    return tmp_path / "visit"


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("scenario.toml", "format = 1", "format = 2", "scenario.toml: format 2"),
        ("scenario.toml", "format = 1", "format = 1\ncolour = 3", "unknown field `colour`"),
        ("scenario.toml", "[account]", "[account]\npin = 1", "unknown field `pin`"),
        ("scenario.toml", '"synthetic"', '"invented"', "Invalid enum value 'invented'"),
        ("scenario.toml", "+00:00", "", "frozen needs its offset"),
        ("scenario.toml", '"pending"', '"before"', "'before' is there twice"),
        ("scenario.toml", 'names = ["token"]', 'paths = ["("]', "volatile.paths"),
        ("scenario.toml", "title =", "title", "scenario.toml: "),
        ("01-form/request.toml", "method", "methods", "01-form/request.toml: "),
        ("01-form/request.toml", '"before"', '"befor"', "01-form: no state is called 'befor'"),
        ("03-save/request.toml", '"pending"', '"sent"', "03-save: no state is called 'sent'"),
        ("03-save/request.toml", "leads_to", "#", "no step leads to state 'pending'"),
        ("04-save/request.toml", "pending", "before", "02-form and 04-save answer the same"),
        ("01-form/response.toml", "status = 200", "status = 'ok'", "01-form/response.toml: "),
        ("02-form/expected.json", '"reads"', '"read"', "reads is one of sites"),
        ("02-form/expected.json", '"title"', '"titel"', "missing required field `title`"),
        ("02-form/expected.json", '"model"', '"note": 1, "model"', "unknown key note"),
        (
            "02-form/expected.json",
            '"fields"',
            '"field": 1, "fields"',
            "unknown key model.sections[0].field",
        ),
    ],
)
def test_a_mistake_is_refused_with_its_place(
    folder: Path, file: str, old: str, new: str, told: str
) -> None:
    rewrite(folder / file, old, new)

    with pytest.raises(ScenarioError, match=re.escape(told)):
        load(folder)


def test_a_file_that_nobody_knows_is_refused(folder: Path) -> None:
    (folder / "01-form" / "notes.txt").write_text("?")

    with pytest.raises(ScenarioError, match=r"01-form: unknown file notes\.txt"):
        load(folder)


def test_a_stray_file_beside_the_steps_is_refused_but_not_a_readme(folder: Path) -> None:
    (folder / "README.md").write_text("What happens here.")
    load(folder)
    (folder / "page.html").write_text("?")

    with pytest.raises(ScenarioError, match=r"unknown file page\.html"):
        load(folder)


def test_a_gap_in_the_numbers_is_refused(folder: Path) -> None:
    (folder / "04-save").rename(folder / "05-save")

    with pytest.raises(ScenarioError, match="expected a step called 04-some-words"):
        load(folder)


@pytest.mark.parametrize("file", ["scenario.toml", "02-form/request.toml", "02-form/response.toml"])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()

    with pytest.raises(ScenarioError, match=f"{re.escape(file)} is missing"):
        load(folder)


def test_a_recorded_scenario_needs_a_persons_review(folder: Path) -> None:
    rewrite(folder / "scenario.toml", '"synthetic"', '"recorded"')

    with pytest.raises(ScenarioError, match=r"needs a person's \[review\]"):
        load(folder)


def test_a_change_after_the_review_voids_it(folder: Path, tmp_path: Path) -> None:
    scenario = load(folder)
    recorded = msgspec.structs.replace(
        scenario, head=msgspec.structs.replace(scenario.head, origin="recorded")
    )
    stamp = Review(by="Ana", on=scenario.head.frozen.date(), digest=digest(recorded))
    stamped = msgspec.structs.replace(
        recorded, head=msgspec.structs.replace(recorded.head, review=stamp)
    )
    save(stamped, tmp_path / "stamped")
    assert load(tmp_path / "stamped") == stamped

    body = tmp_path / "stamped" / "01-form" / "response.body"
    body.write_bytes(body.read_bytes() + b" ")

    with pytest.raises(ScenarioError, match="changed since its review"):
        load(tmp_path / "stamped")
