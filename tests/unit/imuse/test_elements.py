"""Searches by name find what the parser's own searches find."""

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
def test_a_search_by_name_finds_the_same_elements(name: object, limit: int | None) -> None:
    ours, plain = Soup(PAGE), BeautifulSoup(PAGE, "lxml")
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
