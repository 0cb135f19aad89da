"""From a reply's bytes to a `Page`: the one call that the rest of the adapter knows."""

import asyncio
from collections.abc import Mapping
from functools import partial
from html import escape

import msgspec

from adapters.errors import NotUnderstood
from adapters.imuse.charset import decode
from adapters.imuse.reading.completed.filled import sheet
from adapters.imuse.reading.completed.replies import reply
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Page
from adapters.imuse.reading.reader import Reader
from adapters.imuse.reading.scripts.scripts import Program
from adapters.imuse.reading.words import reading


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What a page is read from."""

    url: str
    body: bytes
    content_type: str = ""
    charset: str = ""
    """The profile's word against the page's own; "" for none."""
    around: Page | None = None
    """The page whose script asked for this: a fragment is read as part of it."""
    into: str = ""
    """The id of the element that the fragment is put into."""
    shown: bool = False
    """Whether an answer in JSON is shown by that page's script, and no word on a form."""


async def read_page(
    source: Source,
    lexicon: Lexicon,
    fetched: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Page:
    """Read a page; `fetched` holds the scripts and styles that it names, by address.

    `answers` holds what came of the addresses that its scripts ask at load (`Page.asks`).

    Raises:
        WrongCharset: the bytes are not what they claim to be.
        NotUnderstood: it is no page at all.
    """
    read = (
        _reply
        if _is_json(source)
        else partial(_document, fetched=dict(fetched or {}), answers=dict(answers or {}))
    )
    try:
        # In a thread: however long a page is, the other families do not wait for its reading.
        return await asyncio.to_thread(read, source, lexicon)
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        # Markup that we did not think of closes its page; it must not end as a fault of ours.
        raise NotUnderstood(f"the reader failed: {type(error).__name__}") from error


def _is_json(source: Source) -> bool:
    start = source.body.lstrip()[:1]
    return "json" in source.content_type or (start in (b"{", b"[") and b"<html" not in source.body)


def _reply(source: Source, lexicon: Lexicon) -> Page:
    text, charset = decode(source.body, "charset=utf-8", source.charset)
    around = source.around
    made = sheet(text, Program(list(around.code))) if around and source.shown else None
    if made is None:
        return reply(text, source.url, charset, lexicon)
    return Reader(source.url, lexicon, {}, around, charset).read(made, fragment=True, closed=True)


def _document(
    source: Source, lexicon: Lexicon, fetched: Mapping[str, str], answers: Mapping[str, str]
) -> Page:
    lower = source.body.lower()
    fragment = b"<html" not in lower and b"<body" not in lower and b"<frameset" not in lower
    around = source.around if fragment else None
    declared = source.content_type
    if around and "charset" not in declared.lower() and b"charset" not in lower[:2048]:
        declared = f"charset={around.charset}"
    text, charset = decode(source.body, declared, source.charset)
    if not text.strip():
        raise NotUnderstood("empty page")
    if around and source.into:
        # What the page's scripts listen to within that element holds for the fragment too.
        text = f'<div id="{escape(source.into)}">{text}</div>'
    reader = Reader(source.url, lexicon, fetched, around, charset)
    with reading():
        page = reader.read(text, fragment=fragment, closed=b"</html" in lower)
        came = [url for url in page.asks if url in answers]
        if not came:
            return page
        whole = reader.completed(text, {url: answers[url] for url in came})
        again = reader.read(whole, fragment=fragment, closed=page.closed)
    return msgspec.structs.replace(again, asks=page.asks, filled=tuple(came))
