"""Which words are a mark of a field, and which of a caption's words are one beside it."""

import re

from bs4.element import NavigableString

from adapters.imuse.reading.document import block_of, holds
from adapters.imuse.reading.lexicon import Lexicon
from adapters.imuse.reading.words import caption, fold, says, tidy

_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_TAIL = re.compile(r"^(?P<words>.*?\w.*?)\s*(?:[-–—,;:|]+)\s+(?P<mark>[^-–—;:|]+)$")


def marks(text: str, lexicon: Lexicon) -> bool:
    """Whether words say that something is changed and not validated yet."""
    return says(text, lexicon.marks) and not says(text, lexicon.not_marks)


def is_mark(text: str, lexicon: Lexicon) -> bool:
    """Whether words say so of one field, not of a whole sheet."""
    return marks(text, lexicon) and not says(text, lexicon.sheets)


def beside(strings: list[NavigableString], lexicon: Lexicon) -> list[NavigableString]:
    """Which of a caption's texts are marks, each in an element of its own."""
    worded = [string for string in strings if fold(string)]
    return [one for one in worded if is_mark(one, lexicon) and _stands_alone(one, worded)]


def parted(strings: list[NavigableString], lexicon: Lexicon) -> tuple[str, list[str]]:
    """The caption that these strings are, and the marks that stand among its words."""
    apart = beside(strings, lexicon)
    aside = {id(string) for string in apart}
    rest = tidy(" ".join(string for string in strings if id(string) not in aside))
    if not fold(rest):
        return caption(" ".join(strings)), []
    words, said = _cut(rest, lexicon)
    return caption(_EMPTY.sub(" ", words)), [*(tidy(string) for string in apart), *said]


def _stands_alone(string: NavigableString, worded: list[NavigableString]) -> bool:
    """Whether a string is set off in an element of its own."""
    around = string.parent
    if around is None or around is block_of(string):
        return False
    return not any(holds(around, other) for other in worded if other is not string)


def _cut(words: str, lexicon: Lexicon) -> tuple[str, list[str]]:
    """One text's marks: in brackets, after a dash, or at the end of a caption that is known."""
    said = [inside for inside in _BRACKETS.findall(words) if is_mark(inside, lexicon)]
    rest = _BRACKETS.sub(lambda found: " " if found[1] in said else found[0], words)
    if not fold(rest):
        return words, []
    tail = _TAIL.match(rest)
    if tail is not None and is_mark(tail["mark"], lexicon) and not is_mark(tail["words"], lexicon):
        return tail["words"], [*said, tail["mark"]]
    known = {fold(one) for one in lexicon.caption_words}
    parts = rest.split()
    for number in range(1, len(parts)):
        name, mark = " ".join(parts[:number]), " ".join(parts[number:])
        if fold(name) in known and is_mark(mark, lexicon):
            return name, [*said, mark]
    return rest, said
