"""Facturation: invoices and payments, and a duplicate as a PDF (guide, Menu Facturation)."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from adapters.errors import (
    ColumnsLost,
    ForeignAddress,
    NoDocument,
    NotListed,
    NotUnderstood,
    SessionEnded,
)
from adapters.imuse import lists
from adapters.imuse.client import Ask, Reply
from adapters.imuse.download import Download
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import says
from adapters.imuse.screens import listing
from adapters.imuse.screens.listing import Shown, Spot
from adapters.imuse.walk import Walk
from adapters.model import Billing, ListName, Step

_KINDS = (ListName.INVOICES, ListName.PAYMENTS)
MOST_BYTES = 20_000_000
"""Of a duplicate; a larger one is none."""

_SIGNATURE = b"%PDF-"
_LARGEST_PAGE = 1_000_000
_MOST_WITHIN = 3
_MONEY = re.compile(r"\d\s*(?:€|EUR\b|euros?\b)|€\s*\d|\d,\d\d(?!\d)", re.IGNORECASE)


class Bills:
    """Reads through one family's walk; whoever uses it holds the session's lock."""

    def __init__(self, walk: Walk) -> None:
        """Nothing is read yet."""
        self._walk = walk
        self._lists: dict[str, Shown] = {}
        self._notes: tuple[str, ...] = ()
        self._entered = -1

    async def billing(self) -> Billing:
        """All lists of the screen."""
        shown = await self._walk.reading(self._read)
        return Billing(lists=tuple(one.listing for one in shown.values()), notes=self._notes)

    @asynccontextmanager
    async def invoice(self, step: Step) -> AsyncIterator[AsyncIterator[bytes]]:
        """The duplicate behind a line, proven by its first bytes."""
        download = await self._walk.reading(partial(self._begin, step))
        try:
            yield download.all()
        finally:
            await download.close()

    async def _read(self) -> dict[str, Shown]:
        walk, profile = self._walk, self._walk.profile
        screen = await walk.enter("Facturation", profile.words.billing, profile.routes.billing)
        tab = screen.find(profile.words.bills)
        if tab is not None and tab.pressable.press.leads and not _shows_any(screen, walk):
            screen = walk.certain(await walk.browser.press(tab))
        found: dict[str, Shown] = {}
        for kind in _KINDS:
            one = await self._list(screen, kind, found)
            if one is not None:
                found[kind.value] = one
        if not found:
            await walk.confirm(screen)
            raise ColumnsLost("billing")
        self._lists, self._entered = found, walk.entered
        self._notes = _sums(screen, walk.front)
        return found

    async def _list(self, screen: Screen, kind: ListName, found: dict[str, Shown]) -> Shown | None:
        """One of the lists, on the screen or behind a tab of it; None where there is none."""
        walk = self._walk
        first = listing.find(screen, ListName.INVOICES, walk.profile) if found else None
        taken = first.table if first is not None else None
        spot = listing.find(screen, kind, walk.profile, taken=taken)
        if spot is not None and (taken is None or _is_of_payments(spot, walk)):
            return await lists.whole(walk, screen, kind, headed=False, taken=taken)
        tab = screen.find(listing.words_of(kind, walk.profile))
        behind = tab is not None and tab.pressable.press.leads and not tab.pressable.part
        if tab is not None and behind:
            inner = walk.certain(await walk.browser.press(tab))
            if listing.find(inner, kind, walk.profile, headed=True) is not None:
                return await lists.whole(walk, inner, kind, headed=True, before=screen)
        words = listing.is_empty(screen, kind, walk.profile, walk.front)
        apart = any(place.end < 10**9 for place in listing.places(screen, kind, walk.profile))
        once = sum(1 for block in screen.blocks() if block.text == words) == 1
        if once and not apart and any(words in one.listing.notes for one in found.values()):
            return None  # One sentence, about the one list that holds both.
        if words is not None:
            return await lists.whole(walk, screen, kind, headed=False, before=walk.front)
        if tab is not None or (kind is ListName.INVOICES and not found):
            raise ColumnsLost(kind.value)
        return None

    async def _begin(self, step: Step) -> Download:
        shown = self._lists.get(step.list) if self._entered == self._walk.entered else None
        found = shown.opens.get(step.line) if shown is not None else None
        if found is None:
            shown = (await self._read()).get(step.list)
            found = shown.opens.get(step.line) if shown is not None else None
        if found is None:
            raise NotListed
        press = found.found.pressable.press
        return await self._proven(self._walk.browser.ask(found.found.page, press, found.fills))

    async def _proven(self, ask: Ask, *, within: bool = False) -> Download:
        """What comes of asking, if it is a PDF; `within` is whether a page shows it in itself."""
        download = await self._walk.browser.client.download(ask, MOST_BYTES)
        try:
            first = await download.first(len(_SIGNATURE))
            if download.status < 400 and first.startswith(_SIGNATURE):
                return download
            reply = await _as_page(download)
        except BaseException:
            await download.close()
            raise
        await download.close()
        if reply is None:
            raise NoDocument
        page = await self._walk.browser.page(reply)
        for shown in () if within else (*page.frames, *page.embedded)[:_MOST_WITHIN]:
            with suppress(ForeignAddress, NoDocument, NotUnderstood):
                return await self._proven(Ask(url=shown, referer=page.url), within=True)
        screen = await self._walk.browser.screen(reply)
        if self._walk.is_over(screen):
            raise SessionEnded
        if not within:
            await self._walk.confirm(screen)
        raise NoDocument


async def _as_page(download: Download) -> Reply | None:
    """What came is no PDF, but an error's page or the sign-in page; None where it is too long."""
    body = bytearray()
    async for chunk in download.all():
        body += chunk
        if len(body) > _LARGEST_PAGE:
            return None
    return Reply(
        url=download.url,
        status=download.status,
        content_type=download.content_type,
        location=None,
        body=bytes(body),
    )


def _sums(screen: Screen, front: Screen | None) -> tuple[str, ...]:
    """What the screen says in sums of money beside its lists, and no other screen does."""
    elsewhere = {
        (fact.caption, fact.value) for page in (front.pages if front else ()) for fact in page.facts
    }
    said = [
        f"{fact.caption}\N{NO-BREAK SPACE}: {fact.value}"
        for page in screen.pages
        for fact in page.facts
        if _MONEY.search(fact.value) and (fact.caption, fact.value) not in elsewhere
    ]
    return tuple(dict.fromkeys(said))


def _is_of_payments(spot: Spot, walk: Walk) -> bool:
    """Whether a second table lists payments: dates with amounts may be what is yet to be paid."""
    kind, profile = ListName.PAYMENTS, walk.profile
    columns = listing.columns(spot.table.heads, kind, profile)
    named = says(" / ".join(spot.table.titles), listing.words_of(kind, profile))
    return named or any(column.name == "method" for column in columns)


def _shows_any(screen: Screen, walk: Walk) -> bool:
    return any(
        listing.find(screen, kind, walk.profile) is not None
        or listing.is_empty(screen, kind, walk.profile, walk.front) is not None
        for kind in _KINDS
    )
