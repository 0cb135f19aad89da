"""The lines among those with a box that have none: courses to see, never to tick."""

from collections.abc import Iterator

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Form, LooseLine, Page
from adapters.imuse.reading.words import fold, says, slug
from adapters.imuse.screens import pieces
from adapters.imuse.screens.area import Area
from adapters.imuse.screens.ticks import Tick
from adapters.re_enrolment import Discipline

_TELLING = ("cochez", "cocher", "choisissez", "sélectionnez", "veuillez", "attention")
"""Of a line that tells what to do, and is no course."""

_LONGEST_NAME = 8
Placed = tuple[int, Discipline]


def lines(
    own: Area, page: Page, form: Form, found: tuple[Tick, ...], profile: Profile
) -> tuple[Placed, ...]:
    """These lines, each with its place; `found` are those with a box."""
    keys = {one.discipline.key for one in found}
    placed: list[Placed] = []
    for place, texts, group in (*_of_tables(page, found), *_of_lists(page, found)):
        placed.append((place, _closed(texts, group, keys)))
    loose = list(loose_lines(own, page, form, found, profile))
    # As many lines as boxes are what else is said of each.
    few = len(loose) * 2 <= len(found)
    for place, text in loose:
        short = len(text.split()) <= _LONGEST_NAME and not text.endswith(".")
        if says(text, profile.words.closed_course) or (few and short):
            placed.append((place, _closed((text,), "", keys)))
    return tuple(placed)


def loose_lines(
    own: Area, page: Page, form: Form, found: tuple[Tick, ...], profile: Profile
) -> Iterator[tuple[int, str]]:
    """Lines from the first box on, in no table, that are neither a box's nor a heading."""
    start, end = _around_boxes(own, page, form, found, profile)
    spans = [
        (table.place, table.end)
        for table in page.tables
        if any(table.place <= one.place < table.end for one in found)
    ]
    spans += [(line.place, line.end) for line in of_lists(page, found)]
    telling = (*_TELLING, *profile.words.re_enrolment)
    said = tuple(fold(one.discipline.caption) for one in found)
    heads = {fold(one.discipline.group) for one in found}
    rest = [fold(text) for one in found for text in _details(one.discipline)]
    for block in own.blocks(page):
        in_list = any(first <= block.place < last for first, last in spans)
        if in_list or not start < block.place < end or block.level or block.menu:
            continue
        for text in block.lines:
            folded = fold(text)
            told = says(text, telling) or folded.startswith(said)
            if folded and folded not in heads and folded not in rest and not told:
                yield block.place, text


def _of_tables(page: Page, found: tuple[Tick, ...]) -> Iterator[tuple[int, tuple[str, ...], str]]:
    for table in page.tables:
        inside = [one for one in found if table.place <= one.place < table.end]
        for line in table.lines if inside else ():
            if any(line.place <= one.place < line.end for one in inside):
                continue
            cells = tuple(cell for cell in line.cells if fold(cell))
            if cells:
                yield line.place, cells, line.group


def _of_lists(page: Page, found: tuple[Tick, ...]) -> Iterator[tuple[int, tuple[str, ...], str]]:
    boxes = {one.place: one.discipline.group for one in found}
    for line in of_lists(page, found):
        yield line.place, line.lines, boxes[line.boxes[0]]


def of_lists(page: Page, found: tuple[Tick, ...]) -> tuple[LooseLine, ...]:
    """The lines without a box of the lists that hold these boxes, and no others."""
    places = {one.place for one in found}
    return tuple(
        line
        for line in page.loose
        if places.issuperset(line.boxes) and not any(pieces.names_file(text) for text in line.lines)
    )


def _around_boxes(
    own: Area, page: Page, form: Form, found: tuple[Tick, ...], profile: Profile
) -> tuple[int, int]:
    """From the heading or field before the first box up to what follows the last, or documents."""
    first = min((one.place for one in found), default=0)
    last = max((one.place for one in found), default=0)
    used = {number for one in found for number in one.controls}
    others = [
        control.place
        for number, control in enumerate(form.controls)
        if number not in used and control.seen
    ]
    words = profile.words
    about = (*words.imported, *words.import_document, *words.asked_documents)
    for block in own.blocks(page):
        if block.level or (block.place > last and says(block.text, about)):
            others.append(block.place)
    before = [place for place in others if place < first]
    after = [place for place in others if place > last]
    return max(before, default=first), min(after, default=10**9)


def _closed(texts: tuple[str, ...], group: str, keys: set[str]) -> Discipline:
    caption, *rest = texts
    key, number = f"ligne-{slug(caption)}", 1
    while key in keys:
        number += 1
        key = f"ligne-{slug(caption)}-{number}"
    keys.add(key)
    details = tuple(("", one) for one in rest)
    return Discipline(key=key, caption=caption, details=details, group=group, editable=False)


def _details(one: Discipline) -> Iterator[str]:
    return (words for _, words in one.details)
