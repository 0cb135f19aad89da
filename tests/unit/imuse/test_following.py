"""A page leads on by itself: frames, refreshes, scripts. What is only a possibility does not."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from tests.unit.imuse.reader import page

TO = "http://saiga.example/ecole/accueil.php"

ONWARD = {
    "refresh": "<meta http-equiv=refresh content='0;url=accueil.php'>",
    "refresh in quotes": "<meta http-equiv=Refresh content=\"1; URL='accueil.php'\">",
    "location": "<script>document.location='accueil.php'</script>",
    "parent": "<script>parent.location = 'accueil.php';</script>",
    "top": "<script>top.location.href = 'accueil.php';</script>",
    "replace": "<script>window.location.replace('accueil.php');</script>",
    "at load": "<script>window.onload = function () { location.href = 'accueil.php'; };</script>",
    "later": "<script>setTimeout(function () { location.href = 'accueil.php'; }, 500);</script>",
    "later, as text": "<script>setTimeout(\"location.href='accueil.php'\", 500);</script>",
    "body": "<body onload=\"document.location='accueil.php'\">",
    "after an alert": "<script>alert('Bienvenue'); location = 'accueil.php';</script>",
}


@pytest.mark.parametrize("way", ONWARD)
def test_a_page_leads_on(way: str) -> None:
    assert page(f"<html>{ONWARD[way]}</html>").onward == TO


STAYS = {
    "slow refresh": "<meta http-equiv=refresh content='600;url=accueil.php'>",
    "refresh of itself": "<meta http-equiv=refresh content=5>",
    "frame guard": "<script>if (top != self) top.location = self.location;</script>",
    "condition": "<script>if (navigator.appName == 'X') location = 'accueil.php';</script>",
    "function": "<script>function retour() { location = 'accueil.php'; }</script>",
    "click": "<a onclick=\"location='accueil.php'\">x</a>",
    "session end": "<script>function fin() { location = 'accueil.php'; } var t = setTimeout('fin()', 1200000);</script>",
    "session end, function": "<script>setTimeout(function () { location = 'accueil.php'; }, 20 * 60 * 1000);</script>",
}  # fmt: skip


@pytest.mark.parametrize("way", STAYS)
def test_a_page_stays(way: str) -> None:
    assert page(f"<html><body>{STAYS[way]}</body></html>").onward is None


def test_frames_are_parts_of_the_screen() -> None:
    html = """<html><frameset cols=200,*><frame src=menu.php><frame src="/x/corps.php" name=bas>
        <frame src="about:blank"><noframes><body>Non</body></noframes></frameset></html>"""
    assert page(html).frames == (
        "http://saiga.example/ecole/menu.php", "http://saiga.example/x/corps.php")  # fmt: skip


def test_an_iframe_is_a_part_and_an_empty_one_is_not() -> None:
    html = "<html><body><iframe src=fiche.php></iframe><iframe></iframe><iframe src='javascript:1'></iframe></body></html>"
    assert page(html).frames == ("http://saiga.example/ecole/fiche.php",)


def test_a_fragment_belongs_to_the_page_that_asked_for_it() -> None:
    around = page(
        "<html><base href='/autre/'><script>function m(n){location='f.php?n='+n}</script></html>"
    )
    part = page("<a href=# onclick='m(3)'>Suite</a><a href=x.php>X</a>", around=around)
    assert part.fragment
    assert [one.press.url for one in part.pressables] == [
        "http://saiga.example/autre/f.php?n=3", "http://saiga.example/autre/x.php"]  # fmt: skip
