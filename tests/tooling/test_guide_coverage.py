"""Every sentence of the user guide is in docs/guide-coverage.md, with what proves it."""

import re
from typing import NamedTuple

import pytest

from tests.tooling.guide import SENTENCES
from tests.tooling.named_tests import ROOT, exists

_ROW = re.compile(r"\| (?P<number>\d+) \| « (?P<quoted>.+?) » \| (?P<here>.+) \| (?P<by>.+) \|")
_LATER = re.compile(r"ticket \d+ \([^)]+\)")


class Row(NamedTuple):
    """A sentence of the guide: where it is in the portal, and what proves it."""

    number: int
    section: str
    quoted: str
    here: str
    tests: tuple[str, ...]
    later: bool


def rows() -> list[Row]:
    """The table's, over all its sections."""
    found, section = [], ""
    page = (ROOT / "docs/guide-coverage.md").read_text(encoding="utf-8")
    for line in page.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif row := _ROW.fullmatch(line):
            *tests, last = row["by"].split("<br>")
            later = _LATER.fullmatch(last) is not None
            named = tuple(one.strip("`") for one in (tests if later else (*tests, last)))
            here = row["here"]
            found.append(Row(int(row["number"]), section, row["quoted"], here, named, later))
    return found


ROWS = rows()


def test_every_sentence_of_the_guide_has_its_row_in_the_guides_order() -> None:
    said = [(section, begins) for section, each in SENTENCES.items() for begins in each]

    assert [row.number for row in ROWS] == list(range(1, len(said) + 1))
    for row, (section, begins) in zip(ROWS, said, strict=True):
        assert row.section == section
        assert row.quoted.startswith(begins)


def test_no_line_of_the_table_is_left_unread() -> None:
    page = (ROOT / "docs/guide-coverage.md").read_text(encoding="utf-8")

    assert len(re.findall(r"^\| \d", page, re.MULTILINE)) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_a_sentence_has_tests_that_exist_or_names_the_issue_that_brings_it(row: Row) -> None:
    assert row.tests or row.later
    assert [test for test in row.tests if not exists(test)] == []


def test_every_address_that_the_table_names_is_one_of_the_portals() -> None:
    routes = re.findall(r'Route\(\s*"([^"]+)"', (ROOT / "gateway/routes.py").read_text("utf-8"))
    named = {address for row in ROWS for address in re.findall(r"`(/[^`…]*)", row.here)}

    assert named
    assert [address for address in sorted(named) if address.rstrip("/") not in routes] == []
