"""Searches by name find what the parser's own searches find."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from adapters.imuse.reading.elements import Element, Soup

PAGE = (
    "<table id=a><tr><th>Cours<td><b>Piano</b><br><i>Salle</i></table>"
    "<form><p>Texte<input name=x><select><option>1<option selected>2</select></form>"
)
NAMES = ["td", ("td", "th"), ("b", "i", "option"), True, "rien", ("tr",), ["td", "b"], None]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("limit", [None, 1, 2])
@pytest.mark.parametrize("settled", [False, True])
def test_a_search_by_name_finds_the_same_elements(
    name: object, limit: int | None, settled: bool
) -> None:
    ours, plain = Soup(PAGE), BeautifulSoup(PAGE, "lxml")
    if settled:
        ours.settle()
    for mine, theirs in zip(ours.find_all(True), plain.find_all(True), strict=True):
        assert isinstance(mine, Element)
        for search in ("find_all", "find_parents", "find_next_siblings", "find_previous_siblings"):
            found = getattr(mine, search)(name, limit=limit)
            assert [str(one) for one in found] == [
                str(one) for one in getattr(theirs, search)(name, limit=limit)
            ], search


def test_a_search_for_more_than_a_name_is_left_to_the_parser() -> None:
    soup = Soup(PAGE)
    assert [one.name for one in soup.find_all(("option", "input"), selected=True)] == ["option"]
    assert [str(one) for one in soup.find_all(string="Piano")] == ["Piano"]
    assert soup.find(lambda tag: tag.has_attr("name")) is soup.find("input")
    assert soup.find(id="a") is soup.find("table")


@pytest.mark.parametrize(
    "search",
    [
        {"string": True},
        {"id": True},
        {"id": "a"},
        {"role": ["row", "cell"]},
        {"name": ("p", "td"), "id": True},
        {"name": "table", "id": "b"},
        {"class_": True},
        {"class_": "x"},
        {"attrs": {"id": "a"}},
        {"name": "td", "recursive": False},
    ],
)
@pytest.mark.parametrize("limit", [None, 1])
def test_every_search_finds_the_same_in_a_document_that_changes_no_more(
    search: dict[str, Any], limit: int | None
) -> None:
    page = PAGE.replace("<p>", "<!-- no --><p class='x y' id=c><b role=cell>") + "<i role=row>"
    ours, plain = Soup(page), BeautifulSoup(page, "lxml")
    ours.settle()
    for mine, theirs in zip(
        [ours, *ours.find_all(True)], [plain, *plain.find_all(True)], strict=True
    ):
        found = mine.find_all(limit=limit, **search)
        assert list(map(str, found)) == list(map(str, theirs.find_all(limit=limit, **search)))


def test_what_an_element_holds_is_the_same_in_a_document_that_changes_no_more() -> None:
    ours, plain = Soup(PAGE), BeautifulSoup(PAGE, "lxml")
    ours.settle()
    for mine, theirs in zip(
        [ours, *ours.find_all(True)], [plain, *plain.find_all(True)], strict=True
    ):
        assert list(map(str, mine.descendants)) == list(map(str, theirs.descendants))
        assert mine.get_text() == theirs.get_text()


def test_a_document_that_changes_again_is_searched_anew() -> None:
    soup = Soup(PAGE)
    soup.settle()
    soup.unsettle()
    soup.find_all("b")[0].decompose()
    assert soup.find_all(("b", "i")) == [soup.i]
