"""The documentation says what there is: a setting, a route or a command without a word fails."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway import cli, config
from gateway.pending.states import as_markdown
from tests.tooling.named_tests import ROOT, exists

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
DUE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25}
"""The requirements of docs/trust.md that what is built so far must meet."""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def documented_keys() -> set[str]:
    """Every `key` of the tables of docs/configuration.md, under its heading's table."""
    found, table = set(), ""
    for line in text("docs/configuration.md").splitlines():
        if heading := re.match(r"## `\[(.+)\]`", line):
            table = heading[1]
        elif table and (row := re.match(r"\| `(\w+)` \|", line)):
            found.add(f"{table}.{row[1]}")
    return found


def test_every_key_of_the_configuration_is_documented_and_no_other() -> None:
    assert documented_keys() == set(config.descriptions())


def test_what_a_key_is_for_is_said_alike_everywhere() -> None:
    page = text("docs/configuration.md")

    assert [words for words in config.descriptions().values() if words not in page] == []


def test_every_address_of_the_portal_is_documented() -> None:
    tables = [ROOT / "gateway" / "routes.py", *(ROOT / "gateway" / "desk").glob("*.py")]
    sources = "".join(table.read_text(encoding="utf-8") for table in tables)
    routes = set(re.findall(r'Route\(\s*"([^"]+)"', sources))

    assert {"/famille", "/bureau"} <= routes
    assert [route for route in sorted(routes) if f"`{route}`" not in text("docs/run.md")] == []


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that does something, through the groups of commands."""
    groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield parser
    for group in groups:
        for inner in group.choices.values():
            yield from commands(inner)


def test_every_command_is_documented_with_its_options() -> None:
    lines = text("docs/run.md").splitlines()
    rows = [line for line in lines if line.startswith("| `imuse-gateway ")]
    found = list(commands(cli.parser()))

    assert len(found) == len(rows)
    for command in found:
        row = next((row for row in rows if row.startswith(f"| `{command.prog}")), None)
        assert row is not None, command.prog
        options = {name for a in command._actions for name in a.option_strings} - {"-h", "--help"}
        assert set(re.findall(r"--\w+", row)) == options


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_resolves(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))

    for link in links:
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        where = (page.parent / target).resolve() if target else page
        assert where.exists(), link
        if anchor:
            assert anchor in anchors(where), link


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


def test_what_the_readme_says_to_run_is_what_continuous_integration_runs() -> None:
    section = text("README.md").partition("## Vérifier")[2].partition("##")[0]
    (command,) = re.findall(r"^    (\S.+)$", section, re.MULTILINE)

    assert text(".ci/run").splitlines()[-1] == command


def requirements() -> dict[int, list[str]]:
    rows = re.findall(r"^\| (\d+) \|.*\|(.*)\|$", text("docs/trust.md"), re.MULTILINE)
    return {int(number): re.findall(r"`([^`]+)`", tests) for number, tests in rows}


def test_every_protection_that_is_due_names_its_tests() -> None:
    named = {number for number, tests in requirements().items() if tests}

    assert named == DUE


@pytest.mark.parametrize("number", sorted(DUE))
def test_every_test_that_a_protection_names_exists(number: int) -> None:
    assert [name for name in requirements()[number] if not exists(name)] == []


def test_the_table_of_states_is_the_state_machines() -> None:
    page = text("docs/architecture.md")
    written = page.partition("<!-- states -->")[2].partition("<!-- /states -->")[0]

    assert written.strip() == as_markdown().strip()


def test_every_file_that_reads_an_old_site_has_its_place_in_the_architecture() -> None:
    table = text("docs/architecture.md").partition("file by file")[2].partition("\n## ")[0]
    folder = ROOT / "adapters/imuse"
    files = [*folder.glob("*.py"), *(folder / "reading").rglob("*.py")]
    names = {file.name for file in files} - {"__init__.py"}

    assert [name for name in sorted(names) if not re.search(rf"[`/]{name}`", table)] == []
