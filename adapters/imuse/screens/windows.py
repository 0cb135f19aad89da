"""What takes documents on a screen: in the tab itself, or in a window that the page holds."""

from collections.abc import Iterator

from adapters.imuse.profile import Profile
from adapters.imuse.reading.screen import Found, Screen
from adapters.imuse.reading.words import fold, says
from adapters.imuse.screens.area import Area
from adapters.imuse.screens.tick_words import names
from adapters.imuse.screens.window import Window, first_step, in_form, sure

_LONGEST = 6
"""Words of a button; longer texts are about importing."""


def windows(own: Area, screen: Screen, profile: Profile) -> tuple[Window, ...]:
    """The windows of a screen; () where nothing there takes a file.

    What is behind another tab takes something else, a portrait say.

    Raises:
        NotUnderstood: nothing says which is for what, or how one is sent.
    """
    for found in (_in(own, profile), _beside(own, screen, profile), _parts(screen, profile)):
        if here := tuple(found):
            return sure(here)
    return ()


def opened(screen: Screen, profile: Profile) -> tuple[Window, ...]:
    """The windows of a screen that is one itself, or its first step; () where it is neither."""
    found = tuple(
        one for page, number, _ in screen.forms() for one in in_form(page, number, profile)
    ) or tuple(_parts(screen, profile))
    if found:
        return sure(found)
    steps = (first_step(page, number, profile) for page, number, _ in screen.forms())
    return tuple(one for one in steps if one is not None)[:1]


def _in(own: Area, profile: Profile) -> Iterator[Window]:
    for page, number, form in own.forms():
        if any(one.type == "file" and own.holds(page, one.place) for one in form.controls):
            yield from (
                one
                for one in in_form(page, number, profile)
                if one.file is not None and own.holds(page, form.controls[one.file].place)
            )


def _beside(own: Area, screen: Screen, profile: Profile) -> Iterator[Window]:
    """Windows that stand elsewhere in the page, and in no part behind a tab."""
    for page, number, form in screen.forms():
        files = [one.place for one in form.controls if one.type == "file"]
        behind = any(panel.place <= place < panel.end for panel in page.panels for place in files)
        if files and not behind and not any(own.holds(page, place) for place in files):
            yield from in_form(page, number, profile)


def _parts(screen: Screen, profile: Profile) -> Iterator[Window]:
    """Windows that the page holds as pages of their own."""
    for page in screen.pages:
        for _, part in page.parts:
            for number in range(len(part.forms)):
                yield from in_form(part, number, profile)


def ways(own: Area, profile: Profile) -> tuple[tuple[str, Found], ...]:
    """What opens the window, each with what its line says that it is for.

    One button may stand twice: what does the same is the same.
    """
    found: list[tuple[str, Found]] = []
    known = {fold(phrase) for phrase in profile.words.import_document}
    for page in own.pages:
        for one in page.pressables:
            says_so = any(fold(words) in known or _speaks(words) for words in one.words)
            if not says_so or not own.holds(page, one.place):
                continue
            same = any(one.press == other.pressable.press for _, other in found)
            if not (same and one.press.leads):
                found.append((_label(own, Found(page, one), profile), Found(page, one)))
    return tuple(found)


def _speaks(words: str) -> bool:
    return len(words.split()) <= _LONGEST and says(words, ("importer",))


def _label(own: Area, found: Found, profile: Profile) -> str:
    """What stands on the line of a button: the document that it is for."""
    page, place = found.page, found.pressable.place
    for table in page.tables:
        for line in table.lines:
            if line.place <= place < line.end:
                said = [cell for cell in line.cells if cell not in found.pressable.words]
                return next((cell for cell in said if names(cell, profile)), "")
    before = [block for block in own.blocks(page) if block.place < place and not block.menu]
    return before[-1].text if before else ""
