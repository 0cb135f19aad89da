"""The proof that a page is the student's who was chosen: it names that student, and no other."""

import re
from collections.abc import Iterator
from itertools import pairwise

from adapters.imuse.reading.page import Page
from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold
from adapters.imuse.screens.eleves import Choice, control_name


def names(screen: Screen, choice: Choice, others: tuple[Choice, ...] = ()) -> bool:
    """Whether a screen names that student, and chooses no other.

    Links to all of the family's students may stand on every page, and the words of a name apart in
    its fields: they prove nothing of a page that clearly names one of the `others`.
    """
    if choice.picker:
        for page in screen.pages:
            chosen = [
                one
                for one in page.picks
                if one.selected and control_name(page, one) == choice.picker
            ]
            for one in chosen:
                if fold(one.label) != fold(choice.student.name):
                    return False
                return not choice.fills or one.value in choice.fills.values()
    clear = list(_clearly(screen))
    if _says(clear, choice):
        return True
    if any(_says(clear, other) for other in others):
        return False
    loose = [block.text for block in screen.blocks() if block.menu]
    return _says([*loose, *(" ".join(_values(page)) for page in screen.pages)], choice)


def names_another(screen: Screen, choice: Choice, others: tuple[Choice, ...]) -> bool:
    """Whether a screen clearly names one of the others, and that student nowhere."""
    clear = list(_clearly(screen))
    return any(_says(clear, other) for other in others) and not names(screen, choice)


def _clearly(screen: Screen) -> Iterator[str]:
    """Words of a screen that are no links: its lines, titles, and values side by side."""
    yield from (block.text for block in screen.blocks() if not block.menu)
    for page in screen.pages:
        yield page.title
        yield from (" ".join(pair) for pair in pairwise(["", *_values(page)]))


def _says(texts: list[str], choice: Choice) -> bool:
    wanted = set(_tokens(choice.student.name))
    return any(wanted <= set(_tokens(text)) for text in texts)


def _tokens(words: str) -> list[str]:
    """The words of a name, without what stands in parentheses beside it."""
    bare = re.sub(r"\([^)]*\)", " ", words)
    return [one for one in fold(bare).split() if not any(c.isdigit() for c in one)]


def _values(page: Page) -> Iterator[str]:
    for form in page.forms:
        yield from (control.value for control in form.controls if control.type != "hidden")
    yield from (fact.value for fact in page.facts)
