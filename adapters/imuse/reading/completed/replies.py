"""A form's answer in JSON: its words, and whether it says of itself that it failed."""

from collections.abc import Iterator

import msgspec
from bs4 import BeautifulSoup

from adapters.errors import NotUnderstood
from adapters.imuse.reading.completed.failures import fails
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.words import fold, tidy


def reply(text: str, url: str, charset: str, lexicon: Lexicon) -> Page:
    """What a form's answer in JSON says.

    Raises:
        NotUnderstood: it is no JSON.
    """
    try:
        data = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise NotUnderstood("broken JSON") from error
    found = list(_pairs(data))
    said = [v for k, v in found if isinstance(v, str) and fold(k) in lexicon.message_keys]
    failed = any(fails(fold(key), value, lexicon) for key, value in found)
    spoken = said or [v for _, v in found if isinstance(v, str) and " " in v]
    plain = [BeautifulSoup(one, "lxml").get_text(" ") if "<" in one else one for one in spoken]
    words = tuple(dict.fromkeys(tidy(one) for one in plain if fold(one)))
    return Page(url=url, charset=charset, fragment=True, said=words, failed=failed)


def _pairs(data: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _pairs(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from _pairs(value, key)
    else:
        yield key, data
