"""A part of a screen: what stands behind the tab of that name, or all of it."""

from collections.abc import Iterator

import msgspec

from adapters.imuse.reading.page import Block, Form, Page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold


class Area(msgspec.Struct, frozen=True):
    """Pages, each with what of it counts."""

    spans: tuple[tuple[Page, int, int], ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its pages."""
        return tuple(page for page, _, _ in self.spans)

    def holds(self, page: Page, place: int) -> bool:
        """Whether a place of a page is in it."""
        return any(one is page and start <= place < end for one, start, end in self.spans)

    def blocks(self, page: Page) -> Iterator[Block]:
        """The visible lines of a page that are in it."""
        for one, start, end in self.spans:
            if one is page:
                yield from (block for block in page.blocks if start <= block.place < end)

    def texts(self) -> tuple[str, ...]:
        """All that it says."""
        return tuple(block.text for page in self.pages for block in self.blocks(page))

    def forms(self) -> Iterator[tuple[Page, int, Form]]:
        """The forms that have a control in it, with their page and number there."""
        for page, start, end in self.spans:
            for number, form in enumerate(page.forms):
                if any(start <= one.place < end for one in form.controls):
                    yield page, number, form


def area(screen: Screen, words: tuple[str, ...]) -> Area:
    """What stands behind the tab of one of these words; the whole screen where none does."""
    known = {fold(one) for one in words}
    behind = tuple(
        (page, panel.place, panel.end)
        for page in screen.pages
        for panel in page.panels
        if fold(panel.title) in known
    )
    return Area(behind or tuple((page, 0, 10**9) for page in screen.pages))
