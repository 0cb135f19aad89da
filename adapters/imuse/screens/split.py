"""A list that stands in several tables of the same headings: one for each year, each term."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Table
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold
from adapters.imuse.screens import listing
from adapters.imuse.screens.listing import Spot
from adapters.model import ListName


def tables_of(
    spot: Spot, screen: Screen, kind: ListName, profile: Profile, taken: Table | None = None
) -> tuple[Spot, ...]:
    """The tables that a list is, in their order; what each stands under is its lines' group.

    A table under the words of another of the guide's lists is that one.
    """
    around = next(
        place
        for place in listing.places(screen, kind, profile)
        if place.page is spot.page and place.holds(spot.table.place)
    )
    alike = [
        table
        for table in spot.page.tables
        if around.holds(table.place) and table.lines and table is not taken
        if table is spot.table or _goes_on(spot, table, kind, profile)
    ]
    titles = [_title(table) for table in alike]
    if len(alike) < 2 or len(set(titles)) < len(titles):
        return (spot,)
    own = listing.words_of(kind, profile)
    return tuple(
        Spot(spot.page, _grouped(table, "" if listing.is_headed(title, own) else title))
        for table, title in zip(alike, titles, strict=True)
    )


def _goes_on(spot: Spot, table: Table, kind: ListName, profile: Profile) -> bool:
    """Whether a table further down has the same headings, under words of its own."""
    same = [fold(head) for head in table.heads] == [fold(head) for head in spot.table.heads]
    below = table.place > spot.table.place and bool(_title(table))
    return same and below and not listing.is_anothers(spot.page, table, kind, profile)


def _title(table: Table) -> str:
    return next(iter(table.titles), "")


def _grouped(table: Table, title: str) -> Table:
    lines = tuple(msgspec.structs.replace(line, group=line.group or title) for line in table.lines)
    return msgspec.structs.replace(table, lines=lines)
