"""Whether a dossier offers a tab: to be pressed, behind a part of the page, or in front already."""

from adapters.imuse.reading.screen import Screen
from adapters.imuse.reading.words import fold
from adapters.imuse.screens.area import area

_EVERYWHERE = 10**9


def offered(screen: Screen, words: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the tab of these words is there; `others` are the words of the dossier's others.

    The tab in front is often plain text among links; where another is plain text too, that one is
    in front, and this one only says that it is closed.
    """
    if screen.find(words) is not None:
        return True
    if any(end < _EVERYWHERE for _, _, end in area(screen, words).spans):
        return True
    if any(block.level and _says(block.text, words) for block in screen.blocks()):
        return True
    return _is_text(screen, words) and not any(
        screen.find(one) is None and _is_text(screen, one) for one in others
    )


def _is_text(screen: Screen, words: tuple[str, ...]) -> bool:
    return any(fold(text) in {fold(one) for one in words} for text in screen.texts())


def _says(text: str, words: tuple[str, ...]) -> bool:
    said = f" {fold(text)} "
    return len(said.split()) <= 8 and any(f" {fold(one)} " in said for one in words)
