"""Bytes are read as browsers read them, and refused where they contradict what they claim."""

import pytest

from adapters.errors import WrongCharset
from adapters.imuse.charset import decode, encode, missing

LATIN = "Élève, œuvre à 12 €".encode("cp1252")
UTF = "Élève, œuvre à 12 €".encode()
META = b"<meta http-equiv=Content-Type content='text/html; charset=%s'>"

READ = {
    "header": (LATIN, "text/html; charset=windows-1252", "windows-1252"),
    "header says latin-1": (LATIN, "text/html; charset=ISO-8859-1", "windows-1252"),
    "header in quotes": (LATIN, 'text/html; charset="iso-8859-1"', "windows-1252"),
    "header says us-ascii": (LATIN, "text/html; charset=us-ascii", "windows-1252"),
    "meta": (META % b"iso-8859-1" + LATIN, "text/html", "windows-1252"),
    "short meta": (b"<meta charset=utf-8>" + UTF, "text/html", "utf-8"),
    "header before meta": (META % b"iso-8859-1" + UTF, "text/html; charset=utf-8", "utf-8"),
    "BOM before header": (b"\xef\xbb\xbf" + UTF, "text/html; charset=iso-8859-1", "utf-8"),
    "nothing, utf-8": (UTF, "text/html", "utf-8"),
    "nothing, latin": (LATIN, "text/html", "windows-1252"),
    "unknown": (LATIN, "text/html; charset=martien", "windows-1252"),
    "latin-9": ("œ €".encode("iso8859-15"), "text/html; charset=iso-8859-15", "iso-8859-15"),
}


@pytest.mark.parametrize("case", READ)
def test_the_charset_is_found_as_browsers_find_it(case: str) -> None:
    raw, content_type, name = READ[case]
    text, charset = decode(raw, content_type)
    assert charset == name
    assert "œ" in text
    assert "€" in text


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (LATIN, "text/html; charset=utf-8"),
        (UTF, "text/html; charset=iso-8859-1"),
        (b"\xef\xbb\xbf" + LATIN, "text/html"),
        (META % b"utf-8" + LATIN, "text/html"),
        (UTF[:1], "text/html; charset=utf-8"),
    ],
)
def test_bytes_that_contradict_their_charset_are_refused(raw: bytes, content_type: str) -> None:
    with pytest.raises(WrongCharset):
        decode(raw, content_type)


def test_a_profile_knows_better_than_the_page() -> None:
    assert decode(UTF, "text/html; charset=iso-8859-1", "utf-8")[1] == "utf-8"


def test_bytes_that_windows_1252_leaves_open_survive_a_round_trip() -> None:
    text, charset = decode(b"\xe9\x81", "text/html; charset=iso-8859-1")
    assert encode(text, charset) == b"\xe9\x81"


def test_what_a_charset_lacks_is_named_once() -> None:
    assert missing("σ Œ σ é", "windows-1252") == "σ"
    assert missing("σ Œ σ é", "utf-8") == ""
