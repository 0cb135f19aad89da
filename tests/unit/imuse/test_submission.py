"""A form leaves as a browser would send it: every pair, in order, byte for byte."""

# ruff: noqa: E501 - markup keeps to its line

import pytest

from adapters.imuse.submission import submission
from tests.unit.imuse.reader import page, sent


def _form(inside: str, attributes: str = "method=post action=maj.php") -> str:
    return (
        f"<html><body><form {attributes}>{inside}"
        "<input type=submit name=ok value=Modifier></form></body></html>"
    )


BODIES = {
    "text": ("<input name=a value='x y'>", b"a=x+y"),
    "no value": ("<input name=a>", b"a="),
    "no name": ("<input value=1><input name='' value=2>", b""),
    "select": ("<select name=a><option value=1>u<option value=2 selected>d</select>", b"a=2"),
    "select without selected": ("<select name=a><option value=1>u<option value=2>d</select>", b"a=1"),
    "select, first disabled": ("<select name=a><option disabled value=1>u<option value=2>d</select>", b"a=2"),
    "select, chosen disabled": ("<select name=a><option value=1>u<option value=2 selected disabled>d</select>", b""),
    "select, two selected": ("<select name=a><option selected>u<option selected>d</select>", b"a=d"),
    "select without values": ("<select name=a><option> un  deux </select>", b"a=un+deux"),
    "select without options": ("<select name=a></select>", b""),
    "multiple": ("<select name=a multiple><option selected>u<option selected>d<option>t</select>", b"a=u&a=d"),
    "multiple, none": ("<select name=a multiple><option>u</select>", b""),
    "box": ("<input type=checkbox name=a value=1 checked><input type=checkbox name=b value=1>", b"a=1"),
    "box without a value": ("<input type=checkbox name=a checked>", b"a=on"),
    "radio": ("<input type=radio name=a value=1><input type=radio name=a value=2 checked>", b"a=2"),
    "disabled": ("<input name=a value=1 disabled><input name=b value=2>", b"b=2"),
    "read-only": ("<input name=a value=1 readonly>", b"a=1"),
    "fieldset disabled": ("<fieldset disabled><legend><input name=a value=1></legend><input name=b value=2></fieldset>", b"a=1"),
    "duplicates": ("<input name=t[] value=1><input type=hidden name=h value=0><input name=t[] value=2>", b"t%5B%5D=1&h=0&t%5B%5D=2"),
    "hidden before a box": ("<input type=hidden name=a value=0><input type=checkbox name=a value=1 checked>", b"a=0&a=1"),
    "another button": ("<input type=submit name=del value=Supprimer><button name=b value=2>Non</button>", b""),
    "textarea": ("<textarea name=a>\nun\ndeux</textarea>", b"a=un%0D%0Adeux"),
    "textarea, empty line first": ("<textarea name=a>\n\nun</textarea>", b"a=%0D%0Aun"),
    "hidden with spaces": ("<input type=hidden name=a value=' x '>", b"a=+x+"),
    "signs": ("<input name=a value=\"*-._~'()&amp;=+%\">", b"a=*-._%7E%27%28%29%26%3D%2B%25"),
    "entities": ("<input name=a value='&eacute;&#39;&lt;'>", b"a=%C3%A9%27%3C"),
    "file": ("<input type=file name=a>", b"a="),
    "charset": ("<input type=hidden name=_charset_>", b"_charset_=utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("what", BODIES)
def test_a_form_is_sent_as_a_browser_sends_it(what: str) -> None:
    inside, body = BODIES[what]
    ask = sent(_form(inside))
    assert ask.body == (body + b"&" if body else b"") + b"ok=Modifier"
    assert (ask.method, ask.url) == ("POST", "http://saiga.example/ecole/maj.php")
    assert ask.content_type == "application/x-www-form-urlencoded"
    assert ask.referer == "http://saiga.example/ecole/portail.php?p=famille"


def test_only_what_is_filled_in_changes() -> None:
    html = _form("<input name=a value=1><input name=b value=2><textarea name=c>\nx</textarea>")
    assert sent(html, {1: "3"}).body == b"a=1&b=3&c=x&ok=Modifier"


def test_an_image_button_sends_where_it_was_pressed() -> None:
    html = _form("<input name=a value=1><input type=image name=go alt=Envoi src=g.gif>")
    assert sent(html, words="Envoi").body == b"a=1&go.x=0&go.y=0"


def test_a_latin_page_is_sent_in_windows_1252() -> None:
    html = _form("<input name=a value='Œuvre é €'>").replace(
        "<html>", "<html><meta charset=iso-8859-1>"
    )
    read = page(html.encode("cp1252"))
    number = next(n for n, c in enumerate(read.forms[0].controls) if c.name == "ok")
    assert read.forms[0].charset == "windows-1252"
    press = next(one.press for one in read.pressables if one.press.button == number)
    ask = submission(read.forms[0], press, {}, read.url)
    assert ask.body == b"a=%8Cuvre+%E9+%80&ok=Modifier"


def test_accept_charset_goes_before_the_pages_charset() -> None:
    html = _form("<input name=a value=é>", "method=post action=m accept-charset='ISO-8859-1 UTF-8'")
    assert sent(html).body == b"a=%E9&ok=Modifier"


def test_a_character_that_was_there_already_goes_as_a_browser_sends_it() -> None:
    html = _form("<input name=a value='&#963;'>", "method=post action=m accept-charset=latin1")
    assert sent(html).body == b"a=%26%23963%3B&ok=Modifier"


def test_a_get_form_replaces_the_query_of_its_action() -> None:
    ask = sent(_form("<input name=a value=é>", "action='liste.php?old=1'"))
    assert ask.url == "http://saiga.example/ecole/liste.php?a=%C3%A9&ok=Modifier"
    assert (ask.method, ask.body) == ("GET", b"")


def test_a_multipart_form_keeps_its_order_and_its_empty_file() -> None:
    html = _form(
        "<input name=a value=é><input type=file name=photo><input name=b value=2>",
        "method=post action=m enctype=multipart/form-data",
    )
    ask = sent(html)
    boundary = ask.content_type.removeprefix("multipart/form-data; boundary=").encode()
    parts = ask.body.split(b"--" + boundary)
    assert parts[0] == b""
    assert [part.split(b"\r\n")[1] for part in parts[1:-1]] == [
        b'Content-Disposition: form-data; name="a"',
        b'Content-Disposition: form-data; name="photo"; filename=""',
        b'Content-Disposition: form-data; name="b"',
        b'Content-Disposition: form-data; name="ok"',
    ]
    assert parts[1].endswith("\r\n\r\né\r\n".encode())
    assert parts[2].endswith(b"Content-Type: application/octet-stream\r\n\r\n\r\n")
    assert parts[-1] == b"--\r\n"


def test_a_control_outside_its_form_is_sent_with_the_form_that_it_names() -> None:
    html = _form("<input name=a value=1>", "id=f method=post action=m").replace(
        "</form>", "</form><input form=f name=b value=2>"
    )
    assert sent(html).body == b"a=1&ok=Modifier&b=2"


def test_a_button_can_send_its_form_elsewhere() -> None:
    html = _form(
        "<button formaction=autre.php formmethod=post name=x value=1>Suite</button>", "action=m"
    )
    ask = sent(html, words="Suite")
    assert (ask.method, ask.url) == ("POST", "http://saiga.example/ecole/autre.php")
