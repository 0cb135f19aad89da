"""A list with all its pages: the old site's own pager is followed to its end."""

import re

import msgspec

from adapters.errors import ColumnsLost, NotUnderstood
from adapters.imuse import pagers
from adapters.imuse.pagers import belongs
from adapters.imuse.reading.page import Page, Table
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold, is_pager, says
from adapters.imuse.screens import listing, split
from adapters.imuse.screens.listing import Shown, Spot
from adapters.imuse.walk import Walk
from adapters.model import Listing, ListName

_MOST_PAGES = 200
_COUNTED = re.compile(r"\b(\d+)\s*(?:à|a|-|–|—|au)\s*(\d+)\s*(?:sur|/|de|parmi)\s*(\d+)\b")
_OF_PAGES = re.compile(r"\bpage\s*(?:n°\s*)?(\d+)\s*(?:/|sur|de)\s*(\d+)\b", re.IGNORECASE)
_PAGING = (
    "page", "pages", "suivant", "suivante", "précédent", "précédente", "affichage", "résultats",
    "lignes", "éléments", "enregistrements",
)  # fmt: skip
"""A line that says one of these tells of a list's pages."""


async def whole(
    walk: Walk,
    screen: Screen,
    kind: ListName,
    *,
    headed: bool,
    before: Screen | None = None,
    taken: Table | None = None,
    sheet: bool = False,
) -> Shown:
    """A list of the guide from the screen that shows its first page; `taken` is another of them.

    On a `sheet`, « Suivante » may lead to another one, which has such a list too.

    Raises:
        ColumnsLost: it is neither such a list, nor said to be empty.
        NotUnderstood: its pages cannot all be read.
    """
    spot = listing.find(screen, kind, walk.profile, headed=headed, before=before, taken=taken)
    if spot is None or (not spot.table.lines and not _is_bare(spot, walk)):
        words = listing.is_empty(screen, kind, walk.profile, before)
        if words is None and spot is not None:
            said = [one for one in spot.table.notes if listing.says_empty(one, walk.profile)]
            words = next(iter(said), None)
        if words is None:
            raise ColumnsLost(kind.value)
        if spot is None:
            caption = listing.headed_by(screen, kind, walk.profile)
            empty = Listing(key=kind.value, caption=caption, columns=(), notes=(words,))
            return Shown(empty, {}, screen)
    spots = await _pages(walk, screen, spot, sheet=sheet)
    if spots == (spot,):
        spots = split.tables_of(spot, screen, kind, walk.profile, taken)
    limits = tuple(pagers.chosen(spot.page, spot.table, walk.profile))
    found = listing.shown(kind.value, kind, spots, screen, walk.profile)
    told = msgspec.structs.replace(found.listing, notes=(*limits, *found.listing.notes))
    return msgspec.structs.replace(found, listing=told) if found.listing.lines else found


def _is_bare(spot: Spot, walk: Walk) -> bool:
    """Whether headings without a line prove the list empty: nothing was left to be put there.

    What stands in a line's place may say that its lines are yet to come, or not for this family:
    « Chargement… », « Vous n'avez pas accès à cette liste ».
    """
    messages, words = walk.profile.messages, walk.profile.words
    doubtful = (*messages.loading, *messages.not_empty, *words.no_choice)
    if any(says(note, doubtful) for note in spot.table.notes):
        return False
    return spot.table.whole or not (spot.page.asks or spot.page.unread)


async def _pages(walk: Walk, screen: Screen, first: Spot, *, sheet: bool) -> tuple[Spot, ...]:
    spots = [first]
    seen = [_cells(first.table)]
    here = screen
    while len(seen) < _MOST_PAGES:
        read = [cells for spot in spots for cells in _cells(spot.table)]
        onward = next(pagers.onward(spots[-1], len(spots) + 1, len(read), walk.profile), None)
        if onward is None:
            break
        here = walk.certain(await walk.browser.press(onward.found, onward.fills))
        spot = _same_list(here, first.table)
        if spot is None:
            # The rest of the list may be missing for no other reason than a session that is over.
            await walk.confirm(here)
        if spot is not None and _is_another_sheet(spot.page, first.page, sheet=sheet):
            # « Suivante » led to another sheet, with a list of its own.
            break
        if spot is None or not spot.table.lines or _cells(spot.table) in seen:
            break
        seen.append(_cells(spot.table))
        # « Afficher plus » shows all that was there, and more.
        spots = [spot] if seen[-1][: len(read)] == read else [*spots, spot]
    _check_whole(spots)
    return tuple(spots)


def _is_another_sheet(page: Page, first: Page, *, sheet: bool) -> bool:
    """Whether a page says of itself what the list's first page does not; a part may say less."""
    return any(
        not set(said(page)) <= set(said(first)) if page.fragment else said(page) != said(first)
        for said in ((_facts, _texts) if sheet else (_facts,))
    )


def _texts(page: Page) -> list[tuple[str, ...]]:
    """The lines of a page besides its lists, without what counts them or leads through them."""
    return [
        (fold(_COUNTED.sub("", block.text)),)
        for block in page.blocks
        if block.shown and not block.menu
        if not is_pager(block.text) and not says(block.text, _PAGING)
        if not any(table.place <= block.place < table.end for table in page.tables)
    ]


def _facts(page: Page) -> list[tuple[str, ...]]:
    """What a page says besides its lists; of its pager it may say another thing each time."""
    return [
        (fact.caption, fact.value)
        for fact in page.facts
        if fold(fact.caption) not in ("page", "pages", "fiche", "lignes", "resultats")
    ]


def _cells(table: Table) -> list[tuple[str, ...]]:
    return [line.cells for line in table.lines]


def _same_list(screen: Screen, first: Table) -> Spot | None:
    heads = [fold(head) for head in first.heads]
    found = [
        Spot(page, table)
        for page in screen.pages
        for table in page.tables
        if [fold(head) for head in table.heads] == heads
    ]
    alike = [one for one in found if one.table.titles[:1] == first.titles[:1]]
    return next(iter(alike or (found if len(found) == 1 else [])), None)


def _check_whole(spots: list[Spot]) -> None:
    """Compare with what the site itself counts, where it does.

    Raises:
        NotUnderstood: it counts more lines, or more pages, than were read.
    """
    first = spots[0]
    lines = sum(len(spot.table.lines) for spot in spots)
    for block in first.page.blocks:
        if not belongs(first.page, first.table, block.place):
            continue
        for counted in _COUNTED.finditer(block.text):
            begin, end, total = (int(one) for one in counted.groups())
            if begin == 1 and end - begin + 1 == len(first.table.lines) and total > lines:
                raise NotUnderstood(f"{lines} lines of {total}")
        for paged in _OF_PAGES.finditer(block.text):
            if int(paged[1]) == 1 and int(paged[2]) > len(spots):
                raise NotUnderstood(f"{len(spots)} pages of {paged[2]}")
