"""One document read whole: every reader of its parts, put together."""

import re
from collections.abc import Iterator, Mapping

from bs4 import Tag

from adapters.imuse.reading.blocks import blocks
from adapters.imuse.reading.completed import declared
from adapters.imuse.reading.completed.filled import Answer, awaits_lines, filled, heads_of
from adapters.imuse.reading.document import Document, attribute
from adapters.imuse.reading.forms.forms import Forms
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.page import Block, Page, Panel, Pressable
from adapters.imuse.reading.pressing.follower import Follower
from adapters.imuse.reading.pressing.picks import picks
from adapters.imuse.reading.pressing.pressables import Pressables
from adapters.imuse.reading.scripts.effects import Effects
from adapters.imuse.reading.scripts.scripts import Program
from adapters.imuse.reading.shown.fact_scene import Scene
from adapters.imuse.reading.shown.facts import Facts
from adapters.imuse.reading.shown.tables import Tables
from adapters.imuse.reading.shown.titles import Titles
from adapters.imuse.reading.tabs import is_window, named_panels, tabs
from adapters.imuse.reading.windows import set_apart
from adapters.imuse.reading.words import fold, tidy

_REFRESH = re.compile(r"^\s*([\d.]+)\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"]+)", re.IGNORECASE)
_SOONEST = 10.0
"""Seconds: a slower refresh renews a page, a quicker one leads on."""


class Reader:
    """Reads one document, and once more when what its scripts ask for is there."""

    def __init__(
        self,
        url: str,
        lexicon: Lexicon,
        fetched: Mapping[str, str],
        around: Page | None,
        charset: str,
    ) -> None:
        """`fetched` holds the scripts and styles that it names, by address."""
        self._url = url
        self._lexicon = lexicon
        self._fetched = fetched
        self._around = around
        self._charset = charset

    def read(self, text: str, *, fragment: bool, closed: bool) -> Page:
        """The page that a document's source is."""
        around = self._around
        document, own, program = self._parsed(text)
        loading = _at_load(document, own, program)
        forms = Forms(document, self._lexicon)
        titles = Titles(document, self._lexicon, tabs(document))
        tables, lists = Tables(document, self._lexicon, titles).read()
        pressables = Pressables(document, forms, program)
        found = forms.read()
        pressed = tuple(pressables.read())
        return Page(
            url=around.url if around else self._url,
            charset=self._charset,
            base=document.url,
            title=_title(document),
            closed=closed,
            fragment=fragment,
            blocks=tuple(_placed(blocks(document, self._lexicon, forms))),
            said=tuple(dict.fromkeys(tidy(one) for one in loading.said if fold(one))),
            forms=found,
            loose=forms.loose(),
            facts=Facts(Scene(document, self._lexicon, titles, forms.texts, lists)).read(),
            tables=tuple(tables),
            picks=tuple(picks(forms, found, pressables)),
            panels=tuple(_panels(document)),
            parts=tuple(self._parts(document, pressed)),
            pressables=pressed,
            frames=tuple(_addresses(document, ("frame", "iframe"), "src")),
            embedded=(
                *_addresses(document, ("embed",), "src"),
                *_addresses(document, ("object",), "data"),
            ),
            scripts=(*(around.scripts if around else ()), *_external(document)),
            styles=self._styles(document),
            code=program.sources,
            asks=tuple(self._asks(document, program, loading)),
            unread=self._lacks(document, program, loading),
            onward=_onward(document, loading),
        )

    def completed(self, text: str, answers: Mapping[str, str]) -> str:
        """The document's source with what its scripts asked for."""
        document, own, program = self._parsed(text)
        loading = _at_load(document, own, program)
        targets = {document.address(url): name for url, name in loading.targets.items()}
        document.soup.unsettle()
        for number, (tag, reference) in enumerate(_sources(document)):
            tag["id"] = attribute(tag, "id") or f"imuse-{number}"
            targets[document.address(reference)] = attribute(tag, "id")
        came = [Answer(body=body, target=targets.get(url, "")) for url, body in answers.items()]
        return filled(document.soup, program, came, self._lexicon)

    def _parsed(self, text: str) -> tuple[Document, Program, Program]:
        """(the document, its own scripts, these with those of the page around it)."""
        base = self._around.base if self._around else self._url
        document = Document(text, base, self._charset)
        document.dress(tuple(self._fetched.get(url, "") for url in self._styles(document)))
        own, program = self._scripts(document)
        set_apart(document, program)
        document.fold({id(panel) for panel, _ in named_panels(document)})
        return document, own, program

    def _styles(self, document: Document) -> tuple[str, ...]:
        return (*(self._around.styles if self._around else ()), *_styles(document))

    def _scripts(self, document: Document) -> tuple[Program, Program]:
        """(the document's own scripts, these with those of the page around it)."""
        own = list(_scripts(document, self._fetched))
        if self._around is None:
            program = Program(own)
            return program, program
        return Program(own), Program([*self._around.code, *own])

    def _lacks(self, document: Document, program: Program, loading: Effects) -> bool:
        """Whether something is put in at load that cannot be asked for: who knows what."""
        by_post = any(by_script and method != "GET" for _, method, by_script, _ in loading.opened)
        doubtful = any(by_script and not sure for _, _, by_script, sure in loading.opened)
        undeclared = any(
            declared.address(part, document.soup, program) is None
            for table in document.soup.find_all("table")
            if self._lexicon.parts and awaits_lines(table)
            if (part := declared.part_of(heads_of(table), self._lexicon.parts)) is not None
        )
        return loading.unread or bool(loading.unknown) or by_post or doubtful or undeclared

    def _asks(self, document: Document, program: Program, loading: Effects) -> Iterator[str]:
        """The addresses that scripts ask at load, and those that markup or the profile name."""
        found = [
            url
            for url, method, by_script, sure in loading.opened
            if by_script and sure and method == "GET"
        ]
        found += [reference for _, reference in _sources(document)]
        for tag in document.soup.find_all("table"):
            if self._lexicon.parts and awaits_lines(tag):
                part = declared.part_of(heads_of(tag), self._lexicon.parts)
                found.append(declared.address(part, document.soup, program) or "" if part else "")
        yield from dict.fromkeys(document.address(url) for url in found if url)

    def _parts(
        self, document: Document, pressed: tuple[Pressable, ...]
    ) -> Iterator[tuple[str, Page]]:
        """What lines of lists show of this same page: windows that are in it, hidden as yet."""
        for ident in dict.fromkeys(one.part for one in pressed if one.part):
            tag = document.by_id(ident)
            if tag is None or not document.is_away(tag) or not is_window(tag):
                continue
            del tag["id"]
            tag["style"] = "display:block"
            inner = Document(str(tag), document.own_url, self._charset)
            forms = Forms(inner, self._lexicon)
            titles = Titles(inner, self._lexicon, {})
            tables, lists = Tables(inner, self._lexicon, titles).read()
            yield (
                ident,
                Page(
                    url=self._url,
                    charset=self._charset,
                    base=document.url,
                    title=_title(inner),
                    fragment=True,
                    blocks=tuple(_placed(blocks(inner, self._lexicon, forms))),
                    forms=forms.read(),
                    facts=Facts(Scene(inner, self._lexicon, titles, forms.texts, lists)).read(),
                    tables=tuple(tables),
                ),
            )


def _sources(document: Document) -> Iterator[tuple[Tag, str]]:
    """The tables whose markup says where their lines come from."""
    for tag in document.soup.find_all(("table", "tbody")):
        for name in ("data-url", "data-source", "data-ajax"):
            if reference := attribute(tag, name):
                yield tag, reference


def _panels(document: Document) -> Iterator[Panel]:
    for tag, words in named_panels(document):
        yield Panel(title=words, place=document.place(tag), end=document.end(tag))


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


def _at_load(document: Document, own: Program, program: Program) -> Effects:
    """What a document's own scripts do by themselves; `program` knows all that they may call."""
    follower = Follower(program, lambda name: "")
    follower.at_load(own.root)
    for body in document.soup.find_all(("body", "frameset")):
        if source := attribute(body, "onload"):
            follower.at_load(program.handler(source))
    return follower.effects


def _title(document: Document) -> str:
    heading = document.soup.find("h1")
    title = document.soup.find("title")
    words = document.text(heading) if isinstance(heading, Tag) else ""
    return words or (tidy(title.get_text()) if isinstance(title, Tag) else "")


def _addresses(document: Document, names: tuple[str, ...], holds: str) -> Iterator[str]:
    for tag in document.soup.find_all(names):
        source = attribute(tag, holds).strip()
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
