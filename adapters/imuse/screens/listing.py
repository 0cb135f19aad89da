"""A list of the guide on a screen: found by its column headings, or proven empty."""

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterable, Iterator

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Page, Pressable, Table, TableLine
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.reading.words import fold, says
from adapters.model import Column, Line, Listing, ListName

_LONGEST_SENTENCE = 25
_BY_HEADING = (ListName.COURSES, ListName.EVALUATIONS, ListName.ABSENCES)
"""Lists whose columns the guide does not name: under their own heading one known column will do."""

_REF_BYTES = 10


class Place(msgspec.Struct, frozen=True):
    """A part of a page where a list is looked for."""

    page: Page
    start: int
    end: int

    def holds(self, place: int) -> bool:
        """Whether something that stands there is in this part."""
        return self.start <= place < self.end


class Spot(msgspec.Struct, frozen=True):
    """A table on its page."""

    page: Page
    table: Table


class Opening(msgspec.Struct, frozen=True):
    """What opens a line: something to press, perhaps with the line chosen before."""

    found: Found
    fills: dict[int, str] = {}


class Shown(msgspec.Struct, frozen=True):
    """A list as it was read, with what opens its lines."""

    listing: Listing
    opens: dict[str, Opening]
    screen: Screen


def reference(*parts: str) -> str:
    """An opaque name for what these words say: the same words, the same name."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return b32encode(digest[:_REF_BYTES]).decode("ascii").lower()


def words_of(kind: ListName, profile: Profile) -> tuple[str, ...]:
    """The words that a list's tab or heading says."""
    words: tuple[str, ...] = getattr(profile.words, kind.value)
    return words


def places(screen: Screen, kind: ListName, profile: Profile) -> tuple[Place, ...]:
    """Where on a screen that list is: behind its own tab, or anywhere but behind another's."""
    own = [
        Place(page, panel.place, panel.end)
        for page in screen.pages
        for panel in page.panels
        if is_headed(panel.title, words_of(kind, profile))
    ]
    return tuple(own) or tuple(Place(page, 0, 10**9) for page in screen.pages)


def find(
    screen: Screen,
    kind: ListName,
    profile: Profile,
    *,
    headed: bool = False,
    before: Screen | None = None,
    taken: Table | None = None,
) -> Spot | None:
    """The table that is that list, None where no table is.

    `headed` is whether a tab or a button of that name led here; a list that the screen `before`
    showed already is another, and so is the one `taken`.
    """
    known_before = {table.heads for page in _pages(before) for table in page.tables}
    found: list[tuple[tuple[bool, int, bool, int], Spot]] = []
    for place in places(screen, kind, profile):
        for table in place.page.tables:
            if not place.holds(table.place) or is_anothers(place.page, table, kind, profile):
                continue
            if table is taken:
                continue
            if table.heads in known_before:
                continue
            titled = any(is_headed(title, words_of(kind, profile)) for title in table.titles)
            own_place = place.end < 10**9
            known = _known(table, kind, profile)
            under = headed or titled or own_place
            enough = 1 if under and kind in _BY_HEADING else 2
            if known >= min(enough, len(table.heads)):
                rank = (titled or own_place, known, table.seen, -table.place)
                found.append((rank, Spot(place.page, table)))
    return max(found, key=lambda one: one[0])[1] if found else None


def _pages(screen: Screen | None) -> tuple[Page, ...]:
    return () if screen is None else screen.pages


def _known(table: Table, kind: ListName, profile: Profile) -> int:
    names: tuple[str, ...] = getattr(profile.lists, kind.value)
    known = {fold(word) for name in names for word in profile.columns.get(name, ())}
    return sum(1 for head in table.heads if fold(head) in known)


def is_anothers(page: Page, table: Table, kind: ListName, profile: Profile) -> bool:
    """Whether it stands under the words of another of the guide's lists."""
    others = [one for one in ListName if one is not kind]
    own = words_of(kind, profile)
    under = [panel.title for panel in page.panels if panel.place <= table.place < panel.end]
    for title in (*table.titles[:1], *under):
        if is_headed(title, own):
            return False
    return any(
        is_headed(title, words_of(other, profile))
        for other in others
        for title in (*table.titles[:1], *under)
    )


def is_headed(title: str, words: tuple[str, ...]) -> bool:
    """Whether a title is one of the words, but for a number beside it: « Absences (2) »."""
    bare = re.sub(r"\d+", "", fold(title)).strip()
    return any(bare == fold(word) or bare.startswith(f"{fold(word)} ") for word in words)


def is_empty(
    screen: Screen, kind: ListName, profile: Profile, before: Screen | None = None
) -> str | None:
    """The old site's own words that the list is empty, None where it says no such thing.

    What the screen `before` said already is about something else.
    """
    said = {fold(block.text) for block in before.blocks()} if before is not None else set()
    for place in places(screen, kind, profile):
        own_place = place.end < 10**9
        for block in place.page.blocks:
            if not place.holds(block.place) or block.menu or not (block.shown or own_place):
                continue
            if fold(block.text) in said and not own_place:
                continue
            if _about_another(block.text, kind, profile):
                continue
            if says_empty(block.text, profile):
                return block.text
    return None


def _about_another(words: str, kind: ListName, profile: Profile) -> bool:
    """Whether words speak of another of the guide's lists: « Aucune absence » of no evaluation."""
    others = [one for one in ListName if one is not kind]
    return not says(words, words_of(kind, profile)) and any(
        says(words, words_of(other, profile)) for other in others
    )


def heads(screen: Screen, kind: ListName, profile: Profile) -> bool:
    """Whether a heading of the screen says that the list is below it."""
    return any(
        block.level > 0 and is_headed(block.text, words_of(kind, profile))
        for block in screen.blocks()
    )


def headed_by(screen: Screen, kind: ListName, profile: Profile) -> str:
    """The old site's own words above a list: its heading, or its tab; "" where it has neither."""
    said = [block.text for block in screen.blocks() if block.level > 0]
    said += [panel.title for page in screen.pages for panel in page.panels]
    tab = screen.find(words_of(kind, profile))
    said += [tab.pressable.words[0]] if tab is not None else []
    return next((one for one in said if is_headed(one, words_of(kind, profile))), "")


def says_empty(words: str, profile: Profile) -> bool:
    """Whether words say that there is nothing: « Aucune facture », and no « Aucun droit »."""
    messages = profile.messages
    return (
        len(words.split()) <= _LONGEST_SENTENCE
        and says(words, messages.empty)
        and not says(words, messages.not_empty)
    )


def columns(heads: tuple[str, ...], kind: ListName | None, profile: Profile) -> tuple[Column, ...]:
    """The columns by their names: those that the list is known by go first."""
    expected: tuple[str, ...] = getattr(profile.lists, kind.value) if kind else ()
    order = (*expected, *(name for name in profile.columns if name not in expected))
    taken: set[str] = set()
    made: list[Column] = []
    for head in heads:
        name = next((one for one in order if one not in taken and _is(head, one, profile)), None)
        if name is not None:
            taken.add(name)
        made.append(Column(caption=head, name=name))
    return tuple(made)


def _is(head: str, name: str, profile: Profile) -> bool:
    return any(fold(word) == fold(head) for word in profile.columns[name])


def shown(
    key: str, kind: ListName | None, spots: tuple[Spot, ...], screen: Screen, profile: Profile
) -> Shown:
    """A list from the tables that are its pages, in their order."""
    first = spots[0].table
    seen: dict[tuple[str, ...], int] = {}
    lines: list[Line] = []
    opens: dict[str, Opening] = {}
    notes: list[str] = []
    for spot in spots:
        notes += [note for note in spot.table.notes if note not in notes]
        for one in spot.table.lines:
            identity = (one.group, *one.cells)
            number = seen[identity] = seen.get(identity, 0) + 1
            ref = reference(key, *first.heads, *identity, str(number))
            found = opening(spot.page, one, profile)
            if found is not None:
                opens[ref] = found
            ref_of = ref if found is not None else None
            lines.append(Line(cells=one.cells, group=one.group, ref=ref_of))
    own = words_of(kind, profile) if kind is not None else ()
    headed = [title for title in first.titles if is_headed(title, own)]
    named = headed[:1] or ([headed_by(screen, kind, profile)] if kind is not None else [])
    # What a table stands under that is its lines' group heads no more than these.
    titles = [title for title in first.titles if all(title != line.group for line in first.lines)]
    listing = Listing(
        key=key,
        caption=next((title for title in (*named, *titles) if title), ""),
        columns=columns(first.heads, kind, profile),
        lines=tuple(lines),
        notes=tuple(notes),
    )
    return Shown(listing, opens, screen)


def opening(page: Page, line: TableLine, profile: Profile) -> Opening | None:
    """What opens a line: itself, what in it says so, what else leads on; or a button below it."""
    inside = [
        one
        for one in page.pressables
        if line.place <= one.place < line.end and (one.press.leads or one.part)
    ]
    inside = [one for one in inside if not _never(one, profile)]
    for rank in (
        lambda one: one.place == line.place,
        lambda one: any(_says_open(words, profile) for words in one.words),
        lambda one: not one.words,
        lambda one: True,
    ):
        chosen = [one for one in inside if rank(one)]
        if chosen:
            return Opening(Found(page, chosen[0]))
    return _by_button(page, line, profile)


def _by_button(page: Page, line: TableLine, profile: Profile) -> Opening | None:
    """A line that is chosen by its radio button, and opened by « Consulter » under the list."""
    for pick in page.picks:
        control = page.forms[pick.form].controls[pick.control]
        if control.type != "radio" or not line.place <= control.place < line.end:
            continue
        for one in page.pressables:
            submits = one.press.form == pick.form and one.place >= line.end
            if submits and any(_says_open(words, profile) for words in one.words):
                return Opening(Found(page, one), {pick.control: pick.value})
    return None


def _says_open(words: str, profile: Profile) -> bool:
    return len(words.split()) <= 6 and says(words, profile.words.open)


def _never(one: Pressable, profile: Profile) -> bool:
    return any(fold(words) == fold(phrase) for words in one.words for phrase in profile.words.never)


def other_tables(screen: Screen, outside: Shown, known: Iterable[Shown]) -> Iterator[Spot]:
    """The lists of a sheet's screen that are none of those found, nor of the screen before it."""
    taken = [tuple(column.caption for column in outside.listing.columns)]
    taken += [tuple(column.caption for column in one.listing.columns) for one in known]
    before = [table.heads for page in outside.screen.pages for table in page.tables]
    for page in screen.pages:
        for table in page.tables:
            if table.heads not in taken and table.heads not in before:
                yield Spot(page, table)
