"""A screen: a page and the parts that it names, searched by what they say."""

from collections.abc import Iterator

import msgspec

from adapters.imuse.reading.page import Block, Form, Page, Pressable
from adapters.imuse.reading.words import fold, says

_MOST_WORDS = 6
"""A menu entry or button says no more; longer texts that contain its words are something else."""


class Found(msgspec.Struct, frozen=True):
    """Something that can be pressed, with the page it is on."""

    page: Page
    pressable: Pressable


class Screen(msgspec.Struct, frozen=True):
    """Pages that a person sees together: a document with its frames, or a fragment."""

    pages: tuple[Page, ...]

    def find(self, phrases: tuple[str, ...]) -> Found | None:
        """What can be pressed under one of the phrases, the first phrase first.

        What says exactly the phrase goes before what contains it, what is known to lead somewhere
        before what is not, and what is in view before what a folded menu holds.
        """
        things = [Found(page, one) for page in self.pages for one in page.pressables]
        for match in (_says_exactly, _contains):
            for phrase in phrases:
                found = [one for one in things if match(one.pressable, phrase)]
                if found:
                    return max(
                        found, key=lambda one: (one.pressable.press.leads, one.pressable.seen)
                    )
        return None

    def forms(self) -> Iterator[tuple[Page, int, Form]]:
        """Every form, with its page and its number there."""
        for page in self.pages:
            for number, form in enumerate(page.forms):
                yield page, number, form

    def blocks(self) -> Iterator[Block]:
        """Every visible line, in order."""
        for page in self.pages:
            yield from page.blocks

    def texts(self) -> tuple[str, ...]:
        """All that it says: dialogues first, then the visible lines."""
        return (*self.said(), *(block.text for block in self.blocks()))

    def said(self) -> tuple[str, ...]:
        """What its dialogues say."""
        return tuple(words for page in self.pages for words in page.said)


def _says_exactly(pressable: Pressable, phrase: str) -> bool:
    return any(fold(words) == fold(phrase) for words in pressable.words)


def _contains(pressable: Pressable, phrase: str) -> bool:
    return any(
        len(fold(words).split()) <= _MOST_WORDS and says(words, (phrase,))
        for words in pressable.words
    )
