"""Searching and sorting lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.model import Column, Line, Listing
from gateway.lists import ordered, search


def listing(*rows: tuple[str, ...], group: str = "") -> Listing:
    width = max((len(row) for row in rows), default=1)
    return Listing(
        key="history",
        columns=tuple(Column(caption=f"Colonne {number}") for number in range(width)),
        lines=tuple(Line(cells=row, ref=f"ref{number}", group=group)
                    for number, row in enumerate(rows)),
        notes=("Total : 2",),
    )  # fmt: skip


def first_cells(result: Listing) -> list[str]:
    return [line.cells[0] for line in result.lines]


COURSES = listing(
    ("Œuvres & chœur", "M. Lefèvre", "2025-2026"),
    ("Clavecin", "Mme D’Arc", "2024-2025"),
    ("Formation musicale", "Mme Lefevre", "2025-2026"),
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["Œuvres & chœur", "Clavecin", "Formation musicale"]),
        ("OEUVRE", ["Œuvres & chœur"]),
        ("lefèvre", ["Œuvres & chœur", "Formation musicale"]),
        ("lefevre musicale", ["Formation musicale"]),
        ("d'arc", ["Clavecin"]),
        ("2024", ["Clavecin"]),
        ("tuba", []),
    ],
)
def test_every_word_is_looked_for_in_every_cell(wanted: str, found: list[str]) -> None:
    result = search(COURSES, wanted)
    assert first_cells(result) == found
    assert (result.columns, result.notes) == (COURSES.columns, COURSES.notes)


def test_the_heading_that_lines_stand_under_is_searched_too() -> None:
    assert len(search(listing(("Clavecin",), group="Année 2025"), "annee 2025").lines) == 1


@pytest.mark.parametrize(
    ("values", "in_order"),
    [
        (["10", "9", "-1"], ["-1", "9", "10"]),
        (["1 200,00 €", "(3,00)", "900,00 €"], ["(3,00)", "900,00 €", "1 200,00 €"]),
        (["02/01/2026", "15/12/2025", "3 mars 2026"], ["15/12/2025", "02/01/2026", "3 mars 2026"]),
        (["2026/27", "2009-2010", "2025-2026"], ["2009-2010", "2025-2026", "2026/27"]),
        (["Éveil", "alto", "Zarb", "eau"], ["alto", "eau", "Éveil", "Zarb"]),
        (["Cycle 10", "Cycle 2", "Abs."], ["Abs.", "Cycle 2", "Cycle 10"]),
        (["12/20", "9/20"], ["9/20", "12/20"]),
    ],
)
def test_a_column_sorts_as_its_values_ask_for(values: list[str], in_order: list[str]) -> None:
    lines = listing(*((value,) for value in values))
    assert first_cells(ordered(lines, 0)) == in_order
    assert first_cells(ordered(lines, 0, descending=True)) == in_order[::-1]


def test_lines_that_say_nothing_come_last_either_way() -> None:
    lines = listing(("",), ("2",), ("—",), ("10",))
    assert first_cells(ordered(lines, 0)) == ["2", "10", "", "—"]
    assert first_cells(ordered(lines, 0, descending=True)) == ["10", "2", "", "—"]


def test_lines_alike_keep_their_order_either_way() -> None:
    lines = listing(("a", "1"), ("A", "2"), ("à", "3"))
    assert [line.cells[1] for line in ordered(lines, 0).lines] == ["1", "2", "3"]
    assert [line.cells[1] for line in ordered(lines, 0, descending=True).lines] == ["1", "2", "3"]


def test_a_line_shorter_than_its_list_and_a_column_that_is_not_there_harm_nothing() -> None:
    lines = listing(("b", "2"), ("a",))
    assert first_cells(ordered(lines, 1)) == ["b", "a"]
    assert ordered(lines, 7) == ordered(lines, -1) == lines


@given(st.lists(st.text(max_size=12), max_size=12), st.booleans())
def test_sorting_loses_and_adds_nothing(values: list[str], descending: bool) -> None:
    lines = listing(*((value,) for value in values))
    result = ordered(lines, 0, descending=descending)
    assert sorted(first_cells(result)) == sorted(values)
    assert ordered(result, 0, descending=descending) == result
