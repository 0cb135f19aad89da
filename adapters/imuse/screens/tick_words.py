"""What the line of a box says: the name of its course, what else, and the heading above it."""

import msgspec

from adapters.imuse.profile import Profile
from adapters.imuse.reading.page import Control, Page, Table, TableLine
from adapters.imuse.reading.words import fold, tidy

YES = ("oui", "yes", "o", "se reinscrit", "reinscription", "continue", "poursuit")
NO = ("non", "no", "n", "ne se reinscrit pas", "arret", "arrete", "n est pas reinscrit")
_EDGES = " \t\u00a0\u202f:–—-,;"
_NEAR = 12
"""Places after a box within which its own line begins."""


class Said(msgspec.Struct, frozen=True):
    """What stands for one box."""

    caption: str
    details: tuple[tuple[str, str], ...] = ()
    group: str = ""


def said_of(page: Page, group: list[Control], firsts: list[Control], profile: Profile) -> Said:
    """What the line says of a box, or of the radio buttons of one group.

    `firsts` are the first controls of all the courses.
    """
    at = line_of(page, group[0])
    if at is not None:
        return _in_table(at, group[0], firsts, profile)
    first, own = group[0], [one.label for one in group if one.label]
    said = _own_words(first, own, profile)
    # Around the only box there may be all the rest of the form.
    levels = first.around if len(firsts) > 1 else first.around[:1]
    lines = list(levels[-1]) if levels else []
    details = [_without(line, [one for one in own if one != said]) for line in lines]
    at_name = next((n for n, one in enumerate(details) if said in one), None)
    if at_name is not None:
        details[at_name] = _without(details[at_name], [said])
    rest = tuple(("", one) for one in details if names(one, profile) and one != first.section)
    if not lines:
        rest = _beside(page, first, said)
    return Said(caption=said, details=rest, group=first.section)


def names(text: str, profile: Profile) -> bool:
    """Whether words name anything: « Oui » and « Se réinscrit » stand beside every box."""
    folded = fold(text)
    generic = {fold(one) for one in profile.words.ticking}
    return bool(folded) and folded not in generic and folded not in (*YES, *NO, "oui non")


def line_of(page: Page, control: Control) -> tuple[Table, TableLine] | None:
    """The line of a table that a control stands in."""
    for table in page.tables:
        for line in table.lines:
            if line.place <= control.place < line.end:
                return table, line
    return None


def _own_words(first: Control, labels: list[str], profile: Profile) -> str:
    """Its name: the words beside it, those before its group, or those of the line around it."""
    if first.type == "checkbox" and names(first.label, profile):
        own = first.around[0] if first.around else ()
        # Small print in a label is no part of the name.
        return own[0] if len(own) > 1 and _is_same(own, first.label) else first.label
    # « Piano – oui » is made of the words of several: what stands around it alone is surer.
    shared = first.type == "checkbox" and first.label and first.around
    if names(first.caption, profile) and not shared:
        return first.caption
    for lines in first.around:
        for line in lines:
            bare = _without(line, labels)
            if names(bare, profile):
                return bare
    return first.caption or first.label


def _is_same(lines: tuple[str, ...], label: str) -> bool:
    return fold(" ".join(lines)) == fold(label) and bool(fold(lines[0]))


def _without(line: str, words: list[str]) -> str:
    """A line without some of its words."""
    for one in sorted(words, key=len, reverse=True):
        line = line.replace(one, " ", 1) if one else line
    bare = tidy(line).strip(_EDGES)
    whole = bare.count("(") == bare.count(")") and not (bare.startswith("(") and bare[-1:] == ")")
    # « Violon (cycle 1) » keeps its bracket; one that is left over, or is around it all, goes.
    return bare if whole else bare.strip(f"{_EDGES}()")


def _in_table(
    at: tuple[Table, TableLine], control: Control, firsts: list[Control], profile: Profile
) -> Said:
    table, line = at
    cells = [
        (head, cell)
        for head, cell in zip(table.heads, line.cells, strict=False)
        if names(cell, profile)
    ]
    group = line.group or control.section
    if not cells:
        return Said(control.label or control.caption, (), group)
    named = next((n for n, (head, _) in enumerate(cells) if _is_name(head, profile)), 0)
    rest = tuple(pair for n, pair in enumerate(cells) if n != named)
    column = _column(at, control, firsts)
    caption = f"{cells[named][1]} – {column}" if column else cells[named][1]
    return Said(caption, rest, line.group)


def _column(at: tuple[Table, TableLine], control: Control, firsts: list[Control]) -> str:
    """The heading of a box's column, where its line has more than one; "" where that is unsure."""
    table, line = at
    places = sorted(one.place for one in firsts if line.place <= one.place < line.end)
    empty = [n for n, cell in enumerate(line.cells) if not fold(cell)]
    if len(places) < 2 or len(empty) != len(places):
        return ""
    return table.heads[empty[places.index(control.place)]]


def _is_name(head: str, profile: Profile) -> bool:
    words = (*profile.columns.get("course", ()), "Cursus", "Discipline", "Cours")
    return fold(head) in {fold(word) for word in words}


def _beside(page: Page, control: Control, said: str) -> tuple[tuple[str, str], ...]:
    """What else stands on the line of a box that is in no element of its own."""
    lines = [
        tidy(text.replace(said, " ", 1))
        for block in page.blocks
        for text in block.lines
        if said and said in text and block.place <= control.place + _NEAR
    ]
    rest = lines[-1] if lines else control.hint
    return (("", rest),) if fold(rest) else ()
