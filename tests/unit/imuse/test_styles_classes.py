"""Rules about a class are looked up by it, and choose what the general search would."""

import pytest

from adapters.imuse.reading.elements import Soup
from adapters.imuse.reading.styles import hidden_by

PAGE = (
    "<div class='a B b'><p class=a id=x>t<span class='b c'>u</span></p><ul class=c><li class=a>"
    "<b class='a b'>z</b></ul></div><div class=a></div>"
)
PARTS = ("div", "p", ".a", ".b", "p.a", "*.a", ".a.b", "#x", "#x.a", "b.a.b", ".B", ".c", "li")
COMBINED = [f"{one}{sign}{other}" for one in PARTS for sign in " >+~" for other in PARTS]
OTHERS = [":not(.a)", "div:not(.a) .b", ".a:not(.b)", "[class~=a].b", ".a,.b", "p, .b", ".a:hover"]


@pytest.mark.parametrize("settled", [False, True])
def test_a_rule_hides_what_its_selector_chooses(settled: bool) -> None:
    soup = Soup(PAGE)
    if settled:
        soup.settle()
    for selector in (*PARTS, *COMBINED, *OTHERS):
        chosen = {id(tag) for tag in soup.select(selector)}
        assert hidden_by(soup, [f"{selector} {{ display: none }}"]) == chosen, selector
