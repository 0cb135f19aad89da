"""Reads a piece of an old page as the adapter would."""

import asyncio
from collections.abc import Mapping

from adapters.imuse import profile
from adapters.imuse.client import Ask
from adapters.imuse.reading.page import Control, Page, Press
from adapters.imuse.reading.read import Source, read_page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.screens import fiche
from adapters.imuse.screens.fiche import OpenSheet
from adapters.imuse.submission import submission
from adapters.model import Field, Sheet

BASE = profile.load("base")
URL = "http://saiga.example/ecole/portail.php?p=famille"


def page(
    html: str | bytes,
    content_type: str = "text/html",
    scripts: Mapping[str, str] | None = None,
    around: Page | None = None,
    url: str = URL,
) -> Page:
    """The page that these characters make."""
    body = html if isinstance(html, bytes) else html.encode()
    source = Source(url=url, body=body, content_type=content_type, around=around)
    return asyncio.run(read_page(source, BASE.reading, scripts))


def whole(inside: str, *, form: str = '<form method="post" action="maj.php">') -> str:
    """A whole page around the rows of a sheet, with its button."""
    return (
        f"<html><head><title>Extranet</title></head><body>{form}{inside}"
        '<input type="submit" name="ok" value="Modifier"></form></body></html>'
    )


def opened(html: str) -> OpenSheet:
    """The sheet on a page, with the form behind it."""
    return fiche.read(Screen((page(html),)), BASE)


def sheet(inside: str) -> Sheet:
    """The sheet that these rows make."""
    return opened(whole(inside)).sheet


def rows(inside: str) -> list[tuple[str, str]]:
    """(caption, value as a person reads it) of each field."""
    return [(field.caption, field.shown()) for field in sheet(inside).fields()]


def field(inside: str, caption: str) -> Field:
    """The field of that caption."""
    return next(one for one in sheet(inside).fields() if one.caption == caption)


def control(html: str, name: str) -> Control:
    """The control of that name, on a whole page."""
    return next(c for form in page(html).forms for c in form.controls if c.name == name)


def press(html: str, words: str, scripts: Mapping[str, str] | None = None) -> Press:
    """What pressing these words does."""
    found = Screen((page(html, scripts=scripts),)).find((words,))
    assert found is not None, words
    return found.pressable.press


def sent(html: str, fills: Mapping[int, str] | None = None, words: str = "Modifier") -> Ask:
    """What pressing these words would send."""
    read = page(html)
    found = Screen((read,)).find((words,))
    assert found is not None
    doing = found.pressable.press
    assert doing.form is not None
    return submission(read.forms[doing.form], doing, fills or {}, read.url)
