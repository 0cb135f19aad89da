"""Going from screen to screen as a person would: open, press, and see what came."""

import asyncio
import re
from collections.abc import Mapping
from hashlib import blake2b

import msgspec
from cachetools import LRUCache, TTLCache

from adapters.errors import (
    ExtranetError,
    ForeignAddress,
    HalfPage,
    Maintenance,
    NotUnderstood,
    ServerFault,
    Unavailable,
)
from adapters.imuse.charset import decode
from adapters.imuse.client import Ask, Client, Reply
from adapters.imuse.needed import scripts_needed
from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page, Press
from adapters.imuse.reading.pressing.reactions import reaction
from adapters.imuse.reading.read import Source, read_page
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.screens import answer
from adapters.imuse.submission import Attached, submission

_TOO_MANY = 429
_NOT_LET_IN = (401, 403, 422)
_MOST_FRAMES = 8
_MOST_ONWARD = 5
_DEEPEST = 3
_MOST_AGAIN = 8
_MOST_PARTS = 12
_MOST_ASKED = 6
_LARGEST_PART = 300_000
_LIBRARIES = re.compile(r"jquery|bootstrap|prototype|mootools|modernizr|polyfill", re.IGNORECASE)
_PAIRED = ("form", "table", "select", "textarea", "script", "div", "fieldset")

Parts = TTLCache[str, str]
"""Address → source of a script or style sheet that is the same for every family of a site."""


def parts() -> Parts:
    """An empty store of them, each kept for an hour."""
    return TTLCache(maxsize=64, ttl=3600)


class Browser:
    """One family's way through the old site."""

    def __init__(self, client: Client, profile: Profile, kept: Parts) -> None:
        """`kept` is shared by all the families of a site."""
        self.client = client
        self.profile = profile
        self.closes_pages = profile.closes_pages == "yes"
        self.posted: set[str] = set()
        """Addresses that only a form has led to so far: they may open nothing by themselves."""
        self._kept = kept
        self._again: LRUCache[tuple[str, str, bytes], Page] = LRUCache(_MOST_AGAIN)
        """Pages that came already, by their very bytes: a menu comes again and again."""

    async def open(self, url: str, referer: str = "", *, by_script: bool = False) -> Screen:
        """The screen at an address, with its frames, after all that leads on by itself."""
        return await self.see(Ask(url=url, referer=referer, by_script=by_script))

    async def press(self, found: Found, fills: Mapping[int, str] | None = None) -> Screen:
        """The screen that comes of pressing; with `fills` typed into the pressed form."""
        press = found.pressable.press
        ask = self.ask(found.page, press, fills or {})
        into = press.into or (found.pressable.part if press.by_script else "")
        return await self.see(ask, found.page, into)

    def ask(
        self,
        page: Page,
        press: Press,
        fills: Mapping[int, str],
        attached: Attached | None = None,
    ) -> Ask:
        """The request that pressing makes, with a file where one is `attached`.

        Raises:
            NotUnderstood: nothing on the page says what it does, or it would send no file.
        """
        if press.form is not None:
            return submission(page.forms[press.form], press, fills, page.url, attached)
        if press.url is None:
            raise NotUnderstood("nothing says what this does")
        return Ask(url=press.url, referer=page.url, by_script=press.by_script)

    async def see(self, ask: Ask, around: Page | None = None, into: str = "") -> Screen:
        """The screen that a request leads to; it has no effect of its own."""
        reply = await self.client.read(ask)
        self._note(ask, reply)
        return await self.screen(reply, around, into, shown=True)

    async def submit(self, ask: Ask, page: Page) -> Screen:
        """The screen after a form of `page`, with what the page's script makes of its answer.

        It has no effect of its own, as `see`: the sign-in form goes this way.

        Raises:
            as `screen`.
        """
        reply = await self.client.read(ask)
        self._note(ask, reply)
        return await self.answered(reply, ask, page)

    async def answered(self, reply: Reply, ask: Ask, page: Page, *, heard: bool = False) -> Screen:
        """The screen after a form of `page` whose answer is at hand; raises as `screen`.

        With `heard`, where a script leads on to another screen, that says its answer's words too.
        """
        if not ask.by_script:
            return await self.screen(reply)
        screen = await self.screen(reply, page)
        if screen.pages[0].failed or not screen.pages[0].fragment:
            return screen
        text = decode(reply.body, _declared(reply, page), self.profile.charset)[0]
        try:
            became = await asyncio.to_thread(reaction, page, ask.url, text)
        except (LookupError, ValueError, TypeError, RecursionError) as error:
            raise NotUnderstood(f"the reader failed: {type(error).__name__}") from error
        refused = reply.status in _NOT_LET_IN
        onward = None if refused else became.onward or became.perhaps
        if onward is not None:
            came = await self.open(onward, page.url)
            return _saying(came, (*screen.said(), *became.said)) if heard else came
        answered = msgspec.structs.replace(
            screen.pages[0],
            said=tuple(dict.fromkeys((*screen.said(), *became.said))),
            failed=refused or became.stays,
        )
        return Screen((answered, *screen.pages[1:]))

    async def frames(self, urls: tuple[str, ...]) -> Screen:
        """The screen that these addresses make together, each in a frame of its own."""
        pages: list[Page] = []
        await self._add_frames(urls, "", pages, depth=1)
        return self._working(Screen(tuple(pages)))

    def _note(self, ask: Ask, reply: Reply) -> None:
        """Remember what address was seen as the answer to a form, and not by itself."""
        if ask.method == "POST" and reply.url == ask.url:
            self.posted.add(reply.url)
        else:
            self.posted.discard(reply.url)

    async def screen(
        self, reply: Reply, around: Page | None = None, into: str = "", *, shown: bool = False
    ) -> Screen:
        """The screen that a reply begins; a fragment belongs to the page `around` it.

        `into` is the id of its element there that the fragment is put into; `shown` is whether the
        page's script shows it, or only hears from it how a form fared.

        Raises:
            Maintenance, ServerFault, HalfPage, WrongCharset, NotUnderstood: it cannot be read.
        """
        page = await self.page(reply, around, into, shown=shown)
        said: list[str] = []
        came = reply
        for _ in range(_MOST_ONWARD):
            again = page.onward == came.url and came.url not in self.posted
            if page.onward is None or again:
                break
            onward = Ask(url=page.onward, referer=page.url)
            came = await self.client.read(onward)
            self._note(onward, came)
            said += page.said
            page = await self.page(came)
        pages = [page]
        await self._add_frames(page.frames, page.url, pages, depth=1)
        screen = self._working(Screen(tuple(pages)))
        if reply.status in (404, 410):
            raise NotUnderstood(f"status {reply.status}")
        # What dialogues say on the way is said all the same.
        arrived = msgspec.structs.replace(page, said=(*said, *page.said)) if said else page
        return Screen((arrived, *screen.pages[1:]))

    def _working(self, screen: Screen) -> Screen:
        if answer.maintenance(screen, self.profile):
            raise Maintenance
        return screen

    async def _add_frames(
        self, urls: tuple[str, ...], referer: str, pages: list[Page], depth: int
    ) -> None:
        for url in urls:
            if depth > _DEEPEST or len(pages) > _MOST_FRAMES:
                return
            try:
                reply = await self.client.read(Ask(url=url, referer=referer))
            except ForeignAddress:
                continue  # Somebody else's frame: a map, a counter. Never asked for.
            if reply.status < 400:
                frame = await self.page(reply, None, framed=True)
                pages.append(frame)
                await self._add_frames(frame.frames, frame.url, pages, depth + 1)

    async def page(
        self,
        reply: Reply,
        around: Page | None = None,
        into: str = "",
        *,
        framed: bool = False,
        shown: bool = False,
    ) -> Page:
        """The one page that a reply is, without its frames and without following it onward.

        Raises:
            Maintenance, ServerFault, HalfPage, WrongCharset, NotUnderstood: it cannot be read.
        """
        same = (f"{reply.status} {reply.url}", reply.content_type, blake2b(reply.body).digest())
        if same in self._again:
            return self._again[same]
        source = self._source(reply, around, into, shown=shown)
        if reply.status >= 500 or reply.status == _TOO_MANY:
            raise await self._fault(reply, source)
        page = await read_page(source, self.profile.reading, self._kept)
        if await self._fetch_what_it_names(page):
            page = await read_page(source, self.profile.reading, self._kept)
        answers = await self._what_it_asks(page)
        if answers:
            page = await read_page(source, self.profile.reading, self._kept, answers)
        if not page.closed and not self._ends_well(reply.body, page, framed):
            raise HalfPage
        if page.closed and not page.fragment and not page.asks and reply.status < 400:
            # Nothing but its bytes made it: neither a page around it nor another answer.
            self._again[same] = page
        return page

    async def _what_it_asks(self, page: Page) -> dict[str, str]:
        """What comes of the addresses that its scripts ask at load: rows as JSON, fragments."""
        answers: dict[str, str] = {}
        for url in page.asks[:_MOST_ASKED]:
            try:
                reply = await self.client.read(Ask(url=url, referer=page.url, by_script=True))
            except ForeignAddress:
                continue  # A counter, a map: nothing of the old site's.
            if reply.status < 400 and b"<html" not in reply.body.lower():
                answers[url] = decode(reply.body, _declared(reply, page), self.profile.charset)[0]
        return answers

    async def _fault(self, reply: Reply, source: Source) -> Unavailable:
        """What the old server's own error says, where its page can be read."""
        try:
            page = await read_page(source, self.profile.reading)
        except ExtranetError:
            return ServerFault(str(reply.status))
        closed = answer.maintenance(Screen((page,)), self.profile)
        return Maintenance() if closed else ServerFault(str(reply.status))

    def _source(
        self, reply: Reply, around: Page | None, into: str = "", *, shown: bool = False
    ) -> Source:
        return Source(
            url=reply.url,
            body=reply.body,
            content_type=reply.content_type,
            charset=self.profile.charset,
            around=around,
            into=into,
            shown=shown,
        )

    async def _fetch_what_it_names(self, page: Page) -> bool:
        """Fetch the styles, and the scripts if pressing needs them; whether anything came."""
        scripts = page.scripts if scripts_needed(page, self.profile) else ()
        named = (*page.styles, *scripts)
        wanted = [url for url in dict.fromkeys(named) if url not in self._kept]
        for url in wanted[:_MOST_PARTS]:
            self._kept[url] = "" if _LIBRARIES.search(url) else await self._part(url)
        return any(self._kept.get(url) for url in wanted)

    async def _part(self, url: str) -> str:
        try:
            reply = await self.client.read(Ask(url=url))
        except ExtranetError:
            return ""
        readable = reply.status == 200 and len(reply.body) <= _LARGEST_PART
        return reply.body.decode("utf-8", errors="replace") if readable else ""

    def _ends_well(self, body: bytes, page: Page, framed: bool) -> bool:
        """Whether what has no </html> is whole all the same: nothing in it is left open."""
        if page.said and not page.forms:
            return True
        if self.profile.closes_pages == "no":
            return True
        whole = not (page.fragment or framed)
        return not (whole and self.closes_pages) and _balanced(body)


def _saying(screen: Screen, said: tuple[str, ...]) -> Screen:
    first = screen.pages[0]
    spoken = msgspec.structs.replace(first, said=tuple(dict.fromkeys((*said, *first.said))))
    return Screen((spoken, *screen.pages[1:]))


def _declared(reply: Reply, page: Page) -> str:
    """A part without a charset of its own is in its page's; JSON is UTF-8 (RFC 8259)."""
    if "charset" in reply.content_type.lower():
        return reply.content_type
    is_json = "json" in reply.content_type or reply.body.lstrip()[:1] in (b"{", b"[")
    return f"charset={'utf-8' if is_json else page.charset}"


def _balanced(body: bytes) -> bool:
    lower = body.lower()
    bare = re.sub(rb"<!--.*?-->", b"", lower, flags=re.DOTALL)
    if bare.rfind(b"<") > bare.rfind(b">") or b"<!--" in bare:
        return False
    return all(
        len(re.findall(rb"<" + tag.encode() + rb"[\s>]", bare))
        <= len(re.findall(rb"</" + tag.encode() + rb"\s*>", bare))
        for tag in _PAIRED
    )
