"""Lists in pages, and amounts and days as the school writes them."""

from datetime import date

import pytest

from adapters.school.money import euros, figures
from adapters.school.tables import Line, Table, keys


def table(count: int) -> Table:
    return Table(("Numéro",), tuple(Line(str(n), (str(n),)) for n in range(count)), "Rien.")


@pytest.mark.parametrize(("count", "last"), [(0, 1), (20, 1), (21, 2), (250, 13)])
def test_a_list_has_pages_of_twenty(count: int, last: int) -> None:
    whole = table(count)
    pages = [whole.page(str(number)) for number in range(1, last + 1)]

    assert {page.last for page in pages} == {last}
    assert tuple(line for page in pages for line in page.lines) == whole.lines


@pytest.mark.parametrize("wanted", ["", "0", "14", "-1", "²", "deux"])
def test_a_page_that_is_not_there_is_the_first(wanted: str) -> None:
    assert table(250).page(wanted).number == 1


def test_the_page_of_a_line_is_found() -> None:
    assert [table(45).page_with(number).number for number in ("0", "19", "20", "44")] == [
        1,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, (1, 2, 0, 13)),
        (2, (1, 2, 3, 0, 13)),
        (7, (1, 0, 6, 7, 8, 0, 13)),
        (13, (1, 0, 12, 13)),
    ],
)
def test_a_short_pager_names_the_ends_and_the_neighbours(
    number: int, shown: tuple[int, ...]
) -> None:
    assert table(250).page(str(number)).about == shown


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "0,00 €"), (5, "0,05 €"), (-4300, "-43,00 €"), (123450, "1 234,50 €")],
)
def test_amounts_have_a_comma_and_spaces_that_do_not_break(cents: int, written: str) -> None:
    assert euros(cents) == written.replace(" ", "\N{NO-BREAK SPACE}")


def test_days_are_in_figures_or_left_out() -> None:
    assert (figures(date(2026, 9, 1)), figures(None)) == ("01/09/2026", "")


def test_keys_of_columns_are_without_accents() -> None:
    assert keys(("Instrument prêté", "Jour")) == ("instrument_prete", "jour")
