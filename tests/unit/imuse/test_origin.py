"""Only the configured origin is ever asked, whatever a page says."""

import pytest

from adapters.errors import ForeignAddress
from adapters.imuse.origin import Origin, resolve

HERE = Origin.of("http://saiga.example/ecole/p.php")


@pytest.mark.parametrize(
    "url",
    [
        "http://saiga.example/",
        "http://SAIGA.example:80/x",
        "https://saiga.example/x",
        "http://saiga.example/x?u=http://ailleurs.example/",
    ],
)
def test_our_own_origin_may_be_asked(url: str) -> None:
    assert HERE.check(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://ailleurs.example/",
        "http://saiga.example.ailleurs.example/",
        "http://www.saiga.example/",
        "http://saiga.example:8080/",
        "https://saiga.example:8443@ailleurs.example/",
        "http://famille@saiga.example/",
        "http://famille:secret@saiga.example/",
        "ftp://saiga.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//ailleurs.example/x",
        "http://saiga.example:99999/",
        "",
    ],
)
def test_nothing_else_may_be_asked(url: str) -> None:
    with pytest.raises(ForeignAddress):
        HERE.check(url)


def test_https_never_falls_back_to_http() -> None:
    with pytest.raises(ForeignAddress):
        Origin.of("https://saiga.example/").check("http://saiga.example/")


RELATIVE = {
    "fam.php?a=1": "http://saiga.example/ecole/fam.php?a=1",
    "?p=2": "http://saiga.example/ecole/p.php?p=2",
    "/x": "http://saiga.example/x",
    "../x y": "http://saiga.example/x%20y",
    "//saiga.example/x": "http://saiga.example/x",
    " fam.php\n": "http://saiga.example/ecole/fam.php",
    "fam.php#bas": "http://saiga.example/ecole/fam.php",
    "#bas": "http://saiga.example/ecole/p.php",
    "f.php?n=é": "http://saiga.example/ecole/f.php?n=%E9",
    "é.php": "http://saiga.example/ecole/%C3%A9.php",
    "f.php?n=%E9&m=a%20b": "http://saiga.example/ecole/f.php?n=%E9&m=a%20b",
    "": "http://saiga.example/ecole/p.php",
}


@pytest.mark.parametrize("reference", RELATIVE)
def test_a_reference_is_resolved_as_browsers_do(reference: str) -> None:
    assert (
        resolve("http://saiga.example/ecole/p.php", reference, "windows-1252")
        == RELATIVE[reference]
    )
