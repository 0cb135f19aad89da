"""From a reply's bytes to a `Page`: the one call that the rest of the adapter knows."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from functools import partial

import msgspec
from bs4 import BeautifulSoup, Tag

from adapters.errors import NotUnderstood
from adapters.imuse.charset import decode
from adapters.imuse.reading.blocks import blocks
from adapters.imuse.reading.document import Document, attribute
from adapters.imuse.reading.effects import Effects
from adapters.imuse.reading.follower import Follower
from adapters.imuse.reading.forms import Forms
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Block, Page
from adapters.imuse.reading.pressables import Pressables
from adapters.imuse.reading.scripts import Program
from adapters.imuse.reading.words import fold, tidy

_REFRESH = re.compile(r"^\s*([\d.]+)\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)
_SOONEST = 10.0
"""Seconds: a slower refresh renews a page, a quicker one leads on."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is read from."""

    url: str
    body: bytes
    content_type: str = ""
    charset: str = ""
    """The profile's word against the page's own; "" for none."""
    around: Page | None = None
    """The page whose script asked for this: a fragment is read as part of it."""


async def read_page(
    source: Source, lexicon: Lexicon, fetched: Mapping[str, str] | None = None
) -> Page:
    """Read a page; `fetched` holds the scripts and styles that it names, by address.

    Raises:
        WrongCharset: the bytes are not what they claim to be.
        NotUnderstood: it is no page at all.
    """
    read = _answer if _is_json(source) else partial(_document, fetched=dict(fetched or {}))
    try:
        # In a thread: however long a page is, the other families do not wait for its reading.
        return await asyncio.to_thread(read, source, lexicon)
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        # Markup that we did not think of closes its page; it must not end as a fault of ours.
        raise NotUnderstood(f"the reader failed: {type(error).__name__}") from error


def _is_json(source: Source) -> bool:
    start = source.body.lstrip()[:1]
    return "json" in source.content_type or (start in (b"{", b"[") and b"<html" not in source.body)


def _answer(source: Source, lexicon: Lexicon) -> Page:
    """A form's answer in JSON: its words, and whether it says that it failed."""
    text, charset = decode(source.body, "charset=utf-8", source.charset)
    try:
        data = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise NotUnderstood("broken JSON") from error
    found = list(_pairs(data))
    said = [v for k, v in found if isinstance(v, str) and fold(k) in lexicon.message_keys]
    failed = any(_fails(fold(key), value, lexicon) for key, value in found)
    spoken = said or [v for _, v in found if isinstance(v, str) and " " in v]
    plain = [BeautifulSoup(one, "lxml").get_text(" ") if "<" in one else one for one in spoken]
    words = tuple(dict.fromkeys(tidy(one) for one in plain if fold(one)))
    return Page(url=source.url, charset=charset, fragment=True, said=words, failed=failed)


def _fails(key: str, value: object, lexicon: Lexicon) -> bool:
    failing = not value or fold(str(value)) in map(fold, lexicon.failed_values)
    if key in lexicon.failed_keys:
        return failing
    # « erreur: 0 » says that there is none; a list of errors is read by its items.
    return (
        key in lexicon.error_keys and bool(value) and fold(str(value)) not in ("0", "false", "non")
    )


def _pairs(data: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _pairs(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from _pairs(value, key)
    else:
        yield key, data


def _document(source: Source, lexicon: Lexicon, fetched: Mapping[str, str]) -> Page:
    lower = source.body.lower()
    fragment = b"<html" not in lower and b"<body" not in lower and b"<frameset" not in lower
    around = source.around if fragment else None
    declared = source.content_type
    if around and "charset" not in declared.lower() and b"charset" not in lower[:2048]:
        declared = f"charset={around.charset}"
    text, charset = decode(source.body, declared, source.charset)
    if not text.strip():
        raise NotUnderstood("empty page")
    document = Document(text, around.base if around else source.url, charset)
    styles = (*(around.styles if around else ()), *_styles(document))
    document.dress(tuple(fetched.get(url, "") for url in styles))
    own = list(_scripts(document, fetched))
    program = Program([*(around.code if around else ()), *own])
    forms = Forms(document, lexicon)
    loading = _at_load(document, Program(own) if around else program)
    return Page(
        url=around.url if around else source.url,
        charset=charset,
        base=document.url,
        title=_title(document),
        closed=b"</html" in lower,
        fragment=fragment,
        blocks=tuple(_placed(blocks(document, lexicon, forms))),
        said=tuple(dict.fromkeys(tidy(one) for one in loading.said if fold(one))),
        forms=forms.read(),
        pressables=tuple(Pressables(document, forms, program).read()),
        frames=tuple(_frames(document)),
        scripts=(*(around.scripts if around else ()), *_external(document)),
        styles=styles,
        code=program.sources,
        onward=_onward(document, loading),
    )


def _placed(found: Iterator[Block]) -> list[Block]:
    return sorted(found, key=lambda block: block.place)


def _scripts(document: Document, fetched: Mapping[str, str]) -> Iterator[str]:
    for script in document.soup.find_all("script"):
        kind = attribute(script, "type").lower()
        if kind and "javascript" not in kind and kind not in ("module", "text/ecmascript"):
            continue
        if reference := attribute(script, "src"):
            yield fetched.get(document.address(reference), "")
        else:
            yield script.get_text()


def _external(document: Document) -> Iterator[str]:
    for script in document.soup.find_all("script", src=True):
        yield document.address(attribute(script, "src"))


def _styles(document: Document) -> Iterator[str]:
    for link in document.soup.find_all("link", href=True):
        kinds = attribute(link, "rel").lower().split()
        media = attribute(link, "media").lower()
        if "stylesheet" in kinds and "alternate" not in kinds and "print" not in media:
            yield document.address(attribute(link, "href"))


def _at_load(document: Document, program: Program) -> Effects:
    follower = Follower(program, lambda name: "")
    follower.at_load(program.root)
    for body in document.soup.find_all(("body", "frameset")):
        if source := attribute(body, "onload"):
            follower.at_load(program.handler(source))
    return follower.effects


def _title(document: Document) -> str:
    heading = document.soup.find("h1")
    title = document.soup.find("title")
    words = document.text(heading) if isinstance(heading, Tag) else ""
    return words or (tidy(title.get_text()) if isinstance(title, Tag) else "")


def _frames(document: Document) -> Iterator[str]:
    for frame in document.soup.find_all(("frame", "iframe")):
        source = attribute(frame, "src").strip()
        if source and not source.lower().startswith(("about:", "javascript:", "data:")):
            yield document.address(source)


def _onward(document: Document, loading: Effects) -> str | None:
    for meta in document.soup.find_all("meta", attrs={"http-equiv": True}):
        refresh = _REFRESH.match(attribute(meta, "content"))
        is_refresh = fold(attribute(meta, "http-equiv")) == "refresh"
        if is_refresh and refresh and float(refresh.group(1)) < _SOONEST:
            return document.address(refresh.group(2))
    certain = [url for url, method, by_script, sure in loading.opened if sure and not by_script]
    return document.address(certain[-1]) if certain else None
